"""Games of 3x3 and 4x4 actions by compiled support enumeration: the tables that the kernel reads.

Supports and minors are tuples of actions in rising order; ``minor(rows; columns)``, with one row more than columns, is
the determinant of the differences between the first row and each other row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import ModuleType

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.two_player.batch.found import Found

SIZES = (3, 4)
"""Actions of both players for which there are tables."""
_PLACES = 4
Support = tuple[int, ...]
Minor = tuple[Support, Support]


@dataclass(frozen=True, eq=False)
class Tables:
    """See :func:`solver.kernels.supports.solve_by_supports`."""

    minors: IntArray
    differences: int
    others: int
    pairs: IntArray


def solve_by_supports(kernels: ModuleType, payoffs: FloatArray) -> tuple[Found, IntArray]:
    """The regular ones of games ``(B, 2, k, k)``, and the others."""
    count, _, k, _ = payoffs.shape
    tables, lanes = support_tables(k), kernels.LANES
    slots = 1 + tables.differences + tables.others
    floats = np.zeros((2 * k * k + 2 * k + 2 * slots + 4) * lanes)
    marks = np.zeros((len(tables.pairs) + 1) * lanes, dtype=np.uint8)
    ends, doubts = np.zeros(count + 1, dtype=np.int64), np.zeros(count, dtype=np.uint8)
    # Memory that is not touched costs nothing.
    x, y = np.empty((2, (2**k - 1) * count, k))
    kernels.solve_by_supports(
        payoffs.reshape(-1), k, tables.minors, tables.differences, tables.others, tables.pairs.reshape(-1),
        len(tables.pairs), floats, marks, x.reshape(-1), y.reshape(-1), ends, doubts,
    )  # fmt: skip
    # Regular games only: each equilibrium has a corner of each player for itself, so corners are numbered like
    # equilibria.
    alone = (np.arange(ends[-1]) - np.repeat(ends[:-1], np.diff(ends))).astype(np.int32)
    found = Found(
        np.arange(count), np.zeros(count, dtype=np.uint8), np.stack([ends, ends, ends, np.zeros_like(ends)]),
        x, y, np.stack([alone, alone], axis=1), np.zeros(0, dtype=np.int32),
    )  # fmt: skip
    return found.only(doubts == 0), np.flatnonzero(doubts)


@cache
def support_tables(k: int) -> Tables:
    """The tables for games of ``k`` by ``k`` actions."""
    slots: dict[Minor, int] = {((a,), ()): 0 for a in range(k)}
    words: list[int] = []
    # Minors of two rows and one column are differences of payoffs; everything larger is built from them, once per
    # shape.
    for first, second in combinations(range(k), 2):
        for column in range(k):
            slots[(first, second), (column,)] = 1 + len(words) // 2
            words += [first * k + column, second * k + column]
    differences = len(words) // 2
    others = 0
    for size in range(3, k + 1):
        for rows in combinations(range(k), size):
            for columns in combinations(range(k), size - 1):
                others += 1
                slots[rows, columns] = differences + others
                words.append(len(columns))
                # Expanded along the last row.
                # A minor with many rows is shared by all larger ones, so no product is computed twice.
                for place, column in enumerate(columns):
                    rest = columns[:place] + columns[place + 1 :]
                    sign = (-1) ** (place + len(columns) - 1)
                    words += [sign, slots[(rows[0], rows[-1]), (column,)], slots[rows[:-1], rest]]
    pairs = [
        _pair(rows, columns, k, slots)
        for size in range(1, k + 1)
        for rows in combinations(range(k), size)
        for columns in combinations(range(k), size)
    ]
    return Tables(np.array(words), differences, others, np.array(pairs))


def _pair(rows: Support, columns: Support, k: int, slots: dict[Minor, int]) -> list[int]:
    line = [len(rows)]
    for support in (rows, columns):
        line += [*support, *[0] * (_PLACES - len(support))]
    for own, other in ((rows, columns), (columns, rows)):
        numbers = [*_weights(own, other, slots), *_losses(own, other, k, slots)]
        line += [word for number in numbers for word in number] + [0, 0] * (_PLACES - k)
    return line


def _weights(own: Support, other: Support, slots: dict[Minor, int]) -> list[tuple[int, int]]:
    """The other's weights on ``other`` that make ``own`` indifferent, as minors and signs."""
    return [(slots[own, other[:place] + other[place + 1 :]], (-1) ** place) for place in range(len(other))]


def _losses(own: Support, other: Support, k: int, slots: dict[Minor, int]) -> list[tuple[int, int]]:
    """What each own action outside ``own`` brings less against these weights."""
    out = []
    for row in sorted(set(range(k)) - set(own)):
        # The minor of (own[0], row, own[1:]): the sign is that of the exchanges which put its rows in order.
        moves = sum(a < row for a in own[1:]) + (row < own[0])
        out.append((slots[tuple(sorted((*own, row))), other], (-1) ** moves))
    return out
