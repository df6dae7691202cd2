"""Logit equilibrium at a given precision: fixed points, limits, and published values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.common.errors import GameError


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-3, 3), min_size=12, max_size=12), st.integers(0, 40))
def test_play_is_logit_in_what_it_earns(values: list[int], tenths: int) -> None:
    table = np.array(values, dtype=float).reshape(2, 2, 3)
    game = solver.NormalForm.from_payoffs(table)
    precision = tenths / 10
    x, y = solver.logit_equilibrium(game, precision).strategies
    for own, worth in ((x, table[0] @ y), (y, x @ table[1])):
        weights = np.exp(precision * (worth - worth.max()))
        np.testing.assert_allclose(own, weights / weights.sum(), atol=1e-9)


def test_without_precision_everything_is_equally_likely_and_with_much_play_is_nash() -> None:
    game = solver.NormalForm.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    assert all(np.allclose(s, 0.5) for s in solver.logit_equilibrium(game, 0.0).strategies)
    late = solver.logit_equilibrium(game, 1000.0).strategies
    np.testing.assert_allclose(late[0], [0.5, 0.5], atol=5e-3)
    np.testing.assert_allclose(late[1], [0.1, 0.9], atol=5e-3)


def test_a_payoff_unit_is_a_precision_unit() -> None:
    row, column = np.array([[3.0, 0.0], [1.0, 2.0]]), np.array([[1.0, 2.0], [4.0, 0.0]])
    one = solver.logit_equilibrium(solver.NormalForm.from_bimatrix(row, column), 2.0).strategies
    other = solver.logit_equilibrium(solver.NormalForm.from_bimatrix(10 * row, 10 * column), 0.2).strategies
    np.testing.assert_allclose(np.concatenate(one), np.concatenate(other), atol=1e-9)


def test_three_players_are_solved_too() -> None:
    game = solver.NormalForm.from_payoffs(np.random.default_rng(1).integers(0, 5, (3, 2, 2, 2)))
    found = solver.logit_equilibrium(game, 0.7)
    assert found.residual < 1e-9
    assert [len(s) for s in found.strategies] == [2, 2, 2]


def test_an_action_of_weight_two_stands_for_two_alike() -> None:
    table = np.array([[3.0, 0.0], [1.0, 2.0]])
    twice = np.array([[3.0, 0.0, 0.0], [1.0, 2.0, 2.0], [1.0, 2.0, 2.0]])
    once = solver.logit_equilibrium(
        solver.NormalForm.from_bimatrix(table, table.T), 0.8, [np.array([1.0, 2.0])] * 2
    ).strategies[0]
    whole = solver.logit_equilibrium(solver.NormalForm.from_bimatrix(twice, twice.T), 0.8).strategies[0]
    np.testing.assert_allclose([whole[0], whole[1:].sum()], once, atol=1e-9)


@pytest.mark.parametrize(
    "weights",
    [
        [np.ones(2)],
        [np.ones(2), np.ones(3)],
        [np.ones(2), np.array([1.0, 0.0])],
        [np.ones(2), np.array([1.0, np.nan])],
        [np.ones(2), np.array([1.0, np.inf])],
        [1, 2],
        ["ab", "cd"],
        [["a", "b"], [1, 1]],
        5,
    ],
)
def test_weights_that_do_not_fit_are_refused(weights: Any) -> None:
    with pytest.raises(GameError, match="weights"):
        solver.logit_equilibrium(solver.NormalForm.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]]), 1.0, weights)


@pytest.mark.parametrize("precision", [-1.0, float("nan"), float("inf"), "high", None, [1], 1j])
def test_a_precision_that_is_none_is_refused(precision: Any) -> None:
    with pytest.raises(GameError, match="precision"):
        solver.logit_equilibrium(solver.NormalForm.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]]), precision)


def test_any_form_of_a_game_is_taken_and_anything_else_refused() -> None:
    row, column = [[9, 0], [0, 1]], [[0, 1], [1, 0]]
    own = solver.logit_equilibrium(solver.NormalForm.from_bimatrix(row, column), 1.0)
    assert np.array_equal(solver.logit_equilibrium([row, column], 1.0).strategies, own.strategies)
    with pytest.raises(GameError, match="expected a NormalForm"):
        solver.logit_equilibrium(None, 1.0)  # type: ignore[arg-type]
