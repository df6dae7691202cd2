"""Bounds on the expectation of a number over a product of two polyhedra of mixed actions.

The expectation ``x M y`` is linear in each mixed action. With ``g_i`` the least value of ``(M y)_i`` over the second
polyhedron, every pair has ``x M y >= g x``, and the least value of ``g x`` over the first one is a lower bound; the
same with the players exchanged is another. Both are exact where one of the polyhedra is a point.
"""

from __future__ import annotations

from fractions import Fraction

from solver.common.arrays import ExactArray
from solver.two_player.exact.face import Face, labels_in
from solver.two_player.exact.tree import Pair

Extent = tuple[Fraction, Fraction]


def extent(leaf: Pair, values: ExactArray) -> Extent:
    """A lower and an upper bound on the expectation of ``values`` ``(m, n)`` over all pairs of a leaf."""
    return _least(leaf, values), -_least(leaf, -values)


def _least(leaf: Pair, values: ExactArray) -> Fraction:
    first, second = leaf
    m = values.shape[0]
    rows, columns = _played(first), _played(second)
    by_row = {i: second.least({j: values[i, j - m] for j in columns}) for i in rows}
    by_column = {j: first.least({i: values[i, j - m] for i in rows}) for j in columns}
    return max(first.least(by_row), second.least(by_column))


def _played(face: Face) -> list[int]:
    """Labels of the actions that some point of the face may play."""
    return list(labels_in(face.own & ~face.zeros))
