"""Marginal payoffs by differences, and Newton's method on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.continuous.game import ContinuousGame

DIFFERENCE = 1e-3
"""Largest step of a difference in lengths of the interval; its error is of the fourth order."""
ROOM = 256
"""Steps of a difference that fit between a point and the nearer end: payoffs may be steep at the ends."""
DERIVATIVE = 1e-5
"""Step of the differences of marginal payoffs, in lengths of the interval."""
END = 1e-6
"""A step that leaves an interval by less, in its lengths, ends at the interval's end."""
NEWTON_STEPS = 12
"""Newton steps at most; from a zoom a few suffice."""


@dataclass(frozen=True)
class Marginals:
    """Marginal payoffs around a point, differenced with steps that keep away from the ends of the intervals.

    Attributes:
        game: whose payoffs.
        steps: ``(M,)`` of the differences.
    """

    game: ContinuousGame
    steps: FloatArray

    @classmethod
    def near(cls, game: ContinuousGame, point: FloatArray) -> Marginals:
        """For points close to ``point``."""
        room = np.minimum(point - game.low, game.high - point) / ROOM
        return cls(game, np.minimum(DIFFERENCE * game.widths, np.where(room > 0, room, np.inf)))

    def __call__(self, point: FloatArray) -> FloatArray:
        """``(M,)`` what each chooser gains per unit of each of its choices."""
        game, out = self.game, np.empty(len(point))
        for player in range(game.players):
            own = game.own(player)
            if game.marginal is not None:
                out[own] = game.marginal(player, point[own], point)
                continue
            for k in range(own.start, own.stop):
                h = float(self.steps[k])
                moved = point[own][:, None] + np.zeros(4)
                moved[k - own.start] += h * np.array([-2.0, -1.0, 1.0, 2.0])
                far_left, left, right, far_right = game.deviation(player, moved, np.repeat(point[:, None], 4, axis=1))
                out[k] = (8 * (right - left) - (far_right - far_left)) / (12 * h)
        return out

    def outward(self, point: FloatArray, k: int) -> float:
        """What the chooser of ``k`` gains per unit towards the end of its interval at which ``point`` lies."""
        game, player = self.game, k // self.game.numbers
        own = game.own(player)
        inside = 1.0 if point[k] <= (game.low[k] + game.high[k]) / 2 else -1.0
        h = float(DERIVATIVE * game.widths[k])
        moved = point[own][:, None] + np.zeros(3)
        moved[k - own.start] += inside * h * np.array([0.0, 1.0, 2.0])
        here, next_, second = game.deviation(player, moved, np.repeat(point[:, None], 3, axis=1))
        return float(-(4 * next_ - second - 3 * here) / (2 * h))

    def derivative(self, point: FloatArray, free: BoolArray) -> FloatArray:
        """``(F, F)`` derivative of the marginals of the free unknowns in them."""
        columns = []
        for k in np.flatnonzero(free):
            h = min(float(DERIVATIVE * self.game.widths[k]), float(self.steps[k]) / 2)
            step = np.zeros(len(point))
            step[k] = h
            columns.append((self(point + step) - self(point - step))[free] / (2 * h))
        return np.stack(columns, axis=1)


def sharpened(game: ContinuousGame, point: FloatArray, free: BoolArray) -> FloatArray | None:
    """The zero of the free unknowns' marginals next to ``point``; ``None`` if Newton's method leaves for elsewhere."""
    if not free.any():
        return point
    here = point.copy()
    for _ in range(NEWTON_STEPS):
        marginals = Marginals.near(game, np.where(free, here, (game.low + game.high) / 2))
        try:
            # Differences at an end leave the interval, where payoffs may be no numbers: then no step is finite.
            with np.errstate(invalid="ignore", divide="ignore"):
                step = np.linalg.solve(marginals.derivative(here, free), -marginals(here)[free])
        except np.linalg.LinAlgError:
            return None
        if not np.isfinite(step).all():
            return None
        here[free] += step
        if (here < game.low - END * game.widths).any() or (here > game.high + END * game.widths).any():
            return None
        here = np.clip(here, game.low, game.high)
        if np.all(np.abs(step) <= 1e-14 * game.widths[free]):
            break
    return here
