"""Plain parts for tests of staged games: whole histories as states, and an event that arrives in a random slot."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.staged.game import Layered, Node, State, Terminal, state_of
from solver.staged.timing import Scenarios


@dataclass(frozen=True, eq=False)
class Histories(Layered):
    """A staged game whose states are whole paths of states of the game below, so that nothing is shared."""

    @property
    def initial(self) -> State:
        """The path that has only started."""
        return (self.game.initial,)

    def node(self, state: State) -> Node:
        """The node of the path's end, with successors that remember the path and the branch taken."""
        path = state_of(state, tuple)
        node = self.game.node(path[-1])
        if isinstance(node, Terminal) or node.successors is None:
            return node
        # The branch is part of the path: two branches to one state are two histories.
        after = tuple(None if s is None else (*path, branch, s) for branch, s in enumerate(node.successors))
        return replace(node, successors=after)

    def describe(self, state: State) -> str:
        """The state at the end of the path."""
        return self.game.describe(state_of(state, tuple)[-1])

    def ending(self, state: State, choice: tuple[int, ...]) -> Hashable:
        """As in the game below."""
        return self.game.ending(state_of(state, tuple)[-1], choice)


def arrival(hazards: Sequence[float], beliefs: Sequence[Sequence[float]] | None = None) -> Scenarios:
    """An event that arrives at the start of slot t with hazard ``hazards[t]``, or never; ``beliefs`` per player."""

    def chances(own: Sequence[float]) -> list[float]:
        survival = np.concatenate([[1.0], np.cumprod(1 - np.array(own))])
        return [*(np.array(own) * survival[:-1]).tolist(), float(survival[-1])]

    names = (*(f"the event has arrived (slot {t})" for t in range(len(hazards))), "the event never arrives")
    seen = None if beliefs is None else np.array([chances(own) for own in beliefs])
    return Scenarios(names, tuple(range(len(hazards) + 1)), np.array(chances(hazards)), seen)


def one_by_one(slots: Sequence[Sequence[int]]) -> list[list[int]]:
    """Selves that judge as at the start: with them the last one to act chooses slot by slot, and not at once."""
    return [[player] * (1 + max(t for own in slots for t in own)) for player in range(len(slots))]
