"""Staged games: players who see what has happened move again and again until play ends.

A staged game is a finite graph of *states* without cycles. In a state some players choose at once (:class:`Stage`),
chance moves (:class:`Chance`), or play is over (:class:`Terminal`). Moves in turn are stages with one mover each; see
``solver.staged.ordered``. What a state remembers is what strategies may depend on: an equilibrium whose strategies are
functions of the state is Markov-perfect, and where every state is a whole history it is subgame-perfect (Selten 1975;
Maskin and Tirole 2001).

Letters, in every module of ``solver.staged``: ``N`` players; ``M`` tracked quantities, which nobody maximises and
whose expectation is carried along; ``R = N + M`` rows, payoffs first; ``k`` movers of a stage with ``A_0, ...,
A_{k-1}`` actions, whose profiles are numbered in C order; ``P`` branches of a chance move.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.common.tolerances import OFF_ONE

State = Hashable
"""Any hashable value; small tuples of integers are quickest."""

MAX_STATES = 200_000
"""States of one game at most: about a kilobyte and a tenth of a millisecond each."""


@dataclass(frozen=True, eq=False)
class Stage:
    """Players who choose at once.

    Attributes:
        movers: ``k`` players, in increasing order.
        actions: ``k`` tuples of labels.
        rewards: ``(R, A_0, ..., A_{k-1})``: what each profile adds, in the unit of the values (discounting included).
        successors: one state per profile in C order, ``None`` where play ends; ``None`` alone if it ends everywhere.
        judges: per mover the row by which it chooses here, where that is not its payoff: a self of this moment that
            weighs time otherwise than the self at the start; empty for payoffs.
    """

    movers: tuple[int, ...]
    actions: tuple[tuple[str, ...], ...]
    rewards: FloatArray
    successors: tuple[State | None, ...] | None
    judges: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """Per mover the row by which it chooses."""
        return self.judges or self.movers

    @property
    def shape(self) -> tuple[int, ...]:
        """``(A_0, ..., A_{k-1})``."""
        return self.rewards.shape[1:]


@dataclass(frozen=True, eq=False)
class Chance:
    """A move of chance.

    Attributes:
        labels: ``P`` names of branches.
        probabilities: ``(P,)``, the true ones.
        successors: ``P`` states, ``None`` where play ends.
        rewards: ``(R, P)``.
        beliefs: ``(N, P)``: the probabilities in each player's eyes; ``None`` if everybody knows the true ones.
    """

    labels: tuple[str, ...]
    probabilities: FloatArray
    successors: tuple[State | None, ...]
    rewards: FloatArray
    beliefs: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Terminal:
    """Play is over (or goes on without anybody choosing): ``values`` ``(R,)`` are what it is worth from here."""

    values: FloatArray


Node = Stage | Chance | Terminal


@runtime_checkable
class StagedGame(Protocol):
    """What the solvers need of a staged game; nodes may be computed when asked for."""

    @property
    def players(self) -> tuple[str, ...]:
        """``N`` names."""
        ...

    @property
    def tracked(self) -> tuple[str, ...]:
        """``M`` names of tracked quantities."""
        ...

    @property
    def initial(self) -> State:
        """Where play starts."""
        ...

    def node(self, state: State) -> Node:
        """What happens in a state."""
        ...

    def describe(self, state: State) -> str:
        """The state in words."""
        ...

    def ending(self, state: State, choice: tuple[int, ...]) -> Hashable:
        """What the game calls the end of play that ``choice`` (of movers, or of chance) brings about in ``state``."""
        ...


@dataclass(frozen=True, eq=False)
class ListedGame:
    """A staged game written down state by state.

    Attributes:
        players: ``N`` names.
        listing: pairs of a state and its node; the first is the initial state.
        tracked: ``M`` names.
    """

    players: tuple[str, ...]
    listing: tuple[tuple[State, Node], ...]
    tracked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.listing:
            raise GameError("a staged game without states", "at least one state", "list the initial state first")

    @cached_property
    def _nodes(self) -> dict[State, Node]:
        return dict(self.listing)

    @property
    def initial(self) -> State:
        """The first state listed."""
        return self.listing[0][0]

    def node(self, state: State) -> Node:
        """The node listed under ``state``.

        Raises:
            GameError: no such state.
        """
        if state not in self._nodes:
            raise GameError(f"state {state!r} is a successor and is not listed", "every state listed", "list it")
        return self._nodes[state]

    def describe(self, state: State) -> str:
        """The state itself."""
        return str(state)

    def ending(self, state: State, choice: tuple[int, ...]) -> Hashable:
        """The state with the choice that ended play."""
        return (state, choice)


@dataclass(frozen=True, eq=False)
class Layered:
    """A staged game made of another one, with the same players and tracked quantities.

    Attributes:
        game: the game below.
    """

    game: StagedGame

    @property
    def players(self) -> tuple[str, ...]:
        """As in the game below."""
        return self.game.players

    @property
    def tracked(self) -> tuple[str, ...]:
        """As in the game below."""
        return self.game.tracked


S = TypeVar("S")


def state_of(state: State, kind: type[S]) -> S:
    """A state of a game whose states are of that kind.

    Raises:
        GameError: it is none.
    """
    if not isinstance(state, kind):
        raise GameError(
            f"{state!r} is no state of this game", f"a {kind.__name__}", "take states from the explored game"
        )
    return state


def check_node(node: Node, n_players: int, n_rows: int, state: State) -> None:
    """Refuse a node whose parts do not fit together.

    Raises:
        GameError: what is wrong, and in which state.
    """
    for what, expected in _faults(node, n_players, n_rows):
        raise GameError(f"state {state!r} has {what}", expected, "mend this state's node")


def _faults(node: Node, n_players: int, n_rows: int) -> Iterator[tuple[str, str]]:
    """What is wrong with a node, and what was expected; what follows a fault may rest on it."""
    if isinstance(node, Terminal):
        if node.values.shape != (n_rows,):
            yield f"terminal values of shape {node.values.shape}", f"({n_rows},)"
        if not np.isfinite(node.values).all():
            yield "a value that is not finite", "finite values"
        return
    if not np.isfinite(node.rewards).all():
        yield "a reward that is not finite", "finite rewards"
    if isinstance(node, Chance):
        yield from _faults_of_chance(node, n_players, n_rows)
    else:
        yield from _faults_of_stage(node, n_players, n_rows)


def _faults_of_chance(node: Chance, n_players: int, n_rows: int) -> Iterator[tuple[str, str]]:
    n_branches = len(node.successors)
    if node.rewards.shape != (n_rows, n_branches):
        yield f"rewards of shape {node.rewards.shape}", f"({n_rows}, {n_branches}), rows by branches"
    eyes = node.probabilities[None] if node.beliefs is None else np.vstack([node.probabilities, node.beliefs])
    if eyes.shape not in ((1, n_branches), (1 + n_players, n_branches)):
        yield f"probabilities of shape {eyes.shape}", "one per branch, and beliefs one row per player"
    if not ((eyes >= 0).all() and (np.abs(eyes.sum(axis=1) - 1.0) <= OFF_ONE).all()):
        yield "probabilities that are negative or do not sum to 1", "a distribution over branches"


def _faults_of_stage(node: Stage, n_players: int, n_rows: int) -> Iterator[tuple[str, str]]:
    counts = tuple(len(row) for row in node.actions)
    movers, rows = list(node.movers), node.rows
    if not movers or movers != sorted(set(movers)) or not 0 <= movers[0] <= movers[-1] < n_players:
        yield f"movers {node.movers}", f"distinct players from 0, below {n_players} and in increasing order"
    if len(rows) != len(movers) or not 0 <= min(rows) <= max(rows) < n_rows:
        yield f"judges {node.judges}", f"none, or one row from 0, below {n_rows}, per mover"
    if node.rewards.shape != (n_rows, *counts):
        yield f"rewards of shape {node.rewards.shape}", f"{(n_rows, *counts)}, rows by labelled actions"
    if node.successors is not None and len(node.successors) != prod(counts):
        yield "successors that do not match the profiles", f"{prod(counts)} of them"
