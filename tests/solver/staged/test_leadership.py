"""One player commits first: strong and weak values, every answer of indifferent followers, and what is complete."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.staged.leadership import Leadership, lead_normal_form

FloatArray = NDArray[np.float64]


@st.composite
def games(draw: st.DrawFn, n_players: int = 2) -> NormalForm:
    """Small integer payoffs, so that followers are often indifferent."""
    shape = (n_players, *(draw(st.integers(1, 3)) for _ in range(n_players)))
    size = int(np.prod(shape))
    flat = draw(st.lists(st.integers(-2, 2), min_size=size, max_size=size))
    return NormalForm.from_payoffs(np.array(flat, dtype=float).reshape(shape))


def pure(lead: Leadership) -> set[tuple[int, ...]]:
    """The solution's plays, all of whose answers must be pure."""
    assert all(len(m.actions) == 1 for r in lead.solution for m in r.profile)
    return {tuple(m.actions[0] for m in r.profile) for r in lead.solution}


def subgame_perfect(game: NormalForm) -> set[tuple[int, int]]:
    """Leader's action and follower's answer in any pure subgame-perfect profile, by trying every rule of answers."""
    leader, follower = game.payoffs
    found = set()
    for rule in product(*[np.flatnonzero(row == row.max()) for row in follower]):
        gets = np.array([leader[action, answer] for action, answer in enumerate(rule)])
        found |= {(int(action), int(rule[action])) for action in np.flatnonzero(gets == gets.max())}
    return found


@settings(deadline=None, max_examples=200)
@given(games())
def test_the_solution_is_every_subgame_perfect_play_with_a_strong_action_and_complete_if_that_is_all(
    game: NormalForm,
) -> None:
    lead, every = lead_normal_form(game, 0), subgame_perfect(game)
    strong = max(game.payoffs[(0, *play)] for play in every)
    best = {a for a, answer in every if game.payoffs[0, a, answer] == strong}
    assert set(lead.strong_actions) == best
    assert lead.strong_value == strong
    assert lead.weak_value == min(game.payoffs[(0, *play)] for play in every)
    assert pure(lead) == {play for play in every if play[0] in best}
    # A tie of the follower that parts the leader's payoffs at a strong action leaves mixed answers in between.
    cut = any(0 < sum(r.action == a for r in lead.solution) < len(lead.responses[a]) for a in best)
    assert lead.complete == (pure(lead) == every and not cut)


@settings(deadline=None, max_examples=60)
@given(games(3), st.integers(0, 2))
def test_a_leader_does_at_least_as_well_as_in_any_pure_equilibrium(game: NormalForm, leader: int) -> None:
    lead = lead_normal_form(game, leader)
    best = np.ones(game.n_actions, dtype=bool)
    for player, own in enumerate(game.payoffs):
        best &= own >= own.max(axis=player, keepdims=True)
    for at in np.argwhere(best):
        assert lead.strong_value >= game.payoffs[(leader, *at)] - 1e-9
    assert lead.weak_value <= lead.strong_value + 1e-12


def duopoly(step: float) -> NormalForm:
    """Two sellers of quantities on a grid, price 12 less what both sell, nothing to pay."""
    quantities = np.arange(0, 12 + step / 2, step)
    own, other = quantities[:, None], quantities[None, :]
    row = own * np.maximum(12 - own - other, 0)
    labels = tuple(f"{q:g}" for q in quantities)
    return NormalForm.from_bimatrix(row, row.T, actions=(labels, labels))


def test_stackelberg_on_whole_numbers_rests_on_a_tie_that_the_continuous_game_does_not_have() -> None:
    """Without a grid the leader sells 6 and the follower 3; on whole numbers 7 is answered by 2 or by 3."""
    coarse, fine = lead_normal_form(duopoly(1), 0), lead_normal_form(duopoly(0.5), 0)
    assert [coarse.actions[a] for a in coarse.strong_actions] == ["7"]
    assert [coarse.actions[a] for a in coarse.weak_actions] == ["6"]
    assert (coarse.strong_value, coarse.weak_value) == (21.0, 18.0)
    assert pure(coarse) == {(7, 2)}
    assert {r.profile[1].actions for r in coarse.responses[7]} == {(2,), (3,)}
    assert not coarse.complete
    assert [fine.actions[a] for a in fine.weak_actions] == ["6"]


def test_answers_between_which_nobody_but_a_third_can_tell_are_all_listed() -> None:
    """The follower and the leader are indifferent between two answers that are worlds apart for a third player."""
    payoffs = np.zeros((3, 2, 2, 1))
    payoffs[0, 0] = 1
    payoffs[2, 0, :, 0] = 5, -5
    lead = lead_normal_form(NormalForm.from_payoffs(payoffs), 0)
    assert pure(lead) == {(0, 0, 0), (0, 1, 0)}
    assert lead.complete


def test_one_player_alone_commits_to_its_best_action() -> None:
    lead = lead_normal_form(NormalForm.from_payoffs([[1.0, 4.0]]), 0)
    assert pure(lead) == {(1,)}
    assert lead.complete
    with pytest.raises(GameError, match="leader 1"):
        lead_normal_form(NormalForm.from_payoffs([[1.0, 4.0]]), 1)
