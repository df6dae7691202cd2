"""Claims of a proof log about one node or one leaf cell, checked again by other means than those that found them.

* That a set of rows with multipliers leaves no play is added up column by column in Python integers, multipliers taken
  as the dyadic rationals they are; the search rounds them and uses a short form
  (``solver.n_player.relaxation.duality``).
* That the roots of a cell lie in a box is computed in ball arithmetic, one inequality per corner of the split player's
  simplex; the search bounds deviations from its middle in floats (``solver.n_player.roots.enclose``). As there, with
  any matrix ``G``: a probability vector ``y`` with ``M(z) y = 0`` satisfies ``y = G e + (I - G [M(z); 1]) y``, ``e``
  the last unit vector, and ``M(z)`` is a mixture of its values at the corners.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.game.extras import extra
from solver.n_player.relaxation.duality import ExactRelaxation, IntegerGame
from solver.n_player.roots.cell import Simplex
from solver.n_player.roots.enclose import Box
from solver.n_player.roots.leaf import Cell
from solver.n_player.tree.log import Dropped

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_PRECISION = 128
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
    with extra("exact"):
        import flint

    if len(cell.split) != 1:
        return None
    (c,) = cell.split
    old = flint.ctx.prec
    flint.ctx.prec = _PRECISION
    try:
        return _root_boxes(game, cell, c)
    finally:
        flint.ctx.prec = old


def _root_boxes(game: IntegerGame, cell: Cell, c: int) -> list[Box] | None:
    from flint import arb

    support = cell.support
    a, b = sorted((i for i in range(3) if i != c), key=lambda i: (-len(support[i]), i))
    corners = _corners(cell.simplices[c], support[c])
    y = _solution(list(_given_split(game, support, a, b, c, corners)), [], len(support[b]))
    if y is None:
        return None
    own = _ties(game, support, c, (a, b))
    middle = [arb(float(v.mid())) for v in y]
    fixed = [[_dot(row, middle) for row in block] for block in own]
    blank = [[arb(0)] * len(support[a])] * (len(support[b]) - 1)
    moves = [([*blank, *own[:, :, p].tolist()], v - m) for p, (v, m) in enumerate(zip(y, middle, strict=True))]
    x = _solution([[*rows, *fixed] for rows in _given_split(game, support, b, a, c, corners)], moves, len(support[a]))
    if x is None:
        return None
    z = cell.simplices[c].floats[:, list(support[c])]
    boxes = {a: _doubles(x), b: _doubles(y), c: (z.min(axis=0) - _WIDER, z.max(axis=0) + _WIDER)}
    return [boxes[i] for i in range(3)]


def _corners(simplex: Simplex, support: Sequence[int]) -> list[list[Any]]:
    from flint import arb

    return [[arb(int(row[s])) / (1 << simplex.bits) for s in support] for row in simplex.corners]


def _ties(game: IntegerGame, support: Sequence[Sequence[int]], own: int, others: Sequence[int]) -> NDArray[np.object_]:
    """``(|S_own| - 1, |S_first other|, |S_second other|)`` balls: payoffs less those of the first action."""
    from flint import arb

    window = np.transpose(game.payoffs[own][np.ix_(*support)], (own, *others)).astype(object)
    gaps = window[1:] - window[:1]
    out = np.empty(gaps.shape, dtype=object)
    out.ravel()[:] = [arb(int(v)) / game.ranges[own] for v in gaps.ravel()]
    return out


def _given_split(
    game: IntegerGame, support: Sequence[Sequence[int]], own: int, other: int, c: int, corners: list[list[Any]]
) -> Iterator[list[list[Any]]]:
    """For each corner of the split player's simplex the ties of ``own`` as equations for the mix of ``other``."""
    ties = _ties(game, support, own, (other, c))
    for corner in corners:
        yield [[_dot(entry, corner) for entry in row] for row in ties]


def _dot(one: Sequence[Any], two: Sequence[Any]) -> Any:
    from flint import arb

    return sum((p * q for p, q in zip(one, two, strict=True)), arb(0))


def _solution(
    systems: Sequence[list[list[Any]]], moves: Sequence[tuple[list[list[Any]], Any]], n: int
) -> list[Any] | None:
    """Balls that hold every probability vector ``(n,)`` that solves some mixture of ``systems``, moved.

    A move is a matrix times any number in a ball; keeping the two apart keeps what its entries have in common.
    An empty ball cannot be said in ball arithmetic; a vector without solutions has a ball outside [0, 1].
    """
    from flint import arb, arb_mat

    with_sum = [[*rows, [arb(1)] * n] for rows in systems]
    middle = np.mean([[[float(v) for v in row] for row in rows] for rows in with_sum], axis=0)
    if len(middle) < n or not np.linalg.cond(middle) < 1e9:
        return None
    g = np.linalg.pinv(middle)
    exact_g = arb_mat(g.tolist())
    identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    defects = [(identity - exact_g * arb_mat(rows)).tolist() for rows in with_sum]
    moved = [((exact_g * arb_mat([*rows, [arb(0)] * n])).tolist(), ball) for rows, ball in moves]
    box = [arb(0).union(arb(1)) for _ in range(n)]
    for _ in range(_ROUNDS):
        fresh = []
        for i in range(n):
            # Both over the box and over the simplex of probability vectors; the latter is a hull of entries.
            start = arb(float(g[i, -1]))
            by_box = sum((ball * _dot(m[i], box) for m, ball in moved), arb(0))
            by_simplex = _hull([sum((ball * m[i][j] for m, ball in moved), arb(0)) for j in range(n)])
            over_box = _hull([_dot(d[i], box) for d in defects])
            over_simplex = _hull([entry for d in defects for entry in d[i]])
            fresh.append(_meet([box[i], start + over_box - by_box, start + over_simplex - by_simplex]))
        if None in fresh:
            return _nowhere(n)
        known = [v for v in fresh if v is not None]
        rest = [_meet([v, 1 - _dot(known[:i] + known[i + 1 :], [arb(1)] * (n - 1))]) for i, v in enumerate(known)]
        if None in rest:
            return _nowhere(n)
        box = [v for v in rest if v is not None]
    return box


def _nowhere(n: int) -> list[Any]:
    """Balls outside [0, 1]: there is no such vector."""
    from flint import arb

    return [arb(-1) for _ in range(n)]


def _hull(balls: Sequence[Any]) -> Any:
    out = balls[0]
    for ball in balls[1:]:
        out = out.union(ball)
    return out


def _meet(balls: Sequence[Any]) -> Any | None:
    """The common part of balls that hold the same number, or ``None`` if they have none."""
    out = balls[0]
    for ball in balls[1:]:
        if not out.overlaps(ball):
            return None
        out = out.intersection(ball)
    return out


def _doubles(balls: Sequence[Any]) -> Box:
    low = np.array([float(v.lower()) for v in balls]) - _WIDER
    high = np.array([float(v.upper()) for v in balls]) + _WIDER
    return low, high


def holds_no_profile(boxes: Sequence[Box]) -> bool:
    """Whether some box lies outside [0, 1]."""
    return any(bool(np.any(high < 0)) or bool(np.any(low > 1)) for low, high in boxes)
