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

from solver.batch_desk import Desk
from solver.batch_faces import Written
from solver.batch_solution import BatchSolution
from solver.batch_store import Patch, Store, offsets
from solver.batch_two_by_two import bad_payoff, classes, solve_2x2
from solver.errors import GameError

FloatArray = NDArray[np.float64]


def solve_batch(payoffs: ArrayLike, *, workers: int = 1, chunk: int | None = None) -> BatchSolution:
    """All equilibria of ``B`` two-player games with ``m`` and ``n`` actions.

    Payoffs that differ by less than ``solver.resolution.DEFAULT_RESOLUTION`` of a game's widest column tie.

    Args:
        payoffs: ``(B, 2, m, n)``; ``payoffs[g, i, a, b]`` is player ``i``'s payoff in game ``g`` at ``(a, b)``.
        workers: threads.
        chunk: games per piece of work; changes nothing in the result.

    Raises:
        GameError: wrong shape, no actions, or a payoff that is nan, infinite or beyond 1e100; the message names the
        game.
    """
    games = _as_batch(payoffs)
    if workers < 1:
        raise GameError(f"workers is {workers}", "at least 1 thread", "leave it out for 1")
    from solver.kernels.loader import load

    load()
    count, _, m, n = games.shape
    if (m, n) == (2, 2) and chunk is None:
        return solve_2x2(games, workers)
    _refuse_bad(games)
    size = chunk or chunk_size(m, n)
    starts = range(0, count, size)
    store = Store(m, n, count)
    if workers == 1 or len(starts) == 1:
        desk = Desk(m, n, size)
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
        streams=Written(offsets(store.counts[3]), store.stream.finish()),
    )


def chunk_size(m: int, n: int) -> int:
    """Games per chunk: a few milliseconds of work, small enough for its results to stay in the processor's cache."""
    microseconds = exp(0.52 * (min(m, n, 16) - 2))
    return int(min(4096, max(4, 4000 / microseconds)))


@dataclass(frozen=True, eq=False)
class _Job:
    desk: Desk
    result: Future[dict[int, Patch]]


def _solve_in_threads(games: FloatArray, starts: range, workers: int, store: Store) -> None:
    count, _, m, n = games.shape
    size = starts.step
    jobs: deque[_Job] = deque()
    spare = [Desk(m, n, size) for _ in range(workers + 1)]
    with ThreadPoolExecutor(workers) as pool:
        for start in starts:
            if not spare:
                spare.append(_take(jobs.popleft(), store))
            desk = spare.pop()
            jobs.append(_Job(desk, pool.submit(desk.solve, games, start, min(start + size, count))))
        while jobs:
            _take(jobs.popleft(), store)


def _take(job: _Job, store: Store) -> Desk:
    store.append(job.desk.room, job.result.result())
    return job.desk


def classify_2x2(payoffs: ArrayLike, *, workers: int = 1) -> NDArray[np.uint8]:
    """``(B,)`` classes of 2x2 games ``(B, 2, 2, 2)``: which equilibria a game has, but for the weights when mixed.

    A class is ``sum_k 3**k (1 + s_k)`` over the signs ``s_k`` of player 1's gain from its first action rather than the
    second, in both columns, and of player 2's from its first action, in both rows. 254 means that a difference is too
    small to be no tie and too large to be one.

    Raises:
        GameError: wrong shape, or a payoff that is nan, infinite or beyond 1e100.
    """
    games = _as_batch(payoffs)
    if games.shape[2:] != (2, 2):
        raise GameError(
            f"the batch has shape {games.shape}", "(B, 2, 2, 2)", "use solve_batch for games of other sizes"
        )
    from solver.kernels.loader import load

    load()
    return classes(games, workers)


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
        raise bad_payoff(games, bad)
