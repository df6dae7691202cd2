"""What a set of specifications says: shares of signs, the choices that move them, and single choices that flip them.

Letters: ``S`` specifications, ``D`` dimensions. After Simonsohn, Simmons and Nelson (2020), "Specification curve
analysis", Nature Human Behaviour 4: every specification counts once, and none is called the right one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from games.parts.part import FloatArray
from openrace.concepts.plain import Plain

SIGNS = (Code.UP, Code.DOWN, Code.NEUTRAL, Code.AMBIGUOUS, Code.UNKNOWN)
"""Signs that are counted; metrics without racing in them are not asked about."""
NO_CHOICE = "none"
"""Option of a specification in which there is nothing to choose along a dimension."""


@dataclass(frozen=True)
class Dimension:
    """One thing to choose.

    Attributes:
        name: what.
        options: between what.
    """

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Moved(Plain):
    """How a choice along one dimension moves the shares.

    Attributes:
        dimension: which.
        options: per option, where there is a choice, the share of each sign.
        by: the largest difference that it makes to the share of the leading sign.
    """

    dimension: str
    options: dict[str, dict[Code, float]]
    by: float

    def entries(self) -> dict[str, object]:
        """Plain values, for JSON."""
        options = [{"option": option, "shares": words_of(own)} for option, own in self.options.items()]
        return {"dimension": self.dimension, "moves": self.by, "options": options}


@dataclass(frozen=True)
class KnifeEdge(Plain):
    """How often one choice alone, everything else the same, turns up into down.

    Attributes:
        dimension: along which.
        flips: pairs of specifications that differ in this choice alone, one up and one down.
        pairs: pairs that differ in this choice alone.
    """

    dimension: str
    flips: int
    pairs: int


@dataclass(frozen=True, eq=False)
class SpecificationCurve(Plain):
    """Specifications with their signs.

    Attributes:
        dimensions: what was chosen between.
        chosen: ``(S, D)`` the option of each specification along each dimension.
        signs: ``(S,)`` codes of :class:`games.parts.direction.Code`.
        moves: ``(S, 2)`` least and greatest change towards racing of both ends of the metric's interval, in units of
            the largest change of that metric over all specifications; nan where dates may never come.
    """

    dimensions: tuple[Dimension, ...]
    chosen: NDArray[np.int64]
    signs: NDArray[np.int8]
    moves: FloatArray

    def __len__(self) -> int:
        return len(self.signs)

    @cached_property
    def shares(self) -> dict[Code, float]:
        """The share of each sign."""
        return _shares(self.signs)

    @property
    def leading(self) -> Code:
        """The most frequent sign."""
        return max(SIGNS, key=lambda sign: self.shares[sign])

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Every dimension with several options, the one that moves the shares most first."""
        found = []
        for d, dimension in enumerate(self.dimensions):
            each = {
                option: _shares(self.signs[self.chosen[:, d] == k])
                for k, option in enumerate(dimension.options)
                if option != NO_CHOICE
            }
            lead = [own[self.leading] for own in each.values()]
            if len(lead) > 1:
                found.append(Moved(dimension.name, each, max(lead) - min(lead)))
        return tuple(sorted(found, key=lambda m: -m.by))

    @cached_property
    def common(self) -> dict[Code, tuple[tuple[str, str], ...]]:
        """Per sign, the dimensions along which all specifications with that sign make the same choice, and which."""
        found = {}
        for sign in SIGNS:
            own = self.chosen[self.signs == sign]
            if len(own):
                found[sign] = tuple(
                    (dimension.name, dimension.options[int(own[0, d])])
                    for d, dimension in enumerate(self.dimensions)
                    if len(dimension.options) > 1
                    and (own[:, d] == own[0, d]).all()
                    and dimension.options[int(own[0, d])] != NO_CHOICE
                )
        return found

    @cached_property
    def knife_edges(self) -> tuple[KnifeEdge, ...]:
        """Every dimension with pairs that differ in it alone, that with most flips first."""
        found = []
        for d, dimension in enumerate(self.dimensions):
            counts = [Counter(self.signs[members].tolist()) for members in self._alike_but(d)]
            pairs = sum(own.total() * (own.total() - 1) // 2 for own in counts)
            flips = sum(own[int(Code.UP)] * own[int(Code.DOWN)] for own in counts)
            if pairs:
                found.append(KnifeEdge(dimension.name, flips, pairs))
        return tuple(sorted(found, key=lambda edge: -edge.flips))

    def _alike_but(self, d: int) -> list[list[int]]:
        """Specifications in groups that differ along one dimension alone."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for s, row in enumerate(np.delete(self.chosen, d, axis=1).tolist()):
            groups.setdefault(tuple(row), []).append(s)
        return list(groups.values())

    def flip(self) -> tuple[int, int] | None:
        """Two specifications, the first up and the second down, that differ in one choice alone, if there are any."""
        up, down = int(Code.UP), int(Code.DOWN)
        for d in range(len(self.dimensions)):
            for members in self._alike_but(d):
                signs = self.signs[members].tolist()
                if up in signs and down in signs:
                    return members[signs.index(up)], members[signs.index(down)]
        return None

    def order(self) -> NDArray[np.intp]:
        """Positions along the curve: from the most against racing to the most towards it."""
        middle = np.nan_to_num(self.moves.mean(axis=1), nan=0.0)
        rank = {Code.DOWN: 0, Code.NEUTRAL: 1, Code.AMBIGUOUS: 1, Code.UNKNOWN: 1, Code.UP: 2}
        ranks = np.array([rank[Code(int(sign))] for sign in self.signs])
        return np.lexsort((np.arange(len(self)), middle, ranks))

    def names(self, s: int) -> dict[str, str]:
        """The choices of one specification, by dimension."""
        return {d.name: d.options[k] for d, k in zip(self.dimensions, self.chosen[s].tolist(), strict=True)}

    def entries(self) -> dict[str, object]:
        """Shares, what moves them, and every specification along the curve."""
        return {
            "specifications": len(self),
            "shares": words_of(self.shares),
            "leading": self.leading,
            "choices": self.moved,
            "common": {sign: dict(own) for sign, own in self.common.items()},
            "knife_edges": self.knife_edges,
            "curve": [
                {**self.names(s), "direction": Code(int(self.signs[s])), "move": self.moves[s]}
                for s in self.order().tolist()
            ],
        }


def words_of(shares: dict[Code, float]) -> dict[str, float]:
    """Shares by the words of signs; what was not found is named only where it occurs."""
    return {sign.word: share for sign, share in shares.items() if share or sign is not Code.UNKNOWN}


def _shares(signs: NDArray[np.int8]) -> dict[Code, float]:
    return {sign: float((signs == int(sign)).mean()) if len(signs) else 0.0 for sign in SIGNS}
