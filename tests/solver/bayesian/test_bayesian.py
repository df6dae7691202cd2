"""Bayesian games: agents and plans at which no type gains, and contests of scores have their published strategies."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.bayesian import BayesianGame, ScoreContest, solve_scores
from solver.common.arrays import FloatArray
from solver.common.errors import GameError, SolverError


def nothing(t: FloatArray, a: FloatArray) -> FloatArray:
    return np.asarray(0.0 * (t + a))


@pytest.mark.parametrize("n", [2, 3, 5])
def test_bids_of_a_first_price_auction_are_vickreys(n: int) -> None:
    auction = ScoreContest(n, 2.0, 0.0, 2.0, lambda t, b: b + 0 * t, lambda t, b: t - b, nothing, nothing)
    found = solve_scores(auction)
    np.testing.assert_allclose(found.actions, (n - 1) / n * found.types, atol=1e-9)
    assert found.gain < 1e-9


@pytest.mark.parametrize("n", [2, 4])
def test_bids_of_an_all_pay_auction_are_weber_s_within_the_change_of_half_the_grid(n: int) -> None:
    auction = ScoreContest(
        n, 1.0, 0.0, 1.0, lambda t, b: b + 0 * t, lambda t, b: t - b, lambda t, b: 0 * t - b, nothing
    )
    found = solve_scores(auction)
    assert np.abs(found.actions - (n - 1) / n * found.types**n).max() <= found.change + 1e-9


@pytest.mark.parametrize("score", [lambda t, b: b - 2 * t, lambda t, b: -b + 0 * t])
def test_scores_that_fall_as_types_rise_are_no_equilibrium(
    score: Callable[[FloatArray, FloatArray], FloatArray],
) -> None:
    # No type gains by a little more or less there; by much less some gain most of the prize.
    with pytest.raises(SolverError, match="score less"):
        solve_scores(ScoreContest(3, 1.0, 0.0, 1.0, score, lambda t, b: t - b, nothing, nothing))


@settings(deadline=None, max_examples=8)
@given(st.integers(2, 5), st.integers(1, 10), st.integers(2, 30))
def test_safety_of_armstrong_and_others_is_found_with_and_without_a_bound(n: int, tenths: int, top: int) -> None:
    enmity, m = tenths / 10, top / 10
    contest = ScoreContest(
        n, m, 0.0, 1.0, lambda c, s: c - s, lambda c, s: s + 0 * c, nothing, lambda c, s: (1 - enmity) * s + 0 * c
    )
    found = solve_scores(contest)
    k = n * enmity - enmity + 1
    np.testing.assert_allclose(found.actions, np.minimum(1, found.types / k), atol=2 * m / 64 + 1e-9)


def no_type_gains(game: BayesianGame, plans: tuple[tuple[int, ...], ...]) -> bool:
    """Whether every type's action is best for what it believes of the others' types, by Bayes' rule and by hand."""
    for i, own in enumerate(plans):
        for t, action in enumerate(own):
            worth = [0.0] * game.n_actions[i]
            for types in np.ndindex(game.prior.shape):
                played = [plan[k] for plan, k in zip(plans, types, strict=True)]
                for tried in range(len(worth)) if types[i] == t else ():
                    actions = (*played[:i], tried, *played[i + 1 :])
                    worth[tried] += game.prior[types] / game.chances(i)[t] * game.payoffs[(i, *types, *actions)]
            if worth[action] < max(worth) - 1e-9:
                return False
    return True


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 3), min_size=2 * 2 * 2 * 2 * 2, max_size=2 * 2 * 2 * 2 * 2), st.integers(1, 3))
def test_pure_equilibria_of_plans_are_those_at_which_no_type_gains(values: list[int], share: int) -> None:
    prior = np.array([[share, 1.0], [2.0, 1.0]])
    game = BayesianGame(prior / prior.sum(), np.array(values, dtype=float).reshape(2, 2, 2, 2, 2))
    plans = list(product(range(2), repeat=2))
    found = {(plans[e.support[0][0]], plans[e.support[1][0]]) for e in solver.solve(game.plans(), "pure").equilibria}
    assert found == {pair for pair in product(plans, repeat=2) if no_type_gains(game, pair)}
    of_agents = {tuple(a[0] for a in e.support) for e in solver.solve(game.agents(), "pure").equilibria}
    assert of_agents == {(*one, *other) for one, other in found}


def test_pure_equilibria_of_three_players_with_types_are_those_at_which_no_type_gains() -> None:
    rng = np.random.default_rng(0)
    prior = rng.random((2, 1, 2))
    game = BayesianGame(prior / prior.sum(), rng.integers(0, 5, (3, 2, 1, 2, 2, 2, 3)).astype(float))
    lists = [list(product(range(a), repeat=t)) for a, t in zip(game.n_actions, prior.shape, strict=True)]
    found = {
        tuple(plans[own[0]] for plans, own in zip(lists, e.support, strict=True))
        for e in solver.solve(game.plans(), "pure").equilibria
    }
    assert found == {profile for profile in product(*lists) if no_type_gains(game, profile)}


def test_a_game_of_one_type_each_is_the_game_itself() -> None:
    table = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    game = BayesianGame(np.ones((1, 1)), table.reshape(2, 1, 1, 2, 2))
    np.testing.assert_array_equal(game.agents().payoffs, table)
    np.testing.assert_array_equal(game.plans().payoffs, table)


def test_agents_of_three_players_expect_by_bayes_rule() -> None:
    rng = np.random.default_rng(0)
    prior = rng.random((2, 1, 2))
    prior /= prior.sum()
    payoffs = rng.integers(0, 5, (3, 2, 1, 2, 2, 2, 3)).astype(float)
    form = BayesianGame(prior, payoffs).agents()
    assert form.n_actions == (2, 2, 2, 3, 3)
    # Agent (player 3, type 1) plays last; the first player's agents have the first two axes.
    a0, a1, b, _, c1 = 1, 0, 1, 2, 2
    weights = prior[:, 0, 1] / prior[:, 0, 1].sum()
    expected = sum(w * payoffs[2, t, 0, 1, (a0, a1)[t], b, c1] for t, w in enumerate(weights))
    assert form.payoffs[4, a0, a1, b, 0, c1] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("prior", "shape"),
    [
        (np.ones((2, 2)) / 4, (2, 2, 2, 2)),
        (np.ones((2, 2)), (2, 2, 2, 2, 2)),
        (np.array([[0.5, 0.5], [0.0, 0.0]]), (2, 2, 2, 2, 2)),
    ],
)
def test_what_is_no_bayesian_game_is_refused(prior: FloatArray, shape: tuple[int, ...]) -> None:
    with pytest.raises(GameError):
        BayesianGame(prior, np.zeros(shape))


@pytest.mark.parametrize("numbers", [(1, 1.0, 0.0, 1.0), (2, 0.0, 0.0, 1.0), (2, 1.0, 1.0, 1.0)])
def test_what_is_no_contest_is_refused(numbers: tuple[int, float, float, float]) -> None:
    with pytest.raises(GameError):
        ScoreContest(*numbers, nothing, nothing, nothing, nothing)
