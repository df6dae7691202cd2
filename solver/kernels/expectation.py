"""Expectations of profile-wise numbers at the equilibria of many two-player games.

The slow twin is ``openrace.concepts.expectations.plain``: the same sums in the same order, so the same bits.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel


@kernel("v", "RRNNRNA", as_numpy=True)
def pair_expectations(
    x: Floats, y: Floats, points: Ints, offsets: Ints, values: Floats, shape: Ints, out: Floats
) -> None:
    """``out[e, k] = sum_ij x_i y_j values[k, g, i, j]`` for every point ``e`` of every game ``g``.

    Args:
        x: ``(V_0, m)`` corners of player 1, flat.
        y: ``(V_1, n)`` of player 2.
        points: ``(E, 2)`` rows of ``x`` and ``y``, flat.
        offsets: ``(B + 1,)`` into the points.
        values: flat; its shape ``(K, G, m, n)`` in ``shape``, with ``G`` either 1 (the same in all games) or ``B``.
        shape: see ``values``.
        out: ``(E, K)``, flat, zero.
    """
    # Values that are the same in all games are stored once.
    n_values, n_games, m, n = shape[0], shape[1], shape[2], shape[3]
    for game in range(len(offsets) - 1):
        first = game * m * n if n_games > 1 else 0
        # Points of one game read the same payoffs, which stay in the cache.
        for e in range(offsets[game], offsets[game + 1]):
            p, q = points[2 * e], points[2 * e + 1]
            for i in range(m):
                # Profiles out of play are passed over, as the twin does not list them.
                if x[p * m + i] == 0.0:
                    continue
                for j in range(n):
                    if y[q * n + j] == 0.0:
                        continue
                    # The chance first, once for all values: the twin multiplies in this order.
                    chance = x[p * m + i] * y[q * n + j]
                    for k in range(n_values):
                        out[e * n_values + k] += chance * values[(k * n_games) * m * n + first + i * n + j]
