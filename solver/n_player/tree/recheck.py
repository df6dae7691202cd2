"""Claims of a proof log about one node or one leaf cell, checked again by other means than those that found them.

* That a set of rows with multipliers leaves no play is added up column by column in Python integers, multipliers taken
  as the dyadic rationals they are; the search rounds them and uses a short form
  (``solver.n_player.relaxation.duality``).
* That the roots of a cell lie in a box is computed in intervals, one inequality per corner of the split player's
  simplex; the search bounds deviations from its middle in floats (``solver.n_player.roots.enclose``). As there, with
  any matrix ``G``: a probability vector ``y`` with ``M(z) y = 0`` satisfies ``y = G e + (I - G [M(z); 1]) y``, ``e``
  the last unit vector, and ``M(z)`` is a mixture of its values at the corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from solver.common.arrays import IntArray
from solver.n_player.relaxation.duality import ExactRelaxation, IntegerGame
from solver.n_player.roots.cell import Simplex
from solver.n_player.roots.enclose import Box
from solver.n_player.roots.interval import ONE, UNIT, ZERO, Interval, dot, hull, total
from solver.n_player.roots.leaf import Cell
from solver.n_player.tree.log import Dropped

Matrix = list[list[Interval]]

_ROUNDS = 8
_WIDER = 1e-14
"""Boxes are widened by this when their ends become doubles."""


def leaves_nothing(relaxation: ExactRelaxation, columns: Sequence[IntArray], proof: Dropped) -> bool:
    """Whether the rows of ``proof``, times its multipliers, are negative together at every column.

    ``columns`` are the ``(C,)`` corner numbers of each player; multipliers must not be negative.
    """
    if not len(columns[0]):
        return True
    if any(m < 0 for m in proof.multipliers):
        return False
    ratios = [m.as_integer_ratio() for m in proof.multipliers]
    common = lcm(*(d for _, d in ratios)) * lcm(*relaxation.scales)
    out = np.zeros(len(columns[0]), dtype=object)
    for (i, k, a, b), (numerator, denominator) in zip(proof.rows, ratios, strict=True):
        where = np.flatnonzero(columns[i] == k)
        others = [j for j in range(len(columns)) if j != i]
        shape = tuple(relaxation.n_corners[j] for j in others)
        rest = np.ravel_multi_index([columns[j][where] for j in others], shape)
        values = relaxation.values[i]
        gain = values[a].astype(object)[rest] - values[b].astype(object)[rest]
        out[where] += numerator * (common // denominator // relaxation.scales[i]) * gain
    return bool((out < 0).all())


def root_boxes(game: IntegerGame, cell: Cell) -> list[Box] | None:
    """Boxes per player, over its support, with every root of ``cell`` that is a profile; ``None`` where none are known.

    A lower bound above an upper one says that there is no root. Three players only.
    """
    if len(cell.split) != 1:
        return None
    (c,) = cell.split
    support = cell.support
    a, b = sorted((i for i in range(3) if i != c), key=lambda i: (-len(support[i]), i))
    corners = _corners(cell.simplices[c], support[c])
    y = _solution(_given_split(game, support, a, b, c, corners), [], len(support[b]))
    if y is None:
        return None
    own = _ties(game, support, c, (a, b))
    middle = [v.middle for v in y]
    fixed = [[dot(row, middle) for row in block] for block in own]
    blank = [[ZERO] * len(support[a])] * (len(support[b]) - 1)
    moves = [
        ([*blank, *[[row[p] for row in block] for block in own]], v - m)
        for p, (v, m) in enumerate(zip(y, middle, strict=True))
    ]
    x = _solution([[*rows, *fixed] for rows in _given_split(game, support, b, a, c, corners)], moves, len(support[a]))
    if x is None:
        return None
    z = cell.simplices[c].floats[:, list(support[c])]
    boxes = {a: _doubles(x), b: _doubles(y), c: (z.min(axis=0) - _WIDER, z.max(axis=0) + _WIDER)}
    return [boxes[i] for i in range(3)]


def _corners(simplex: Simplex, support: Sequence[int]) -> list[list[Interval]]:
    unit = 1 << simplex.bits
    return [[Interval.of(Fraction(int(row[s]), unit)) for s in support] for row in simplex.corners]


def _ties(
    game: IntegerGame, support: Sequence[Sequence[int]], own: int, others: Sequence[int]
) -> list[list[list[Interval]]]:
    """``(|S_own| - 1, |S_first other|, |S_second other|)``: payoffs less those of the first action."""
    window = np.transpose(game.payoffs[own][np.ix_(*support)], (own, *others)).astype(object)
    gaps = window[1:] - window[:1]
    return [[[Interval.of(Fraction(int(v), game.ranges[own])) for v in row] for row in block] for block in gaps]


def _given_split(
    game: IntegerGame,
    support: Sequence[Sequence[int]],
    own: int,
    other: int,
    c: int,
    corners: Sequence[Sequence[Interval]],
) -> list[Matrix]:
    """For each corner of the split player's simplex the ties of ``own`` as equations for the mix of ``other``."""
    ties = _ties(game, support, own, (other, c))
    return [[[dot(entry, corner) for entry in row] for row in ties] for corner in corners]


def _solution(systems: Sequence[Matrix], moves: Sequence[tuple[Matrix, Interval]], n: int) -> list[Interval] | None:
    """Intervals that hold every probability vector ``(n,)`` that solves some mixture of ``systems``, moved.

    A move is a matrix times any number in an interval; keeping the two apart keeps what its entries have in common.
    A vector without solutions has intervals outside [0, 1].
    """
    with_sum = [[*rows, [ONE] * n] for rows in systems]
    middle = np.mean([[[v.ends[0] for v in row] for row in rows] for rows in with_sum], axis=0)
    if len(middle) < n or not np.linalg.cond(middle) < 1e9:
        return None
    g = [[Interval.of(float(v)) for v in row] for row in np.linalg.pinv(middle)]
    identity = [[ONE if i == j else ZERO for j in range(n)] for i in range(n)]
    defects = [_difference(identity, _times(g, rows)) for rows in with_sum]
    moved = [(_times(g, [*rows, [ZERO] * n]), size) for rows, size in moves]
    box = [UNIT] * n
    for _ in range(_ROUNDS):
        fresh: list[Interval] = []
        for i in range(n):
            # Both over the box and over the simplex of probability vectors; the latter is a hull of entries.
            by_box = total(size * dot(m[i], box) for m, size in moved)
            by_simplex = hull([total(size * m[i][j] for m, size in moved) for j in range(n)])
            over_box = hull([dot(d[i], box) for d in defects])
            over_simplex = hull([entry for d in defects for entry in d[i]])
            start = g[i][-1]
            kept = _meet([box[i], start + over_box - by_box, start + over_simplex - by_simplex])
            if kept is None:
                return [NOWHERE] * n
            fresh.append(kept)
        rest = [_meet([v, ONE - total(fresh[:i] + fresh[i + 1 :])]) for i, v in enumerate(fresh)]
        box = [v for v in rest if v is not None]
        if len(box) < n:
            return [NOWHERE] * n
    return box


NOWHERE = Interval.of(-1.0)
"""Outside [0, 1]: there is no such probability."""


def _times(one: Matrix, two: Matrix) -> Matrix:
    columns = list(zip(*two, strict=True))
    return [[dot(row, column) for column in columns] for row in one]


def _difference(one: Matrix, two: Matrix) -> Matrix:
    return [[p - q for p, q in zip(row, other, strict=True)] for row, other in zip(one, two, strict=True)]


def _meet(intervals: Sequence[Interval]) -> Interval | None:
    """The common part of intervals that hold the same number, or ``None`` if they have none."""
    out: Interval | None = intervals[0]
    for own in intervals[1:]:
        out = None if out is None else out.meet(own)
    return out


def _doubles(intervals: Sequence[Interval]) -> Box:
    low = np.array([v.ends[0] for v in intervals]) - _WIDER
    high = np.array([v.ends[1] for v in intervals]) + _WIDER
    return low, high


def holds_no_profile(boxes: Sequence[Box]) -> bool:
    """Whether some box lies outside [0, 1]."""
    return any(bool(np.any(high < 0)) or bool(np.any(low > 1)) for low, high in boxes)
