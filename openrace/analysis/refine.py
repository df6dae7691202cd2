"""Where signs change, to a stated tolerance, without a finer grid: adaptive cells around changes.

A coarse lattice is evaluated; a square whose corners do not agree is cut in four, until it is small enough; a
square is also cut if a neighbour's new points show that the boundary enters it through a side. The work grows with the
length of the boundary, not with the area.

What it misses: an island of another sign that lies within one coarse square and touches no side's middle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from openrace.analysis.landscape import Signs
from openrace.concepts.plain import Plain

Cell = tuple[int, int, int]
"""Size and lower left corner, in steps of the finest lattice."""


@dataclass(frozen=True, eq=False)
class Boundary(Plain):
    """Where signs change in a box of two parameters.

    Attributes:
        segments: ``(S, 2, 2)`` straight pieces, each from one point to another.
        between: ``(S, 2)`` the two sign codes that a piece separates.
        tolerance: side of the smallest squares, as fraction of the box; no piece is farther from the boundary.
        evaluated: points at which the sign was computed.
    """

    segments: FloatArray
    between: NDArray[np.int8]
    tolerance: float
    evaluated: int


@dataclass
class _Lattice:
    """Codes at those points of the finest lattice that have been computed."""

    signs: Signs
    low: FloatArray
    step: FloatArray
    codes: dict[tuple[int, int], int] = field(default_factory=dict)

    def compute(self, wanted: set[tuple[int, int]]) -> None:
        fresh = sorted(wanted - self.codes.keys())
        if fresh:
            found = self.signs(self.low + np.array(fresh) * self.step)
            self.codes.update(zip(fresh, (int(c) for c in found), strict=True))


def refine(signs: Signs, low: FloatArray, high: FloatArray, *, tolerance: float, coarse: int) -> Boundary:
    """The boundaries between signs in the box from ``low`` to ``high`` ``(2,)``.

    Args:
        signs: computes signs at points ``(B, 2)``.
        low: lower corner.
        high: upper corner.
        tolerance: side of the smallest squares, as a fraction of the box's.
        coarse: squares along each side to begin with.
    """
    levels = max(0, int(np.ceil(np.log2(1 / (tolerance * coarse)))))
    size = 2**levels
    lattice = _Lattice(signs, low, (high - low) / (coarse * size))
    cells: set[Cell] = {(size, i * size, j * size) for i in range(coarse) for j in range(coarse)}
    lattice.compute({p for c in cells for p in _corners(c)})
    for _ in range(levels):
        queue = [c for c in cells if c[0] == size and _differ(lattice, c)]
        done: set[Cell] = set()
        while queue:
            lattice.compute({p for c in queue for p in _halves(c)})
            entered = []
            for cell in queue:
                cells.discard(cell)
                done.add(cell)
                cells.update(_quarters(cell))
                entered += [n for n in _entered(lattice, cell) if n in cells and n not in done]
            queue = sorted(set(entered))
        size //= 2
    segments, between = _pieces(lattice, [c for c in sorted(cells) if c[0] == 1])
    return Boundary(segments, between, 1 / (coarse * 2**levels), len(lattice.codes))


def _corners(cell: Cell) -> tuple[tuple[int, int], ...]:
    size, i, j = cell
    return (i, j), (i + size, j), (i + size, j + size), (i, j + size)


def _halves(cell: Cell) -> tuple[tuple[int, int], ...]:
    size, i, j = cell
    h = size // 2
    return (i + h, j), (i + size, j + h), (i + h, j + size), (i, j + h), (i + h, j + h)


def _quarters(cell: Cell) -> tuple[Cell, ...]:
    size, i, j = cell
    h = size // 2
    return (h, i, j), (h, i + h, j), (h, i, j + h), (h, i + h, j + h)


def _differ(lattice: _Lattice, cell: Cell) -> bool:
    return len({lattice.codes[p] for p in _corners(cell)}) > 1


def _entered(lattice: _Lattice, cell: Cell) -> list[Cell]:
    """Neighbours of the same size into which a change on a common side leads."""
    size, i, j = cell
    beyond = ((size, i, j - size), (size, i + size, j), (size, i, j + size), (size, i - size, j))
    corners, middles = _corners(cell), _halves(cell)
    return [beyond[side] for side in range(4) if lattice.codes[middles[side]] != lattice.codes[corners[side]]]


def _pieces(lattice: _Lattice, cells: list[Cell]) -> tuple[FloatArray, NDArray[np.int8]]:
    """In every smallest square the middles of sides on which the sign changes are joined, two by two."""
    segments: list[list[FloatArray]] = []
    between: list[tuple[int, int]] = []
    for cell in cells:
        corners = _corners(cell)
        crossings = []
        for side in range(4):
            a, b = corners[side], corners[(side + 1) % 4]
            if lattice.codes[a] != lattice.codes[b]:
                middle = lattice.low + (np.array(a) + np.array(b)) / 2 * lattice.step
                pair = sorted((lattice.codes[a], lattice.codes[b]))
                crossings.append((middle, (pair[0], pair[1])))
        if len(crossings) == 2:
            segments.append([crossings[0][0], crossings[1][0]])
            between.append(crossings[0][1])
        elif crossings:
            # Three or four sides: signs meet in the middle.
            centre = lattice.low + (np.array(corners[0]) + 0.5) * lattice.step
            segments += [[at, centre] for at, _ in crossings]
            between += [pair for _, pair in crossings]
    return np.array(segments, dtype=np.float64).reshape(-1, 2, 2), np.array(between, dtype=np.int8).reshape(-1, 2)
