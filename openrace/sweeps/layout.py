"""What a sweep keeps: one array per kind of number, with its type, dimensions and meaning.

A quantity says in one place what it is called, how it is stored, what its numbers mean (long names and flag meanings in
the CF convention) and where a cell's summary has it. Metrics share two arrays, along a dimension ``metric`` whose
labels are their names; their units and senses are attributes of these labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from openrace.concepts.equilibria import CellFlag
from openrace.questions.about import Measured
from openrace.sweeps.blocks import Blocks
from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.design import Design
from solver.common.errors import OpenraceError

EXTENT, DIRECTION, DONE = "extent", "direction", "done"
"""Names of arrays: extents of metrics, their directions, and whether a cell's block is finished."""
SIDES, BOUNDS, CONCEPTS, PLAYERS, METRICS = "side", "bound", "concept", "player", "metric"

Dimension = tuple[str, int]
"""Name and size."""


@dataclass(frozen=True, eq=False)
class Coordinate:
    """Numbers or names ``(n,)`` along a dimension, and JSON that says what they mean."""

    name: str
    dimension: str
    values: NDArray[Any]
    attributes: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Quantity:
    """What is stored of every cell.

    Attributes:
        name: of the array.
        tail: its dimensions after the design's.
        dtype: numpy type of its numbers.
        fill: value where nothing is known yet.
        attributes: JSON that says what the numbers mean.
        of: its values ``(C, ...)`` in the summary of ``C`` cells under one concept.
    """

    name: str
    tail: tuple[Dimension, ...]
    dtype: str
    fill: float
    attributes: Mapping[str, Any]
    of: Callable[[CellSummary], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Layout:
    """What a sweep keeps, and how its cells are cut into blocks.

    Attributes:
        design: where cells are.
        blocks: how they are cut.
        sides: names of the games solved per cell.
        concepts: under which each of them is solved; more than one make a dimension.
        players: names of the players.
        metrics: the ``K`` metrics kept.
        n_words: words per support mask.
        provenance: everything on which the numbers depend, as JSON.
    """

    design: Design
    blocks: Blocks
    sides: tuple[str, ...]
    concepts: tuple[str, ...]
    players: tuple[str, ...]
    metrics: tuple[Measured, ...]
    n_words: int
    provenance: Mapping[str, Any]

    @cached_property
    def key(self) -> str:
        """Hash of the provenance: sweeps with the same key hold the same numbers."""
        return hashlib.sha256(repr(sorted(self.provenance.items())).encode()).hexdigest()

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """What is stored of every cell."""
        concept = ((CONCEPTS, len(self.concepts)),) if self.has_concepts else ()
        metric = (METRICS, len(self.metrics))
        each = (*concept, (SIDES, len(self.sides)))
        masks = (*each, (PLAYERS, len(self.players)), ("word", self.n_words))
        extents = {"long_name": "least and greatest value of each metric over all equilibria"}
        counts = {"units": "1", "long_name": "number of extreme equilibria, or of points found"}
        components = {"units": "1", "long_name": "connected sets of equilibria; 0 where they were not looked for"}
        plans = {"units": "1", "long_name": "plans played in some equilibrium: bit a % 64 of word a // 64 is plan a"}
        directions = (Quantity(DIRECTION, (*concept, metric), "i1", int(Code.UNKNOWN), CODES, attrgetter("direction")),)
        return (
            Quantity(EXTENT, (*concept, metric, each[-1], (BOUNDS, 2)), "f8", np.nan, extents, attrgetter("values")),
            *(directions if len(self.sides) == 2 else ()),
            Quantity("n_equilibria", each, "i4", 0, counts, attrgetter("n_equilibria")),
            Quantity("n_components", each, "i4", 0, components, attrgetter("n_components")),
            Quantity("support", masks, "u8", 0, plans, attrgetter("support")),
            Quantity("flags", each, "u1", 0, _FLAGS, attrgetter("flags")),
        )

    @property
    def has_concepts(self) -> bool:
        """Whether arrays have a dimension of concepts."""
        return len(self.concepts) > 1

    @cached_property
    def coordinates(self) -> tuple[Coordinate, ...]:
        """The values of every path that varies, and the names along the dimensions that have them."""
        units = self.provenance["units"]
        numbers = [
            Coordinate(path, span.name, values, {"units": units.get(path, "") or "1", "long_name": path})
            for span in self.design.spans
            for path, values in zip(span.paths, span.values().T, strict=True)
        ]
        means = {"metric_units": [m.unit for m in self.metrics], "senses": [str(m.sense) for m in self.metrics]}
        names: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
            (SIDES, self.sides, {}),
            (BOUNDS, ("least", "greatest"), {}),
            (PLAYERS, self.players, {}),
            (METRICS, tuple(m.name for m in self.metrics), means),
            *(((CONCEPTS, self.concepts, {}),) if self.has_concepts else ()),
        )
        labels = [Coordinate(name, name, np.array(own, dtype=object), says) for name, own, says in names]
        return (*numbers, *labels)

    @property
    def names(self) -> frozenset[str]:
        """Of all arrays."""
        return frozenset((*[q.name for q in self.quantities], DONE, *[c.name for c in self.coordinates]))

    @property
    def attributes(self) -> dict[str, Any]:
        """What is said of the whole."""
        return {"Conventions": "CF-1.11", "title": "openrace sweep", "provenance": dict(self.provenance)}

    def quantity(self, name: str) -> Quantity:
        """One of the quantities."""
        (found,) = [q for q in self.quantities if q.name == name]
        return found

    def metric(self, name: str) -> int:
        """Place of a metric along its dimension.

        Raises:
            OpenraceError: it is not kept.
        """
        names = [m.name for m in self.metrics]
        if name not in names:
            raise OpenraceError(
                f"the sweep keeps no metric {name!r}", f"one of {', '.join(names)}", "sweep again with it"
            )
        return names.index(name)

    def dimensions(self, tail: tuple[Dimension, ...]) -> tuple[str, ...]:
        """Names of all dimensions of an array that has these after the design's."""
        return (*self.design.dimensions, *[name for name, _ in tail])

    def values(self, k: int, quantity: Quantity, summaries: tuple[CellSummary, ...]) -> NDArray[Any]:
        """A quantity of block ``k``, in the shape of the block, from one summary per concept."""
        window = tuple(s.stop - s.start for s in self.blocks.windows[k])
        own = [quantity.of(summary) for summary in summaries]
        whole = np.stack(own, axis=1) if CONCEPTS in dict(quantity.tail) else own[0]
        return whole.reshape(*window, *[n for _, n in quantity.tail])


FINISHED = Quantity(
    DONE,
    (),
    "u1",
    0,
    {"long_name": "whether the cell's block is finished", "units": "1"},
    lambda summary: np.ones(len(summary.flags)),
)
"""Which blocks a store has."""
CODES: dict[str, Any] = {
    "long_name": "direction of racing by each metric, after against before, over all equilibria",
    "flag_values": [int(c) for c in Code],
    "flag_meanings": " ".join(c.word for c in Code),
}
_FLAGS = {
    "long_name": "what is known of the set of equilibria",
    "flag_masks": [int(f) for f in CellFlag],
    "flag_meanings": " ".join(str(f.name).lower() for f in CellFlag),
}
