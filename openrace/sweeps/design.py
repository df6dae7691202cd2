"""Where a sweep looks: grids and samples of parameter points.

A design has ``D`` paths and cells in a box of some shape (a grid has one dimension per path, a sample has one). The
values in a rectangle of cells depend on the design alone, so any worker can compute any of them.
"""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from openrace.sweeps.axis import Axis, as_axis
from openrace.sweeps.prior import Belief, quantiles
from openrace.sweeps.samplers import SOBOL, LatinHypercube, Sampler, Sobol
from solver.common.errors import OpenraceError
from solver.common.words import shown

MAX_CELLS = 10**10


@dataclass(frozen=True)
class Coordinate:
    """A labelled axis of the stored data: the values of one path along one dimension."""

    path: str
    dimension: str
    values: FloatArray


class Design(Plain, ABC):
    """Parameter points in a box. Its JSON is what a store's provenance says of it; equal designs, equal dicts."""

    @property
    @abstractmethod
    def paths(self) -> tuple[str, ...]:
        """The ``D`` paths that vary."""

    @property
    @abstractmethod
    def dimensions(self) -> tuple[str, ...]:
        """Names of the box's dimensions."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """Cells along each dimension."""

    @property
    def sampled(self) -> bool:
        """Whether its points are independent draws from a prior, so that shares of them estimate shares of it."""
        return False

    @abstractmethod
    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` parameter values of a rectangle of cells, in the order of the box."""

    @abstractmethod
    def coordinates(self) -> tuple[Coordinate, ...]:
        """One per path."""

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """``(D,)`` least and greatest values."""
        columns = [c.values for c in self.coordinates()]
        return np.array([c.min() for c in columns]), np.array([c.max() for c in columns])


@dataclass(frozen=True, eq=False)
class Grid(Design):
    """Every combination of the values of some axes."""

    axes: tuple[Axis, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def paths(self) -> tuple[str, ...]:
        """One per axis."""
        return tuple(a.path for a in self.axes)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Named as the paths."""
        return self.paths

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each axis."""
        return tuple(len(a.values) for a in self.axes)

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)``, the last axis running fastest."""
        columns = np.meshgrid(*[a.values[s] for a, s in zip(self.axes, window, strict=True)], indexing="ij")
        return np.stack([c.ravel() for c in columns], axis=1)

    def coordinates(self) -> tuple[Coordinate, ...]:
        """The axes themselves."""
        return tuple(Coordinate(a.path, a.path, a.values) for a in self.axes)

    def entries(self) -> dict[str, object]:
        """Paths and values."""
        return {"kind": "grid", "axes": [{"path": a.path, "values": a.values} for a in self.axes]}


class _Points(Design):
    """Points one after the other, each a cell: one dimension, named sample."""

    @property
    @abstractmethod
    def all_points(self) -> FloatArray:
        """``(n, D)`` parameter values."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """One, named sample."""
        return ("sample",)

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` of a stretch of them."""
        return self.all_points[window[0]]

    def coordinates(self) -> tuple[Coordinate, ...]:
        """Each path's values along the sample."""
        return tuple(Coordinate(p, "sample", self.all_points[:, k]) for k, p in enumerate(self.paths))


@dataclass(frozen=True)
class Sample(_Points):
    """``n`` points drawn from independent priors."""

    beliefs: tuple[Belief, ...]
    n: int
    sampler: Sampler = SOBOL

    def __post_init__(self) -> None:
        _check(self)

    @property
    def paths(self) -> tuple[str, ...]:
        """One per belief."""
        return tuple(b.path for b in self.beliefs)

    @property
    def shape(self) -> tuple[int, ...]:
        """``(n,)``."""
        return (self.n,)

    @property
    def sampled(self) -> bool:
        """Yes."""
        return True

    @cached_property
    def all_points(self) -> FloatArray:
        """``(n, D)`` quantiles of the priors."""
        return quantiles(self.beliefs, self.sampler(self.n, len(self.beliefs)))

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Ends of the priors."""
        return np.array([b.prior.low for b in self.beliefs]), np.array([b.prior.high for b in self.beliefs])

    def entries(self) -> dict[str, object]:
        """Priors, number, sampler and seed."""
        return {
            "kind": "sample",
            "priors": [{"path": b.path, "prior": b.prior.text} for b in self.beliefs],
            "n": self.n,
            "sampler": type(self.sampler).__name__,
            "seed": self.sampler.seed,
        }


@dataclass(frozen=True, eq=False)
class Listed(_Points):
    """Points chosen elsewhere: names of ``D`` paths, values ``(n, D)``, and whether they are independent draws."""

    names: tuple[str, ...]
    values: FloatArray
    drawn: bool = False

    def __post_init__(self) -> None:
        _check(self)

    @property
    def paths(self) -> tuple[str, ...]:
        """As named."""
        return self.names

    @property
    def shape(self) -> tuple[int, ...]:
        """``(n,)``."""
        return (len(self.values),)

    @property
    def sampled(self) -> bool:
        """As the design's author says."""
        return self.drawn

    @property
    def all_points(self) -> FloatArray:
        """The values."""
        return self.values

    def entries(self) -> dict[str, object]:
        """Number and hash; the values themselves are the coordinates."""
        digest = hashlib.sha256(np.ascontiguousarray(self.values).tobytes()).hexdigest()
        return {"kind": "listed", "paths": self.names, "n": len(self.values), "sha256": digest}


@dataclass(frozen=True, eq=False)
class Marginal(Design):
    """Every cell of a grid at the same draws from priors of further paths, which a map averages out.

    Draws are the same in every cell, so cells are not independent of each other, and no sample.
    """

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

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)``, draws running fastest."""
        cells, draws = self.grid.points(window[:-1]), self.sample.points(window[-1:])
        return np.hstack([np.repeat(cells, len(draws), axis=0), np.tile(draws, (len(cells), 1))])

    def coordinates(self) -> tuple[Coordinate, ...]:
        """The grid's and the sample's."""
        return (*self.grid.coordinates(), *self.sample.coordinates())

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Of both."""
        low, high = (np.concatenate(both) for both in zip(self.grid.ends(), self.sample.ends(), strict=True))
        return low, high

    def entries(self) -> dict[str, object]:
        """Both."""
        return {"kind": "marginal", "grid": self.grid, "sample": self.sample}


def as_design(given: Design | Axis | str | Sequence[Axis | str]) -> Design:
    """A design itself, or the grid of one axis or several, each an object or a text.

    Raises:
        OpenraceError: it is something else.
    """
    if isinstance(given, Axis | str):
        return Grid((as_axis(given),))
    if isinstance(given, Sequence):
        return Grid(tuple(as_axis(one) for one in given))
    if isinstance(given, Design):
        return given
    raise OpenraceError(
        f"the design is {shown(given)}",
        "an axis or several, a Grid or a Sample",
        'write "alice.prestige=0:4:50"',
    )


def read_sample(beliefs: tuple[Belief, ...], n: int, sampler: str, seed: int) -> Sample:
    """A sample by the sampler's name, ``sobol`` or ``latin``.

    Raises:
        OpenraceError: another name, or no points.
    """
    known: dict[str, Sampler] = {"sobol": Sobol(seed), "latin": LatinHypercube(seed)}
    if sampler not in known:
        raise OpenraceError(f"the sampler is {sampler!r}", f"one of {', '.join(known)}", "leave it out for sobol")
    return Sample(beliefs, n, known[sampler])


def _check(design: Design) -> None:
    paths, cells = design.paths, math.prod(design.shape)
    twice = sorted({p for p in paths if paths.count(p) > 1})
    if twice or not paths:
        raise OpenraceError(
            f"{', '.join(twice)} varies twice" if twice else "nothing varies",
            "one axis for each path that varies",
            "give each path once, as in --vary alice.prestige=0:4:50",
        )
    if not 1 <= cells <= MAX_CELLS:
        raise OpenraceError(f"the design has {cells:,} cells", f"1 to {MAX_CELLS:,}", "take fewer values per axis")
