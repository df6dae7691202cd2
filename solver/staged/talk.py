"""Announcements without commitment: cheap talk before a staged game.

A message that binds nobody and changes no payoff leaves the subgame after it as it was. Ignoring it is an equilibrium
(babbling), and with all equilibria of the subgame kept after each message, the values that some message can lead to are
exactly the values without messages: the speaker's message is optimal when its continuation is no worse for it than the
threat after every other message, and the worst continuation is available as that threat. What talk can add is
coordination: a speaker who is indifferent may randomise over messages and so over equilibria, which reaches points of
the convex hull. Those are lotteries over equilibria of the game without talk, not new ones.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from solver.common.errors import GameError
from solver.staged.game import Layered, Node, Stage, State, Terminal, state_of


class Heard(NamedTuple):
    """A state of the game below, and the message (its number) that was sent before it started."""

    message: int
    state: State


SPEAKING: State = "speaking"
"""The state in which the message is chosen."""


@dataclass(frozen=True, eq=False)
class CheapTalk(Layered):
    """A staged game after one player has said something.

    Attributes:
        game: the game below.
        speaker: who speaks.
        messages: what it can say.
    """

    speaker: int
    messages: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.messages or not 0 <= self.speaker < len(self.game.players):
            raise GameError(
                f"speaker {self.speaker} with {len(self.messages)} messages",
                f"a player from 0 to {len(self.game.players) - 1} and at least one message",
                "name what can be said, and who says it",
            )

    @property
    def initial(self) -> State:
        """The speaker's turn."""
        return SPEAKING

    def node(self, state: State) -> Node:
        """The choice of a message, then the game below."""
        if state == SPEAKING:
            n_rows = len(self.players) + len(self.tracked)
            after = tuple(Heard(m, self.game.initial) for m in range(len(self.messages)))
            return Stage((self.speaker,), (self.messages,), np.zeros((n_rows, len(self.messages))), after)
        heard = state_of(state, Heard)
        node = self.game.node(heard.state)
        if isinstance(node, Terminal) or node.successors is None:
            return node
        after_node = tuple(None if s is None else Heard(heard.message, s) for s in node.successors)
        return replace(node, successors=after_node)

    def describe(self, state: State) -> str:
        """What was said, and the state below."""
        if state == SPEAKING:
            return f"{self.players[self.speaker]} speaks"
        heard = state_of(state, Heard)
        return f"after {self.messages[heard.message]!r}, {self.game.describe(heard.state)}"

    def ending(self, state: State, choice: tuple[int, ...]) -> Hashable:
        """As in the game below: what was said does not matter."""
        return self.game.ending(state_of(state, Heard).state, choice)
