"""Grids that shrink around the profile at which nobody gains much by another point of the grid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.continuous.game import ContinuousGame

FIRST_POINTS = {1: 257, 2: 25, 3: 11, 4: 9, 5: 7}
"""Points per unknown of the first grid, by the number of unknowns."""
LATER_POINTS = {1: 9, 2: 7, 3: 7, 4: 5, 5: 5}
"""Points per unknown of later grids."""
SHRINK = 0.6
"""Width of a grid in widths of the one before."""
LAST_STEP = 1e-5
"""Step of the last grid but one, in lengths of the interval; payoffs near a peak differ by its square."""
MOST_STARTS = 24
"""Profiles of the first grid from which a zoom begins, best first."""


@dataclass(frozen=True)
class Zoomed:
    """Where a zoom ended.

    Attributes:
        point: ``(M,)`` best profile of the last grid.
        step: step of the last grid but one, in lengths of the interval.
        change: how far the best profile moved when the step was halved, in units of the choices.
    """

    point: FloatArray
    step: float
    change: float


def axes_around(game: ContinuousGame, centre: FloatArray, half: FloatArray, points: int) -> FloatArray:
    """``(M, K)`` points of a grid around a profile, within the intervals."""
    low, high = np.maximum(centre - half, game.low), np.minimum(centre + half, game.high)
    return low[:, None] + (high - low)[:, None] * np.linspace(0, 1, points)


def gains(game: ContinuousGame, axes: FloatArray, others: FloatArray) -> FloatArray:
    """``(K, ..., K)``: the most that a player gains at each profile of a grid by another choice.

    Args:
        game: whose payoffs.
        axes: ``(M, K)`` the grid.
        others: ``(M, L)`` choices that are tried in place of a player's own.
    """
    profiles = np.stack(np.meshgrid(*axes, indexing="ij"))
    worst = np.zeros(profiles.shape[1:])
    for player in range(game.players):
        own = game.own(player)
        here = game.deviation(player, profiles[own], profiles)
        best = here
        for choice in product(*others[own]):
            tried = np.broadcast_to(np.array(choice).reshape(-1, *[1] * len(axes)), profiles[own].shape)
            best = np.fmax(best, game.deviation(player, tried, profiles))
        worst = np.fmax(worst, np.where(np.isfinite(here), best - here, np.inf))
    return worst


def starts(game: ContinuousGame) -> list[FloatArray]:
    """Profiles of the first grid that are better than all of their neighbours, best first."""
    axes = axes_around(game, (game.low + game.high) / 2, game.widths, FIRST_POINTS[min(len(game.low), 5)])
    worst = gains(game, axes, axes)
    least = _least_of_neighbours(worst)
    found = np.argwhere(least)
    order = np.argsort(worst[least], kind="stable")[:MOST_STARTS]
    return [axes[np.arange(len(axes)), found[k]] for k in order]


def _least_of_neighbours(worst: FloatArray) -> BoolArray:
    padded = np.pad(worst, 1, constant_values=np.inf)
    least = np.isfinite(worst)
    for shift in product((-1, 0, 1), repeat=worst.ndim):
        window = tuple(slice(1 + s, 1 + s + n) for s, n in zip(shift, worst.shape, strict=True))
        # Of neighbours that are equally good the first counts.
        least &= worst <= padded[window] if shift <= (0,) * worst.ndim else worst < padded[window]
    return np.asarray(least)


def zoom(game: ContinuousGame, start: FloatArray) -> Zoomed:
    """Grids around ``start`` that shrink until their step is ``LAST_STEP``, and one at half that step."""
    unknowns = min(len(game.low), 5)
    points = LATER_POINTS[unknowns]
    centre, half = start, 2.0 / (FIRST_POINTS[unknowns] - 1)
    while (step := 2 * half / (points - 1)) > LAST_STEP:
        centre, half = best_of(game, centre, half, points), half * SHRINK
    at_step = best_of(game, centre, half, points)
    finer = best_of(game, at_step, half / 2, points)
    return Zoomed(finer, step, float(np.abs(finer - at_step).max()))


def best_of(game: ContinuousGame, centre: FloatArray, half: float, points: int) -> FloatArray:
    """The profile of a grid around ``centre`` at which the largest gain is least."""
    axes = axes_around(game, centre, half * game.widths, points)
    # Choices beyond the grid count too: else a profile at its edge looks good whose best replies are outside.
    worst = gains(game, axes, axes_around(game, centre, 2 * half * game.widths, 2 * points - 1))
    at = np.unravel_index(int(np.argmin(worst)), worst.shape)
    return np.asarray(axes[np.arange(len(axes)), at])
