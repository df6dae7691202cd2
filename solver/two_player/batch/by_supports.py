"""Games of 3x3 and 4x4 actions by compiled support enumeration: the tables that the kernel reads.

Supports and minors are tuples of actions in rising order; ``minor(rows; columns)``, with one row more than columns, is
the determinant of the differences between the first row and each other row.
"""

from __future__ import annotations

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
Minors = dict[tuple[Support, Support], int]
"""The number of each minor, see :mod:`solver.kernels.supports`."""


def solve_by_supports(kernels: ModuleType, payoffs: FloatArray) -> tuple[Found, IntArray]:
    """The regular ones of games ``(B, 2, k, k)``, and the others."""
    count, _, k, _ = payoffs.shape
    minors, most, pairs = support_tables(k)
    floats = np.zeros(4 * most + 2 + 4 * k)
    ends, doubts = np.zeros(count + 1, dtype=np.int64), np.zeros(count, dtype=np.uint8)
    # Memory that is not touched costs nothing.
    x, y = np.empty((2, (2**k - 1) * count, k))
    kernels.solve_by_supports(
        payoffs.reshape(-1), k, minors, most, pairs.reshape(-1), np.arange(k), floats, x.reshape(-1), y.reshape(-1),
        ends, doubts,
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
def support_tables(k: int) -> tuple[IntArray, int, IntArray]:
    """For games of ``k`` by ``k`` actions how minors are made, how many there are, and the pairs of supports."""
    numbers: Minors = {((a,), ()): 1 for a in range(k)}
    most, words = 1 + k * k, list[int]()
    for size in range(2, k + 1):
        for rows in combinations(range(k), size):
            for columns in combinations(range(k), size - 1):
                most += 1
                numbers[rows, columns] = most
                if size == 2:
                    first, second = (2 + columns[0] * k + row for row in rows)
                    terms = [(first, 1), (-second, 1)]
                else:
                    # Expanded along the last row.
                    # A minor with many rows is shared by all larger ones, so no product is computed twice.
                    terms = [
                        (
                            (-1) ** (place + size) * numbers[(rows[0], rows[-1]), (column,)],
                            numbers[rows[:-1], columns[:place] + columns[place + 1 :]],
                        )
                        for place, column in enumerate(columns)
                    ]
                words += [len(terms), *(word for term in terms for word in term)]
    pairs = [
        _pair(rows, columns, k, numbers)
        for size in range(1, k + 1)
        for rows in combinations(range(k), size)
        for columns in combinations(range(k), size)
    ]
    return np.array(words), most, np.array(pairs)


def _pair(rows: Support, columns: Support, k: int, numbers: Minors) -> list[int]:
    listed = rows, columns, _signed(rows, columns, k, numbers), _signed(columns, rows, k, numbers)
    return [len(rows), *(word for part in listed for word in (*part, *[0] * (_PLACES - len(part))))]


def _signed(own: Support, other: Support, k: int, numbers: Minors) -> list[int]:
    """The other's weights on ``other`` that make ``own`` indifferent, and what each other own action brings less."""
    out = [(-1) ** place * numbers[own, other[:place] + other[place + 1 :]] for place in range(len(other))]
    for row in sorted(set(range(k)) - set(own)):
        # The minor of (own[0], row, own[1:]): the sign is that of the exchanges which put its rows in order.
        moves = sum(a < row for a in own[1:]) + (row < own[0])
        out.append((-1) ** moves * numbers[tuple(sorted((*own, row))), other])
    return out
