"""Budgets of time, Ctrl-C and progress: a search that ends early returns what it knows and says how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from solver.answer.solving import METHODS, Method, limited, method_named, solve
from solver.common.clock import Clock, TimeIsUp
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import StatusCode
from solver.n_player.all_equilibria import AllIsolated, prepare, report
from solver.n_player.any_size import ReduceThenSearch
from solver.n_player.relaxation.lp import Solver
from solver.n_player.tree.replay import replay
from solver.n_player.tree.search import Search
from solver.two_player.all_equilibria import AllEquilibria
from solver.two_player.exact import tree as exact_tree


def random_game(shape: tuple[int, ...], seed: int = 1) -> NormalForm:
    return NormalForm.from_payoffs(np.random.default_rng(seed).integers(0, 100, (len(shape), *shape)).astype(float))


LARGE = random_game((6, 6, 6))
"""Takes minutes to the end."""


@pytest.mark.parametrize("method", ["all", "reduce", None])
def test_a_budget_ends_a_long_search_which_returns_what_it_knows(method: str | None) -> None:
    solution = solve(LARGE, method=method, budget=0.2)
    assert solution.status.code is StatusCode.NOT_PROVEN
    assert not solution.complete
    assert solution.equilibria
    assert all(regret(LARGE.payoffs, e.strategies) <= 1e-10 * LARGE.payoff_range for e in solution.equilibria)
    assert "the budget of 0.2 s is spent" in solution.status.message


def test_the_default_searches_for_as_long_as_it_is_given_and_else_for_some_nodes() -> None:
    game = random_game((4, 4, 3), 6)
    assert not solve(game).complete
    assert solve(game, budget=600).complete
    # Stored results must not depend on the machine: without a limit of time, nodes count.
    assert not solve(game, budget=float("inf")).complete


class Interrupting:
    """Presses Ctrl-C in the middle of the ``n``-th linear program."""

    def __init__(self, n: int) -> None:
        self.left = n
        self._run = Solver.run

    def __call__(self, solver: Solver, stop_at: float = np.inf) -> object:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return self._run(solver, stop_at)


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def at(n: int) -> None:
        presses = Interrupting(n)
        monkeypatch.setattr(Solver, "run", lambda self, stop_at=np.inf: presses(self, stop_at))

    return at


@pytest.mark.parametrize("method", ["all", "reduce", None])
def test_an_interruption_keeps_what_is_known_where_the_caller_wants_it(
    method: str | None, interrupt: Callable[[int], None]
) -> None:
    interrupt(300)
    solution = solve(LARGE, method=method, keep_when_interrupted=True)
    assert "interrupted after" in solution.status.message
    assert solution.status.code is StatusCode.NOT_PROVEN
    assert solution.equilibria


@pytest.mark.parametrize("method", [AllIsolated(), ReduceThenSearch()])
def test_an_interruption_raises_where_the_caller_wants_no_partial_answer(
    method: Method, interrupt: Callable[[int], None]
) -> None:
    interrupt(20)
    with pytest.raises(KeyboardInterrupt):
        solve(LARGE, method)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 13, 21, 34])
def test_a_search_loses_nothing_when_it_is_interrupted_and_taken_up_again(
    n: int, interrupt: Callable[[int], None]
) -> None:
    # Its search takes some sixty linear programs.
    game = random_game((3, 3, 3), 4)
    whole = AllIsolated()(game)
    work = prepare(game)
    search = Search(work.core)
    interrupt(n)
    assert not search.run(10_000, 60.0, keep_when_interrupted=True)
    assert search.clock.interrupted
    assert search.run(10_000, 60.0)
    solution = report(work, search)
    assert solution.complete
    assert len(solution.equilibria) == len(whole.equilibria)
    followed = replay(work.core, search.log)
    assert followed.fault is None
    assert not followed.stack


def test_a_two_player_tree_that_is_interrupted_never_says_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game((5, 5), 3)
    split, calls = exact_tree._split, iter(range(1_000))

    def press(*arguments: object) -> object:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return split(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(exact_tree, "_split", press)
    solution = solve(game, keep_when_interrupted=True)
    assert not solution.complete
    assert solution.status.message.startswith("Interrupted after")
    calls = iter(range(1_000))
    with pytest.raises(KeyboardInterrupt):
        solve(game)


def test_two_players_take_a_budget_as_well() -> None:
    identity = NormalForm.from_bimatrix(np.eye(9), np.eye(9))
    solution = solve(identity, "all", budget=1e-3)
    assert not solution.complete
    assert "budget of 0.001 s is spent" in solution.status.message


def test_progress_is_a_line_per_second_for_those_who_listen(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every look at the clock takes a quarter of a second.
    times = count()
    monkeypatch.setattr("solver.common.clock.time", SimpleNamespace(monotonic=lambda: next(times) / 4))
    with caplog.at_level(logging.INFO, logger="openrace.progress"):
        solve(LARGE, "all", budget=20)
    lines = [record.getMessage() for record in caplog.records]
    assert 5 <= len(lines) <= 20
    assert all("parts of the game judged" in line and line.endswith("of 20 s") for line in lines)


@pytest.mark.parametrize("budget", [0, -1, float("nan"), True, "5"])
def test_a_budget_is_a_positive_number_of_seconds(budget: float) -> None:
    with pytest.raises(GameError, match=r"a budget of .*expected a positive number of seconds"):
        solve(LARGE, budget=budget)


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"all", "reduce"}))
def test_a_budget_for_a_method_that_knows_none_is_refused(method: str) -> None:
    with pytest.raises(GameError, match="a budget for"):
        solve(random_game((2, 2)), method, budget=5)


def test_the_default_of_every_number_of_players_takes_a_budget() -> None:
    for shape in ((3,), (2, 2), (2, 2, 2), (2, 2, 2, 2)):
        assert solve(random_game(shape), budget=60).equilibria


def test_limits_are_options_of_the_method() -> None:
    assert limited(AllEquilibria(), 2) == AllEquilibria(budget=2)
    assert limited(ReduceThenSearch(seed=3), 2, keep_when_interrupted=True) == ReduceThenSearch(
        seed=3, budget=2, keep_when_interrupted=True
    )
    assert limited(method_named("pure"), None, keep_when_interrupted=True) == method_named("pure")


def test_a_clock_that_has_run_out_says_so_until_it_is_started_again() -> None:
    clock = Clock(1e-9)
    with pytest.raises(TimeIsUp):
        clock.check()
    with clock.limiting():
        clock.check()
    assert clock.is_over
    assert not clock.interrupted
    clock.start(60)
    clock.check()
