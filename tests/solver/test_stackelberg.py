"""What announcing first is worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.errors import GameError
from solver.methods.n_player import AllIsolated
from solver.normal_form import NormalForm
from solver.stackelberg import CorrelatedCommitment, MixedCommitment, PureCommitment


def small(shape: tuple[int, ...], seed: int) -> NormalForm:
    return NormalForm.from_payoffs(np.random.default_rng(seed).integers(0, 5, (len(shape), *shape)))


def test_a_textbook_leader_mixes_evenly_and_earns_three_and_a_half() -> None:
    # Conitzer and Sandholm (2006): the leader's second row is dominated, yet committing to half of each earns 3.5.
    game = NormalForm.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    assert PureCommitment(0)(game)[0].value == 3
    mixed = MixedCommitment(0)(game)
    assert np.isclose(mixed.value, 3.5)
    assert np.allclose(mixed.announced, 0.5)
    value, _ = CorrelatedCommitment(0)(game)
    assert np.isclose(value, 3.5)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6), leader=st.integers(0, 1))
def test_with_one_follower_commitment_with_favourable_ties_is_worth_at_least_the_best_equilibrium(
    seed: int, leader: int
) -> None:
    game = small((3, 3), seed)
    solution = AllIsolated()(game)
    points = [e.strategies for e in solution.equilibria] + [p for c in solution.continua for p in c.points]
    best = max(float(p[0] @ game.payoffs[leader] @ p[1]) for p in points)
    pure = [
        game.payoffs[leader][a, b]
        for a, b in np.ndindex(3, 3)
        if game.payoffs[0][a, b] == game.payoffs[0][:, b].max() and game.payoffs[1][a, b] == game.payoffs[1][a].max()
    ]
    mixed, fixed = MixedCommitment(leader)(game), PureCommitment(leader)(game)[0]
    assert mixed.value >= best - 1e-7
    assert fixed.value >= max(pure, default=-np.inf)
    assert mixed.value >= fixed.value - 1e-7
    assert MixedCommitment(leader, weak=True)(game).value <= mixed.value + 1e-7
    assert PureCommitment(leader, weak=True)(game)[0].value <= fixed.value
    assert CorrelatedCommitment(leader)(game)[0] >= mixed.value - 1e-6


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**6), leader=st.integers(0, 2))
def test_with_two_followers_pure_commitment_is_worth_at_least_the_best_pure_equilibrium(seed: int, leader: int) -> None:
    game = small((2, 3, 2), seed)
    best = [c for c in PureCommitment(leader)(game) if c.complete]
    assert best
    for profile in np.ndindex(*game.n_actions):
        gains = [
            np.take(game.payoffs[i], profile[i], axis=i)[tuple(a for j, a in enumerate(profile) if j != i)]
            - np.moveaxis(game.payoffs[i], i, 0)[(slice(None), *(a for j, a in enumerate(profile) if j != i))].max()
            for i in range(3)
        ]
        if min(gains) == 0:
            assert best[0].value >= game.payoffs[(leader, *profile)] - 1e-9


def test_weak_ties_cost_the_leader_what_the_follower_can_take_at_no_cost() -> None:
    # The follower is always indifferent: with strong ties the leader gets 5, with weak ties its maximin of 2.
    game = NormalForm.from_bimatrix([[5, 0], [1, 3], [2, 2]], [[1, 1], [1, 1], [1, 1]])
    assert PureCommitment(0)(game)[0].value == 5
    assert PureCommitment(0, weak=True)(game)[0].value == 2
    assert np.isclose(MixedCommitment(0)(game).value, 5)
    weak = MixedCommitment(0, weak=True)(game)
    assert np.isclose(weak.value, 15 / 7)
    assert np.allclose(weak.announced, [2 / 7, 5 / 7, 0])


def test_tied_announcements_are_all_returned() -> None:
    game = NormalForm.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert [int(np.argmax(c.announced)) for c in PureCommitment(1)(game)] == [0, 1]


def test_mixed_commitment_to_two_followers_points_to_what_works() -> None:
    with pytest.raises(GameError, match="one leader and one follower"):
        MixedCommitment(0)(small((2, 2, 2), 1))
    with pytest.raises(GameError, match="a player from 0 to 2"):
        PureCommitment(3)(small((2, 2, 2), 1))
