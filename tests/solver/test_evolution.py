"""Evolutionary stability and replicator dynamics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from solver.errors import GameError
from solver.evolution import Replicator, StableStrategies, is_stable
from solver.normal_form import NormalForm


def symmetric(a: ArrayLike) -> NormalForm:
    return NormalForm.from_bimatrix(np.asarray(a, dtype=float), np.asarray(a, dtype=float).T)


def test_hawk_and_dove_share_by_value_over_cost() -> None:
    # Maynard Smith and Price (1973): hawks in proportion V / C.
    stable = StableStrategies()(symmetric([[-1, 2], [0, 1]]))
    assert len(stable) == 1
    assert np.allclose(stable[0], [0.5, 0.5])


def test_coordination_has_two_stable_conventions_and_no_mixed_one() -> None:
    stable = StableStrategies()(symmetric([[2, 0], [0, 1]]))
    assert np.allclose(stable, np.eye(2))


def test_rock_paper_scissors_is_stable_only_if_winning_pays_more_than_losing_costs() -> None:
    good = symmetric([[0, -1, 2], [2, 0, -1], [-1, 2, 0]])
    bad = symmetric([[0, -2, 1], [1, 0, -2], [-2, 1, 0]])
    plain = symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    assert np.allclose(StableStrategies()(good), np.full((1, 3), 1 / 3))
    assert StableStrategies()(bad) == ()
    assert StableStrategies()(plain) == ()


def test_a_mutant_that_ties_against_the_incumbent_and_does_as_well_against_itself_destroys_stability() -> None:
    assert not is_stable(symmetric([[1, 1], [1, 1]]), np.array([1.0, 0.0]))
    assert is_stable(symmetric([[1, 1], [1, 0]]), np.array([1.0, 0.0]))


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 4))
def test_stable_strategies_beat_every_small_group_of_mutants(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    a = rng.integers(0, 6, (n, n)).astype(float)
    for x in StableStrategies()(symmetric(a)):
        assert is_stable(symmetric(a), x)
        for _ in range(200):
            y = rng.dirichlet(np.full(n, 0.5))
            if np.abs(y - x).max() < 1e-3:
                continue
            # Local superiority (Hofbauer, Schuster and Sigmund 1979): x earns more against mixes near itself.
            near = x + 1e-3 * (y - x)
            assert x @ a @ near > near @ a @ near - 1e-12


def test_the_replicator_flow_leads_to_the_stable_mix() -> None:
    path = Replicator(time=200)(symmetric([[0, -1, 2], [2, 0, -1], [-1, 2, 0]]), np.array([0.8, 0.1, 0.1]))
    assert np.allclose(path[-1], 1 / 3, atol=1e-3)
    assert np.allclose(path.sum(axis=1), 1)


def test_a_game_that_is_not_symmetric_is_refused() -> None:
    with pytest.raises(GameError, match="symmetric"):
        StableStrategies()(NormalForm.from_bimatrix([[1, 2], [3, 4]], [[1, 2], [3, 4]]))
