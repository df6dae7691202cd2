"""Time one family of games: ours as a batch, peers one game at a time, in turns, warm; then compare the answers.

Every round times our whole batch and then each peer on its sample, so that a busy moment of the machine meets all. A
peer's sample is as many of the first games as it solves in ``BUDGET`` seconds, and one at least. The time of a round is
divided by its games; the table shows medians over rounds. Times are processor time, child processes included, so that
other work on the machine does not count. Answers are compared outside the clock: an equilibrium of ours that no point
of the peer comes near is one that the peer missed.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import Peer, Points
from solver.game.profile import regret
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.solving import solve_batch

FloatArray = NDArray[np.float64]

BUDGET = 2.0
"""Seconds that one peer is given per round."""
NEAR = 1e-5
"""Largest difference of two probabilities of one equilibrium found by two solvers."""


@dataclass(frozen=True)
class PeerLine:
    """One peer on one family; times in microseconds per game."""

    name: str
    microseconds: float
    games: int
    equilibria: int
    missed: int
    wrong: int


@dataclass(frozen=True)
class Line:
    """One family; times in microseconds per game. ``exact``: games that were left to exact arithmetic."""

    family: str
    actions: int
    games: int
    microseconds: float
    equilibria: int
    exact: int
    max_regret: float
    peers: tuple[PeerLine, ...]

    @property
    def best_peer(self) -> PeerLine | None:
        """The fastest peer, complete or not."""
        return min(self.peers, key=lambda p: p.microseconds, default=None)


def compare(family: str, games: FloatArray, peers: list[Peer], sample: int, rounds: int) -> Line:
    """Time ``games`` and, on at most the first ``sample`` of them, the peers that take games of this size."""
    k = games.shape[2]
    solved = solve_batch(games)
    asked = [peer for peer in peers if k <= peer.largest]
    calls = [_within_budget(peer, games[:sample]) for peer in asked]
    answers = [_all(own) for own in calls]
    ours: list[float] = []
    theirs: list[list[float]] = [[] for _ in asked]
    for _ in range(rounds):
        ours.append(_timed(partial(_regrets, games)) / len(games))
        for own, times in zip(calls, theirs, strict=True):
            times.append(_timed(partial(_all, own)) / len(own))
    lines = tuple(
        _peer_line(peer, 1e6 * median(times), [[] if a is None else peer.points(a) for a in found], games, solved)
        for peer, times, found in zip(asked, theirs, answers, strict=True)
    )
    return Line(
        family,
        k,
        len(games),
        1e6 * median(ours),
        len(solved.equilibria),
        int(solved.proven.sum()),
        float(solved.regret.max(initial=0.0)),
        lines,
    )


def _regrets(games: FloatArray) -> FloatArray:
    """What is timed: every equilibrium of every game, and its regret, which is computed when it is first read."""
    return solve_batch(games).regret


def _within_budget(peer: Peer, games: FloatArray) -> list[Callable[[], Any]]:
    """Calls for the first games, as many as the peer answers within the budget."""
    # Some compile at their first call.
    _attempt(peer.ready(games[0]))
    calls = []
    left = BUDGET
    for payoffs in games:
        calls.append(peer.ready(payoffs))
        left -= _timed(partial(_attempt, calls[-1]))
        if left <= 0:
            break
    return calls


def _all(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    return [_attempt(call) for call in calls]


def _attempt(call: Callable[[], Any]) -> Any:
    """What a peer answers, or ``None`` where it fails: then it misses everything, and the table shows that."""
    try:
        return call()
    except (ArithmeticError, IndexError, TypeError, ValueError, RuntimeError):
        return None


def _timed(call: Callable[[], Any]) -> float:
    started = process_time() + _children()
    call()
    return process_time() + _children() - started


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peer_line(
    peer: Peer, microseconds: float, found: list[Points], games: FloatArray, solved: BatchSolution
) -> PeerLine:
    missed = wrong = equilibria = 0
    for g, points in enumerate(found):
        equilibria += len(points)
        m = games.shape[2]
        scale = float(np.ptp(games[g]))
        wrong += sum(not regret(games[g], (p[:m], p[m:])) <= 1e-6 * max(scale, 1e-300) for p in points)
        table = np.array(points).reshape(len(points), games.shape[2] + games.shape[3])
        for e in solved[g].equilibria:
            ours = np.concatenate(e.strategies)
            missed += not (len(table) and np.abs(table - ours).max(axis=1).min() < NEAR)
    return PeerLine(peer.name, microseconds, len(found), equilibria, missed, wrong)
