"""Claims of a proof log about one node or one leaf cell, checked again without rounding.

* That a set of rows with multipliers leaves no play is added up column by column in Python integers, multipliers taken
  as the dyadic rationals they are, by another program than that of the search, which rounds them and uses a short form
  (``solver.n_player.relaxation.duality``).
* That the roots of a cell lie in a box is computed in fractions by the routine that the search uses in floats
  (``solver.n_player.roots.enclose``): this guards against rounding, not against a fault of the routine. Tests hold the
  routine to roots that are known exactly.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from solver.common.arrays import IntArray
from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.enclose import Box, Pair, enclose, pairs
from solver.n_player.roots.leaf import Cell
from solver.n_player.tree.log import Dropped


def leaves_nothing(relaxation: Relaxation, columns: IntArray, proof: Dropped) -> bool:
    """Whether the rows of ``proof``, times its multipliers, are negative together at every column.

    ``columns`` ``(N, C)`` are the corner numbers of each player; multipliers must not be negative.
    """
    if not columns.size:
        return True
    if any(m < 0 for m in proof.multipliers):
        return False
    ratios = [m.as_integer_ratio() for m in proof.multipliers]
    common = lcm(*(d for _, d in ratios)) * lcm(*relaxation.scales)
    out = np.zeros(columns.shape[1], dtype=object)
    for (i, k, a, b), (numerator, denominator) in zip(proof.rows, ratios, strict=True):
        where = np.flatnonzero(columns[i] == k)
        others = [j for j in range(len(columns)) if j != i]
        shape = tuple(relaxation.n_corners[j] for j in others)
        rest = np.ravel_multi_index([columns[j][where] for j in others], shape)
        values = relaxation.exact[i]
        gain = values[a].astype(object)[rest] - values[b].astype(object)[rest]
        out[where] += numerator * (common // denominator // relaxation.scales[i]) * gain
    return bool((out < 0).all())


def root_boxes(game: IntegerGame, cell: Cell, pair: Pair | None) -> list[Box] | None:
    """Boxes per player, over its support, with every root of ``cell`` that is a profile, by exact arithmetic.

    ``[]`` where there is no such root, ``None`` where no boxes are known; ``pair`` keep their simplices.
    """
    units = [Fraction(1, r) for r in game.ranges]
    payoffs = [own.astype(np.object_) * unit for own, unit in zip(game.payoffs, units, strict=True)]
    corners = {c: own.fractions for c, own in cell.split(pair).items()}
    return enclose(payoffs, cell.support, pair, corners) if pair in (None, *pairs(cell.support)) else None
