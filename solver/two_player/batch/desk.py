"""What one worker has on its desk: the memory kernels compute in, the room they write to, and games they give up."""

from __future__ import annotations

from functools import cache

import numpy as np

from solver.game.arrays import FloatArray, IntArray
from solver.two_player.batch import memory
from solver.two_player.batch.exact_twin import solve_exactly
from solver.two_player.batch.solution import OVERFLOW
from solver.two_player.batch.store import LISTS, Ledger, Patch, Room

DONE, DOUBTFUL, FULL, NO_ROOM = 0, 1, 3, 4
"""Why a kernel stopped: all done; floats cannot tell a tie from a small difference; a pool is full; so is the room."""

MAX_CORNERS = 16_384
"""Corners, faces and edges a game may have before it is flagged as overflowing."""
_FIRST_CORNERS = 256
_STEP = 8


class Desk:
    """One worker's memory, and the ledger in which it notes the games that it writes to rooms."""

    def __init__(self, m: int, n: int, ledger: Ledger, corners: int = _FIRST_CORNERS) -> None:
        from solver.kernels import entry

        self.shape, self.ledger = (m, n), ledger
        self.corners = corners
        header = np.zeros(64, dtype=np.int64)
        entry.measure(header, m, n, corners, corners, 2 * corners)
        block = entry.BLOCK * (2 * m * n + m + n)
        self.floats = memory.apart(int(header[entry.TOTAL_F]) + 8 + block, np.float64)
        self.integers = memory.apart(int(header[entry.TOTAL_I]) + 8 + entry.MAX_PAIRS, np.int64)
        self.pairs = _pair_table(m) if m == n and m in (3, 4) else np.zeros(0, dtype=np.int64)
        self.kept = memory.apart(2 * (m + n), np.int64)
        self.values = memory.apart(corners * (m + 1) + n, np.float64)

    def solve(self, games: FloatArray, first: int, last: int, room: Room) -> None:
        """Append the games ``first`` to ``last`` to the room; what the kernel gives up is settled at once."""
        while first < last:
            first, code = self.run(games, first, last, room)
            if code != DONE:
                room.append(settle(games[first], code, self.corners), first, self.ledger)
                first += 1

    def run(self, games: FloatArray, first: int, last: int, room: Room) -> tuple[int, int]:
        """The kernel over games ``first`` to ``last``, with room made for what does not fit; where and why it ends."""
        from solver.kernels import entry

        m, n = self.shape
        flat, ends = games.reshape(-1), self.ledger.ends.reshape(-1)
        n_pairs = len(self.pairs) // entry.PAIR_WIDTH
        while True:
            rest = (
                last, *((m, self.pairs, n_pairs) if n_pairs else (m, n)),
                self.floats, self.integers, self.kept, self.corners, self.corners, 2 * self.corners,
                *room.arrays, room.used, room.limits, ends, self.ledger.flags, self.values,
            )  # fmt: skip
            at = entry.solve_small(flat, first, *rest) if n_pairs else entry.solve_range(flat, first, *rest)
            room.done += at - first
            first = at
            code = int(room.used[LISTS])
            if code != NO_ROOM:
                return at, code
            room.grow()


def solve_alone(payoffs: FloatArray, corners: int = _FIRST_CORNERS) -> tuple[int, Patch]:
    """How the kernel ends on one game ``(2, m, n)``, and what it writes."""
    m, n = payoffs.shape[1:]
    ledger, room = Ledger(1), Room(m, n, 1)
    _, code = Desk(m, n, ledger, corners).run(payoffs[None], 0, 1, room)
    return code, room.only(int(ledger.flags[0]))


def settle(payoffs: FloatArray, code: int, corners: int) -> Patch:
    """One game ``(2, m, n)`` that the kernel gave up with ``code``: with larger pools, or exactly."""
    m, n = payoffs.shape[1:]
    while code == FULL and corners < MAX_CORNERS:
        corners *= _STEP
        code, patch = solve_alone(payoffs, corners)
        if code == DONE:
            return patch
    if code == FULL:
        nothing = np.zeros((0, 2), dtype=np.int32)
        return Patch(np.zeros((0, m)), np.zeros((0, n)), nothing, np.zeros(0), np.zeros(0, dtype=np.int32), OVERFLOW)
    return solve_exactly(payoffs)


@cache
def _pair_table(k: int) -> IntArray:
    """Pairs of supports of a ``k`` by ``k`` game the way the kernel reads them."""
    from solver.kernels import entry

    pairs = entry.support_pairs(k)
    table = np.zeros((len(pairs), entry.PAIR_WIDTH), dtype=np.int64)
    for line, (rows, columns) in zip(table, pairs, strict=True):
        line[0] = len(rows)
        line[1 : 1 + len(rows)] = rows
        line[5 : 5 + len(columns)] = columns
    return table.reshape(-1)
