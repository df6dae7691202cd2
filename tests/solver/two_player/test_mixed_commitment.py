"""Commitment to mixed actions: published values, and what it must be worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.common.errors import GameError
from solver.two_player.mixed_commitment import commit_mixed


@pytest.mark.parametrize("unit", [1e-13, 1.0, 1e20])
def test_conitzer_and_sandholms_example_is_worth_three_and_a_half_in_any_unit(unit: float) -> None:
    leader, follower = np.array([[2.0, 4], [1, 3]]), np.array([[1.0, 0], [0, 1]])
    found = commit_mixed(solver.NormalForm.from_bimatrix(unit * leader, unit * follower))
    np.testing.assert_allclose(found.strategy, [0.5, 0.5])
    np.testing.assert_allclose(found.payoffs / unit, [3.5, 0.5])
    assert found.answer == 1


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-3, 3), min_size=12, max_size=12), st.integers(0, 1))
def test_a_leader_gets_no_less_than_in_any_equilibrium_and_the_answer_is_a_best_reply(
    values: list[int], leader: int
) -> None:
    game = solver.NormalForm.from_payoffs(np.array(values, dtype=float).reshape(2, 2, 3))
    found = commit_mixed(game, leader)
    best = max(float(e.payoffs[leader]) for e in solver.solve(game).equilibria)
    assert found.payoffs[leader] >= best - 1e-9
    follower = game.payoffs[1 - leader] if leader == 0 else game.payoffs[0].T
    worth = found.strategy @ follower
    assert worth[found.answer] == pytest.approx(worth.max(), abs=1e-9)


def test_three_players_or_a_third_leader_are_refused() -> None:
    with pytest.raises(GameError):
        commit_mixed(solver.NormalForm.from_payoffs(np.zeros((3, 2, 2, 2))))
    with pytest.raises(GameError):
        commit_mixed(solver.NormalForm.from_bimatrix([[1]], [[1]]), 2)
