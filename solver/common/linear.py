"""Determinants, linear equations and inverses in integers and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from solver.common.arrays import ExactArray
from solver.common.errors import SolverError

Matrix = Sequence[Sequence[int | Fraction]]


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


def solution(matrix: Matrix, right: Sequence[int | Fraction]) -> list[Fraction] | None:
    """The ``w`` with ``matrix @ w = right``, square; ``None`` where there is no single one."""
    solved = _eliminated(matrix, [[r] for r in right])
    return None if solved is None else [w for (w,) in solved]


def inverse(matrix: Matrix) -> list[list[Fraction]]:
    """The inverse of a square matrix.

    Raises:
        SolverError: there is none.
    """
    solved = _eliminated(matrix, [[int(i == j) for j in range(len(matrix))] for i in range(len(matrix))])
    if solved is None:
        raise SolverError(f"the matrix {matrix} has no inverse")
    return solved


def _eliminated(matrix: Matrix, right: Matrix) -> list[list[Fraction]] | None:
    """The inverse of a square matrix times another one, by Gauss and Jordan; ``None`` where it has no inverse."""
    rows = [[Fraction(v) for v in (*own, *more)] for own, more in zip(matrix, right, strict=True)]
    for step in range(len(rows)):
        pivot = next((r for r in range(step, len(rows)) if rows[r][step]), None)
        if pivot is None:
            return None
        rows[step], rows[pivot] = rows[pivot], rows[step]
        rows[step] = [v / rows[step][step] for v in rows[step]]
        for k, row in enumerate(rows):
            if k != step and row[step]:
                rows[k] = [v - row[step] * w for v, w in zip(row, rows[step], strict=True)]
    return [row[len(rows) :] for row in rows]


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
