"""Determinants and linear equations in integers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def determinant(matrix: Sequence[Sequence[int]]) -> int:
    """By fraction-free elimination (Bareiss 1968)."""
    rows, sign, previous = [list(row) for row in matrix], 1, 1
    for step in range(len(rows)):
        pivot = next((r for r in range(step, len(rows)) if rows[r][step]), None)
        if pivot is None:
            return 0
        if pivot != step:
            rows[step], rows[pivot], sign = rows[pivot], rows[step], -sign
        for row in rows[step + 1 :]:
            for j in range(len(rows) - 1, step - 1, -1):
                row[j] = (row[j] * rows[step][step] - row[step] * rows[step][j]) // previous
        previous = rows[step][step]
    return sign * previous


def solution(matrix: Sequence[Sequence[int]], right: Sequence[int]) -> list[Fraction] | None:
    """The ``w`` with ``matrix @ w = right``, square; ``None`` where there is no single one."""
    rows = [[Fraction(v) for v in row] + [Fraction(r)] for row, r in zip(matrix, right, strict=True)]
    for step in range(len(rows)):
        pivot = next((r for r in range(step, len(rows)) if rows[r][step]), None)
        if pivot is None:
            return None
        rows[step], rows[pivot] = rows[pivot], rows[step]
        rows[step] = [v / rows[step][step] for v in rows[step]]
        for k, row in enumerate(rows):
            if k != step and row[step]:
                rows[k] = [v - row[step] * w for v, w in zip(row, rows[step], strict=True)]
    return [row[-1] for row in rows]
