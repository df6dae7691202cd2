"""Cells: products of simplices inside the players' sets of mixed actions, with corners in exact binary fractions.

At a leaf of the search every player's support is decided. The joint weights of two players stay as they are; every
other player's simplex is bisected, so that in the limit its mix is known and the relaxation is tight. Corners are
integers over a power of two, so that every later proof about a cell is a proof in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray, FloatArray


@dataclass(frozen=True, eq=False)
class Simplex:
    """Corners ``(K, A)`` as integers over ``2**bits``; every bisection takes one more bit."""

    corners: ExactArray
    bits: int

    @classmethod
    def of_support(cls, support: Sequence[int], n_actions: int) -> Simplex:
        """The face of all mixtures of ``support``."""
        corners = np.zeros((len(support), n_actions), dtype=object)
        for k, a in enumerate(support):
            corners[k, a] = 1
        return cls(corners, 0)

    def within(self, support: Sequence[int]) -> Simplex:
        """The same with the columns of a support alone."""
        return Simplex(self.corners[:, list(support)], self.bits)

    @property
    def floats(self) -> FloatArray:
        """Corners ``(K, A)`` rounded to doubles."""
        return np.asarray((self.corners / (1 << self.bits)).astype(np.float64))

    @property
    def fractions(self) -> ExactArray:
        """Corners ``(K, A)``."""
        return np.asarray(self.corners * Fraction(1, 1 << self.bits))

    @property
    def ends(self) -> tuple[FloatArray, FloatArray]:
        """The least and the largest probability ``(A,)`` of each action."""
        return self.floats.min(axis=0), self.floats.max(axis=0)

    @property
    def size(self) -> float:
        """Longest edge in the maximum norm."""
        low, high = self.ends
        return float((high - low).max())

    def bisected(self) -> tuple[Simplex, Simplex]:
        """Two halves, cut at the middle of the longest edge."""
        f = self.floats
        lengths = np.abs(f[:, None] - f[None]).max(axis=2)
        j, k = np.unravel_index(int(lengths.argmax()), lengths.shape)
        doubled = 2 * self.corners
        middle = self.corners[j] + self.corners[k]
        first, second = doubled.copy(), doubled.copy()
        first[j], second[k] = middle, middle
        return Simplex(first, self.bits + 1), Simplex(second, self.bits + 1)
