"""Where the equilibria of all games of a box of weights can be: an enclosure by products of polyhedra.

A player who plays the mixed action ``y`` leaves the other one the payoffs ``A(w) y``, and ``A(w)`` is a mixture of the
matrices ``A_c`` at the corners ``c`` of the box. Let each action be split into one copy per corner: ``y_jc >= 0`` with
``sum_c y_jc = y_j``. If ``A(w) = sum_c s_c A_c``, the copies ``y_jc = s_c y_j`` give ``A(w) y = sum_jc A_c[:, j]
y_jc``. So the strategies of a player that fit some game of the box are among the strategies of one game with more
actions; that game forgets only that the shares ``s_c`` of all actions are the same, which matters the less the smaller
the box.

On these two larger polyhedra the complementarity tree runs unchanged: its labels are the probabilities ``y_j`` of whole
actions, each with a row of its own, and the regrets. At an equilibrium of any game of the box every label has a
variable that is zero, so the equilibrium is in a leaf. Nothing else is claimed of leaves: they may hold points that are
no equilibrium anywhere, or be such altogether.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

import numpy as np

from solver.common.arrays import ExactArray, IndexArray
from solver.common.clock import Clock
from solver.two_player.exact.face import Face, Row, strategies
from solver.two_player.exact.tree import Tree, search
from solver.two_player.family.family import Box, Family

MAX_NODES = 2_000
"""Nodes of the tree of one box; more of them say that the box is too large to be worth it."""


def candidates(family: Family, box: Box, max_nodes: int = MAX_NODES, clock: Clock | None = None) -> Tree:
    """Products of polyhedra that together contain every equilibrium of every game of the box.

    Args:
        family: the games.
        box: the weights; a box without extent gives the maximal Nash subsets of its one game.
        max_nodes: nodes at most; where ``n_open`` of the tree is not 0, some may be missing.
        clock: the tree stops when its time is spent.
    """
    m, n = family.shape
    payoffs = family.corners(0, box), family.corners(1, box)
    rows, columns = _undominated(payoffs)
    own, other = [int(i) for i in rows], [m + int(j) for j in columns]
    first = [table[np.ix_(rows, columns)] for table in payoffs[1]]
    second = [table[np.ix_(rows, columns)].T for table in payoffs[0]]
    return search(
        _polyhedron(first, own, other, m + n),
        _polyhedron(second, other, own, m + n + len(own) * len(first)),
        max_nodes,
        clock,
    )


def _undominated(payoffs: tuple[list[ExactArray], list[ExactArray]]) -> tuple[IndexArray, IndexArray]:
    """Rows and columns that are left when actions go which another one beats strictly, in every game of the box.

    That is seen at the corners: payoffs are affine in the weights. Such an action is in no equilibrium, and the games
    that remain have the same ones (Gilboa, Kalai and Zemel 1990).
    """
    kept = [np.arange(k) for k in payoffs[0][0].shape]
    changed = True
    while changed:
        changed = False
        for player in (0, 1):
            tables = [np.moveaxis(table[np.ix_(*kept)], player, 0) for table in payoffs[player]]
            stacked = np.concatenate(tables, axis=1)
            worst = [k for k, line in enumerate(stacked) if any((other > line).all() for other in stacked)]
            if worst:
                kept[player] = np.delete(kept[player], worst)
                changed = True
    return kept[0], kept[1]


def _polyhedron(corners: Sequence[ExactArray], own: Sequence[int], other: Sequence[int], start: int) -> Face:
    """Strategies over ``own`` with a copy of each action per corner; ``corners[c][a][b]`` is what the other one gets.

    Copies have the labels from ``start`` on; where there is one corner, actions are their own copies.
    """
    payoffs = _whole(corners)
    if len(corners) == 1:
        return strategies(payoffs, own, other)
    copies = range(start, start + len(payoffs))
    reply = max(range(len(other)), key=payoffs[0].__getitem__)
    lead = [line[reply] for line in payoffs]
    # The first corner is the first copy, played for sure, as in ``strategies``.
    table: list[Row] = [[1, *[1] * (len(copies) - 1), 0, 1]]
    basic = [copies[0]]
    for b, label in enumerate(other):
        if b != reply:
            gains = [ahead - line[b] for ahead, line in zip(lead, payoffs, strict=True)]
            table.append([gains[0], *[gains[0] - gain for gain in gains[1:]], -1, 1])
            basic.append(label)
    for a, label in enumerate(own):
        mine = [int(k // len(corners) == a) for k in range(len(copies))]
        table.append([mine[0], *[mine[0] - one for one in mine[1:]], 0, 1])
        basic.append(label)
    face = Face(table, basic, [*copies[1:], other[reply]], sum(1 << label for label in own))
    everything = face.own | sum(1 << copy for copy in copies)
    for k, (copy, line) in enumerate(zip(copies, payoffs, strict=True)):
        best = max(line)
        ties = sum(1 << label for label, value in zip(other, line, strict=True) if value == best)
        face.remember(everything & ~(1 << copy | 1 << own[k // len(corners)]) | ties)
    return face


def _whole(corners: Sequence[ExactArray]) -> list[Row]:
    """One row of integers per action and corner, with the same differences up to one common factor."""
    lines = [[value - min(corner[a]) for value in corner[a]] for a in range(len(corners[0])) for corner in corners]
    denominator = lcm(*(value.denominator for line in lines for value in line))
    whole = [[int(value * denominator) for value in line] for line in lines]
    common = gcd(*(value for line in whole for value in line)) or 1
    return [[value // common for value in line] for line in whole]
