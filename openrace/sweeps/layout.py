"""What a store of a sweep holds: its quantities, each an array of zarr with its type, dimensions and meaning.

A quantity says in one place what it is called, how it is stored, what its numbers mean (units, long names, flag
meanings in the CF convention) and where a cell's summary has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from openrace.concepts.equilibria import CellFlag
from openrace.sweeps.cell_summary import CellSummary
from openrace.sweeps.design import Blocks, Design
from openrace.sweeps.zarr_files import ZarrArray

DONE = "done"
"""Array whose chunk says that all others of its block are there."""
SIDES, BOUNDS, CONCEPTS, PLAYERS = "side", "bound", "concept", "player"

Dimension = tuple[str, int]
"""Name and size."""


@dataclass(frozen=True)
class MetricColumn:
    """A metric as it is stored: one variable of extents, and one of directions if there are two sides."""

    name: str
    unit: str
    sense: str

    @property
    def direction(self) -> str:
        """Name of the variable that holds its direction."""
        return f"{self.name}.direction"


@dataclass(frozen=True, eq=False)
class Quantity:
    """What is stored of every cell.

    Attributes:
        array: how.
        of: its values ``(C, ...)`` in the summary of ``C`` cells.
    """

    array: ZarrArray
    of: Callable[[CellSummary], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Layout:
    """What a store holds.

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
    metrics: tuple[MetricColumn, ...]
    n_words: int
    provenance: Mapping[str, Any]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """What is stored of every cell; a block of cells is a chunk of each."""
        each = (*self._concept, (SIDES, len(self.sides)))
        masks = (*each, (PLAYERS, len(self.players)), ("word", self.n_words))
        counts = {"units": "1", "long_name": "number of extreme equilibria, or of points found"}
        components = {"units": "1", "long_name": "connected sets of equilibria; 0 where nobody looked for them"}
        plans = {"long_name": "plans played in some equilibrium: bit a % 64 of word a // 64 is plan a", "units": "1"}
        return (
            *[quantity for at in range(len(self.metrics)) for quantity in self._of_metric(at)],
            Quantity(self._array("n_equilibria", each, "i4", 0, counts), lambda s: s.n_equilibria),
            Quantity(self._array("n_components", each, "i4", 0, components), lambda s: s.n_components),
            Quantity(self._array("support", masks, "u8", 0, plans), lambda s: s.support),
            Quantity(self._array("flags", each, "u1", 0, _flag_attributes()), lambda s: s.flags),
        )

    @cached_property
    def done(self) -> ZarrArray:
        """The array that says which blocks are finished."""
        return self._array(DONE, (), "u1", 0, {"long_name": "whether the cell's block is finished", "units": "1"})

    @property
    def labels(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names along the dimensions that have them."""
        named = ((SIDES, self.sides), (BOUNDS, ("least", "greatest")), (PLAYERS, self.players))
        return (*named, *[(name, self.concepts) for name, _ in self._concept])

    @property
    def names(self) -> frozenset[str]:
        """Of all arrays."""
        stored = [quantity.array.name for quantity in self.quantities]
        return frozenset((*stored, DONE, *self.design.paths, *[name for name, _ in self.labels]))

    def axis_attributes(self, path: str) -> dict[str, Any]:
        """What the numbers along an axis mean."""
        return {"units": self.provenance["units"].get(path, "") or "1", "long_name": path}

    @property
    def _concept(self) -> tuple[Dimension, ...]:
        return ((CONCEPTS, len(self.concepts)),) if len(self.concepts) > 1 else ()

    def _of_metric(self, at: int) -> tuple[Quantity, ...]:
        column = self.metrics[at]
        means = {"units": column.unit, "long_name": f"least and greatest {column.name} over all equilibria"}
        tail = (*self._concept, (SIDES, len(self.sides)), (BOUNDS, 2))
        extent = Quantity(self._array(column.name, tail, "f8", np.nan, means), lambda s: s.values[:, at])
        if len(self.sides) == 1:
            return (extent,)
        code = self._array(column.direction, self._concept, "i1", int(Code.UNKNOWN), _direction_attributes(column))
        return extent, Quantity(code, lambda s: s.direction[:, at])

    def _array(
        self, name: str, tail: tuple[Dimension, ...], dtype: str, fill: float, attributes: dict[str, Any]
    ) -> ZarrArray:
        sizes = tuple(n for _, n in tail)
        names = (*self.design.dimensions, *[d for d, _ in tail])
        return ZarrArray(
            name, (*self.blocks.shape, *sizes), (*self.blocks.block, *sizes), dtype, fill, names, attributes
        )


def _direction_attributes(column: MetricColumn) -> dict[str, Any]:
    return {
        "long_name": f"direction of racing by {column.name}, after against before, over all equilibria",
        "flag_values": [int(c) for c in Code],
        "flag_meanings": " ".join(c.word for c in Code),
    }


def _flag_attributes() -> dict[str, Any]:
    return {
        "long_name": "what is known of the set of equilibria",
        "flag_masks": [int(f) for f in CellFlag],
        "flag_meanings": " ".join(str(f.name).lower() for f in CellFlag),
    }
