"""Ties of staged games followed along their faces, held against brute force on a grid of mixtures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.game.solution import StatusCode
from solver.staged.backward import solve_staged
from solver.staged.game import Chance, ListedGame, Node, Stage, State
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.valuation import CVaR, Expectation, Valuation
from tests.solver.staged.brute import answers

FloatArray = NDArray[np.float64]
PLAYERS = ("one", "two")


def stage(movers: tuple[int, ...], rewards: FloatArray, successors: tuple[State | None, ...] | None = None) -> Stage:
    return Stage(movers, tuple(tuple("abc"[:n]) for n in rewards.shape[1:]), rewards, successors)


def random_tree(rng: np.random.Generator, depth: int, at_once: float, n_tracked: int = 1, high: int = 1) -> ListedGame:
    """A tree of two players with small integers, so that payoffs tie: movers alone, at once or chance in each state."""
    nodes: list[tuple[State, Node]] = []

    def grow(left: int) -> State | None:
        if left == 0 or (nodes and rng.random() < 0.15):
            return None
        name, kind, place = f"state {len(nodes)}", rng.random(), len(nodes)
        nodes.append((name, stage((0,), np.zeros((2, 1)))))
        if kind < 0.1 and place:
            after = (grow(left - 1), grow(left - 1))
            rewards = rng.integers(-high, high + 1, size=(2 + n_tracked, 2)).astype(float)
            nodes[place] = (name, Chance(("x", "y"), np.array([0.5, 0.5]), after, rewards))
            return name
        movers = (0, 1) if kind < 0.1 + at_once else (int(rng.integers(2)),)
        rewards = rng.integers(-high, high + 1, size=(2 + n_tracked, *[2] * len(movers))).astype(float)
        nodes[place] = (name, stage(movers, rewards, tuple(grow(left - 1) for _ in range(2 ** len(movers)))))
        return name

    grow(depth)
    return ListedGame(PLAYERS, tuple(nodes), tuple(f"row {k}" for k in range(n_tracked)))


def brute_values(game: ListedGame) -> FloatArray:
    return np.array([[float(v) for v in one] for one in answers(game)])


@pytest.mark.parametrize(("depth", "at_once"), [(2, 0.5), (3, 0.0), (3, 0.3), (4, 0.0)])
def test_in_a_complete_solution_no_equilibrium_of_brute_force_is_beyond_the_listed_ones(
    depth: int, at_once: float
) -> None:
    rng = np.random.default_rng(depth)
    complete = 0
    for _ in range(40):
        game = random_tree(rng, depth, at_once)
        solution = solve_staged(game)
        assert solution.certificate.max_regret < 1e-9
        if not solution.complete:
            continue
        complete += 1
        ours, theirs = solution.values, brute_values(game)
        if at_once == 0:
            # Without curves the listed equilibria are the corners of all: nothing is beyond them in any direction.
            directions = np.hstack([np.eye(3), rng.normal(size=(3, 30))])
            ours, theirs = ours @ directions, theirs @ directions
        assert (theirs.min(axis=0) >= ours.min(axis=0) - 1e-9).all()
        assert (theirs.max(axis=0) <= ours.max(axis=0) + 1e-9).all()
    assert complete >= 28


def test_most_small_games_with_ties_are_complete() -> None:
    rng = np.random.default_rng(0)
    solved = [solve_staged(random_tree(rng, depth, at_once)) for depth, at_once in [(2, 0.5), (3, 0.0)] * 60]
    assert sum(solution.complete for solution in solved) >= 100


def before_a_tie(rewards: FloatArray, tie: FloatArray) -> ListedGame:
    """Both move at once; after ``a, a`` one is indifferent between a and b and decides what two gets."""
    return ListedGame(
        PLAYERS, (("now", stage((0, 1), rewards, ("tie", None, None, None))), ("tie", stage((0,), tie, None)))
    )


def test_a_stage_of_two_is_walked_to_where_its_equilibria_change() -> None:
    """Two gets 0 to 4 after (a, a) and 1 after (a, b): the pure equilibria (a, a), and mixed ones, from 1 on."""
    rewards = np.array([[[2.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 3.0]]])
    solution = solve_staged(before_a_tie(rewards, np.array([[0.0, 0.0], [0.0, 4.0]])))
    assert solution.complete
    found = {tuple(v) for v in np.round(solution.values, 9).tolist()}
    # (b, b) always; (a, a) where two gets 1 to 4 there; at 1 one may be mixed with two's (a, a).
    assert {(1.0, 3.0), (2.0, 4.0), (2.0, 1.0)} <= found


def test_a_curve_of_mixed_equilibria_lists_where_a_row_turns() -> None:
    """Between the ends of the face the mixed equilibrium moves, and its tracked row rises and falls."""
    rewards = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-3.0, 1.0], [1.0, -1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    tie = np.array([[0.0, 0.0], [0.0, 2.0], [0.0, 1.0]])
    game = ListedGame(
        PLAYERS, (("now", stage((0, 1), rewards, ("tie", None, None, None))), ("tie", stage((0,), tie))), ("row",)
    )
    solution = solve_staged(game)
    assert solution.complete
    at = np.linspace(0, 1, 2001)
    # Two makes one indifferent at 1/2; one makes two indifferent.
    alone = 2 / (6 - 2 * at)
    row = 0.5 * (alone * (at + 1) + (1 - alone))
    assert solution.values[:, 2].min() == pytest.approx(row.min(), abs=1e-9)
    assert solution.values[:, 2].max() == pytest.approx(row.max(), abs=1e-6)


def test_a_surface_on_which_an_earlier_choice_depends_is_named() -> None:
    """Both are indifferent about everything inside, and what one cares about at the door depends on both mixtures."""
    inside = np.array([[[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]])
    door = np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.5]])
    judged = Stage((0,), (("in", "out"),), door, ("inside", None), judges=(2,))
    game = ListedGame(PLAYERS, (("door", judged), ("inside", stage((0, 1), inside))), ("what one cares about",))
    solution = solve_staged(game)
    assert solution.status.code is StatusCode.PARTIAL
    assert "Indifferent: one between a and b, two between a and b (inside)" in solution.status.message


def test_a_tie_behind_a_lottery_that_somebody_fears_is_named_and_not_called_complete() -> None:
    """CVaR of a lottery is concave in its branches, so the best point of a tie may lie between its ends."""
    lottery = Chance(("x", "y"), np.array([0.5, 0.5]), ("tie", "tie too"), np.zeros((2, 2)))
    tie = stage((0,), np.array([[0.0, 0.0], [0.0, 1.0]]))
    game = ListedGame(PLAYERS, (("lottery", lottery), ("tie", tie), ("tie too", tie)))
    assert solve_staged(game).complete
    fearful = Valuation(risks=(Expectation(), CVaR(0.5)))
    solution = solve_staged(game, BackwardInduction(valuation=fearful))
    assert not solution.complete
    assert "one between a and b" in solution.status.message


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.permutations([0, 1]))
def test_points_on_faces_are_equilibria_of_games_in_turn_too(seed: int, order: list[int]) -> None:
    game = random_tree(np.random.default_rng(seed), 3, 0.4)
    solution = solve_staged(Ordered(game, tuple(order)))
    assert solution.equilibria
    for equilibrium in solution.equilibria:
        assert equilibrium.check.gain < 1e-9
        # Values of means of strategies are means of their values.
        chances = sum(outcome.probability for outcome in equilibrium.outcomes)
        assert chances == pytest.approx(1.0)
