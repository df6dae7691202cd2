"""A family of two-player games: payoffs ``constant + sum_k w_k slope_k`` for weights ``w`` in a box.

Letters: ``m`` and ``n`` actions, ``D`` weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from solver.common.arrays import ExactArray

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Box:
    """All weights between two ends.

    Attributes:
        low: ``(D,)`` least weights.
        high: ``(D,)`` greatest weights.
    """

    low: Point
    high: Point

    @property
    def widths(self) -> Point:
        """Length of each side."""
        return tuple(b - a for a, b in zip(self.low, self.high, strict=True))

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return tuple((a + b) / 2 for a, b in zip(self.low, self.high, strict=True))

    def share_of(self, whole: Box) -> Fraction:
        """The part of a larger box's volume that this one fills."""
        return prod((a / b for a, b in zip(self.widths, whole.widths, strict=True)), start=Fraction(1))

    def halves(self, axis: int) -> tuple[Box, Box]:
        """The two boxes on both sides of the middle along one axis; both contain the cut."""
        cut = self.middle[axis]
        return (
            Box(self.low, (*self.high[:axis], cut, *self.high[axis + 1 :])),
            Box((*self.low[:axis], cut, *self.low[axis + 1 :]), self.high),
        )


@dataclass(frozen=True, eq=False)
class Family:
    """Payoffs of both players.

    Attributes:
        constant: per player ``(m, n)`` fractions, the payoffs where all weights are zero.
        slopes: per player ``(D, m, n)`` fractions, what each weight adds per unit.
    """

    constant: tuple[ExactArray, ExactArray]
    slopes: tuple[ExactArray, ExactArray]

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of actions."""
        m, n = self.constant[0].shape
        return m, n

    def at(self, player: int, weights: Sequence[Fraction]) -> ExactArray:
        """``(m, n)`` payoffs of one player at some weights."""
        out = self.constant[player]
        for weight, slope in zip(weights, self.slopes[player], strict=True):
            out = out + weight * slope
        return out

    def corners(self, player: int, box: Box) -> list[ExactArray]:
        """``(m, n)`` payoffs of one player at the corners of a box, over the weights that matter to that player.

        Every game of the box is a mixture of these, because payoffs are affine in the weights.
        """
        matters = [bool(np.any(slope != 0)) for slope in self.slopes[player]]
        sides = [(a, b) if m and a != b else (a,) for a, b, m in zip(box.low, box.high, matters, strict=True)]
        return [self.at(player, corner) for corner in product(*sides)]
