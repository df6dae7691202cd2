"""Where a sweep looks: grids and samples of parameter points.

A design has ``D`` paths and cells in a box: the product of some *spans*, along each of which some paths vary together
(a grid has one span per path, a sample has one for all). The values in a rectangle of cells depend on the design alone,
so any worker can compute any of them.
"""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from openrace.sweeps.axis import Axis
from openrace.sweeps.prior import Belief, quantiles
from openrace.sweeps.samplers import SOBOL, LatinHypercube, Sampler, Sobol
from solver.common.errors import OpenraceError

MAX_CELLS = 10**10
SAMPLE = "sample"
"""Name of the dimension along which points of a sample lie."""


@dataclass(frozen=True, eq=False)
class Span:
    """One dimension of the box.

    Attributes:
        name: of the dimension.
        paths: the ``d`` paths that vary along it.
        n: cells along it.
        values: makes the ``(n, d)`` values, which may be many.
        ends: ``(d,)`` least and greatest values that there may be; left out, those that there are.
    """

    name: str
    paths: tuple[str, ...]
    n: int
    values: Callable[[], FloatArray]
    ends: tuple[FloatArray, FloatArray] | None = None


class Design(Plain, ABC):
    """Parameter points in a box. Its JSON is what a store's provenance says of it; equal designs, equal dicts."""

    def __post_init__(self) -> None:
        """Checks what varies and how many cells there are."""
        paths, cells = self.paths, math.prod(self.shape)
        twice = sorted({p for p in paths if paths.count(p) > 1})
        if twice or not paths:
            raise OpenraceError(
                f"{', '.join(twice)} varies twice" if twice else "nothing varies",
                "one axis for each path that varies",
                "give each path once, as in --vary alice.prestige=0:4:50",
            )
        if not 1 <= cells <= MAX_CELLS:
            raise OpenraceError(f"the design has {cells:,} cells", f"1 to {MAX_CELLS:,}", "take fewer values per axis")

    @property
    @abstractmethod
    def spans(self) -> tuple[Span, ...]:
        """The dimensions of the box."""

    sampled: bool = False
    """Whether its points are independent draws from a prior, so that shares of them estimate shares of it."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The ``D`` paths that vary."""
        return tuple(path for span in self.spans for path in span.paths)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Names of the box's dimensions."""
        return tuple(span.name for span in self.spans)

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each dimension."""
        return tuple(span.n for span in self.spans)

    def points(self, window: tuple[slice, ...]) -> FloatArray:
        """``(cells, D)`` parameter values of a rectangle of cells, the last dimension running fastest."""
        parts = [span.values()[part] for span, part in zip(self.spans, window, strict=True)]
        places = np.meshgrid(*[np.arange(len(values)) for values in parts], indexing="ij")
        return np.hstack([values[place.ravel()] for values, place in zip(parts, places, strict=True)])

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """``(D,)`` least and greatest values."""
        pairs = [span.ends or (span.values().min(axis=0), span.values().max(axis=0)) for span in self.spans]
        return np.concatenate([low for low, _ in pairs]), np.concatenate([high for _, high in pairs])


@dataclass(frozen=True, eq=False)
class Grid(Design):
    """Every combination of the values of some axes."""

    axes: tuple[Axis, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """One per axis, named as its path."""
        return tuple(Span(a.path, (a.path,), len(a.values), partial(np.reshape, a.values, (-1, 1))) for a in self.axes)

    def entries(self) -> dict[str, object]:
        """Paths and values."""
        return {"kind": "grid", "axes": [{"path": a.path, "values": a.values} for a in self.axes]}


@dataclass(frozen=True)
class Sample(Design):
    """``n`` points drawn from independent priors."""

    beliefs: tuple[Belief, ...]
    n: int
    sampler: Sampler = SOBOL
    sampled: bool = field(default=True, init=False)

    @property
    def spans(self) -> tuple[Span, ...]:
        """One, named sample; its ends are those of the priors."""
        priors = [b.prior for b in self.beliefs]
        ends = np.array([p.low for p in priors]), np.array([p.high for p in priors])
        return (Span(SAMPLE, tuple(b.path for b in self.beliefs), self.n, lambda: self.values, ends),)

    @cached_property
    def values(self) -> FloatArray:
        """``(n, D)`` quantiles of the priors."""
        return quantiles(self.beliefs, self.sampler(self.n, len(self.beliefs)))

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
class Listed(Design):
    """Points chosen elsewhere: names of ``D`` paths, values ``(n, D)``, and whether they are independent draws."""

    names: tuple[str, ...]
    values: FloatArray
    sampled: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """One, named sample."""
        return (Span(SAMPLE, self.names, len(self.values), lambda: self.values),)

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
    def spans(self) -> tuple[Span, ...]:
        """The grid's, then the sample's: draws run fastest."""
        return (*self.grid.spans, *self.sample.spans)

    def entries(self) -> dict[str, object]:
        """Both."""
        return {"kind": "marginal", "grid": self.grid, "sample": self.sample}


def read_sample(beliefs: tuple[Belief, ...], n: int, sampler: str, seed: int) -> Sample:
    """A sample by the sampler's name, ``sobol`` or ``latin``.

    Raises:
        OpenraceError: another name, or no points.
    """
    known: dict[str, Sampler] = {"sobol": Sobol(seed), "latin": LatinHypercube(seed)}
    if sampler not in known:
        raise OpenraceError(f"the sampler is {sampler!r}", f"one of {', '.join(known)}", "leave it out for sobol")
    return Sample(beliefs, n, known[sampler])
