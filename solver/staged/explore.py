"""Every state of a staged game, successors before predecessors, with successors as numbers.

Depth first from the initial state; a state met again while its own successors are being walked closes a cycle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import prod

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.errors import GameError, TooLargeError
from solver.staged.game import MAX_STATES, Node, Stage, StagedGame, State, Terminal, check_node

NO_STATE = -1
"""Stands for "play ends" where a successor's number would be."""

MOST_SHOWN = 8
"""States of a cycle named in an error."""

AT_ONCE = 1000
"""States whose rewards are looked at together."""


@dataclass(frozen=True, eq=False)
class Explored:
    """A staged game walked through once.

    Attributes:
        game: the game.
        states: every state, each after all its successors; the initial one is last.
        nodes: their nodes.
        children: per state the numbers of its distinct successors.
        branches: per state, for each profile or branch in C order, the position of its successor in ``children``, or
            ``NO_STATE``.
        shared: per state, whether more than one state leads to it.
    """

    game: StagedGame
    states: tuple[State, ...]
    nodes: tuple[Node, ...]
    children: tuple[tuple[int, ...], ...]
    branches: tuple[IntArray, ...]
    shared: tuple[bool, ...]

    @property
    def n_players(self) -> int:
        """``N``."""
        return len(self.game.players)

    @property
    def n_rows(self) -> int:
        """``R``."""
        return len(self.game.players) + len(self.game.tracked)

    @property
    def root(self) -> int:
        """The number of the initial state."""
        return len(self.states) - 1

    @cached_property
    def following(self) -> tuple[tuple[IntArray, IntArray], ...]:
        """Per state, the profiles or branches after which play goes on, and the numbers of the states to which."""
        goes_on = [np.flatnonzero(own != NO_STATE) for own in self.branches]
        return tuple(
            (places, np.array(children, dtype=np.int64)[own[places]])
            for places, children, own in zip(goes_on, self.children, self.branches, strict=True)
        )

    def n_stages(self) -> int:
        """How many states have movers."""
        return sum(isinstance(node, Stage) for node in self.nodes)


def explore(game: StagedGame, max_states: int = MAX_STATES) -> Explored:
    """Walk through a staged game.

    Raises:
        TooLargeError: more than ``max_states`` states.
        GameError: a cycle, or a node that does not fit together.
    """
    n_players, n_rows = len(game.players), len(game.players) + len(game.tracked)
    number: dict[State, int] = {}
    open_states: set[State] = set()
    states: list[State] = []
    nodes: list[Node] = []
    children: list[tuple[int, ...]] = []
    branches: list[IntArray] = []
    stack: list[tuple[State, Node, list[State], list[State]]] = []

    def enter(state: State) -> None:
        if len(number) + len(open_states) >= max_states:
            raise TooLargeError(
                f"the staged game has more than {max_states:,} states",
                f"at most {max_states:,}",
                "use fewer slots, plans, players or chance branches, or raise max_states if memory allows",
            )
        node = game.node(state)
        check_node(node, n_players, n_rows, state)
        open_states.add(state)
        distinct = _distinct(node)
        stack.append((state, node, distinct, distinct[::-1]))

    enter(game.initial)
    while stack:
        state, node, distinct, waiting = stack[-1]
        if waiting:
            successor = waiting.pop()
            if successor in open_states:
                path = [one[0] for one in stack]
                cycle = [*path[path.index(successor) :], successor]
                raise GameError(
                    f"state {successor!r} can follow itself ({' -> '.join(map(repr, cycle[:MOST_SHOWN]))})",
                    "a game that ends",
                    f"put the period into the state, so that {(0, successor)!r} and {(1, successor)!r} are two states, "
                    "and end the last period with Terminal(flow / (1 - discount))",
                )
            if successor not in number:
                enter(successor)
            continue
        stack.pop()
        open_states.discard(state)
        number[state] = len(states)
        states.append(state)
        nodes.append(node)
        children.append(tuple(number[child] for child in distinct))
        branches.append(_branches(node, distinct))
    parents = Counter(chain.from_iterable(children))
    shared = tuple(parents[index] > 1 for index in range(len(states)))
    return Explored(game, tuple(states), tuple(nodes), tuple(children), tuple(branches), shared)


def magnitudes(explored: Explored) -> FloatArray:
    """``(R,)``: the largest reward or terminal value of each row, in absolute value."""
    largest = np.zeros(explored.n_rows)
    for start in range(0, len(explored.nodes), AT_ONCE):
        nodes = explored.nodes[start : start + AT_ONCE]
        entries = [
            n.values[:, None] if isinstance(n, Terminal) else n.rewards.reshape(len(n.rewards), -1) for n in nodes
        ]
        np.maximum(largest, np.abs(np.concatenate(entries, axis=1)).max(axis=1), out=largest)
    return largest


def _successors(node: Node) -> tuple[State | None, ...]:
    return () if isinstance(node, Terminal) else node.successors or ()


def _distinct(node: Node) -> list[State]:
    return list(dict.fromkeys(s for s in _successors(node) if s is not None))


def _branches(node: Node, distinct: list[State]) -> IntArray:
    """For each profile or branch the place of its successor among the distinct ones."""
    if not distinct:
        n_branches = 0 if isinstance(node, Terminal) else prod(node.rewards.shape[1:])
        return np.full(n_branches, NO_STATE, dtype=np.int64)
    place: dict[State | None, int] = {state: position for position, state in enumerate(distinct)}
    place[None] = NO_STATE
    return np.array([place[s] for s in _successors(node)], dtype=np.int64)
