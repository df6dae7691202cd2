"""Expectations of profile-wise numbers at the equilibria of many two-player games.

``values[k, g, i, j]`` is number ``k`` in game ``g`` (in all games, if the second axis is 1) when ``(i, j)`` is played.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel


@kernel("v", "RRNNRNAA")
def pair_expectations(
    x: Floats, y: Floats, points: Ints, offsets: Ints, values: Floats, shape: Ints, scratch: Floats, out: Floats
) -> None:
    """``out[e, k] = sum_ij x_i values[k, g, i, j] y_j`` for every point ``e`` of every game ``g``.

    Args:
        x: ``(V_0, m)`` corners of player 1, flat; ``y`` ``(V_1, n)`` of player 2.
        y: see ``x``.
        points: ``(E, 2)`` rows of ``x`` and ``y``, flat.
        offsets: ``(B + 1,)`` into the points.
        values: flat; its shape ``(K, G, m, n)`` in ``shape``.
        shape: see ``values``.
        scratch: ``(K * n,)``.
        out: ``(E, K)``, flat.
    """
    n_values, n_games, m, n = shape[0], shape[1], shape[2], shape[3]
    for game in range(len(offsets) - 1):
        first = game * m * n if n_games > 1 else 0
        last = -1
        for e in range(offsets[game], offsets[game + 1]):
            p, q = points[2 * e], points[2 * e + 1]
            if p != last:
                # Points come row by row of player 1's corners, so one product with the matrix serves several.
                last = p
                for c in range(n_values * n):
                    scratch[c] = 0.0
                for k in range(n_values):
                    base = k * n_games * m * n + first
                    for i in range(m):
                        weight = x[p * m + i]
                        if weight != 0.0:
                            for j in range(n):
                                scratch[k * n + j] += weight * values[base + i * n + j]
            for k in range(n_values):
                total = 0.0
                for j in range(n):
                    total += scratch[k * n + j] * y[q * n + j]
                out[e * n_values + k] = total
