"""Regrets at the equilibria of many two-player games; the slow twin is in ``solver.two_player.batch.solution``."""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, Shorts, kernel, pointer


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
        b = a + m * n
        for e in range(offsets[game], offsets[game + 1]):
            p, q = (x_offsets[game] + P[2 * e]) * m, (y_offsets[game] + P[2 * e + 1]) * n
            worst = 0.0
            # Per player the best action's value less what the mixture earns.
            best, own = -1e308, 0.0
            for i in range(m):
                value = 0.0
                for j in range(n):
                    value += G[a + i * n + j] * Y[q + j]
                best = max(best, value)
                own += X[p + i] * value
            worst = max(worst, best - own)
            best, own = -1e308, 0.0
            for j in range(n):
                value = 0.0
                for i in range(m):
                    value += G[b + i * n + j] * X[p + i]
                best = max(best, value)
                own += Y[q + j] * value
            out[e] = max(worst, best - own)
