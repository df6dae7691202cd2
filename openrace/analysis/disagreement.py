"""Where maps of the same square under several concepts disagree: how much of it, about what, and in which corner.

Two concepts disagree in a cell when their signs differ there. A verdict that holds under one concept only shows as an
area in which they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from games.parts.direction import Code, Interval
from openrace.analysis.sign_map import SignMap
from openrace.concepts.plain import Plain
from solver.common.table import Table


@dataclass(frozen=True)
class Clash(Plain):
    """One sign under one concept against another sign under another.

    Attributes:
        signs: the first concept's and the second's.
        count: cells in which they meet.
        box: the stretch of each axis on which these cells lie.
    """

    signs: tuple[Code, Code]
    count: int
    box: tuple[Interval, Interval]


@dataclass(frozen=True)
class Disagreement(Plain):
    """Two concepts compared cell by cell.

    Attributes:
        first: a concept.
        second: another one.
        count: cells in which their signs differ.
        of: cells of the map.
        clashes: which signs meet there, most cells first.
    """

    first: str
    second: str
    count: int
    of: int
    clashes: tuple[Clash, ...]

    def entries(self) -> dict[str, object]:
        """The JSON of one pair of concepts."""
        return {"concepts": [self.first, self.second], "differ": self.count, "of": self.of, "clashes": self.clashes}


def disagreements(maps: Sequence[SignMap]) -> tuple[Disagreement, ...]:
    """Every pair of maps over the same cells."""
    return tuple(_compare(a, b) for a, b in combinations(maps, 2))


def agreed(maps: Sequence[SignMap]) -> int:
    """Cells in which all maps have the same sign."""
    return int(np.all([m.codes == maps[0].codes for m in maps], axis=0).sum())


def side_by_side(maps: Sequence[SignMap]) -> dict[str, object]:
    """The JSON of ``openrace map`` under several concepts."""
    first = maps[0]
    return {
        "game": first.game,
        "hash": first.about.hash,
        "concept": "all",
        "concepts": {own.concept: own.to_dict() for own in maps},
        "agree": {"count": agreed(maps), "of": first.codes.size},
        "disagreements": [pair.to_dict() for pair in disagreements(maps)],
    }


def table_of(maps: Sequence[SignMap]) -> Table:
    """One row per cell, one column of signs per concept."""
    first = maps[0]
    header = (first.x.path, first.y.path, *[f"{m.metric} ({m.concept})" for m in maps])
    rows: tuple[tuple[str | float, ...], ...] = tuple(
        (float(x), float(y), *[m.about.word(Code(int(m.codes[i, j]))) for m in maps])
        for i, x in enumerate(first.x.values)
        for j, y in enumerate(first.y.values)
    )
    return Table(f"direction of {first.metric} under each concept", header, rows)


def _compare(a: SignMap, b: SignMap) -> Disagreement:
    clashes = []
    for one in np.unique(a.codes).tolist():
        for other in np.unique(b.codes[a.codes == one]).tolist():
            if one != other:
                rows, columns = np.nonzero((a.codes == one) & (b.codes == other))
                x, y = a.x.values[rows], a.y.values[columns]
                box = (float(x.min()), float(x.max())), (float(y.min()), float(y.max()))
                clashes.append(Clash((Code(one), Code(other)), len(rows), box))
    clashes.sort(key=lambda c: -c.count)
    return Disagreement(a.concept, b.concept, sum(c.count for c in clashes), a.codes.size, tuple(clashes))
