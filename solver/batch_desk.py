"""What one worker has on its desk: the memory kernels compute in, the room they write to, and games they give up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.batch_exact import solve_exactly
from solver.batch_solution import OVERFLOW
from solver.batch_store import Patch, Room

FloatArray = NDArray[np.float64]

DOUBTFUL, FULL = 1, 3
"""Why a kernel gave a game up: floats cannot tell a tie from a small difference; a pool is full."""
_CODE = 5

MAX_CORNERS = 16_384
"""Corners, faces and edges a game may have before it is flagged as overflowing."""
_FIRST_CORNERS = 256
_STEP = 8


class Desk:
    """One worker's memory: what the kernels compute in and the room they write to."""

    def __init__(self, m: int, n: int, games: int, corners: int = _FIRST_CORNERS) -> None:
        from solver.kernels import entry

        self.corners = corners
        header = np.zeros(64, dtype=np.int64)
        entry.measure(header, m, n, corners, corners, 2 * corners)
        block = entry.BLOCK * (2 * m * n + m + n)
        self.floats = np.zeros(int(header[entry.TOTAL_F]) + 8 + block)
        self.integers = np.zeros(int(header[entry.TOTAL_I]) + 8 + entry.MAX_PAIRS, dtype=np.int64)
        self.pairs = _pair_table(m) if m == n and m in (3, 4) else np.zeros(0, dtype=np.int64)
        self.kept = np.zeros(2 * (m + n), dtype=np.int64)
        self.values = np.zeros(corners * (m + 1) + n)
        self.room = Room(m, n, games, max(4 * games, 2 * corners))

    def solve(self, games: FloatArray, first: int, last: int) -> dict[int, Patch]:
        """Write the games ``first`` to ``last`` to the room; what is settled elsewhere comes back as patches."""
        self.run(games, first, last)
        codes = self.room.counts[: last - first, _CODE]
        return {int(k): settle(games[first + k], int(codes[k]), self.corners) for k in np.flatnonzero(codes)}

    def run(self, games: FloatArray, first: int, last: int) -> None:
        """The kernel over games ``first`` to ``last``, with room made when a game does not fit."""
        from solver.kernels import entry

        room = self.room
        room.clear()
        m, n = room.shape
        flat = games.reshape(-1)
        at = first
        n_pairs = len(self.pairs) // entry.PAIR_WIDTH
        while True:
            rest = (
                self.floats, self.integers, self.kept, self.corners, self.corners, 2 * self.corners,
                room.x, room.y, room.equilibria, room.regret, room.stream, room.used, room.limits,
                room.counts.reshape(-1), self.values,
            )  # fmt: skip
            if n_pairs:
                at = entry.solve_small(flat, at, last, m, self.pairs, n_pairs, *rest)
            else:
                at = entry.solve_range(flat, at, last, m, n, *rest)
            if at == last:
                return
            room.grow()


def settle(payoffs: FloatArray, code: int, corners: int) -> Patch:
    """One game ``(2, m, n)`` that the kernel gave up with ``code``: with larger pools, or exactly."""
    m, n = payoffs.shape[1:]
    while code == FULL and corners < MAX_CORNERS:
        corners *= _STEP
        desk = Desk(m, n, 1, corners)
        desk.run(payoffs[None], 0, 1)
        code = int(desk.room.counts[0, _CODE])
        if code == 0:
            return desk.room.only()
    if code == FULL:
        nothing = np.zeros((0, 2), dtype=np.int32)
        return Patch(np.zeros((0, m)), np.zeros((0, n)), nothing, np.zeros(0), np.zeros(0, dtype=np.int32), OVERFLOW)
    return solve_exactly(payoffs)


def _pair_table(k: int) -> NDArray[np.int64]:
    """Pairs of supports of a ``k`` by ``k`` game the way the kernel reads them."""
    from solver.kernels import entry

    pairs = entry.support_pairs(k)
    table = np.zeros((len(pairs), entry.PAIR_WIDTH), dtype=np.int64)
    for line, (rows, columns) in zip(table, pairs, strict=True):
        line[0] = len(rows)
        line[1 : 1 + len(rows)] = rows
        line[5 : 5 + len(columns)] = columns
    return table.reshape(-1)
