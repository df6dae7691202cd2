"""Indices against the definition: the equilibria of a generic game close by, counted with their signs."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.errors import SolverError
from solver.two_player.exact import ExactBimatrix, solve_bimatrix
from solver.two_player.exact.index import nearby_equilibria, point_index
from tests.known_games import BATTLE_OF_THE_SEXES, DEGENERATE, identity
from tests.reference import Pair, all_equilibria
from tests.strategies import Bimatrix, Matrix, bimatrices

WEIGHT = 10**6
"""Payoffs are multiplied by this before random integers up to 20 are added: a perturbation of 2e-5."""


def determinant_sign(matrix: list[list[Fraction]]) -> int:
    """By expansion along the first row: slow and plain."""

    def determinant(m: list[list[Fraction]]) -> Fraction:
        if not m:
            return Fraction(1)
        return sum(
            (
                (-1) ** k * entry * determinant([line[:k] + line[k + 1 :] for line in m[1:]])
                for k, entry in enumerate(m[0])
                if entry
            ),
            Fraction(0),
        )

    value = determinant(matrix)
    return (value > 0) - (value < 0)


def shapley_index(row: Matrix, column: Matrix, pair: Pair) -> int:
    """Shapley (1974) for a nondegenerate equilibrium, with payoffs made positive."""
    rows = [i for i, p in enumerate(pair[0]) if p]
    columns = [j for j, q in enumerate(pair[1]) if q]
    signs = []
    for matrix in (row, column):
        lowest = min(min(line) for line in matrix) - 1
        signs.append(determinant_sign([[Fraction(matrix[i][j] - lowest) for j in columns] for i in rows]))
    return signs[0] * signs[1] * (1 if len(rows) % 2 else -1)


def distance(solved: ExactBimatrix, component: int, pair: Pair) -> float:
    """How far a pair is from the nearest maximal Nash subset of a component (nonnegative least squares)."""
    from scipy.optimize import nnls

    gaps = []
    for s in solved.components[component]:
        parts = []
        for corners, vertices, own in zip(solved.subsets[s], (solved.x_vertices, solved.y_vertices), pair, strict=True):
            hull = np.array([[float(p) for p in vertices[k]] for k in corners]).T
            ones = 10.0 * np.ones((1, hull.shape[1]))
            target = np.array([*map(float, own), 10.0])
            parts.append(float(nnls(np.vstack([hull, ones]), target)[1]))
        gaps.append(max(parts))
    return min(gaps)


@given(bimatrices(max_actions=3), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_the_index_of_a_component_counts_the_equilibria_of_a_game_close_by(game: Bimatrix, seed: int) -> None:
    solved = solve_bimatrix(*game)
    rng = np.random.default_rng(seed)
    noise = rng.integers(-20, 21, size=(2, len(game[0]), len(game[0][0]))).tolist()
    row, column = (
        [[WEIGHT * v + e for v, e in zip(*lines, strict=True)] for lines in zip(matrix, extra, strict=True)]
        for matrix, extra in zip(game, noise, strict=True)
    )
    nearby = all_equilibria(row, column)
    if any(len(x) != 1 or len(y) != 1 or sum(map(bool, *x)) != sum(map(bool, *y)) for x, y in nearby.subsets):
        return  # The noise happened to be degenerate itself.
    counted = [0] * len(solved.components)
    for pair in nearby.extremes:
        gaps = [distance(solved, c, pair) for c in range(len(counted))]
        assert min(gaps) < 1e-2
        counted[int(np.argmin(gaps))] += shapley_index(row, column, pair)
    assert tuple(counted) == solved.indices


def test_the_game_with_bonuses_has_only_isolated_equilibria() -> None:
    tree = nearby_equilibria([list(r) for r in DEGENERATE.row], [list(r) for r in DEGENERATE.column])
    assert tree.leaves
    for first, second in tree.leaves:
        assert not first.zeros & second.zeros
        assert first.columns == second.columns == []


@given(bimatrices(max_actions=4))
@settings(deadline=None, max_examples=60)
def test_a_game_with_bonuses_has_an_odd_number_of_equilibria(game: Bimatrix) -> None:
    assert len(nearby_equilibria(*game).leaves) % 2 == 1


def test_the_mixed_equilibrium_of_the_battle_of_the_sexes_has_index_minus_one() -> None:
    game = BATTLE_OF_THE_SEXES
    assert point_index(game.row, game.column, (0b1100, 0b0011)) == -1
    assert point_index(game.row, game.column, (0b0110, 0b1001)) == 1


def test_an_index_is_refused_where_supports_differ_or_payoffs_are_singular() -> None:
    with pytest.raises(SolverError, match="differ in size"):
        point_index(identity(2), identity(2), (0b0010, 0b0000))
    with pytest.raises(SolverError, match="singular"):
        point_index([[1, 1], [1, 1]], [[1, 0], [0, 1]], (0, 0))
