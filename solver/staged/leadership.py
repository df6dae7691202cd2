"""Commitment: one player fixes its action first, for everybody to see (Stackelberg 1934, in time).

What the leader gets from an action depends on which equilibrium the others play after it. *Strong*: ties and multiple
equilibria are decided in the leader's favour, its value is the largest of the best cases. *Weak*: against it, the
largest of the worst cases (Breton, Alj and Haurie 1988). Followers either commit at once to their own actions (Nash
equilibria of what is left of the normal form) or go on slot by slot, each seeing what has been done, with the leader's
future act known in advance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.game.errors import GameError
from solver.game.normal_form import NormalForm
from solver.game.tolerances import EQUALLY_GOOD, ROUNDING_OF_SUMS
from solver.staged.backward import BackwardInduction, solve_staged
from solver.staged.solution import StagedSolution
from solver.staged.stages import CompleteStages, StageSolver
from solver.staged.strategy import MixedAction
from solver.staged.timing import NEVER, TimingGame

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Response:
    """One equilibrium of the others after one action of the leader.

    Attributes:
        payoffs: ``(N,)`` or, with tracked quantities, ``(R,)``.
        profile: one mixed action per player in the normal form; ``None`` where others go on slot by slot.
    """

    payoffs: FloatArray
    profile: tuple[MixedAction, ...] | None = None


@dataclass(frozen=True, eq=False)
class Leadership:
    """What committing first is worth.

    Attributes:
        leader: who commits.
        actions: labels of its actions.
        responses: per action the others' equilibria.
        complete: whether all responses to all actions are known to be listed.
        staged: per action the staged solution behind them; empty when the others act at once.
    """

    leader: int
    actions: tuple[str, ...]
    responses: tuple[tuple[Response, ...], ...]
    complete: bool
    staged: tuple[StagedSolution, ...] = ()

    @property
    def best_cases(self) -> FloatArray:
        """``(A,)``: the leader's largest payoff from each action."""
        return np.array([max(float(r.payoffs[self.leader]) for r in own) for own in self.responses])

    @property
    def worst_cases(self) -> FloatArray:
        """``(A,)``: the leader's smallest payoff from each action."""
        return np.array([min(float(r.payoffs[self.leader]) for r in own) for own in self.responses])

    @property
    def strong_value(self) -> float:
        """The leader's value with ties in its favour."""
        return float(self.best_cases.max())

    @property
    def weak_value(self) -> float:
        """The leader's value with ties against it."""
        return float(self.worst_cases.max())

    @property
    def strong_actions(self) -> tuple[int, ...]:
        """Actions that reach the strong value."""
        return _best(self.best_cases)

    @property
    def weak_actions(self) -> tuple[int, ...]:
        """Actions that reach the weak value."""
        return _best(self.worst_cases)


def lead_normal_form(game: NormalForm, leader: int, stages: StageSolver | None = None) -> Leadership:
    """The leader fixes its action; then the others fix theirs at once.

    Raises:
        GameError: no such player, or an action after which the others have no equilibrium that was found.
    """
    _check_leader(leader, game.n_players)
    solver = stages or CompleteStages()
    followers = [i for i in range(game.n_players) if i != leader]
    responses: list[tuple[Response, ...]] = []
    complete = True
    floor = ROUNDING_OF_SUMS * np.abs(game.payoffs.reshape(game.n_players, -1)).max(axis=1)
    for action in range(game.n_actions[leader]):
        rest = np.take(game.payoffs, action, axis=leader + 1)
        if not followers:
            responses.append((Response(rest, (MixedAction.pure(action),)),))
            continue
        found = solver(np.ascontiguousarray(rest[followers]), floor[followers])
        complete &= found.complete
        own: list[Response] = []
        for point in found.points:
            values = rest
            for mixed in reversed(point):
                values = values @ mixed.dense(values.shape[-1])
            whole = list(point)
            whole.insert(leader, MixedAction.pure(action))
            own.append(Response(values, tuple(whole)))
        responses.append(_some(own, game.actions[leader][action]))
    return Leadership(leader, game.actions[leader], tuple(responses), complete)


def lead_staged(game: TimingGame, leader: int, method: BackwardInduction | None = None) -> Leadership:
    """The leader fixes its action; then the others go on slot by slot.

    Raises:
        GameError: no such player, or an action after which no equilibrium was found.
    """
    _check_leader(leader, len(game.players))
    staged: list[StagedSolution] = []
    for action in range(len(game.labels[leader])):
        committed = tuple(action if i == leader else NEVER for i in range(len(game.players)))
        staged.append(solve_staged(replace(game, committed=committed), method))
    responses = tuple(
        _some([Response(value) for value in solution.values], label)
        for solution, label in zip(staged, game.labels[leader], strict=True)
    )
    return Leadership(leader, game.labels[leader], responses, all(s.complete for s in staged), tuple(staged))


def _check_leader(leader: int, n_players: int) -> None:
    if not 0 <= leader < n_players:
        raise GameError(f"leader {leader}", f"a player from 0 to {n_players - 1}", "players are numbered from 0")


def _some(found: list[Response], label: str) -> tuple[Response, ...]:
    if not found:
        raise GameError(
            f"no equilibrium of the others was found after the leader's {label!r}",
            "at least one",
            "pass a stage solver that finds one",
        )
    return tuple(found)


def _best(values: FloatArray) -> tuple[int, ...]:
    return tuple(int(a) for a in np.flatnonzero(values >= values.max() - EQUALLY_GOOD * np.abs(values).max()))
