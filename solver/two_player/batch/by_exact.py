"""The slow twin of the compiled solvers: games one by one in exact arithmetic, written the way a batch keeps them.

It settles the games in which floats cannot tell a tie from a small difference, and all games while there are no
compiled kernels.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.game.normal_form import NormalForm
from solver.two_player.batch.found import Found
from solver.two_player.batch.solution import DEGENERATE, OVERFLOW, PROVEN, TRUNCATED
from solver.two_player.exact.bimatrix import ExactBimatrix, solve_bimatrix


def solve_exactly(payoffs: FloatArray, games: IntArray) -> list[Found]:
    """Some games of a batch ``(B, 2, m, n)``, each a part; ties that the payoffs mean are restored first."""
    return [_solve_one(payoffs[g], g) for g in games.tolist()]


def _solve_one(payoffs: FloatArray, number: int) -> Found:
    game = NormalForm.from_payoffs(payoffs)
    first, second = (values.tolist() for values in game.integers().values)
    exact = solve_bimatrix(first, second)
    x, y = _floats(exact.x_vertices), _floats(exact.y_vertices)
    flags = PROVEN | (TRUNCATED if exact.truncated else 0)
    flags |= 0 if exact.faces_complete else OVERFLOW
    flags |= 0 if _is_regular(exact, first, second) else DEGENERATE
    words = _words(exact)
    return Found(
        np.array([number]),
        np.array([flags], dtype=np.uint8),
        np.array([[0, length] for length in (len(x), len(y), len(exact.extremes), len(words))]),
        x,
        y,
        np.array(exact.extremes, dtype=np.int32).reshape(-1, 2),
        np.array(words, dtype=np.int32),
    )


def _floats(corners: tuple[tuple[Fraction, ...], ...]) -> FloatArray:
    table = np.array([[float(p) for p in corner] for corner in corners])
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _words(exact: ExactBimatrix) -> list[int]:
    words = [len(exact.subsets), len(exact.components)]
    for x, y in exact.subsets:
        words += [len(x), len(y), *x, *y]
    return words


def _is_regular(exact: ExactBimatrix, first: list[list[int]], second: list[list[int]]) -> bool:
    """Whether at every corner as many replies are best as actions are played."""
    transposed = [list(column) for column in zip(*second, strict=True)]
    return all(_best_replies(transposed, x) == sum(map(bool, x)) for x in exact.x_vertices) and all(
        _best_replies(first, y) == sum(map(bool, y)) for y in exact.y_vertices
    )


def _best_replies(payoffs: list[list[int]], strategy: tuple[Fraction, ...]) -> int:
    values = [sum(p * v for p, v in zip(strategy, row, strict=True)) for row in payoffs]
    return values.count(max(values))
