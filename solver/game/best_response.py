"""Who would move where: the best-response graph of pure profiles, and play that follows it.

Nodes are pure profiles, tuples of action indices. An edge leads from a profile to each profile that one player reaches
by switching to a best reply that gains (or, with ``BetterReplies``, to any action that gains); a gain counts when it
exceeds the tie tolerance (``solver.game.ties``). Then

* a profile without out-edges is a pure Nash equilibrium: a *sink*;
* a strongly connected component that no edge leaves and that has more than one profile is a *cycle*, where play that
  follows the graph moves for ever (a sink equilibrium in the sense of Goemans, Mirrokni and Vetta 2005);
* the *basin* of a sink or cycle holds the profiles from which the graph leads to it. Basins overlap where the graph
  leaves a choice; the play of a fixed order (``dynamics``) decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from operator import index
from typing import TYPE_CHECKING

import numpy as np

from solver.common.arrays import BoolArray
from solver.common.errors import GameError, TooLargeError, require
from solver.common.words import shown
from solver.game.given import GameLike, as_game
from solver.game.normal_form import NormalForm
from solver.game.ties import best_replies, tie_tolerances

if TYPE_CHECKING:
    import networkx as nx

Profile = tuple[int, ...]

MAX_NODES = 200_000
"""Profiles a graph may have: networkx takes about a kilobyte for each node with its edges."""


@dataclass(frozen=True)
class BestReplies:
    """Players who switch take a best reply, any of those that tie."""

    def targets(self, game: NormalForm, player: int) -> BoolArray:
        """``(A_0, ..., A_{N-1})``: whether the player, facing the others' part of a profile, may switch to its own."""
        return np.asarray(best_replies(game)[player])


@dataclass(frozen=True)
class BetterReplies:
    """Players who switch take any action that gains."""

    def targets(self, game: NormalForm, player: int) -> BoolArray:
        """Every action but the worst; that the switch gains is checked for every edge."""
        own = game.payoffs[player]
        return np.asarray(own > own.min(axis=player, keepdims=True))


@dataclass(frozen=True, eq=False)
class ResponseGraph:
    """The graph and what play can end in.

    Attributes:
        graph: ``networkx.DiGraph``; nodes are profiles, edges carry the moving ``player`` and its ``gain``.
        sinks: pure Nash equilibria, in lexicographic order.
        cycles: the profiles of each cycle, in lexicographic order.
    """

    graph: nx.DiGraph[Profile]
    sinks: tuple[Profile, ...]
    cycles: tuple[tuple[Profile, ...], ...]

    def basin(self, profile: Profile) -> frozenset[Profile]:
        """All profiles from which the graph leads to ``profile``, itself included."""
        import networkx as nx

        return frozenset(nx.ancestors(self.graph, profile) | {profile})

    def __repr__(self) -> str:
        counts = (len(self.graph), "profile"), (len(self.sinks), "sink"), (len(self.cycles), "cycle")
        words = [f"{n:,} {word}" + "s" * (n != 1) for n, word in counts]
        return f"ResponseGraph({', '.join(words)})"


def response_graph(game: GameLike, replies: BestReplies | BetterReplies | None = None) -> ResponseGraph:
    """Who would move where: the graph of pure profiles, with its sinks and cycles.

    Args:
        game: a game, in any of the forms that :func:`solver.solve` takes.
        replies: which switches make an edge; :class:`BestReplies` unless said otherwise.

    Raises:
        GameError: it is no game, or ``replies`` is no such rule.
        TooLargeError: more than ``MAX_NODES`` profiles.

    Example:
        >>> import solver
        >>> pennies = solver.NormalForm.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> solver.response_graph(pennies).cycles
        (((0, 0), (0, 1), (1, 0), (1, 1)),)
    """
    import networkx as nx

    game = as_game(game)
    rule = BestReplies() if replies is None else replies
    require(rule, (BestReplies, BetterReplies), "BestReplies() or BetterReplies()", "leave it out for best replies")
    n_profiles = prod(game.n_actions)
    if n_profiles > MAX_NODES:
        raise TooLargeError(
            f"the game has {n_profiles:,} pure profiles",
            f"at most {MAX_NODES:,} for a graph",
            "take fewer actions, such as fewer slots, or follow single paths with dynamics",
        )
    graph: nx.DiGraph[Profile] = nx.DiGraph()
    graph.add_nodes_from(np.ndindex(*game.n_actions))
    tolerances = tie_tolerances(game)
    for player in range(game.n_players):
        allowed = rule.targets(game, player)
        graph.add_edges_from(_edges(game, player, allowed, float(tolerances[player])))
    sinks = tuple(sorted(node for node, degree in graph.out_degree() if degree == 0))
    groups = nx.strongly_connected_components(graph)
    closed = [g for g in groups if len(g) > 1 and all(target in g for node in g for target in graph.successors(node))]
    return ResponseGraph(graph, sinks, tuple(sorted(tuple(sorted(g)) for g in closed)))


def _edges(
    game: NormalForm, player: int, allowed: BoolArray, tolerance: float
) -> list[tuple[Profile, Profile, dict[str, float]]]:
    """All switches of one player that gain more than the tolerance, compared column by column at once."""
    own = np.moveaxis(game.payoffs[player], player, 0)
    may = np.moveaxis(allowed, player, 0)
    edges = []
    for action in range(len(own)):
        gains = own[action] - own
        for origin, *others in np.argwhere(may[action] & (gains > tolerance)):
            rest = [int(a) for a in others]
            start = (*rest[:player], int(origin), *rest[player:])
            end = (*rest[:player], action, *rest[player:])
            edges.append((start, end, {"player": player, "gain": float(gains[(origin, *others)])}))
    return edges


@dataclass(frozen=True)
class Path:
    """Play from one start.

    Attributes:
        profiles: visited profiles in order, start included; a cycle's first profile is not repeated at the end.
        loop: the profiles that repeat, for a cycle; else the one equilibrium at which play rests.
    """

    profiles: tuple[Profile, ...]
    loop: tuple[Profile, ...]


def dynamics(game: GameLike, start: Profile, order: Sequence[int] | None = None) -> Path:
    """Best-response play from ``start`` until it rests or repeats.

    In each round players revise one after another. A best action stays, else the first best reply is taken.

    Args:
        game: a game, in any of the forms that :func:`solver.solve` takes.
        start: action indices.
        order: players in the order of revision; by default as numbered.

    Raises:
        GameError: it is no game, ``start`` is no profile of it, or ``order`` does not name each player once.

    Example:
        >>> import solver
        >>> solver.dynamics([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], (0, 0)).loop
        ((1, 1),)
    """
    game = as_game(game)
    first = _whole_numbers(start)
    if len(first) != game.n_players or any(not 0 <= a < n for a, n in zip(first, game.n_actions, strict=True)):
        expected = f"one action index per player, below {game.n_actions}"
        raise GameError(f"the start is {shown(start)}", expected, "actions count from 0")
    players = list(range(game.n_players))
    turns = players if order is None else _whole_numbers(order)
    if sorted(turns) != players:
        expected = f"each of 0 to {game.n_players - 1} once"
        raise GameError(f"the order is {shown(order)}", expected, "name every player once")
    # Own actions last, so that the others' part of a profile picks a row.
    best = [np.moveaxis(own, i, -1) for i, own in enumerate(best_replies(game))]
    at, seen = tuple(first), dict[Profile, int]()
    while at not in seen:
        seen[at] = len(seen)
        for player in turns:
            replies = best[player][at[:player] + at[player + 1 :]]
            if not replies[at[player]]:
                at = (*at[:player], int(replies.argmax()), *at[player + 1 :])
    visited = tuple(seen)
    return Path(visited, visited[seen[at] :])


def _whole_numbers(given: object) -> list[int]:
    """What came, if it lists whole numbers; else nothing."""
    try:
        return [index(value) for value in given]  # type: ignore[attr-defined]
    except TypeError:
        return []
