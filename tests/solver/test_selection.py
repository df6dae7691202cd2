"""Rules that choose one equilibrium."""

from __future__ import annotations

import numpy as np
import pytest

from solver.errors import GameError
from solver.methods.n_player import AllIsolated
from solver.normal_form import NormalForm
from solver.profile import regret
from solver.selection import LinearTracing, LogitSelection, PayoffDominance, RiskDominance


def stag_hunt() -> NormalForm:
    return NormalForm.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])


def test_the_stag_is_payoff_dominant_and_the_hare_is_selected_by_every_rule_about_risk() -> None:
    game = stag_hunt()
    points = AllIsolated()(game).equilibria
    stag = next(e for e in points if e.support == ((0,), (0,)))
    hare = next(e for e in points if e.support == ((1,), (1,)))
    assert PayoffDominance()([stag, hare]) is stag
    assert RiskDominance()(game, stag, hare) is hare
    assert RiskDominance()(game, hare, stag) is hare
    for rule in (LinearTracing(), LogitSelection()):
        selected = rule(game).equilibrium
        assert selected is not None
        assert selected.support == ((1,), (1,))


def test_a_prior_that_trusts_the_others_selects_the_stag() -> None:
    selected = LinearTracing()(stag_hunt(), [np.array([0.9, 0.1]), np.array([0.9, 0.1])]).equilibrium
    assert selected is not None
    assert selected.support == ((0,), (0,))


@pytest.mark.parametrize("shape", [(2, 2, 2), (3, 3), (3, 2, 4)])
def test_selected_points_are_equilibria(shape: tuple[int, ...]) -> None:
    for seed in range(5):
        game = NormalForm.from_payoffs(np.random.default_rng(seed).uniform(size=(len(shape), *shape)))
        for rule in (LinearTracing(), LogitSelection()):
            selected = rule(game).equilibrium
            assert selected is not None
            assert regret(game.payoffs, selected.strategies) < 1e-10


def test_a_crossing_of_branches_is_bracketed_and_not_jumped() -> None:
    # Coordination of two players with payoff one: the symmetric branch meets the others at precision two.
    selected = LogitSelection()(NormalForm.from_bimatrix(np.eye(2), np.eye(2)))
    assert len(selected.bifurcations) == 1
    low, high = selected.bifurcations[0]
    assert low <= 2 <= high
    assert selected.equilibrium is not None
    assert np.allclose(selected.equilibrium.strategies, 0.5)


def test_equal_stakes_select_nothing() -> None:
    game = NormalForm.from_bimatrix(np.eye(2), np.eye(2))
    first, second = (e for e in AllIsolated()(game).equilibria if e.is_pure)
    assert RiskDominance()(game, first, second) is None
    assert PayoffDominance()([first, second]) is None


def test_risk_dominance_of_mixed_equilibria_is_refused() -> None:
    game = stag_hunt()
    mixed = next(e for e in AllIsolated()(game).equilibria if not e.is_pure)
    with pytest.raises(GameError, match="two pure equilibria"):
        RiskDominance()(game, mixed, mixed)


def test_a_prior_that_is_no_profile_is_refused() -> None:
    with pytest.raises(GameError, match="probability vector"):
        LinearTracing()(stag_hunt(), [np.array([0.5, 0.6]), np.array([0.5, 0.5])])
