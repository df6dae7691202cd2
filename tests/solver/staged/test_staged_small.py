"""Closed forms of small stage games against general solvers and Wilson's odd number."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.answer.solving import solve
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.staged.small import two_by_two, two_by_two_by_two
from solver.staged.stages import StageEquilibria, equilibria_of, undominated

FloatArray = NDArray[np.float64]


def payoffs(n_players: int, low: int, high: int) -> st.SearchStrategy[FloatArray]:
    size = n_players * 2**n_players
    return st.lists(st.integers(low, high), min_size=size, max_size=size).map(
        lambda flat: np.array(flat, dtype=float).reshape(n_players, *(2,) * n_players)
    )


def mixed(point: tuple[float, ...]) -> tuple[FloatArray, ...]:
    return tuple(np.array([1 - p, p]) for p in point)


@settings(deadline=None, max_examples=300)
@given(payoffs(2, -1, 1))
def test_two_by_two_finds_the_extreme_equilibria_of_the_complete_solver(game: FloatArray) -> None:
    ours = {tuple(np.round(p, 9)) for p in two_by_two(game, np.zeros(2))}
    theirs = {tuple(np.round([s[1] for s in e.strategies], 9)) for e in solve(NormalForm.from_payoffs(game)).equilibria}
    assert ours == theirs


@settings(deadline=None, max_examples=100)
@given(payoffs(2, -1, 1), st.lists(st.sampled_from([-1e-13, 0.0, 1e-13]), min_size=8, max_size=8))
def test_rounding_errors_break_no_tie_and_double_no_point(game: FloatArray, noise: list[float]) -> None:
    exact = equilibria_of(game, np.zeros(2))
    noisy = equilibria_of(game + np.array(noise).reshape(game.shape), np.full(2, 1e-12))
    assert len(set(noisy.points)) == len(noisy.points)

    def rounded(found: StageEquilibria) -> set[tuple[float, ...]]:
        return {tuple(np.round([m.dense(2)[1] for m in point], 9)) for point in found.points}

    assert rounded(noisy) == rounded(exact)
    assert noisy.continuum == exact.continuum


@settings(deadline=None, max_examples=200)
@given(payoffs(3, -3, 3))
def test_points_of_two_by_two_by_two_have_no_regret(game: FloatArray) -> None:
    for point in two_by_two_by_two(game, np.zeros(3)) or []:
        assert regret(game, mixed(point)) < 1e-9


def test_generic_two_by_two_by_two_games_have_an_odd_number() -> None:
    rng = np.random.default_rng(3)
    counts = []
    for _ in range(300):
        game = rng.normal(size=(3, 2, 2, 2))
        found = two_by_two_by_two(game, np.zeros(3))
        assert found is not None
        counts.append(len(found))
    assert all(c % 2 == 1 for c in counts)
    assert max(counts) >= 5


def test_the_nine_equilibria_of_the_published_game_are_found() -> None:
    # McKelvey and McLennan 1997 (maximal number of regular totally mixed equilibria); as solved in Gambit's 2x2x2.nfg.
    game = np.zeros((3, 2, 2, 2))
    game[:, 0, 0, 0] = 9, 8, 12
    game[:, 1, 1, 0] = 9, 8, 2
    game[:, 1, 0, 1] = 3, 4, 6
    game[:, 0, 1, 1] = 3, 4, 4
    found = two_by_two_by_two(game, np.zeros(3))
    assert found is not None
    assert len(found) == 9
    assert all(regret(game, mixed(point)) < 1e-12 for point in found)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-2, 2), min_size=18, max_size=18))
def test_larger_stages_are_solved_by_the_complete_solver(flat: list[int]) -> None:
    game = np.array(flat, dtype=float).reshape(2, 3, 3)
    found = equilibria_of(game, np.zeros(2))
    assert found.complete
    ours = {tuple(np.round(np.concatenate([m.dense(3) for m in p]), 9) + 0.0) for p in found.points}
    theirs = {
        tuple(np.round(np.concatenate(e.strategies), 9) + 0.0) for e in solve(NormalForm.from_payoffs(game)).equilibria
    }
    assert ours == theirs


def test_dominance_goes_on_until_nothing_is_dominated() -> None:
    row = np.array([[3.0, 0.0], [2.0, 2.0], [1.0, 1.0]])
    column = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    # Row 2 is dominated by row 1, then column 0 by column 1, then row 0 by row 1.
    assert undominated(np.stack([row, column]), np.zeros(2)) == [[1], [1]]
