"""Commitment: one player fixes its action first, for everybody to see, and the others answer (Stackelberg 1934).

The others commit at once to their own actions: they play an equilibrium of what is left of the normal form. Where that
has several, what the leader gets from an action depends on which one is played. *Strong*: what it gets from its best
action if every tie is decided in its favour. *Weak*: what it gets from the action that is best if every tie is decided
against it, so what it can be sure of (Breton, Alj and Haurie 1988).

An action and an answer to it are subgame-perfect together if no other action is better for the leader even when the
worst for it is played afterwards; that is all that can hold, since answers to other actions can be chosen freely. The
solution here is the part of them with the leader's strong actions. Other subgame-perfect plays exist only where ties
matter to the leader: then the solution depends on how they are decided, and is not complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, require
from solver.common.tolerances import EQUALLY_GOOD, ROUNDING_OF_SUMS
from solver.game.normal_form import NormalForm
from solver.staged.stages import StageEquilibria, equilibria_of
from solver.staged.strategy import MixedAction, Profile, profile_value

NOBODY = StageEquilibria(((),), continuum=False, complete=True)
"""The one way in which nobody answers."""


@dataclass(frozen=True, eq=False)
class Response:
    """One equilibrium of the others after one action of the leader.

    Attributes:
        action: the leader's.
        payoffs: ``(N,)``.
        profile: one mixed action per player.
    """

    action: int
    payoffs: FloatArray
    profile: Profile


@dataclass(frozen=True, eq=False)
class Leadership:
    """What committing first is worth.

    Attributes:
        leader: who commits.
        actions: labels of its actions.
        responses: per action the others' equilibria; where these are a continuum, its corners.
        continua: per action whether they are.
        all_known: whether all responses to all actions are known, up to what lies between corners.
    """

    leader: int
    actions: tuple[str, ...]
    responses: tuple[tuple[Response, ...], ...]
    continua: tuple[bool, ...]
    all_known: bool

    @cached_property
    def best_cases(self) -> FloatArray:
        """``(A,)``: the leader's largest payoff from each action."""
        return np.array([max(self.worth(r) for r in own) for own in self.responses])

    @cached_property
    def worst_cases(self) -> FloatArray:
        """``(A,)``: the leader's smallest payoff from each action."""
        return np.array([min(self.worth(r) for r in own) for own in self.responses])

    @property
    def strong_value(self) -> float:
        """The leader's value with ties in its favour."""
        return float(self.best_cases.max())

    @property
    def weak_value(self) -> float:
        """The leader's value with ties against it: what it can be sure of."""
        return float(self.worst_cases.max())

    @property
    def strong_actions(self) -> tuple[int, ...]:
        """Actions that reach the strong value."""
        return self._best(self.best_cases)

    @property
    def weak_actions(self) -> tuple[int, ...]:
        """Actions that reach the weak value."""
        return self._best(self.worst_cases)

    @cached_property
    def solution(self) -> tuple[Response, ...]:
        """Every strong action with every answer after which the leader does not wish it had done something else."""
        return tuple(r for a in self.strong_actions for r in self._sustained(a))

    @cached_property
    def complete(self) -> bool:
        """Whether the solution holds every subgame-perfect play, up to what lies between its corners."""
        others = [a for a in range(len(self.actions)) if a not in self.strong_actions]
        if not self.all_known or any(self._sustained(a) for a in others):
            return False
        # Between a corner that the leader accepts and one that it does not, some answers are acceptable too.
        return all(not self.continua[a] or self._sustained(a) == self.responses[a] for a in self.strong_actions)

    def worth(self, response: Response) -> float:
        """What the leader gets."""
        return float(response.payoffs[self.leader])

    def _sustained(self, action: int) -> tuple[Response, ...]:
        """Answers to an action at which the leader gets at least what it is sure of elsewhere."""
        elsewhere = np.delete(self.worst_cases, action).max(initial=-np.inf)
        return tuple(r for r in self.responses[action] if self.worth(r) >= elsewhere - self._margin)

    def _best(self, values: FloatArray) -> tuple[int, ...]:
        return tuple(int(a) for a in np.flatnonzero(values >= values.max() - self._margin))

    @cached_property
    def _margin(self) -> float:
        return EQUALLY_GOOD * max(abs(self.worth(r)) for own in self.responses for r in own)


def lead_normal_form(game: NormalForm, leader: int) -> Leadership:
    """The leader fixes its action; then the others fix theirs at once.

    Raises:
        GameError: no such player, or an action after which the others have no equilibrium that was found.
    """
    require(game, NormalForm, "a NormalForm", "NormalForm.from_payoffs makes one of an array")
    if not isinstance(leader, int) or not 0 <= leader < game.n_players:
        raise GameError(f"leader {leader!r}", f"a player from 0 to {game.n_players - 1}", "players are numbered from 0")
    followers = [i for i in range(game.n_players) if i != leader]
    floor = ROUNDING_OF_SUMS * np.abs(game.payoffs.reshape(game.n_players, -1)).max(axis=1)
    responses: list[tuple[Response, ...]] = []
    continua: list[bool] = []
    all_known = True
    for action, label in enumerate(game.actions[leader]):
        rest = np.take(game.payoffs, action, axis=leader + 1)
        found = equilibria_of(np.ascontiguousarray(rest[followers]), floor[followers]) if followers else NOBODY
        if not found.points:
            raise GameError(
                f"no equilibrium of the others was found after the leader's {label!r}",
                "at least one",
                "choose another leader or concept",
            )
        all_known &= found.complete and (found.corners or not found.continuum)
        continua.append(found.continuum)
        responses.append(tuple(_response(rest, leader, action, point) for point in found.points))
    return Leadership(leader, game.actions[leader], tuple(responses), tuple(continua), all_known)


def _response(rest: FloatArray, leader: int, action: int, point: Profile) -> Response:
    return Response(action, profile_value(rest, point), (*point[:leader], MixedAction.pure(action), *point[leader:]))
