"""Directional games in continuous time: data of a batch of games on one graph of states.

Letters, here and in every module of ``solver.directional``: ``B`` games that share a graph, ``S`` states, ``N``
players, ``K`` options, ``E`` events. Numbers may differ from game to game; who can move where may not.

In state ``s`` player ``i`` gets the flow ``flows[b, s, i]`` per unit of time and chooses a hazard ``h >= 0`` at cost
``costs[b, s, i] * h**g / g`` per unit of time. At that hazard the state changes to the target of one of the player's
*options* in ``s``, which it chooses among them, and every player ``j`` gets the one-off amount ``bonus[b, k, j]``.
*Events* change the state at hazards that nobody chooses. A player with an *exit* in ``s`` may leave at once. All moves
lead to states of a higher number, so play never comes back: the graph is *directional* (Iskhakov, Rust and Schjerning
2016, Review of Economic Studies 83).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.common.errors import GameError, TooLargeError

MAX_STATES = 20_000
"""States at most; a ladder of 10 rungs for three labs has 1,000."""


@dataclass(frozen=True, eq=False)
class Options:
    """Where players may climb to: one row per option.

    Attributes:
        states: ``(K,)`` the state in which the option exists.
        players: ``(K,)`` whose option it is.
        targets: ``(K,)`` the state that it leads to.
        bonus: ``(B, K, N)`` one-off amounts to everybody.
    """

    states: IntArray
    players: IntArray
    targets: IntArray
    bonus: FloatArray


@dataclass(frozen=True, eq=False)
class Events:
    """What happens at hazards that nobody chooses: one row per event.

    Attributes:
        states: ``(E,)`` the state in which it may happen.
        targets: ``(E,)`` the state that it leads to.
        rates: ``(B, E)`` hazards, per unit of time.
        bonus: ``(B, E, N)`` one-off amounts to everybody.
    """

    states: IntArray
    targets: IntArray
    rates: FloatArray
    bonus: FloatArray


@dataclass(frozen=True, eq=False)
class Exits:
    """Who may leave at once, from where to where: one row per possibility.

    Leaving is by decision, not by a hazard. If several leave a state at once, play goes on where their exits, one
    after the other, lead, whether the later ones would be allowed alone or not; the order does not matter.

    Attributes:
        states: ``(X,)`` the state that is left.
        players: ``(X,)`` who leaves.
        targets: ``(X,)`` the same state without the player.
        allowed: ``(X,)`` whether the player may leave there.
    """

    states: IntArray
    players: IntArray
    targets: IntArray
    allowed: BoolArray

    @cached_property
    def may(self) -> frozenset[tuple[int, int]]:
        """States and players that may leave them."""
        return frozenset(zip(self.states[self.allowed].tolist(), self.players[self.allowed].tolist(), strict=True))

    def without(self, state: int, leavers: Iterable[int]) -> int:
        """The state after these players have left, one after the other."""
        for i in leavers:
            state = self._targets[state, i]
        return state

    @cached_property
    def _targets(self) -> dict[tuple[int, int], int]:
        keys = zip(self.states.tolist(), self.players.tolist(), strict=True)
        return dict(zip(keys, self.targets.tolist(), strict=True))


def no_exits() -> Exits:
    """Nobody may leave."""
    none = np.zeros(0, dtype=np.int64)
    return Exits(none, none, none, none.astype(bool))


@dataclass(frozen=True, eq=False)
class DirectionalGame:
    """``B`` games on one graph.

    Attributes:
        flows: ``(B, S, N)`` payoffs per unit of time.
        costs: ``(B, S, N)`` cost coefficients of effort, above 0.
        rates: ``(B,)`` discount rates, above 0.
        exponent: ``g`` above 1, of effort in its cost.
        options: where players may climb to.
        events: what happens by itself.
        start: the first state.
        fixed: ``(B, S, N)`` efforts that are set by decree, nan where the player chooses; left out, nowhere.
        exits: who may leave.

    Raises:
        GameError: shapes do not fit, numbers are not finite, a rate or cost is not positive, or a move leads back.
        TooLargeError: there are more than ``MAX_STATES`` states.
    """

    flows: FloatArray
    costs: FloatArray
    rates: FloatArray
    exponent: float
    options: Options
    events: Events
    start: int = 0
    fixed: FloatArray | None = None
    exits: Exits = field(default_factory=no_exits)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def n_games(self) -> int:
        """``B``."""
        return len(self.flows)

    @property
    def n_states(self) -> int:
        """``S``."""
        return int(self.flows.shape[1])

    @property
    def n_players(self) -> int:
        """``N``."""
        return int(self.flows.shape[2])

    def __repr__(self) -> str:
        return f"DirectionalGame({self.n_games} games, {self.n_states} states, {self.n_players} players)"

    def layers(self) -> list[IntArray]:
        """States by the longest way to an end of play, ends first: all moves lead to an earlier layer."""
        depth = np.zeros(self.n_states, dtype=np.int64)
        sources = np.concatenate([self.options.states, self.events.states, self.exits.states])
        targets = np.concatenate([self.options.targets, self.events.targets, self.exits.targets])
        order = np.argsort(-sources, kind="stable")
        # Targets have higher numbers, so their depth is final when the source is looked at.
        for source, target in zip(sources[order].tolist(), targets[order].tolist(), strict=True):
            depth[source] = max(depth[source], depth[target] + 1)
        return [np.flatnonzero(depth == d) for d in range(int(depth.max()) + 1)]


def _check(game: DirectionalGame) -> None:
    n_games, n_states, n_players = game.flows.shape
    if n_states > MAX_STATES:
        raise TooLargeError(f"{n_states} states", f"at most {MAX_STATES}", "take fewer rungs or fewer labs")
    whole, options, events = (n_games, n_states, n_players), game.options, game.events
    tables = {
        "flows": (game.flows, whole),
        "costs": (game.costs, whole),
        "rates": (game.rates, whole[:1]),
        "options.bonus": (options.bonus, (n_games, len(options.states), n_players)),
        "events.rates": (events.rates, (n_games, len(events.states))),
        "events.bonus": (events.bonus, (n_games, len(events.states), n_players)),
    }
    for name, (values, wanted) in tables.items():
        if values.shape != wanted:
            raise GameError(
                f"{name} has shape {values.shape}", f"{wanted}", "give one number per game, state and player"
            )
        if not np.all(np.isfinite(values)):
            raise GameError(f"a number of {name} is not finite", "finite numbers", "replace it by a large finite one")
    if not np.all(game.rates > 0):
        raise GameError(f"a discount rate of {game.rates.min():g}", "a rate above 0", "values of endless play need one")
    if not np.all(game.costs > 0):
        raise GameError(f"an effort cost of {game.costs.min():g}", "a cost above 0", "free effort would be endless")
    if not game.exponent > 1 or not np.isfinite(game.exponent):
        raise GameError(f"an effort exponent of {game.exponent:g}", "one above 1", "2 makes costs quadratic")
    if np.any(game.events.rates < 0):
        raise GameError(f"a hazard of {game.events.rates.min():g}", "0 or more", "leave the event out")
    for moves in (game.options, game.events, game.exits):
        if np.any(moves.targets <= moves.states) or np.any(moves.targets >= n_states):
            raise GameError(
                "a move leads to a state of a lower or the same number",
                "moves that only lead up",
                "number the states so that play never comes back",
            )
