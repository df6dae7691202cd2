"""Regrets at the equilibria of many two-player games; the slow twin is ``solver.game.profile.regret``."""

from __future__ import annotations

import numpy as np

from solver.kernels.jit import Floats, Ints, Shorts, kernel, pointer


@kernel("f", "FiiiFiiFii")
def gain(G: Floats, g: int, own: int, cross: int, X: Floats, p: int, m: int, Y: Floats, q: int, n: int) -> float:
    """What the best of ``m`` actions earns more than the mixture ``X[p:]`` of them, against ``Y[q:]`` of ``n`` actions.

    In the payoffs ``G[g:]`` the next own action is ``own`` places on, the other's next ``cross`` places.
    """
    # Nothing is stored on the way, so the compiler keeps all sums in registers.
    best, mean = -np.inf, 0.0
    for i in range(m):
        value = 0.0
        for j in range(n):
            value += G[g + i * own + j * cross] * Y[q + j]
        best = max(best, value)
        mean += X[p + i] * value
    return best - mean


@kernel("v", "RRRHNNNiiA")
def pair_regrets(
    payoffs: Floats, x: Floats, y: Floats, pairs: Shorts, x_offsets: Ints, y_offsets: Ints, offsets: Ints, m: int,
    n: int, out: Floats,
) -> None:  # fmt: skip
    """The largest gain of either player from a deviation, at every equilibrium.

    Args:
        payoffs: ``(B, 2, m, n)``, flat.
        x: ``(V, m)`` corners of player 1, flat.
        y: ``(W, n)`` of player 2.
        pairs: ``(E, 2)`` corners of both players, numbered within each game, flat.
        x_offsets: ``(B + 1,)`` into ``x``.
        y_offsets: into ``y``.
        offsets: into ``pairs``.
        m: actions of player 1.
        n: of player 2.
        out: ``(E,)``.
    """
    G, X, Y, P = pointer(payoffs), pointer(x), pointer(y), pointer(pairs)
    for game in range(len(offsets) - 1):
        a = game * 2 * m * n
        for e in range(offsets[game], offsets[game + 1]):
            p, q = (x_offsets[game] + P[2 * e]) * m, (y_offsets[game] + P[2 * e + 1]) * n
            gain_a = gain(G, a, n, 1, X, p, m, Y, q, n)
            out[e] = max(gain_a, gain(G, a + m * n, 1, n, Y, q, n, X, p, m), 0.0)
