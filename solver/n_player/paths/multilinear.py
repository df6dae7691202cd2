"""Expected payoffs of a mixed profile and their derivatives, for any number of players.

Expected payoffs are linear in each player's mixed action, so one array per pair of players says everything that a
first-order method needs: ``pair[i][j]``, shaped ``(A_i, A_j)``, holds what player ``i`` expects from action ``a`` when
player ``j`` plays ``b`` and all others keep to the profile. Then ``pair[i][j] @ x_j`` are ``i``'s action values
for every ``j``, and ``pair[i][j]`` is their derivative in ``x_j``.

Letters: ``N`` players, ``A_i`` actions, ``M = A_0 + ... + A_{N-1}``. A *flat* profile is the concatenation ``(M,)`` of
the mixed actions; ``cuts`` are the ``N + 1`` offsets into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray
from solver.game.profile import contracted

T = TypeVar("T", bound=np.generic)


def normalise(payoffs: FloatArray) -> FloatArray:
    """Payoffs ``(N, A_0, ...)`` of a game with the same equilibria: column minima at 0, widest column of length 1.

    A column is one player's payoffs against one pure profile of the others; subtracting a constant from it changes no
    best reply. A player who is indifferent everywhere keeps zeros.
    """
    out = np.empty_like(payoffs)
    for player, own in enumerate(payoffs):
        shifted = own - own.min(axis=player, keepdims=True)
        out[player] = shifted / (float(shifted.max()) or 1.0)
    return out


def offsets(n_actions: Sequence[int]) -> NDArray[np.int64]:
    """``(N + 1,)``: where each player's actions begin in a flat profile, and its length."""
    return np.concatenate([[0], np.cumsum(n_actions)]).astype(np.int64)


def split(flat: NDArray[T], cuts: NDArray[np.int64]) -> tuple[NDArray[T], ...]:
    """What belongs to each player in a flat array, as views."""
    return tuple(flat[cuts[i] : cuts[i + 1]] for i in range(len(cuts) - 1))


def values_and_jacobian(
    payoffs: FloatArray, flat: FloatArray, cuts: NDArray[np.int64]
) -> tuple[FloatArray, FloatArray]:
    """Action values ``(M,)`` of all players and their derivative ``(M, M)`` in the flat profile.

    One contraction serves both players of a pair. The diagonal blocks are zero: no player's action values depend on its
    own mix.
    """
    profile = split(flat, cuts)
    n_players = len(profile)
    values, jacobian = np.empty(len(flat)), np.zeros((len(flat), len(flat)))
    if n_players == 1:
        return payoffs[0].astype(np.float64), jacobian
    for i in range(n_players):
        for j in range(i + 1, n_players):
            pair = payoffs
            # From the last axis down, so that the axes before it keep their places.
            for other in range(n_players - 1, -1, -1):
                if other not in {i, j}:
                    pair = contracted(pair, 1 + other, profile[other])
            first, second = slice(cuts[i], cuts[i + 1]), slice(cuts[j], cuts[j + 1])
            jacobian[first, second], jacobian[second, first] = pair[i], pair[j].T
            values[first] = pair[i] @ profile[j]
            if i == 0:
                values[second] = profile[0] @ pair[j]
    return values, jacobian
