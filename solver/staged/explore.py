"""Every state of a staged game, successors before predecessors, with successors as numbers.

Depth first from the initial state; a state met again while its own successors are being walked closes a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.errors import GameError, TooLargeError
from solver.staged.game import MAX_STATES, Node, Stage, StagedGame, State, Terminal, check_node

NO_STATE = -1
"""Stands for "play ends" where a successor's number would be."""

MOST_SHOWN = 8
"""States of a cycle named in an error."""


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
    parents: list[int] = []
    stack: list[tuple[State, Node, list[State]]] = []

    def enter(state: State) -> None:
        if len(number) + len(open_states) >= max_states:
            raise TooLargeError(
                f"the staged game has more than {max_states:,} states",
                f"at most {max_states:,}",
                "use fewer slots, plans, players or chance branches, or raise max_states if memory allows",
            )
        node = game.node(state)
        check_node(node, n_players, n_rows, repr(state))
        open_states.add(state)
        stack.append((state, node, list(reversed(_distinct(node)))))

    enter(game.initial)
    while stack:
        state, node, waiting = stack[-1]
        if waiting:
            successor = waiting.pop()
            if successor in open_states:
                path = [one for one, _, _ in stack]
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
        parents.append(0)
        for child in _distinct(node):
            parents[number[child]] += 1
    families = [_family(node, number) for node in nodes]
    return Explored(
        game,
        tuple(states),
        tuple(nodes),
        tuple(f[0] for f in families),
        tuple(f[1] for f in families),
        tuple(count > 1 for count in parents),
    )


def magnitudes(explored: Explored) -> FloatArray:
    """``(R,)``: the largest reward or terminal value of each row, in absolute value."""
    largest = np.zeros(explored.n_rows)
    for node in explored.nodes:
        entries = node.values[:, None] if isinstance(node, Terminal) else node.rewards.reshape(len(node.rewards), -1)
        np.maximum(largest, np.abs(entries).max(axis=1), out=largest)
    return largest


def _successors(node: Node) -> tuple[State | None, ...]:
    return () if isinstance(node, Terminal) else node.successors or ()


def _distinct(node: Node) -> list[State]:
    return list(dict.fromkeys(s for s in _successors(node) if s is not None))


def _family(node: Node, number: dict[State, int]) -> tuple[tuple[int, ...], IntArray]:
    distinct = _distinct(node)
    place = {state: position for position, state in enumerate(distinct)}
    if isinstance(node, Stage) and node.successors is None:
        branches = np.full(int(np.prod(node.shape)), NO_STATE, dtype=np.int64)
    else:
        branches = np.array([NO_STATE if s is None else place[s] for s in _successors(node)], dtype=np.int64)
    return tuple(number[state] for state in distinct), branches
