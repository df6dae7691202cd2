"""Determinants and inverses in integers and fractions, and which rows are independent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray
from solver.common.errors import SolverError


def determinant(matrix: Sequence[Sequence[int]]) -> int:
    """By fraction-free elimination (Bareiss 1968)."""
    rows, sign, previous = [list(row) for row in matrix], 1, 1
    for step in range(len(rows)):
        pivot = next((r for r in range(step, len(rows)) if rows[r][step]), None)
        if pivot is None:
            return 0
        if pivot != step:
            rows[step], rows[pivot], sign = rows[pivot], rows[step], -sign
        top, lead = rows[step], rows[step][step]
        for row in rows[step + 1 :]:
            for j in range(step + 1, len(rows)):
                row[j] = (row[j] * lead - row[step] * top[j]) // previous
        previous = lead
    return sign * previous


def inverse(matrix: Sequence[Sequence[int | Fraction]]) -> list[list[Fraction]]:
    """The inverse of a square matrix, by Gauss and Jordan.

    Raises:
        SolverError: there is none.
    """
    size = len(matrix)
    rows = [[Fraction(v) for v in (*own, *(k == i for i in range(size)))] for k, own in enumerate(matrix)]
    for step in range(size):
        pivot = next((r for r in range(step, size) if rows[r][step]), None)
        if pivot is None:
            raise SolverError(f"the matrix {matrix} has no inverse")
        rows[step], rows[pivot] = rows[pivot], rows[step]
        rows[step] = [v / rows[step][step] for v in rows[step]]
        for k, row in enumerate(rows):
            if k != step and row[step]:
                rows[k] = [v - row[step] * w for v, w in zip(row, rows[step], strict=True)]
    return [row[size:] for row in rows]


def independent(rows: Sequence[ExactArray]) -> list[int]:
    """The first rows of fractions, in their order, none of which is a combination of those before it."""
    kept: list[int] = []
    reduced: list[tuple[int, ExactArray]] = []
    for k, row in enumerate(rows):
        rest = row
        for pivot, other in reduced:
            if rest[pivot]:
                rest = rest - rest[pivot] * other
        pivots = np.flatnonzero(rest != 0)
        if len(pivots):
            reduced.append((int(pivots[0]), rest / rest[pivots[0]]))
            kept.append(k)
        if len(kept) == len(row):
            break
    return kept
