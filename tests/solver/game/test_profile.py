"""Expected payoffs and regret, against sums over all pure profiles."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.game.normal_form import NormalForm
from solver.game.profile import action_values, deviation_gains, expected_payoffs, pure_profile, regret
from tests.solver.game.test_dominance import small_games


@settings(deadline=None, max_examples=60)
@given(small_games(players=(1, 4)), st.integers(0, 2**32 - 1))
def test_expected_payoffs_are_sums_over_profiles(game: NormalForm, seed: int) -> None:
    rng = np.random.default_rng(seed)
    profile = [rng.dirichlet(np.ones(n)) for n in game.n_actions]
    plain = np.zeros(game.n_players)
    for pure in product(*[range(n) for n in game.n_actions]):
        chance = np.prod([own[a] for own, a in zip(profile, pure, strict=True)])
        plain += chance * np.array([game.payoffs[(i, *pure)] for i in range(game.n_players)])
    assert expected_payoffs(game.payoffs, profile) == pytest.approx(plain)
    for player, gains in enumerate(deviation_gains(game.payoffs, profile)):
        for action in range(game.n_actions[player]):
            switched = list(profile)
            switched[player] = np.eye(game.n_actions[player])[action]
            after = expected_payoffs(game.payoffs, switched)[player]
            assert gains[action] == pytest.approx(after - plain[player])
            assert action_values(game.payoffs, profile, player)[action] == pytest.approx(after)
    assert regret(game.payoffs, profile) == pytest.approx(max(g.max() for g in deviation_gains(game.payoffs, profile)))


@settings(deadline=None, max_examples=40)
@given(small_games(players=(2, 3)), st.integers(0, 2**32 - 1))
def test_a_constant_added_per_profile_of_the_others_changes_no_gain(game: NormalForm, seed: int) -> None:
    rng = np.random.default_rng(seed)
    profile = [rng.dirichlet(np.ones(n)) for n in game.n_actions]
    moved = game.payoffs.copy()
    for player in range(game.n_players):
        column = list(game.n_actions)
        column[player] = 1
        moved[player] += rng.integers(-5, 6, column)
    for before, after in zip(deviation_gains(game.payoffs, profile), deviation_gains(moved, profile), strict=True):
        assert after == pytest.approx(before, abs=1e-12)


def test_regret_is_zero_at_an_equilibrium_and_the_best_gain_elsewhere() -> None:
    game = NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert regret(game.payoffs, pure_profile((1, 1), game.n_actions)) == 0
    assert regret(game.payoffs, pure_profile((0, 0), game.n_actions)) == 2


def test_a_pure_profile_puts_all_weight_on_its_actions() -> None:
    assert [own.tolist() for own in pure_profile((1, 0), (3, 2))] == [[0, 1, 0], [1, 0]]
