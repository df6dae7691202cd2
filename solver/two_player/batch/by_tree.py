"""Games of any size by the compiled tree (``solver.kernels``), with memory that grows as they need it."""

from __future__ import annotations

from math import exp
from types import ModuleType

import numpy as np

from solver.common.arrays import ByteArray, FloatArray, IntArray
from solver.two_player.batch.found import Found
from solver.two_player.batch.solution import OVERFLOW

DONE, DOUBTFUL, FULL = 0, 1, 3
"""How a game ended: done; floats cannot tell a tie from a small difference; a pool of corners or faces is full."""

MAX_CORNERS = 16_384
"""Corners, faces and edges a game may have before it is flagged as overflowing."""
_FIRST_CORNERS = 256
_STEP = 8


def solve_by_tree(
    kernels: ModuleType, payoffs: FloatArray, games: IntArray, corners: int = _FIRST_CORNERS
) -> tuple[list[Found], IntArray]:
    """Some games of a batch ``(B, 2, m, n)``, and those that are left to exact arithmetic."""
    found, codes = _run(kernels, payoffs, games, corners)
    parts = [found.only(codes == DONE)]
    doubtful = games[codes == DOUBTFUL]
    full = games[codes == FULL]
    # Few games need large pools, and memory is touched only where it is used: start small and repeat the few.
    if len(full) and corners < MAX_CORNERS:
        more, unclear = solve_by_tree(kernels, payoffs, full, _STEP * corners)
        return parts + more, np.concatenate([doubtful, unclear])
    if len(full):
        parts.append(_nothing(full, payoffs.shape[2], payoffs.shape[3]))
    return parts, doubtful


def _run(kernels: ModuleType, payoffs: FloatArray, games: IntArray, corners: int) -> tuple[Found, ByteArray]:
    """What is found, and how each game ended; a game that is not done has empty lists."""
    m, n = payoffs.shape[2:]
    header = np.zeros(kernels.HEADER, dtype=np.int64)
    kernels.measure(header, m, n, corners)
    # Vectors read up to seven numbers behind a block.
    floats = np.zeros(header[kernels.TOTAL_F] + 8)
    integers = np.zeros(header[kernels.TOTAL_I], dtype=np.int64)
    kept, values = np.zeros(2 * (m + n), dtype=np.int64), np.zeros(corners * (m + 1) + n)
    ends = np.zeros((kernels.LISTS, len(games) + 1), dtype=np.int64)
    used = np.zeros(kernels.LISTS, dtype=np.int64)
    flags, codes = np.zeros(len(games), dtype=np.uint8), np.zeros(len(games), dtype=np.uint8)
    limits = np.array([2, 2, 2, 8]) * len(games) + corners
    room = _room(limits, m, n)
    first, piece = 0, _piece(m, n)
    while first < len(games):
        last = min(first + piece, len(games))
        first = kernels.solve_games(
            payoffs.reshape(-1), games, first, last, m, n, floats, integers, kept, corners,
            *(values.reshape(-1) for values in room), used, limits, ends.reshape(-1), flags, codes, values,
        )  # fmt: skip
        # The kernel stopped for want of room in the lists: what it has written stays, and it goes on behind it.
        if first < last:
            limits *= 2
            room = tuple(np.concatenate([part, np.empty_like(part)]) for part in room)
    return Found(games, flags, ends, *room), codes


def _room(limits: IntArray, m: int, n: int) -> tuple[np.ndarray, ...]:
    """Lists with room for so many entries; memory that is not touched costs nothing."""
    x, y, equilibria, words = (int(limit) for limit in limits)
    return (
        np.empty((x, m)), np.empty((y, n)), np.empty((equilibria, 2), dtype=np.int32), np.empty(words, dtype=np.int32),
    )  # fmt: skip


def _piece(m: int, n: int) -> int:
    """Games that take about a tenth of a second: a user's interrupt is seen between two pieces."""
    return max(1, int(1e5 / exp(0.52 * (min(m, n, 16) - 2))))


def _nothing(games: IntArray, m: int, n: int) -> Found:
    """Games that have more corners or faces than a batch keeps."""
    flags = np.full(len(games), OVERFLOW, dtype=np.uint8)
    return Found(games, flags, np.zeros((4, len(games) + 1), dtype=np.int64), *_room(np.zeros(4, dtype=np.int64), m, n))
