"""Every equilibrium of many two-player games of one size.

Games are cut into chunks, which depends on their size alone; worker threads solve chunks with kernels that run without
the interpreter lock, and finished chunks are appended in order. A game's answer depends on that game only, so results
are the same bit for bit whatever the number of workers and however games are chunked.

Three ways out of the fast path, none silent: a game in which floats cannot tell a tie from a small difference goes to
exact arithmetic; a game that fills the pools for corners and faces is searched again with larger ones; and when the
largest are full it is flagged as overflowing and listed without any equilibrium.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.batch_exact import solve_exactly
from solver.batch_solution import OVERFLOW, BatchSolution
from solver.batch_store import Patch, Room, Store, offsets
from solver.errors import GameError

FloatArray = NDArray[np.float64]

_DOUBTFUL, _FULL = 1, 3
_CODE = 5

MAX_CORNERS = 16_384
"""Corners, faces and edges a game may have before it is flagged as overflowing."""
_FIRST_CORNERS = 256
_STEP = 8


def solve_batch(
    payoffs: ArrayLike, *, workers: int = 1, chunk: int | None = None
) -> BatchSolution:
    """All equilibria of ``B`` two-player games with ``m`` and ``n`` actions.

    Payoffs that differ by less than ``solver.resolution.DEFAULT_RESOLUTION`` of a game's widest column tie.

    Args:
        payoffs: ``(B, 2, m, n)``; ``payoffs[g, i, a, b]`` is what player ``i`` gets in game ``g`` at actions ``(a, b)``.
        workers: threads.
        chunk: games per piece of work; changes nothing in the result.

    Raises:
        GameError: wrong shape, no actions, or a payoff that is nan, infinite or beyond 1e100; the message names the game.
    """
    games = _as_batch(payoffs)
    if workers < 1:
        raise GameError(f"workers is {workers}", "at least 1 thread", "leave it out for 1")
    from solver.kernels.loader import load

    load()
    count, _, m, n = games.shape
    _refuse_bad(games)
    size = chunk or chunk_size(m, n)
    starts = range(0, count, size)
    store = Store(m, n, count)
    if workers == 1 or len(starts) == 1:
        desk = _Desk(m, n, size)
        for start in starts:
            store.append(desk.room, desk.solve(games, start, min(start + size, count)))
    else:
        _solve_in_threads(games, starts, workers, store)
    return BatchSolution(
        payoffs=games,
        x_offsets=offsets(store.counts[0]),
        x=store.x.finish(),
        y_offsets=offsets(store.counts[1]),
        y=store.y.finish(),
        offsets=offsets(store.counts[2]),
        equilibria=store.equilibria.finish(),
        regret=store.regret.finish(),
        flags=store.flags,
        stream_offsets=offsets(store.counts[3]),
        stream=store.stream.finish(),
    )


def chunk_size(m: int, n: int) -> int:
    """Games per chunk: a few milliseconds of work, small enough for its results to stay in the processor's cache."""
    microseconds = exp(0.52 * (min(m, n, 16) - 2))
    return int(min(4096, max(4, 4000 / microseconds)))


class _Desk:
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
        self.kept = np.zeros(m + n, dtype=np.int64)
        self.values = np.zeros(corners * (m + 1) + n)
        self.room = Room(m, n, games, max(4 * games, 2 * corners))

    def solve(self, games: FloatArray, first: int, last: int) -> dict[int, Patch]:
        """Write the games ``first`` to ``last`` to the room; what is settled elsewhere comes back as patches."""
        self.run(games, first, last)
        codes = self.room.counts[: last - first, _CODE]
        return {
            int(k): settle(games[first + k], int(codes[k]), self.corners) for k in np.flatnonzero(codes)
        }

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
    while code == _FULL and corners < MAX_CORNERS:
        corners *= _STEP
        desk = _Desk(m, n, 1, corners)
        desk.run(payoffs[None], 0, 1)
        code = int(desk.room.counts[0, _CODE])
        if code == 0:
            return desk.room.only()
    if code == _FULL:
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


@dataclass(frozen=True, eq=False)
class _Job:
    desk: _Desk
    result: Future[dict[int, Patch]]


def _solve_in_threads(games: FloatArray, starts: range, workers: int, store: Store) -> None:
    count, _, m, n = games.shape
    size = starts.step
    jobs: deque[_Job] = deque()
    spare = [_Desk(m, n, size) for _ in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        for start in starts:
            if not spare:
                spare.append(_take(jobs.popleft(), store))
            desk = spare.pop()
            jobs.append(_Job(desk, pool.submit(desk.solve, games, start, min(start + size, count))))
        while jobs:
            _take(jobs.popleft(), store)


def _take(job: _Job, store: Store) -> _Desk:
    store.append(job.desk.room, job.result.result())
    return job.desk


def _as_batch(payoffs: ArrayLike) -> FloatArray:
    try:
        games = np.ascontiguousarray(payoffs, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise GameError(
            f"the batch cannot be read as an array of numbers ({error})",
            "an array (B, 2, m, n)",
            "all games of a batch have one size: solve games of other sizes in a batch of their own",
        ) from error
    if games.ndim != 4 or games.shape[1] != 2:
        raise GameError(
            f"the batch has shape {games.shape}",
            "(B, 2, m, n): games, two players, actions of player 1, actions of player 2",
            "stack games with solver.normal_form.stack, or add an axis for a batch of one",
        )
    if games.shape[0] and 0 in games.shape:
        raise GameError(
            f"game 0 has {games.shape[2]} and {games.shape[3]} actions",
            "at least one action per player",
            "a lab that cannot act has 1 action",
        )
    return games


def _refuse_bad(games: FloatArray) -> None:
    from solver.kernels import entry

    flat = games.reshape(-1)
    bad = entry.first_bad(flat, 0, len(flat))
    if bad >= 0:
        g, i, a, b = (int(k) for k in np.unravel_index(bad, games.shape))
        raise GameError(
            f"payoffs[{g}, {i}, {a}, {b}] of game {g} is {flat[bad]}",
            "finite payoffs of at most 1e100",
            "forbid a profile with a finite penalty a few times the largest payoff: solvers subtract payoffs",
        )
