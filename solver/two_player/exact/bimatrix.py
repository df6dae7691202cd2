"""Every equilibrium of a two-player game with integer payoffs, in rational numbers.

The set of equilibria is a finite union of maximal Nash subsets, each a product of two faces (Jansen 1981). The tree
finds them, double description lists their corners, subsets that touch are joined to components, and each component
gets its index. Order is part of the result, and the order of the search leaves no trace in it: a player's corners go by
size of support, then support, then probabilities; equilibria by the sizes of both supports together (pure ones first),
then by corner; subsets and components by their first equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from math import gcd

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.clock import Clock
from solver.common.errors import SolverError
from solver.game.solution import MAX_EXTREMES
from solver.two_player.exact.corners import MAX_CORNERS, Corner, Corners, corners
from solver.two_player.exact.face import Face, Matrix, strategies
from solver.two_player.exact.index import nearby_equilibria, point_index
from solver.two_player.exact.tree import MAX_NODES, Tree, search

Subset = tuple[tuple[int, ...], tuple[int, ...]]
"""A product of two faces: indices of their corners among ``x_vertices`` and ``y_vertices``."""


@dataclass(frozen=True)
class ExactBimatrix:
    """The equilibria of one game; see the top of this file for the order of everything.

    Attributes:
        x_vertices: distinct extreme strategies of the row player, ``(m,)`` probabilities each.
        y_vertices: those of the column player, ``(n,)`` each.
        extremes: extreme equilibria as indices ``(x, y)``.
        component_of: the component of each extreme equilibrium.
        subsets: all maximal Nash subsets.
        components: indices into ``subsets``, those of one connected set together.
        indices: the index of each component, summing to 1; empty unless ``complete``, or if a budget ends their search.
        truncated: whether there are extreme equilibria that are not listed, with their subsets all there.
        faces_complete: whether every corner of every face is listed. If not, all subsets are there, but some show only
            part of their corners, and components that look apart may be one.
        n_open: nodes of the tree left unvisited when the budget was spent. If there are any, subsets may be missing and
            those listed may be part of larger ones.
        nodes: nodes visited, those of the tree for the index included.
        regular: whether at every corner as many replies are best as actions are played; then equilibria are isolated.
    """

    x_vertices: tuple[tuple[Fraction, ...], ...]
    y_vertices: tuple[tuple[Fraction, ...], ...]
    extremes: tuple[tuple[int, int], ...]
    component_of: tuple[int, ...]
    subsets: tuple[Subset, ...]
    components: tuple[tuple[int, ...], ...]
    indices: tuple[int, ...]
    truncated: bool
    faces_complete: bool
    n_open: int
    nodes: int
    regular: bool

    @property
    def complete(self) -> bool:
        """Whether all equilibria are there, as faces with all their corners."""
        return self.faces_complete and not self.n_open


@dataclass(frozen=True)
class _Side:
    """One player's faces and corners."""

    faces: dict[int, Corners]
    corners: list[Corner]
    at: dict[int, int]
    """Index of a corner by its zero set."""

    def face(self, zeros: int) -> tuple[int, ...]:
        return tuple(sorted(self.at[corner.zeros] for corner in self.faces[zeros].listed))

    def size(self, corner: int) -> int:
        return sum(map(bool, self.corners[corner].strategy))

    def limit(self, zeros: int) -> int:
        """The one corner at which all of ``zeros`` vanish."""
        found = [k for k, corner in enumerate(self.corners) if corner.zeros & zeros == zeros]
        if len(found) != 1:
            raise SolverError(f"{len(found)} corners share the basis of one equilibrium of the game with bonuses")
        return found[0]


def solve_bimatrix(
    row: Matrix,
    column: Matrix,
    *,
    max_extremes: int = MAX_EXTREMES,
    max_corners: int = MAX_CORNERS,
    max_nodes: int = MAX_NODES,
    clock: Clock | None = None,
) -> ExactBimatrix:
    """Solve the game in which actions ``(i, j)`` pay ``row[i][j]`` and ``column[i][j]``, both ``(m, n)`` integers.

    Args:
        row: payoffs of the row player.
        column: payoffs of the column player, in a matrix of the same shape.
        max_extremes: extreme equilibria listed at most.
        max_corners: corners kept for one face at most.
        max_nodes: nodes of the tree at most, and again for the indices.
        clock: the tree stops when its time is spent.
    """
    # Small integers with the same best replies: differences within a column of ``row`` and a row of ``column``.
    a, b = _transposed(_reduced(_transposed(row))), _reduced(column)
    labels = range(len(a) + len(a[0]))
    own, other = labels[: len(a)], labels[len(a) :]
    tree = search(strategies(b, own, other), strategies(_transposed(a), other, own), max_nodes, clock)
    x = _side((leaf[0] for leaf in tree.leaves), own, max_corners)
    y = _side((leaf[1] for leaf in tree.leaves), other, max_corners)
    subsets = [(x.face(first.zeros), y.face(second.zeros)) for first, second in tree.leaves]
    # By content, never by when it was found: another order of the search must not change the answer.
    subsets.sort(key=lambda s: (x.size(s[0][0]) + y.size(s[1][0]), s))
    components, component_of = joined(subsets)
    extremes, truncated = _extremes(subsets, max_extremes)
    extremes.sort(key=lambda e: (x.size(e[0]) + y.size(e[1]), e))
    faces_complete = all(face.complete for side in (x, y) for face in side.faces.values())
    # Each best reply and each action that is not played is a zero.
    regular = all(
        len(mine) == corner.zeros.bit_count() for side, mine in ((x, own), (y, other)) for corner in side.corners
    )
    indices, nodes = tuple[int, ...](), tree.nodes
    if faces_complete and not tree.n_open:
        # Isolated regular points have an index of their own. With ties, the index of a component is counted in a
        # regular game nearby (solver.two_player.exact.index).
        if regular:
            indices = tuple(point_index(a, b, (x.corners[i].zeros, y.corners[j].zeros)) for (i,), (j,) in subsets)
        else:
            nearby = nearby_equilibria(a, b, max_nodes, clock)
            indices, nodes = _counted(a, b, nearby, x, component_of, len(components)), nodes + nearby.nodes
        # An equilibrium that is missing would show here (Shapley 1974).
        if indices and sum(indices) != 1:
            raise SolverError(f"the indices {indices} of all components do not sum to 1")
    return ExactBimatrix(
        x_vertices=tuple(corner.strategy for corner in x.corners),
        y_vertices=tuple(corner.strategy for corner in y.corners),
        extremes=tuple(extremes),
        component_of=tuple(component_of[x_corner] for x_corner, _ in extremes),
        subsets=tuple(subsets),
        components=components,
        indices=indices,
        truncated=truncated,
        faces_complete=faces_complete,
        n_open=tree.n_open,
        nodes=nodes,
        regular=regular,
    )


def floats(strategies: tuple[tuple[Fraction, ...], ...], n_actions: int) -> FloatArray:
    """``(V, A)`` strategies in floats; rows are rescaled to sum to 1 after rounding."""
    table = np.array([[float(p) for p in strategy] for strategy in strategies]).reshape(-1, n_actions)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _counted(
    a: Matrix, b: Matrix, nearby: Tree, x: _Side, component_of: dict[int, int], n_components: int
) -> tuple[int, ...]:
    """Indices of components: the sum over the equilibria of the game with bonuses, each counted at its limit."""
    if nearby.n_open:
        return ()
    indices = [0] * n_components
    for first, second in nearby.leaves:
        indices[component_of[x.limit(first.zeros)]] += point_index(a, b, (first.zeros, second.zeros))
    return tuple(indices)


def _reduced(lines: Matrix) -> list[list[int]]:
    lowest = [min(line) for line in lines]
    shifted = [[int(value - low) for value in line] for line, low in zip(lines, lowest, strict=True)]
    common = gcd(*(value for line in shifted for value in line)) or 1
    return [[value // common for value in line] for line in shifted]


def _transposed(matrix: Matrix) -> list[list[int]]:
    return [list(line) for line in zip(*matrix, strict=True)]


def _side(faces: Iterable[Face], own: Sequence[int], max_corners: int) -> _Side:
    listed: dict[int, Corners] = {}
    for face in faces:
        if face.zeros not in listed:
            listed[face.zeros] = corners(face, own, max_corners)
    distinct = {corner.zeros: corner for face in listed.values() for corner in face.listed}
    ordered = sorted(distinct.values(), key=_corner_order)
    return _Side(listed, ordered, {corner.zeros: k for k, corner in enumerate(ordered)})


def _corner_order(corner: Corner) -> tuple[int, tuple[int, ...], tuple[float, ...], int]:
    # Floats order thousands of corners a hundred times faster than fractions; what they cannot tell apart, zeros can.
    shares = [(k, float(share)) for k, share in enumerate(corner.strategy) if share]
    return len(shares), tuple(k for k, _ in shares), tuple(share for _, share in shares), corner.zeros


def _extremes(subsets: Sequence[Subset], most: int) -> tuple[list[tuple[int, int]], bool]:
    """Pairs of corners of a common subset: every subset's first one, then as many as fit."""
    firsts = ((i[0], j[0]) for i, j in subsets)
    found: dict[tuple[int, int], None] = {}
    for pair in chain(firsts, chain.from_iterable(product(i, j) for i, j in subsets)):
        if pair not in found:
            if len(found) >= most:
                return list(found), True
            found[pair] = None
    return list(found), False


def joined(subsets: Sequence[Subset]) -> tuple[tuple[tuple[int, ...], ...], dict[int, int]]:
    """Components as groups of subsets, and the component of each corner of the row player.

    Equilibria with one and the same ``x`` form a convex set, so subsets that share a corner ``x`` are connected whether
    or not they share a ``y``; and subsets that touch share a corner of both players. Disjoint sets (Tarjan 1975).
    """
    root = list(range(len(subsets)))
    first_with: dict[int, int] = {}
    for s, (corners_of_x, _) in enumerate(subsets):
        for x in corners_of_x:
            one, two = _root(root, first_with.setdefault(x, s)), _root(root, s)
            root[max(one, two)] = min(one, two)
    groups: dict[int, list[int]] = {}
    for s in range(len(subsets)):
        groups.setdefault(_root(root, s), []).append(s)
    number = {top: c for c, top in enumerate(groups)}
    return tuple(map(tuple, groups.values())), {x: number[_root(root, s)] for x, s in first_with.items()}


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
