"""Iterated strict dominance: what goes is never played, what stays is the same game."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.game.dominance import IteratedDominance, Step
from solver.game.dominators import chain, mixture
from solver.game.normal_form import NormalForm
from solver.game.profile import action_values

Ints = NDArray[np.float64]


@st.composite
def small_games(draw: st.DrawFn, players: tuple[int, int] = (1, 3), high: int = 3) -> NormalForm:
    """Games with integer payoffs from a short range, so that ties and dominance are both common."""
    n_players = draw(st.integers(*players))
    shape = [draw(st.integers(1, 4 if n_players < 3 else 3)) for _ in range(n_players)]
    size = n_players * int(np.prod(shape))
    values = draw(st.lists(st.integers(0, high), min_size=size, max_size=size))
    return NormalForm.from_payoffs(np.array(values, dtype=float).reshape(n_players, *shape))


def travelers_dilemma(high: int, reward: int = 2) -> NormalForm:
    claims = np.arange(2, high + 1)
    mine, other = np.meshgrid(claims, claims, indexing="ij")
    row = np.minimum(mine, other) + reward * np.sign(other - mine)
    labels = [str(c) for c in claims]
    return NormalForm.from_bimatrix(row, row.T, actions=[labels, labels])


def test_prisoners_dilemma_is_left_with_one_profile() -> None:
    game = NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[["stay", "race"]] * 2)
    left = IteratedDominance(mixed=False)(game)
    assert left.kept == ((1,), (1,))
    assert left.log == tuple(Step(player, 0, ((1, Fraction(1)),), 1) for player in range(2))
    assert left.undecided == ()


def test_a_tie_against_one_profile_is_not_strict_dominance() -> None:
    game = NormalForm.from_bimatrix([[1, 1], [1, 2]], [[0, 0], [0, 0]])
    assert IteratedDominance()(game).log == ()


def test_an_action_that_only_a_mixture_dominates_goes_only_when_mixtures_count() -> None:
    # Against columns (4, 0) and (0, 4) the half-half mixture earns 2 everywhere, the third row 1.
    game = NormalForm.from_bimatrix([[4, 0], [0, 4], [1, 1]], np.zeros((3, 2)))
    assert IteratedDominance(mixed=False)(game).kept == ((0, 1, 2), (0, 1))
    left = IteratedDominance()(game)
    assert left.kept == ((0, 1), (0, 1))
    (step,) = left.log
    assert sum(w for _, w in step.dominator) == 1
    assert {b for b, _ in step.dominator} == {0, 1}


def test_a_gain_below_the_resolution_dominates_nothing() -> None:
    low, other = np.sqrt([2.0, 3.0]), np.array([9.0, -9.0])
    for gain, kept in ((1e-13, (0, 1, 2)), (1e-6, (1, 2))):
        game = NormalForm.from_bimatrix([low, low + gain, other], np.zeros((3, 2)))
        assert IteratedDominance()(game).kept[0] == kept


@pytest.mark.parametrize("high", [5, 20, 100])
def test_travelers_dilemma_comes_down_to_two_two_by_mixtures(high: int) -> None:
    # Basu 1994: (2, 2) is the only equilibrium, and the only rationalizable profile. No claim is strictly dominated by
    # another one, and the margins of the mixtures fall geometrically, out of a float's reach long before 100.
    game = travelers_dilemma(high)
    assert IteratedDominance(mixed=False)(game).log == ()
    left = IteratedDominance()(game)
    assert left.kept == ((0,), (0,))
    assert len(left.log) == 2 * (high - 2)


def test_lifted_strategies_put_nothing_on_removed_actions() -> None:
    game = NormalForm.from_bimatrix([[0, 0], [4, 0], [0, 4], [1, 1]], np.zeros((4, 2)))
    left = IteratedDominance()(game)
    assert left.kept[0] == (1, 2)
    x, y = left.lift([np.array([0.25, 0.75]), np.array([0.5, 0.5])])
    assert x.tolist() == [0, 0.25, 0.75, 0]
    assert y.tolist() == [0.5, 0.5]


@settings(deadline=None, max_examples=60)
@given(small_games())
def test_every_logged_dominator_pays_more_at_every_profile_left_in_its_round(game: NormalForm) -> None:
    left = IteratedDominance()(game)
    kept = [list(range(n)) for n in game.n_actions]
    for number in sorted({s.round for s in left.log}):
        steps = [s for s in left.log if s.round == number]
        for step in steps:
            own = np.moveaxis(game.payoffs[step.player][np.ix_(*kept)], step.player, 0)
            place = {a: k for k, a in enumerate(kept[step.player])}
            mixed = sum(w * own[place[b]].astype(int) for b, w in step.dominator)
            assert np.all(mixed > own[place[step.action]].astype(int))
            assert sum((w for _, w in step.dominator), Fraction(0)) == 1
        for step in steps:
            kept[step.player].remove(step.action)
    assert tuple(tuple(k) for k in kept) == left.kept
    assert np.array_equal(left.game.payoffs, game.restrict(left.kept).payoffs)


@settings(deadline=None, max_examples=60)
@given(small_games(), st.randoms(use_true_random=False))
def test_a_removed_action_is_never_a_best_reply_to_what_is_left(game: NormalForm, random: object) -> None:
    left = IteratedDominance()(game)
    rng = np.random.default_rng(hash(random) % 2**32)
    profile = left.lift([rng.dirichlet(np.full(len(k), 0.5)) for k in left.kept])
    for player, kept in enumerate(left.kept):
        values = action_values(game.payoffs, profile, player)
        for action in set(range(game.n_actions[player])) - set(kept):
            assert values[action] < values.max()


@settings(deadline=None, max_examples=60)
@given(small_games(players=(2, 2)))
def test_what_survives_two_player_elimination_is_a_best_reply_to_some_belief(game: NormalForm) -> None:
    # Pearce 1984, lemma 3, in its easy direction: no mixture of survivors beats a survivor everywhere.
    left = IteratedDominance()(game)
    for player in range(2):
        own = np.moveaxis(left.game.payoffs[player], player, 0)
        for a in range(len(own)):
            gap = np.delete(own, a, axis=0) - own[a]
            for weights in np.random.default_rng(0).dirichlet(np.ones(max(len(gap), 1)), 200):
                assert len(gap) == 0 or (weights @ gap).min() <= 1e-9


@settings(deadline=None, max_examples=40)
@given(small_games(players=(2, 3)), st.randoms(use_true_random=False))
def test_permuting_actions_permutes_what_is_kept(game: NormalForm, random: object) -> None:
    rng = np.random.default_rng(hash(random) % 2**32)
    orders = [rng.permutation(n) for n in game.n_actions]
    shuffled = NormalForm.from_payoffs(game.payoffs[np.ix_(np.arange(game.n_players), *orders)])
    there = IteratedDominance()(shuffled)
    back = tuple(tuple(sorted(int(order[a]) for a in kept)) for order, kept in zip(orders, there.kept, strict=True))
    assert back == IteratedDominance()(game).kept


def test_the_linear_program_and_the_exact_chain_agree_where_both_can_see() -> None:
    rng = np.random.default_rng(5)
    both = 0
    for _ in range(60):
        gap = rng.integers(-2, 4, (4, 5)).astype(float)
        exact = chain(gap)
        seen = mixture(gap, 1e-9)
        if exact is not None:
            both += 1
            assert seen is not None
            by_chain, by_program = ((np.array([float(w) for w in found]) @ gap).min() for found in (exact, seen))
            assert 0 < by_chain <= by_program + 1e-12
    assert both > 5


def test_payoffs_of_one_player_may_be_scaled_without_changing_what_goes() -> None:
    game = NormalForm.from_bimatrix([[4, 0], [0, 4], [1, 1]], [[1, 2], [3, 1], [0, 1]])
    scaled = NormalForm.from_payoffs(game.payoffs * np.array([1e-9, 1e6])[:, None, None])
    assert IteratedDominance()(scaled).kept == IteratedDominance()(game).kept
