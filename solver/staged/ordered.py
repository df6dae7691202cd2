"""Moves in turn, made from any staged game.

The movers of every stage move one after the other, later ones seeing earlier ones: ties about who moves first within a
period are decided by the order, and every stage has one mover.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from solver.common.errors import GameError
from solver.staged.game import Layered, Node, Stage, State, Terminal, state_of


class Turn(NamedTuple):
    """A state of the game below, and what the movers before the present one have chosen in it."""

    state: State
    chosen: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Ordered(Layered):
    """A staged game in which the movers of a stage move in turn.

    Attributes:
        game: the game below, whose stages are simultaneous.
        order: all players, the first to move in front.
    """

    order: tuple[int, ...]

    def __post_init__(self) -> None:
        if sorted(self.order) != list(range(len(self.game.players))):
            players = self.game.players
            named = [players[i] if 0 <= i < len(players) else f"number {i}" for i in self.order]
            raise GameError(
                f"the order of moves is {', then '.join(named) or 'empty'}",
                f"each of {', '.join(players)} once",
                f"name every player, the first to move in front, for example {','.join(players)}",
            )

    @property
    def initial(self) -> State:
        """The first mover's turn."""
        return Turn(self.game.initial, ())

    def node(self, state: State) -> Node:
        """One mover's choice; chance and terminal nodes as in the game below."""
        turn = state_of(state, Turn)
        node = self.game.node(turn.state)
        if isinstance(node, Terminal):
            return node
        after = tuple(None if s is None else Turn(s, ()) for s in node.successors or ())
        if not isinstance(node, Stage):
            return replace(node, successors=after)
        queue = self._queue(node)
        place = queue[len(turn.chosen)]
        mover, judges = (node.movers[place],), (node.rows[place],)
        labels = (node.actions[place],)
        n_rows = len(node.rewards)
        if len(turn.chosen) + 1 < len(queue):
            turns = tuple(Turn(turn.state, (*turn.chosen, a)) for a in range(node.shape[place]))
            return Stage(mover, labels, np.zeros((n_rows, node.shape[place])), turns, judges)
        # The last mover in the queue: earlier choices are given, so a row of the simultaneous stage is left.
        window: list[int | slice] = [slice(None)] * len(queue)
        for earlier, action in zip(queue, turn.chosen, strict=False):
            window[earlier] = action
        flat = np.arange(int(np.prod(node.shape))).reshape(node.shape)[tuple(window)]
        rewards = np.ascontiguousarray(node.rewards.reshape(n_rows, -1)[:, flat])
        left = None if node.successors is None else tuple(after[k] for k in flat)
        return Stage(mover, labels, rewards, left, judges)

    def describe(self, state: State) -> str:
        """The state below and whose turn it is."""
        turn = state_of(state, Turn)
        words = self.game.describe(turn.state)
        node = self.game.node(turn.state)
        if not turn.chosen or not isinstance(node, Stage):
            return words
        done = [
            f"{self.players[node.movers[place]]} chose {node.actions[place][action]}"
            for place, action in zip(self._queue(node), turn.chosen, strict=False)
        ]
        return f"{words}; now {', '.join(done)}"

    def ending(self, state: State, choice: tuple[int, ...]) -> Hashable:
        """As in the game below, all movers' choices put together."""
        turn = state_of(state, Turn)
        node = self.game.node(turn.state)
        if not isinstance(node, Stage):
            return self.game.ending(turn.state, choice)
        whole = [0] * len(node.movers)
        for place, action in zip(self._queue(node), (*turn.chosen, *choice), strict=True):
            whole[place] = action
        return self.game.ending(turn.state, tuple(whole))

    def _queue(self, node: Stage) -> list[int]:
        """Positions among the stage's movers, in the order in which they move."""
        return [node.movers.index(player) for player in self.order if player in node.movers]
