"""What is certified of a profile of numbers: what anybody gains by another choice, and a box around it."""

from __future__ import annotations

from itertools import product

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.continuous.game import ContinuousGame
from solver.continuous.marginal import Marginals
from solver.decision.choice import choose
from solver.decision.decision import Decision

PEAKS = 801
"""Points at which other choices of one number are compared."""
PLANE = 81
"""Points per number where a player chooses several; the best of them is looked at again, closer."""
CLOSER = 12
"""Times that the surroundings of the best point are drawn again."""
LEAST, MOST = 1e-11, 1e-4
"""Radii of boxes that are tried, in lengths of the interval."""


def largest_gain(game: ContinuousGame, point: FloatArray) -> float:
    """The most that a player gains at ``point`` by another choice in its whole interval, in units of payoff."""
    return max(best_elsewhere(game, point, player) - game.payoff(player, point) for player in range(game.players))


def best_elsewhere(game: ContinuousGame, point: FloatArray, player: int) -> float:
    """What a player's best choice against ``point`` is worth."""
    own = game.own(player)
    low, high = game.low[own], game.high[own]
    if game.numbers == 1:

        def objective(choices: FloatArray) -> FloatArray:
            others = np.repeat(point[:, None], len(choices), axis=1)
            values = game.deviation(player, choices[None], others)
            return np.where(np.isnan(values), -np.inf, values)

        return choose(Decision(objective, float(low[0]), float(high[0])), PEAKS).value
    best, centre, half = -np.inf, (low + high) / 2, (high - low) / 2
    for _ in range(CLOSER):
        axes = [
            np.linspace(max(c - w, a), min(c + w, b), PLANE) for c, w, a, b in zip(centre, half, low, high, strict=True)
        ]
        tried = np.stack(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)
        values = game.deviation(player, tried, np.repeat(point[:, None], tried.shape[1], axis=1))
        at = int(np.nanargmax(values))
        best, centre, half = max(best, float(values[at])), tried[:, at], half / 4
    return best


def radius(game: ContinuousGame, point: FloatArray, free: BoolArray) -> float | None:
    """Half the side of a box around ``point`` that holds a zero of the marginals, in units of the widest interval.

    ``None`` if no box up to ``MOST`` is shown to hold one. Unknowns that are not free stay where they are.
    """
    if not free.any():
        return 0.0
    marginals = Marginals.near(game, np.where(free, point, (game.low + game.high) / 2))
    try:
        inverse = np.linalg.inv(marginals.derivative(point, free))
    except np.linalg.LinAlgError:
        return None
    corners = np.array(list(product((-1.0, 1.0), repeat=int(free.sum()))))
    size = LEAST
    while size <= MOST:
        together = []
        for corner in corners:
            moved = point.copy()
            moved[free] += corner * size * game.widths[free]
            together.append(inverse @ marginals(np.clip(moved, game.low, game.high))[free])
        if np.all(np.array(together) * corners > 0):
            return float(size * game.widths[free].max())
        size *= 4
    return None


def at_ends(game: ContinuousGame, point: FloatArray, near: float) -> tuple[FloatArray, BoolArray]:
    """The point with choices that push against an end of their interval moved there, and which are free.

    Args:
        game: whose intervals.
        point: ``(M,)``.
        near: distance from an end, in lengths of the interval, from which on a choice may be at it.
    """
    free = np.ones(len(point), dtype=bool)
    moved = point.copy()
    for k in range(len(point)):
        for end in (game.low[k], game.high[k]):
            if abs(point[k] - end) > near * game.widths[k]:
                continue
            there = moved.copy()
            there[k] = end
            if Marginals.near(game, (game.low + game.high) / 2).outward(there, k) >= 0:
                moved, free[k] = there, False
    return moved, free
