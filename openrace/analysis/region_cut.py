"""Convex polytopes in rational numbers: a box, cut by half-spaces one after the other.

The double description method (Motzkin, Raiffa, Thompson and Thrall 1953): a polytope is kept as its corners, each with
the set of constraints that hold with equality there. A cut keeps the corners on its right side and adds one on every
edge that crosses it. Two corners span an edge exactly when no third corner shares all their common constraints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class HalfSpace:
    """All ``w`` with ``normal . w + offset >= 0``."""

    normal: Point
    offset: Fraction

    def at(self, point: Point) -> Fraction:
        """How far inside a point is, in units of the normal."""
        return sum((a * b for a, b in zip(self.normal, point, strict=True)), self.offset)


@dataclass(frozen=True)
class Corner:
    """A corner and the constraints that are tight there, by number."""

    point: Point
    tight: frozenset[int]


def box(low: Sequence[Fraction], high: Sequence[Fraction]) -> tuple[list[HalfSpace], list[Corner]]:
    """The box between two corners; constraints ``2k`` and ``2k + 1`` are its lower and upper side along axis k."""
    n_axes = len(low)
    sides = []
    for k in range(n_axes):
        unit = tuple(Fraction(int(j == k)) for j in range(n_axes))
        sides += [HalfSpace(unit, -low[k]), HalfSpace(tuple(-u for u in unit), high[k])]
    corners = [
        Corner(
            tuple(high[k] if up else low[k] for k, up in enumerate(choice)),
            frozenset(2 * k + up for k, up in enumerate(choice)),
        )
        for choice in product((0, 1), repeat=n_axes)
    ]
    return sides, corners


def cut(corners: Sequence[Corner], number: int, half: HalfSpace) -> list[Corner]:
    """The part of a polytope inside a half-space, which is constraint ``number`` from now on."""
    values = [half.at(c.point) for c in corners]
    if all(v > 0 for v in values):
        return list(corners)
    kept = [
        Corner(c.point, c.tight | {number}) if v == 0 else c for c, v in zip(corners, values, strict=True) if v >= 0
    ]
    inside = [k for k, v in enumerate(values) if v > 0]
    outside = [k for k, v in enumerate(values) if v < 0]
    for i, j in product(inside, outside):
        if _span_edge(corners, i, j):
            share = values[i] / (values[i] - values[j])
            point = tuple(a + share * (b - a) for a, b in zip(corners[i].point, corners[j].point, strict=True))
            kept.append(Corner(point, corners[i].tight & corners[j].tight | {number}))
    return kept


def dimension(corners: Sequence[Corner]) -> int:
    """Dimension of the hull of some corners: the rank of their differences; -1 if there is none."""
    if not corners:
        return -1
    rows = [[a - b for a, b in zip(c.point, corners[0].point, strict=True)] for c in corners[1:]]
    rank = 0
    for column in range(len(corners[0].point)):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column] / rows[rank][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


def edges(corners: Sequence[Corner]) -> list[tuple[int, int]]:
    """Pairs of corners that span an edge."""
    return [(i, j) for i, j in combinations(range(len(corners)), 2) if _span_edge(corners, i, j)]


def _span_edge(corners: Sequence[Corner], i: int, j: int) -> bool:
    common = corners[i].tight & corners[j].tight
    return not any(common <= corners[k].tight for k in range(len(corners)) if k not in (i, j))
