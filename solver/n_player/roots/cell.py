"""Cells: products of simplices inside the players' sets of mixed actions, with corners in exact binary fractions.

At a leaf of the search every player's support is decided. The joint weights of the two players with the largest
supports stay as they are; every other player's simplex is contracted and bisected, so that in the limit its mix is
known and the relaxation is tight. Corners are integers over a power of two, so that every later proof about a cell is a
proof in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray, FloatArray

_BOUND_BITS = 24
"""Lower bounds on weights are rounded down to this many binary digits: the integers stay short."""


@dataclass(frozen=True, eq=False)
class Simplex:
    """Corners ``(K, A)`` as integers over ``2**bits``; ``depth`` counts bisections."""

    corners: ExactArray
    bits: int
    depth: int = 0

    @classmethod
    def of_support(cls, support: Sequence[int], n_actions: int) -> Simplex:
        """The face of all mixtures of ``support``."""
        corners = np.zeros((len(support), n_actions), dtype=object)
        for k, a in enumerate(support):
            corners[k, a] = 1
        return cls(corners, 0)

    @property
    def floats(self) -> FloatArray:
        """Corners ``(K, A)`` rounded to doubles."""
        unit = 1 << self.bits
        return np.array([[float(Fraction(int(v), unit)) for v in row] for row in self.corners])

    @property
    def size(self) -> float:
        """Longest edge in the maximum norm."""
        f = self.floats
        return float((f.max(axis=0) - f.min(axis=0)).max())

    def contracted(self, lower: Sequence[Fraction]) -> Simplex | None:
        """The part where barycentric weight ``k`` is at least ``lower[k]``; ``None`` when these exceed one together."""
        whole = [int(low * (1 << _BOUND_BITS)) for low in lower]
        slack = (1 << _BOUND_BITS) - sum(whole)
        if slack < 0:
            return None
        base = sum((w * self.corners[k] for k, w in enumerate(whole)), np.zeros(self.corners.shape[1], dtype=object))
        corners = np.stack([base + slack * row for row in self.corners])
        return Simplex(corners, self.bits + _BOUND_BITS, self.depth)

    def bisected(self) -> tuple[Simplex, Simplex]:
        """Two halves, cut at the middle of the longest edge."""
        f = self.floats
        lengths = np.abs(f[:, None] - f[None]).max(axis=2)
        j, k = np.unravel_index(int(lengths.argmax()), lengths.shape)
        doubled = 2 * self.corners
        middle = self.corners[j] + self.corners[k]
        first, second = doubled.copy(), doubled.copy()
        first[j], second[k] = middle, middle
        return Simplex(first, self.bits + 1, self.depth + 1), Simplex(second, self.bits + 1, self.depth + 1)
