"""The slow twin of the compiled solvers: games one by one in exact arithmetic, written the way a batch keeps them.

It settles the games in which floats cannot tell a tie from a small difference, and all games while there are no
compiled kernels.
"""

from __future__ import annotations

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.game.normal_form import NormalForm
from solver.two_player.batch.found import Found
from solver.two_player.batch.solution import DEGENERATE, OVERFLOW, PROVEN, TRUNCATED
from solver.two_player.exact import floats, solve_bimatrix


def solve_exactly(payoffs: FloatArray, games: IntArray) -> list[Found]:
    """Some games of a batch ``(B, 2, m, n)``, each a part; ties that the payoffs mean are restored first."""
    return [_solve_one(payoffs[g], g) for g in games.tolist()]


def _solve_one(payoffs: FloatArray, number: int) -> Found:
    first, second = (values.tolist() for values in NormalForm.from_payoffs(payoffs).integers().values)
    exact = solve_bimatrix(first, second)
    x, y = floats(exact.x_vertices, payoffs.shape[1]), floats(exact.y_vertices, payoffs.shape[2])
    flags = PROVEN | (TRUNCATED if exact.truncated else 0)
    flags |= 0 if exact.faces_complete else OVERFLOW
    flags |= 0 if exact.regular else DEGENERATE
    words = [len(exact.subsets), len(exact.components)]
    for rows, columns in exact.subsets:
        words += [len(rows), len(columns), *rows, *columns]
    return Found(
        np.array([number]),
        np.array([flags], dtype=np.uint8),
        np.array([[0, length] for length in (len(x), len(y), len(exact.extremes), len(words))]),
        x,
        y,
        np.array(exact.extremes, dtype=np.int32).reshape(-1, 2),
        np.array(words, dtype=np.int32),
    )
