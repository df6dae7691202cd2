"""Backward induction with sets, held against brute force and against what must not matter."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError, TooLargeError
from solver.game.solution import StatusCode
from solver.staged.backward import solve_staged
from solver.staged.check import OneShot, most_tempting
from solver.staged.explore import Explored, explore
from solver.staged.game import Chance, ListedGame, Node, Stage, StagedGame, State, Terminal
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.selection import SELECTIONS
from solver.staged.strategy import MixedAction, Play, Strategy, evaluate
from tests.solver.staged.plain import Histories

FloatArray = NDArray[np.float64]

small = st.integers(-2, 2)


def stage(movers: tuple[int, ...], rewards: FloatArray, successors: tuple[State | None, ...] | None) -> Stage:
    labels = tuple(tuple("abc"[:n]) for n in rewards.shape[1:])
    return Stage(movers, labels, rewards, successors)


@st.composite
def two_period_games(draw: st.DrawFn) -> ListedGame:
    """Two players, two periods: a 2 x 2 stage, then in each of two states a stage of either kind or the end."""
    nodes: list[tuple[State, Node]] = []
    first = np.array(draw(st.lists(small, min_size=8, max_size=8)), dtype=float).reshape(2, 2, 2)
    targets = tuple(draw(st.sampled_from(["left", "right", None])) for _ in range(4))
    nodes.append(("start", stage((0, 1), first, targets)))
    for name in ("left", "right"):
        movers = draw(st.sampled_from([(0, 1), (0,), (1,)]))
        shape = (2, *(2,) * len(movers))
        n = int(np.prod(shape))
        rewards = np.array(draw(st.lists(small, min_size=n, max_size=n)), dtype=float).reshape(shape)
        nodes.append((name, stage(movers, rewards, None)))
    return ListedGame(("one", "two"), tuple(nodes))


def one_shot(explored: Explored, strategy: Strategy) -> OneShot:
    return most_tempting(explored, strategy, evaluate(explored, strategy))


def pure_equilibrium_values(game: StagedGame) -> set[tuple[float, ...]]:
    """Every pure strategy profile that passes the one-shot check, by trying them all."""
    explored = explore(game)
    options: list[list[Play | None]] = []
    for node in explored.nodes:
        if isinstance(node, Stage):
            options.append(
                [Play.of(*[MixedAction.pure(a) for a in choice]) for choice in product(*[range(n) for n in node.shape])]
            )
        else:
            options.append([None])
    found = set()
    for plays in product(*options):
        strategy = Strategy(tuple(plays))
        if one_shot(explored, strategy).gain <= 1e-12:
            found.add(tuple(float(v) for v in np.round(evaluate(explored, strategy)[-1], 9) + 0.0))
    return found


def listed(values: FloatArray) -> set[tuple[float, ...]]:
    return {tuple(float(x) for x in np.round(v, 9) + 0.0) for v in values}


@settings(deadline=None, max_examples=150)
@given(two_period_games())
def test_every_pure_equilibrium_found_by_trying_all_is_found_by_induction(game: ListedGame) -> None:
    solution = solve_staged(game)
    assert pure_equilibrium_values(game) <= listed(solution.values)


@settings(deadline=None, max_examples=150)
@given(two_period_games())
def test_every_equilibrium_passes_the_one_shot_check_in_every_state(game: ListedGame) -> None:
    solution = solve_staged(game)
    assert solution.equilibria
    for equilibrium in solution.equilibria:
        assert equilibrium.check.gain < 1e-12
        assert equilibrium.check.n_states == solution.explored.n_stages()


@settings(deadline=None, max_examples=100)
@given(two_period_games())
def test_pure_equilibria_of_the_solver_are_those_of_brute_force(game: ListedGame) -> None:
    solution = solve_staged(game)
    pure = [e.payoffs for e in solution.equilibria if e.is_pure]
    assert listed(np.array(pure).reshape(-1, 2)) <= pure_equilibrium_values(game)


@settings(deadline=None, max_examples=60)
@given(two_period_games())
def test_histories_add_equilibria_and_lose_none(game: ListedGame) -> None:
    markov, histories = solve_staged(game), solve_staged(Histories(game))
    assume("extremes of each row" not in histories.status.message)
    assert pure_equilibrium_values(game) <= listed(histories.values)
    if histories.complete:
        # Where a tie makes a continuum, points between its ends may be listed for one of the two only.
        assert (markov.values.min(axis=0) >= histories.values.min(axis=0) - 1e-9).all()
        assert (markov.values.max(axis=0) <= histories.values.max(axis=0) + 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(two_period_games(), st.integers(1, 3), st.integers(-3, 3))
def test_a_positive_scale_and_a_constant_change_nothing_else(game: ListedGame, scale: int, shift: int) -> None:
    moved: list[tuple[State, Node]] = []
    for state, node in game.listing:
        assert isinstance(node, Stage)
        rewards = node.rewards * scale + (shift if state == "start" else 0)
        moved.append((state, Stage(node.movers, node.actions, rewards, node.successors)))
    expected = solve_staged(game).values * scale + shift
    assert listed(solve_staged(ListedGame(game.players, tuple(moved))).values) == listed(expected)


@settings(deadline=None, max_examples=60)
@given(two_period_games(), st.permutations([0, 1]))
def test_ordered_moves_leave_one_mover_per_stage_and_stay_equilibria(game: ListedGame, order: list[int]) -> None:
    ordered = Ordered(game, tuple(order))
    solution = solve_staged(ordered)
    assert all(len(n.movers) == 1 for n in solution.explored.nodes if isinstance(n, Stage))
    pure = [e.payoffs for e in solution.equilibria if e.is_pure]
    assert listed(np.array(pure).reshape(-1, 2)) <= pure_equilibrium_values(ordered) <= listed(solution.values)


def entry_game() -> ListedGame:
    """Player 1 enters or not; an incumbent fights or yields (Selten's chain store, one shop)."""
    return ListedGame(
        ("entrant", "incumbent"),
        (
            ("door", stage((0,), np.array([[0.0, 0.0], [2.0, 0.0]]), (None, "inside"))),
            ("inside", stage((1,), np.array([[-1.0, 1.0], [-1.0, 1.0]]), None)),
        ),
    )


def test_an_empty_threat_is_no_equilibrium() -> None:
    solution = solve_staged(entry_game())
    assert listed(solution.values) == {(1.0, 1.0)}
    assert solution.complete


def shared_tail_game() -> ListedGame:
    """Player 1 picks one of two doors to the same room, in which player 2 is indifferent and player 1 is not."""
    return ListedGame(
        ("one", "two"),
        (
            ("doors", stage((0,), np.array([[0.0, 1.0], [0.0, 0.0]]), ("hall", "room"))),
            ("hall", stage((0,), np.array([[0.0, 0.5], [0.0, 0.0]]), ("room", None))),
            ("room", stage((1,), np.array([[0.0, 4.0], [0.0, 0.0]]), None)),
        ),
    )


def test_a_markov_strategy_plays_the_same_in_a_room_with_two_doors() -> None:
    markov, histories = solve_staged(shared_tail_game()), solve_staged(Histories(shared_tail_game()))
    assert listed(markov.values) == {(1.0, 0.0), (5.0, 0.0)}
    # Where history matters, player 2 can reward the hall and not the direct door.
    assert listed(histories.values) == {(1.0, 0.0), (4.0, 0.0), (5.0, 0.0)}


def test_of_two_doors_to_one_room_the_dearer_is_never_taken() -> None:
    game = ListedGame(
        ("one", "two"),
        (
            ("doors", stage((0,), np.array([[0.0, 1.0], [0.0, 0.0]]), ("room", "room"))),
            ("room", stage((1,), np.array([[0.0, 4.0], [0.0, 0.0]]), None)),
        ),
    )
    solution = solve_staged(game)
    assert listed(solution.values) == {(1.0, 0.0), (5.0, 0.0)}
    assert solution.certificate.max_regret == 0


def battle() -> ListedGame:
    rewards = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
    return ListedGame(("one", "two"), (("now", stage((0, 1), rewards, None)),))


def test_selections_pick_what_their_names_say() -> None:
    assert listed(solve_staged(battle()).values) == {(2.0, 1.0), (1.0, 2.0), (round(2 / 3, 9), round(2 / 3, 9))}

    def values(rule: str) -> set[tuple[float, ...]]:
        return listed(solve_staged(battle(), BackwardInduction(selection=SELECTIONS[rule])).values)

    assert values("coin") == {(1.5, 1.5)}
    assert values("pure") == {(2.0, 1.0), (1.0, 2.0)}
    assert values("efficient") == {(2.0, 1.0), (1.0, 2.0)}
    # Coordinating on one action is symmetric here, mixing is not.
    assert values("symmetric") == {(2.0, 1.0), (1.0, 2.0)}


def test_a_selection_is_named_in_the_status_and_claims_no_completeness() -> None:
    solution = solve_staged(battle(), BackwardInduction(selection=SELECTIONS["coin"]))
    assert "public coin" in solution.status.message
    assert not solution.complete
    assert solution.equilibria[0].check.gain == 0
    assert sum(o.probability for o in solution.equilibria[0].outcomes) == pytest.approx(1.0)


def test_a_tie_before_which_nobody_moves_is_covered_by_its_ends() -> None:
    game = ListedGame(("one", "two"), (("now", stage((0,), np.array([[1.0, 1.0], [0.0, 5.0]]), None)),))
    solution = solve_staged(game)
    assert listed(solution.values) == {(1.0, 0.0), (1.0, 5.0)}
    assert solution.complete
    assert "covered by its ends" in solution.status.message


def tie_behind_a_door(
    door: float, two: tuple[float, float] = (0, 5), what: tuple[float, float] = (10, 0)
) -> ListedGame:
    """Two enters or stays out for ``door``; inside, one is indifferent and decides what two gets and what happens."""
    return ListedGame(
        ("one", "two"),
        (
            ("door", stage((1,), np.array([[0.0, 0.0], [0.0, door], [0.0, 0.0]]), ("inside", None))),
            ("inside", stage((0,), np.array([[1.0, 1.0], two, what]), None)),
        ),
        ("what happens",),
    )


def test_a_tie_on_which_an_earlier_choice_depends_is_followed_to_where_that_choice_changes() -> None:
    # Two enters if it expects 2 at least: one plays b with chance 2/5 or more, and what happens is 0 to 6.
    solution = solve_staged(tie_behind_a_door(2.0))
    assert listed(solution.values) == {(1.0, 5.0, 0.0), (1.0, 2.0, 6.0), (0.0, 2.0, 0.0)}
    assert solution.complete
    inside = solution.explored.states.index("inside")
    (bare,) = [e for e in solution.equilibria if e.payoffs[0] == 1 and e.tracked[0] == 6]
    play = bare.strategy.plays[inside]
    assert play is not None
    np.testing.assert_allclose(play.profiles[0][0].dense(2), [3 / 5, 2 / 5])


def test_a_tie_after_a_choice_that_does_not_depend_on_it_is_covered_by_its_ends() -> None:
    # Staying out is worth less than the worst that can happen inside, so two enters whatever one does.
    solution = solve_staged(tie_behind_a_door(-1.0))
    assert listed(solution.values) == {(1.0, 0.0, 10.0), (1.0, 5.0, 0.0)}
    assert solution.complete


@settings(deadline=None, max_examples=200)
@given(st.integers(-1, 2), st.tuples(small, small), st.tuples(small, small), st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.8]))
def test_in_a_complete_solution_no_point_of_a_face_is_more_extreme_than_corners(
    door: int, two: tuple[int, int], what: tuple[int, int], p: float
) -> None:
    solution = solve_staged(tie_behind_a_door(door, two, what))
    assert len(np.unique(solution.values, axis=0)) == len(solution.values)
    at_p = [(1 - p) * low + p * high for low, high in (two, what)]
    point = solve_staged(tie_behind_a_door(door, (at_p[0], at_p[0]), (at_p[1], at_p[1])))
    below, above = solution.values[:, 2].min() - 1e-9, solution.values[:, 2].max() + 1e-9
    if solution.complete:
        assert ((point.values[:, 2] >= below) & (point.values[:, 2] <= above)).all()


def test_a_tie_that_changes_nothing_is_not_reported() -> None:
    game = ListedGame(("one", "two"), (("now", stage((0,), np.array([[1.0, 1.0], [3.0, 3.0]]), None)),))
    assert solve_staged(game).complete


def test_past_the_cap_extremes_are_kept_and_the_status_says_so() -> None:
    rewards = np.array([[0.0] * 3, [1.0, 2.0, 3.0]])
    labels = (("a", "b", "c"),)
    game = ListedGame(("one", "two"), (("now", Stage((0,), labels, rewards, None)),))
    solution = solve_staged(game, BackwardInduction(max_kept=2))
    assert listed(solution.values) == {(0.0, 1.0), (0.0, 3.0)}
    assert solution.status.code is StatusCode.PARTIAL
    assert "raise max_kept" in solution.status.message


def test_too_many_states_are_refused_with_what_to_coarsen() -> None:
    with pytest.raises(TooLargeError, match="fewer slots"):
        solve_staged(entry_game(), BackwardInduction(max_states=1))


def test_a_game_that_goes_round_in_a_circle_is_refused() -> None:
    rewards = np.zeros((1, 2))
    game = ListedGame(("one",), (("a", stage((0,), rewards, ("b", None))), ("b", stage((0,), rewards, ("a", None)))))
    with pytest.raises(GameError, match=r"'a' can follow itself \('a' -> 'b' -> 'a'\).*Put the period into the state"):
        solve_staged(game)


def test_with_the_period_in_the_state_a_circle_is_a_game_that_ends() -> None:
    """Stop for 1 or go on for 0 now; going on to the last period is worth 2 then, discounted or not."""
    last = Terminal(np.array([0.5]) / (1 - 0.75))
    nodes: list[tuple[State, Node]] = [
        ((period, name), stage((0,), np.array([[1.0, 0.0]]), (None, (period + 1, other))))
        for period in range(3)
        for name, other in (("a", "b"), ("b", "a"))
    ]
    game = ListedGame(("one",), (*nodes, ((3, "a"), last), ((3, "b"), last)))
    assert solve_staged(game).values.ravel().tolist() == [2.0]


@pytest.mark.parametrize(
    "node",
    [
        Terminal(np.zeros(3)),
        Terminal(np.array([0.0, np.nan])),
        Stage((1, 0), (("a",), ("b",)), np.zeros((2, 1, 1)), None),
        Stage((-1,), (("a", "b"),), np.zeros((2, 2)), None),
        Stage((0,), (("a", "b"),), np.zeros((2, 2)), None, (-1,)),
        Stage((0,), (("a", "b"),), np.zeros((2, 2)), (None,)),
        Stage((0,), (("a", "b"),), np.zeros((2, 3)), None),
        Chance(("x", "y"), np.array([0.5, 0.6]), (None, None), np.zeros((2, 2))),
        Chance(("x", "y"), np.array([0.5, np.nan]), (None, None), np.zeros((2, 2))),
        Chance(("x", "y"), np.array([0.5, 0.5]), (None, None), np.zeros((2, 2)), np.array([[0.5, 0.5], [1, np.nan]])),
    ],
)
def test_nodes_that_do_not_fit_are_refused(node: Node) -> None:
    with pytest.raises(GameError):
        solve_staged(ListedGame(("one", "two"), (("now", node),)))


def test_the_check_finds_a_deviation_off_the_path() -> None:
    explored = explore(entry_game())
    plays: list[Play | None] = [None, None]
    plays[explored.states.index("door")] = Play.of(MixedAction.pure(0))
    plays[explored.states.index("inside")] = Play.of(MixedAction.pure(0))
    found = one_shot(explored, Strategy(tuple(plays)))
    assert (found.gain, found.state, found.player, found.action) == (2.0, "inside", 1, "b")
