"""Where a sweep looks: grids and samples of parameter points.

A design has ``D`` paths and cells in a box of some shape (a grid has one dimension per path, a sample has one). The
values in a rectangle of cells depend on the design alone, so any worker can compute any of them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from openrace.sweeps.axis import Axis, as_axis
from openrace.sweeps.prior import Belief
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


class Design(Protocol):
    """Parameter points in a box."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The ``D`` paths that vary."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Names of the box's dimensions."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each dimension."""

    @property
    def sampled(self) -> bool:
        """Whether its points are independent draws from a prior, so that shares of them estimate shares of it."""

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` parameter values of a rectangle of cells, in the order of the box."""

    def coordinates(self) -> tuple[Coordinate, ...]:
        """One per path."""

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """``(D,)`` least and greatest values."""

    def to_dict(self) -> dict[str, Any]:
        """What a store's provenance says of it; equal designs, equal dicts."""


@dataclass(frozen=True, eq=False)
class Grid(Plain):
    """Every combination of the values of some axes."""

    axes: tuple[Axis, ...]

    def __post_init__(self) -> None:
        _check_paths(self.paths)
        _check_size(self.shape)

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

    @property
    def sampled(self) -> bool:
        """No: its cells are all there is."""
        return False

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)``, the last axis running fastest."""
        columns = np.meshgrid(*[a.values[s] for a, s in zip(self.axes, window, strict=True)], indexing="ij")
        return np.stack([c.ravel() for c in columns], axis=1)

    def coordinates(self) -> tuple[Coordinate, ...]:
        """The axes themselves."""
        return tuple(Coordinate(a.path, a.path, a.values) for a in self.axes)

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """First and last values."""
        return np.array([a.values.min() for a in self.axes]), np.array([a.values.max() for a in self.axes])

    def entries(self) -> dict[str, object]:
        """Paths and values."""
        return {"kind": "grid", "axes": [{"path": a.path, "values": a.values} for a in self.axes]}


@dataclass(frozen=True)
class Sample(Plain):
    """``n`` points drawn from independent priors."""

    beliefs: tuple[Belief, ...]
    n: int
    sampler: Sampler = SOBOL

    def __post_init__(self) -> None:
        _check_paths(self.paths)
        _check_size((self.n,))

    @property
    def paths(self) -> tuple[str, ...]:
        """One per belief."""
        return tuple(b.path for b in self.beliefs)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """One, named sample."""
        return ("sample",)

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
        """``(n, D)`` parameter values."""
        shares = self.sampler(self.n, len(self.beliefs))
        return np.stack([b.prior.quantile(shares[:, k]) for k, b in enumerate(self.beliefs)], axis=1)

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` of a stretch of the sample."""
        return self.all_points[window[0]]

    def coordinates(self) -> tuple[Coordinate, ...]:
        """Each path's values along the sample."""
        return tuple(Coordinate(p, "sample", self.all_points[:, k]) for k, p in enumerate(self.paths))

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
class Listed(Plain):
    """Points chosen elsewhere, ``(n, D)``."""

    paths: tuple[str, ...]
    values: FloatArray
    drawn: bool = False
    """Whether they are independent draws from a prior."""

    def __post_init__(self) -> None:
        _check_paths(self.paths)
        _check_size(self.shape)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """One, named sample."""
        return ("sample",)

    @property
    def shape(self) -> tuple[int, ...]:
        """``(n,)``."""
        return (len(self.values),)

    @property
    def sampled(self) -> bool:
        """As the design's author says."""
        return self.drawn

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` of a stretch of the list."""
        return self.values[window[0]]

    def coordinates(self) -> tuple[Coordinate, ...]:
        """Each path's values along the list."""
        return tuple(Coordinate(p, "sample", self.values[:, k]) for k, p in enumerate(self.paths))

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Least and greatest of the list."""
        return self.values.min(axis=0), self.values.max(axis=0)

    def entries(self) -> dict[str, object]:
        """Number and hash; the values themselves are the coordinates."""
        digest = hashlib.sha256(np.ascontiguousarray(self.values).tobytes()).hexdigest()
        return {"kind": "listed", "paths": list(self.paths), "n": len(self.values), "sha256": digest}


def as_design(given: Design | Axis | str | Sequence[Axis | str]) -> Design:
    """A design itself, or the grid of one axis or several, each an object or a text.

    Raises:
        OpenraceError: it is something else.
    """
    if isinstance(given, Axis | str):
        return Grid((as_axis(given),))
    if isinstance(given, Sequence):
        return Grid(tuple(as_axis(one) for one in given))
    if hasattr(given, "points"):
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


def _check_paths(paths: tuple[str, ...]) -> None:
    twice = sorted({p for p in paths if paths.count(p) > 1})
    if twice or not paths:
        raise OpenraceError(
            f"{', '.join(twice)} varies twice" if twice else "nothing varies",
            "one axis for each path that varies",
            "give each path once, as in --vary alice.prestige=0:4:50",
        )


def _check_size(shape: tuple[int, ...]) -> None:
    cells = math.prod(shape)
    if not 1 <= cells <= MAX_CELLS:
        raise OpenraceError(f"the design has {cells:,} cells", f"1 to {MAX_CELLS:,}", "take fewer values per axis")
