"""Results of a sweep in memory, for questions whose cells are not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.layout import Layout
from solver.common.errors import TooLargeError
from solver.common.extras import extra

if TYPE_CHECKING:
    import xarray as xr

MOST_BYTES = 1 << 31
"""Largest result that is held in memory: 2 GiB."""


class Memory:
    """Arrays of a sweep that are filled block by block, written and read as a :class:`Store` is."""

    path = None
    """There is no directory."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        shapes = {q.name: (*layout.blocks.shape, *[n for _, n in q.tail]) for q in layout.quantities}
        size = sum(np.dtype(q.dtype).itemsize * np.prod(shapes[q.name], dtype=float) for q in layout.quantities)
        if size > MOST_BYTES:
            raise TooLargeError(
                f"the results take {size / 2**30:,.1f} GiB",
                f"at most {MOST_BYTES >> 30} GiB in memory",
                "keep them in a directory (--out of sweep, --store of map), or take fewer values",
            )
        self.arrays: dict[str, NDArray[Any]] = {
            q.name: np.full(shapes[q.name], q.fill, dtype=q.dtype) for q in layout.quantities
        }

    def write(self, layout: Layout, k: int, summaries: tuple[CellSummary, ...]) -> None:
        """Takes block ``k``."""
        for quantity in layout.quantities:
            self.arrays[quantity.name][layout.blocks.windows[k]] = layout.values(k, quantity, summaries)

    def read(self, layout: Layout, name: str) -> NDArray[Any]:  # noqa: ARG002 - as of a store
        """All values of one quantity."""
        return self.arrays[name]

    def is_done(self, layout: Layout, k: int) -> bool:  # noqa: ARG002 - as of a store
        """Never: what is computed in memory is computed once."""
        return False

    def open(self) -> xr.Dataset:
        """The results as a dataset, with the variables and labels that a store has."""
        with extra("sweep"):
            import xarray as xr
        layout = self.layout
        variables = {
            q.name: (layout.dimensions(q.tail), self.arrays[q.name], dict(q.attributes)) for q in layout.quantities
        }
        along = {c.name: (c.dimension, c.values, dict(c.attributes)) for c in layout.coordinates}
        return xr.Dataset(variables, coords=along, attrs=layout.attributes)
