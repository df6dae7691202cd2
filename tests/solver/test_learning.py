"""Fictitious play and rationalizable actions."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.learning import FictitiousPlay
from solver.methods.n_player import AllIsolated
from solver.normal_form import NormalForm
from solver.rationalizable import PointRationalizable, Rationalizable


def test_averages_settle_in_a_zero_sum_game() -> None:
    a = np.array([[0.0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    end = FictitiousPlay(rounds=4000, tolerance=0.05)(NormalForm.from_bimatrix(a, -a), [np.eye(3)[0], np.eye(3)[1]])
    assert end.settled
    assert np.allclose(np.concatenate(end.averages), 1 / 3, atol=0.05)


def test_shapleys_game_never_settles() -> None:
    # Shapley (1964): play circles with ever longer stays.
    a, b = np.eye(3), np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    end = FictitiousPlay(rounds=3000)(NormalForm.from_bimatrix(a, b), [np.eye(3)[0], np.eye(3)[0]])
    assert not end.settled


def test_basins_of_coordination_are_as_large_as_their_stakes() -> None:
    game = NormalForm.from_payoffs(np.stack([np.diag([2.0, 1.0])] * 2))
    basins = FictitiousPlay(rounds=300).basins(game, n_starts=60, seed=1)
    assert [b.end.last for b in basins[:2]] == [(0, 0), (1, 1)]
    assert basins[0].share > basins[1].share
    assert sum(b.share for b in basins) > 0.999


def test_half_of_the_average_leaves_the_lowest_number() -> None:
    n = np.arange(6)
    payoffs = np.zeros((2, 6, 6))
    for i, j in np.ndindex(6, 6):
        target = (n[i] + n[j]) / 4
        payoffs[:, i, j] = [-abs(n[i] - target), -abs(n[j] - target)]
    game = NormalForm.from_payoffs(payoffs)
    assert Rationalizable()(game) == ((0,), (0,))
    assert PointRationalizable()(game) == ((0,), (0,))


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_equilibria_play_rationalizable_actions_only_and_pure_ones_point_rationalizable_ones(seed: int) -> None:
    game = NormalForm.from_payoffs(np.random.default_rng(seed).integers(0, 9, (3, 3, 2, 2)))
    wide, narrow = Rationalizable()(game), PointRationalizable()(game)
    assert all(set(n) <= set(w) for n, w in zip(narrow, wide, strict=True))
    for e in AllIsolated(seconds=5, mixed_dominance=False)(game).equilibria:
        assert all(set(s) <= set(w) for s, w in zip(e.support, wide, strict=True))
        if e.is_pure:
            assert all(set(s) <= set(n) for s, n in zip(e.support, narrow, strict=True))
