"""Timing normal forms read slot by slot: nobody is paid anything but what the normal form pays."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError, TooLargeError
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import count_states, profile_distribution, staged_from_timing
from solver.staged.explore import NO_STATE, explore
from solver.staged.game import Chance, Stage, Terminal
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.solution import StagedEquilibrium
from solver.staged.talk import CheapTalk
from solver.staged.timing import Answers, Ended, Scenarios, TimingGame
from solver.staged.valuation import CVaR, Valuation
from tests.solver.staged.plain import arrival, one_by_one

FloatArray = NDArray[np.float64]


@st.composite
def timing_games(draw: st.DrawFn, max_players: int = 3) -> tuple[NormalForm, list[list[int]]]:
    """Small integer payoffs; each player has one or two actions in some slots, and perhaps never."""
    n_players = draw(st.integers(1, max_players))
    slots = []
    for _ in range(n_players):
        own = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
        slots.append([*own, NEVER] if draw(st.booleans()) else own)
    shape = (n_players, *(len(own) for own in slots))
    flat = draw(st.lists(st.integers(-3, 3), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return NormalForm.from_payoffs(np.array(flat, dtype=float).reshape(shape)), slots


def read(game: NormalForm, slots: list[list[int]], at_once: bool, answers: Answers) -> TimingGame:
    return staged_from_timing(game, slots, answers=answers, selves=() if at_once else one_by_one(slots))


def all_endings(game: TimingGame | Ordered) -> list[tuple[Ended, FloatArray]]:
    """Every way to end play, with what it pays."""
    explored = explore(game)
    found: list[tuple[Ended, FloatArray]] = []
    for state, node, branches in zip(explored.states, explored.nodes, explored.branches, strict=True):
        if isinstance(node, Terminal):
            ended = game.ending(state, ())
            assert isinstance(ended, Ended)
            found.append((ended, node.values))
            continue
        for flat in np.flatnonzero(branches == NO_STATE):
            choice = (int(flat),) if isinstance(node, Chance) else np.unravel_index(flat, node.shape)
            ended = game.ending(state, tuple(int(c) for c in choice))
            assert isinstance(ended, Ended)
            found.append((ended, node.rewards.reshape(len(node.rewards), -1)[:, flat]))
    return found


@settings(deadline=None, max_examples=100)
@given(timing_games(), st.booleans(), st.booleans(), st.sampled_from(Answers))
def test_every_profile_is_one_play_and_pays_what_the_normal_form_pays(
    drawn: tuple[NormalForm, list[list[int]]], at_once: bool, ordered: bool, answers: Answers
) -> None:
    game, slots = drawn
    staged: TimingGame | Ordered = read(game, slots, at_once, answers)
    if ordered:
        staged = Ordered(staged, tuple(range(game.n_players)))
    endings = all_endings(staged)
    played = [e.profile for e, _ in endings]
    # Two who may answer within the slot can act together in it in several ways.
    assert len(played) == len(set(played)) or answers is Answers.WITHIN
    assert set(played) == set(product(*[range(n) for n in game.n_actions]))
    for ended, paid in endings:
        assert paid.tolist() == [float(own[ended.profile]) for own in game.payoffs]


@settings(deadline=None, max_examples=60)
@given(timing_games(), st.sampled_from(Answers))
def test_counted_states_bound_the_states_there_are(drawn: tuple[NormalForm, list[list[int]]], answers: Answers) -> None:
    game, slots = drawn
    for at_once in (False, True):
        n_states = len(explore(read(game, slots, at_once, answers)).states)
        assert n_states <= count_states(slots, at_once=at_once, answers=answers)


@pytest.mark.parametrize("answers", Answers)
@pytest.mark.parametrize("n_players", [1, 2, 3])
def test_with_common_slots_the_count_of_states_is_exact(n_players: int, answers: Answers) -> None:
    slots = [[0, 1, 1, 2, NEVER]] * n_players
    game = NormalForm.from_payoffs(np.zeros((n_players, *(5,) * n_players)))
    for at_once in (False, True):
        n_states = len(explore(read(game, slots, at_once, answers)).states)
        assert n_states == count_states(slots, at_once=at_once, answers=answers)


@settings(deadline=None, max_examples=60)
@given(timing_games(max_players=2), st.sampled_from(Answers))
def test_letting_the_last_one_choose_at_once_changes_no_value(
    drawn: tuple[NormalForm, list[list[int]]], answers: Answers
) -> None:
    game, slots = drawn

    def values(at_once: bool) -> set[tuple[float, ...]]:
        solution = solve_staged(read(game, slots, at_once, answers))
        return {tuple(np.round(v, 9) + 0.0) for v in solution.values}

    assert values(True) == values(False)


@settings(deadline=None, max_examples=40)
@given(timing_games(max_players=2))
def test_swapping_the_players_swaps_the_equilibria(drawn: tuple[NormalForm, list[list[int]]]) -> None:
    game, slots = drawn
    n = game.n_players
    turned = NormalForm.from_payoffs(game.payoffs[::-1].transpose(0, *range(n, 0, -1)))

    def values(g: NormalForm, s: list[list[int]]) -> set[tuple[float, ...]]:
        return {tuple(np.round(v, 9) + 0.0) for v in solve_staged(staged_from_timing(g, s)).values}

    assert values(turned, slots[::-1]) == {v[::-1] for v in values(game, slots)}


@settings(deadline=None, max_examples=60)
@given(timing_games())
def test_tracked_quantities_are_expectations_over_the_profiles_played(
    drawn: tuple[NormalForm, list[list[int]]],
) -> None:
    game, slots = drawn
    tracked = np.arange(game.payoffs[0].size, dtype=float).reshape(1, *game.n_actions)
    rows = np.concatenate([game.payoffs, tracked])[None]
    staged = staged_from_timing(game, slots, payoffs=rows, tracked_names=["number"])
    for equilibrium in solve_staged(staged, BackwardInduction(max_kept=4, max_games=16)).equilibria:
        played = profile_distribution(staged, equilibrium.outcomes)[0]
        assert played.sum() == pytest.approx(1.0)
        assert float((played * tracked[0]).sum()) == pytest.approx(float(equilibrium.tracked[0]))
        expected = [float((played * own).sum()) for own in game.payoffs]
        assert expected == pytest.approx(equilibrium.payoffs.tolist())


@settings(deadline=None, max_examples=40)
@given(timing_games(max_players=2), st.integers(1, 3))
def test_cheap_talk_changes_no_value(drawn: tuple[NormalForm, list[list[int]]], n_messages: int) -> None:
    game, slots = drawn
    staged = staged_from_timing(game, slots)
    silent, talking = (
        {tuple(np.round(v, 9) + 0.0) for v in solve_staged(g).values}
        for g in (staged, CheapTalk(staged, 0, tuple("xyz"[:n_messages])))
    )
    assert talking == silent


def test_a_babbling_speaker_is_indifferent_among_messages() -> None:
    game = NormalForm.from_bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    talking = CheapTalk(staged_from_timing(game, [[0, 0], [0, 0]]), 0, ("I will", "I will not"))
    solution = solve_staged(talking)
    assert all(e.check.gain < 1e-12 for e in solution.equilibria)
    assert "speaks" in solution.equilibria[0].timeline()[0].words


def stopping(hazards: list[float], *, beliefs: list[list[float]] | None = None) -> TimingGame:
    """One player may stop at slot 0 for 3 or at slot 1 for 2, 6 if the event has come by then, or never for 0."""
    game = NormalForm.from_payoffs([[0.0, 0.0, 0.0]], actions=(("stop 0", "stop 1", "never"),))
    scenarios = arrival(hazards, beliefs)
    with_news, without = [3.0, 6.0, 0.0], [3.0, 2.0, 0.0]
    payoffs = np.array([[with_news], [with_news], [without]])[-len(scenarios.names) :]
    return staged_from_timing(game, [[0, 1, NEVER]], payoffs=payoffs, scenarios=scenarios)


def truth(equilibrium: StagedEquilibrium) -> list[float]:
    """What the one player gets in expectation, with true probabilities."""
    game = equilibrium.explored.game
    assert isinstance(game, TimingGame)
    return [float((profile_distribution(game, equilibrium.outcomes) * game.payoffs[:, 0]).sum())]


def test_an_arriving_event_is_worth_waiting_for_when_likely() -> None:
    # Waiting is worth 2 + 4 h.
    assert solve_staged(stopping([0.0, 0.5])).values.ravel().tolist() == [4.0]
    assert solve_staged(stopping([0.0, 0.125])).values.ravel().tolist() == [3.0]


def test_wrong_beliefs_decide_and_the_truth_pays() -> None:
    solution = solve_staged(stopping([0.0, 0.125], beliefs=[[0.0, 0.75]]))
    (equilibrium,) = solution.equilibria
    assert equilibrium.payoffs.tolist() == [5.0]
    assert truth(equilibrium) == [2.5]
    assert equilibrium.check.gain == 0


def test_who_thinks_the_event_impossible_still_reacts_to_it() -> None:
    (equilibrium,) = solve_staged(stopping([1.0, 0.5], beliefs=[[0.0, 0.0]])).equilibria
    assert equilibrium.payoffs.tolist() == [3.0]
    # It comes at once all the same, and then waiting for 6 is best.
    assert truth(equilibrium) == [6.0]


def test_a_player_who_fears_the_worst_does_not_wait() -> None:
    cautious = BackwardInduction(valuation=Valuation(risks=(CVaR(0.5),)))
    neutral = BackwardInduction(valuation=Valuation(risks=(CVaR(1.0),)))
    assert solve_staged(stopping([0.0, 0.5]), cautious).values.ravel().tolist() == [3.0]
    assert solve_staged(stopping([0.0, 0.5]), neutral).values.ravel().tolist() == [4.0]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(-5, 5), min_size=2, max_size=6),
    st.integers(1, 20),
    st.integers(1, 20),
)
def test_cvar_lies_between_the_worst_outcome_and_the_mean_and_grows_with_the_tail(
    outcomes: list[int], first: int, second: int
) -> None:
    values = np.array(outcomes, dtype=float)
    weights = np.full(len(values), 1 / len(values))
    low, high = sorted((first / 20, second / 20))
    small_tail, large_tail = CVaR(low).value(values, weights), CVaR(high).value(values, weights)
    assert values.min() - 1e-12 <= small_tail <= large_tail + 1e-12
    assert large_tail <= values.mean() + 1e-12


@settings(deadline=None, max_examples=40)
@given(timing_games(max_players=2), st.lists(st.integers(0, 4), min_size=3, max_size=3), st.data())
def test_the_value_of_uncertain_play_is_the_mean_over_scenarios_and_profiles(
    drawn: tuple[NormalForm, list[list[int]]], quarters: list[int], data: st.DataObject
) -> None:
    game, slots = drawn
    scenarios = arrival([q / 4 for q in quarters])
    n = len(scenarios.names) * game.payoffs.size
    flat = data.draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n))
    payoffs = np.array(flat, dtype=float).reshape(len(scenarios.names), *game.payoffs.shape)
    staged = staged_from_timing(game, slots, payoffs=payoffs, scenarios=scenarios)
    for equilibrium in solve_staged(staged, BackwardInduction(max_kept=3, max_games=9)).equilibria:
        assert equilibrium.check.gain < 1e-9
        played = profile_distribution(staged, equilibrium.outcomes)
        scenario_weight = played.reshape(len(played), -1).sum(axis=1)
        assert scenario_weight.tolist() == pytest.approx(scenarios.probabilities.tolist())
        expected = [float((played * payoffs[:, i]).sum()) for i in range(game.n_players)]
        assert expected == pytest.approx(equilibrium.payoffs.tolist())


def test_scenarios_known_from_the_start_are_solved_one_by_one() -> None:
    game = NormalForm.from_payoffs([[0.0, 0.0]])
    scenarios = Scenarios(("good", "bad"), (0, 0), np.array([0.25, 0.75]))
    staged = staged_from_timing(game, [[0, NEVER]], payoffs=[[[8.0, 0.0]], [[-4.0, 0.0]]], scenarios=scenarios)
    (equilibrium,) = solve_staged(staged).equilibria
    assert equilibrium.payoffs.tolist() == [2.0]


def test_scenarios_that_are_never_revealed_are_averaged() -> None:
    game = NormalForm.from_payoffs([[0.0, 0.0]])
    scenarios = Scenarios(("good", "bad"), (9, 9), np.array([0.25, 0.75]))
    staged = staged_from_timing(game, [[0, NEVER]], payoffs=[[[8.0, 0.0]], [[-4.0, 0.0]]], scenarios=scenarios)
    (equilibrium,) = solve_staged(staged).equilibria
    assert equilibrium.payoffs.tolist() == [0.0]


def test_too_many_states_are_refused_with_their_number() -> None:
    game = NormalForm.from_payoffs(np.zeros((3, 61, 61, 61)))
    slots = [[*range(60), NEVER]] * 3
    with pytest.raises(TooLargeError, match=f"{count_states(slots, at_once=False):,} states"):
        staged_from_timing(game, slots, selves=one_by_one(slots))


@pytest.mark.parametrize("slots", [[[0, 1]], [[0, 1], [0]], [[NEVER, NEVER], [0, 1]], [[0, -2], [0, 1]]])
def test_slots_that_do_not_fit_are_refused(slots: list[list[int]]) -> None:
    with pytest.raises(GameError):
        staged_from_timing(NormalForm.from_payoffs(np.zeros((2, 2, 2))), slots)


def test_a_timeline_says_who_waits_for_what() -> None:
    game = NormalForm.from_bimatrix([[1, 1], [0, 2]], [[0, 0], [3, 1]], players=("alice", "bob"))
    staged = staged_from_timing(game, [[1, NEVER], [0, NEVER]], slot_names=("January", "February"))
    (equilibrium,) = solve_staged(staged).equilibria
    words = [m.words for m in equilibrium.timeline(reached_only=False)]
    assert words[0] == "January: nobody has acted"
    assert "February: bob played 0" in words
    assert all(isinstance(n, Stage) for n in equilibrium.explored.nodes)
