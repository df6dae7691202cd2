"""Mixed profiles: expected payoffs, what each deviation would gain, and regret.

A profile is a tuple with one probability vector ``(A_i,)`` per player. Regret is the most any player could gain by
deviating alone; a profile is a Nash equilibrium exactly when its regret is zero (Nash 1951). Computed from the original
payoffs, it checks an equilibrium independently of how it was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray

Profile = Sequence[FloatArray]


def contracted(values: NDArray[Any], axis: int, weights: NDArray[Any]) -> NDArray[Any]:
    """``values`` summed over ``axis`` with ``weights``, floats or exact numbers, as one plain product.

    ``tensordot`` would spend five times as long on moving axes.
    """
    before, after = values.shape[:axis], values.shape[axis + 1 :]
    flat = values.reshape(-1, len(weights), prod(after))
    found = weights @ flat if after else flat[:, :, 0] @ weights
    return np.asarray(found.reshape(before + after))


def action_values(payoffs: FloatArray, profile: Profile, player: int) -> FloatArray:
    """``(A_player,)``: expected payoff of each action of ``player`` while the others keep to ``profile``."""
    values = payoffs[player]
    # Contract from the last axis down, so that the axes before it keep their places.
    for other in range(len(profile) - 1, -1, -1):
        if other != player:
            values = contracted(values, other, profile[other])
    return np.asarray(values, dtype=np.float64)


def expected_payoffs(payoffs: FloatArray, profile: Profile) -> FloatArray:
    """``(N,)`` expected payoffs of a mixed profile."""
    return np.array([action_values(payoffs, profile, i) @ profile[i] for i in range(len(profile))])


def deviation_gains(payoffs: FloatArray, profile: Profile) -> tuple[FloatArray, ...]:
    """For each player ``(A_i,)``: what switching to each action alone would add to its expected payoff."""
    gains = []
    for player, own in enumerate(profile):
        values = action_values(payoffs, profile, player)
        gains.append(values - values @ own)
    return tuple(gains)


def regret(payoffs: FloatArray, profile: Profile) -> float:
    """Largest gain from a deviation by one player, in units of payoff; zero at an equilibrium, never negative."""
    return max(0.0, *(float(g.max()) for g in deviation_gains(payoffs, profile)))


def pure_profile(choice: Sequence[int], n_actions: Sequence[int]) -> tuple[FloatArray, ...]:
    """The degenerate mixed profile in which player ``i`` plays action ``choice[i]``."""
    return tuple(np.eye(n, dtype=np.float64)[a] for a, n in zip(choice, n_actions, strict=True))
