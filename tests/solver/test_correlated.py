"""Correlated and coarse correlated equilibria."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.correlated import CoarseCorrelatedExtremes, CorrelatedExtremes, coarse_gain, correlated_gain
from solver.errors import GameError
from solver.methods.n_player import AllIsolated
from solver.normal_form import NormalForm


def expectation(metric: np.ndarray, profile: tuple[np.ndarray, ...]) -> float:
    value = metric
    for own in profile:
        value = np.tensordot(own, value, axes=(0, 0))
    return float(value)


def test_chicken_is_worth_ten_and_a_half_to_both_together_as_aumann_computed() -> None:
    # Aumann (1974), payoffs as in Aumann (1987): the best correlated equilibrium gives 5 1/4 to each.
    game = NormalForm.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    found = CorrelatedExtremes()(game, game.payoffs.sum(axis=0))
    assert np.isclose(found.high, 10.5, atol=1e-7)
    assert np.allclose(found.at_high, [[0.5, 0.25], [0.25, 0.0]], atol=1e-6)


def test_a_zero_sum_game_has_one_value_in_every_correlated_equilibrium() -> None:
    a = np.array([[0.0, -1, 2], [1, 0, -3], [-2, 3, 0]])
    game = NormalForm.from_bimatrix(a, -a)
    for concept in (CorrelatedExtremes(), CoarseCorrelatedExtremes()):
        found = concept(game, game.payoffs[0])
        assert np.allclose([found.low, found.high], 0, atol=1e-7)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(2, 2), (3, 2), (2, 2, 2), (2, 3, 2)]))
def test_correlated_extremes_enclose_nash_values_and_coarse_ones_enclose_both(
    seed: int, shape: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(seed)
    game = NormalForm.from_payoffs(rng.integers(0, 6, (len(shape), *shape)))
    metric = rng.integers(-5, 6, shape).astype(float)
    inner, outer = CorrelatedExtremes()(game, metric), CoarseCorrelatedExtremes()(game, metric)
    assert outer.low <= inner.low + 1e-6
    assert inner.high <= outer.high + 1e-6
    assert correlated_gain(game, inner.at_low) < 1e-6
    assert coarse_gain(game, outer.at_high) < 1e-6
    solution = AllIsolated(seconds=5)(game)
    points = [e.strategies for e in solution.equilibria] + [p for c in solution.continua for p in c.points]
    assert points
    for profile in points:
        assert inner.low - 1e-6 <= expectation(metric, profile) <= inner.high + 1e-6


def test_a_metric_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(GameError, match="one finite number per profile"):
        CorrelatedExtremes()(NormalForm.from_payoffs(np.zeros((2, 2, 2))), np.zeros(3))
