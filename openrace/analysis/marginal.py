"""A design for maps that average further assumptions out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from openrace.sweeps.design import Coordinate, Grid, Sample


@dataclass(frozen=True, eq=False)
class Marginal(Plain):
    """A design: every cell of a grid at the same draws from priors of further paths."""

    grid: Grid
    sample: Sample

    @property
    def paths(self) -> tuple[str, ...]:
        """The grid's, then the sample's."""
        return (*self.grid.paths, *self.sample.paths)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The grid's, then the sample's."""
        return (*self.grid.dimensions, *self.sample.dimensions)

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells, then draws."""
        return (*self.grid.shape, *self.sample.shape)

    @property
    def sampled(self) -> bool:
        """No: draws are the same in every cell, so cells are not independent of each other."""
        return False

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)``, draws running fastest."""
        cells, draws = self.grid.points(window[:-1]), self.sample.points(window[-1:])
        return np.hstack([np.repeat(cells, len(draws), axis=0), np.tile(draws, (len(cells), 1))])

    def coordinates(self) -> tuple[Coordinate, ...]:
        """The grid's and the sample's."""
        return (*self.grid.coordinates(), *self.sample.coordinates())

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Of both."""
        (a, b), (c, d) = self.grid.ends(), self.sample.ends()
        return np.concatenate([a, c]), np.concatenate([b, d])

    def entries(self) -> dict[str, object]:
        """Both."""
        return {"kind": "marginal", **super().entries()}
