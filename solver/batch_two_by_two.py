"""Batches of 2x2 games: classify by signs, count, then write every result straight to its place.

The table of the 81 classes is filled by the tree on one game of each class, so both paths agree by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.batch_desk import DOUBTFUL, Desk, settle
from solver.batch_solution import BatchSolution
from solver.batch_store import Patch
from solver.errors import GameError

FloatArray = NDArray[np.float64]
Codes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)

CHUNK = 16_384
"""Games per piece of work: two passes over their payoffs, the second from cache."""
_TOTALS = 8


def classes(games: FloatArray, workers: int) -> Codes:
    """Classes of games ``(B, 2, 2, 2)``, see :mod:`solver.kernels.two_by_two`."""
    work = _Work(games)
    _each(work.classify, work.pieces, workers)
    return work.codes


def solve_2x2(games: FloatArray, workers: int) -> BatchSolution:
    """All equilibria of games ``(B, 2, 2, 2)``."""
    from solver.kernels import entry

    work = _Work(games)
    if workers == 1:
        # One pass while a chunk's payoffs are in the cache; room for all is guessed from the first chunk.
        for k in range(work.pieces):
            work.classify(k)
            work.add_up(k)
            work.make_room(k)
            work.fill(k)
    else:
        _each(work.classify, work.pieces, workers)
        _each(work.add_up, work.pieces, workers)
        work.make_room(work.pieces - 1, exactly=True)
        _each(work.fill, work.pieces, workers)
    solution = work.solution()
    unsure = np.flatnonzero(work.codes == entry.UNSURE) if work.totals[:, 4].any() else np.zeros(0, dtype=np.int64)
    return _spliced(solution, {int(g): settle(games[g], DOUBTFUL, 0) for g in unsure}) if len(unsure) else solution


class _Work:
    """Classes and results of one batch, chunk by chunk."""

    def __init__(self, games: FloatArray) -> None:
        self.games, self.flat, self.table = games, games.reshape(-1), _table()
        self.count = len(games)
        self.pieces = -(-self.count // CHUNK)
        self.codes = np.empty(self.count, dtype=np.uint8)
        self.totals = np.zeros((self.pieces, _TOTALS), dtype=np.int64)
        self.begins = np.zeros((self.pieces + 1, 4), dtype=np.int64)
        self.offsets = [_offsets(self.count)]
        # Zeroed memory that is never written costs nothing.
        self.stream_offsets = np.zeros(self.count + 1, dtype=np.int64)
        self.flags = np.zeros(self.count, dtype=np.uint8)
        self.x, self.y = np.empty(0), np.empty(0)
        self.pairs, self.regret = np.empty(0, dtype=np.int32), np.empty(0)
        self.stream = np.empty(0, dtype=np.int32)

    def classify(self, k: int) -> None:
        """Chunk ``k``'s classes, and what its results need.

        Raises:
            GameError: a payoff is nan, infinite or beyond 1e100.
        """
        from solver.kernels import entry

        first, last = k * CHUNK, min((k + 1) * CHUNK, self.count)
        entry.classify(self.flat, first, last, self.codes, self.totals[k])
        if self.totals[k, 5]:
            bad = first + int(np.flatnonzero(self.codes[first:last] == entry.BAD)[0])
            raise bad_payoff(self.games, bad * 8 + entry.first_bad(self.flat[bad * 8 : bad * 8 + 8], 0, 8))

    def add_up(self, k: int) -> None:
        """What the results of chunk ``k`` need."""
        from solver.kernels import entry

        entry.count(k * CHUNK, min((k + 1) * CHUNK, self.count), self.table, self.codes, self.totals[k])

    def make_room(self, k: int, *, exactly: bool = False) -> None:
        """Room for the results up to chunk ``k``, and a guess for those after it."""
        if exactly:
            np.cumsum(self.totals[:, :4], axis=0, out=self.begins[1:])
        else:
            self.begins[k + 1] = self.begins[k] + self.totals[k, :4]
        if self.totals[: k + 1, 6].any() and len(self.offsets) == 1:
            # So far every game had one corner per player for each equilibrium.
            self.offsets += [self.offsets[0].copy(), self.offsets[0].copy()]
        share = 1.0 if exactly else 1.02 * self.pieces / (k + 1)
        for name, width, column in (("x", 2, 0), ("y", 2, 1), ("pairs", 2, 2), ("regret", 1, 2), ("stream", 1, 3)):
            old, needed = getattr(self, name), width * int(self.begins[k + 1, column])
            if needed > len(old):
                new = np.empty(int(needed * share), dtype=old.dtype)
                kept = width * int(self.begins[k, column]) if not exactly else 0
                new[:kept] = old[:kept]
                setattr(self, name, new)

    def fill(self, k: int) -> None:
        """Write chunk ``k``'s results."""
        from solver.kernels import entry

        none = np.zeros(0, dtype=np.int64)
        y_offsets, offsets = self.offsets[1:] if len(self.offsets) == 3 else (none, none)
        entry.fill(
            self.flat, k * CHUNK, min((k + 1) * CHUNK, self.count), self.table, self.codes, self.begins[k], self.x,
            self.y, self.pairs, self.regret, self.stream, self.offsets[0], y_offsets, offsets, self.stream_offsets,
            self.flags,
        )  # fmt: skip

    def solution(self) -> BatchSolution:
        """What was written."""
        nx, ny, ne, ns = (int(k) for k in self.begins[self.pieces])
        lists = self.offsets * 3 if len(self.offsets) == 1 else self.offsets
        return BatchSolution(
            payoffs=self.games,
            x_offsets=lists[0],
            x=self.x[: 2 * nx].reshape(nx, 2),
            y_offsets=lists[1],
            y=self.y[: 2 * ny].reshape(ny, 2),
            offsets=lists[2],
            equilibria=self.pairs[: 2 * ne].reshape(ne, 2),
            regret=self.regret[:ne],
            flags=self.flags,
            stream_offsets=self.stream_offsets,
            stream=self.stream[:ns],
        )


def bad_payoff(games: FloatArray, place: int) -> GameError:
    """The refusal of a batch for the payoff at flat index ``place``."""
    g, i, a, b = (int(k) for k in np.unravel_index(place, games.shape))
    return GameError(
        f"payoffs[{g}, {i}, {a}, {b}] of game {g} is {games.reshape(-1)[place]}",
        "finite payoffs of at most 1e100",
        "forbid a profile with a finite penalty a few times the largest payoff: solvers subtract payoffs",
    )


def _offsets(count: int) -> Integers:
    out = np.empty(count + 1, dtype=np.int64)
    out[0] = 0
    return out


def _each(work: Callable[[int], None], pieces: int, workers: int) -> None:
    if workers == 1 or pieces < 2:
        for k in range(pieces):
            work(k)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(pieces)))


@lru_cache(maxsize=1)
def _table() -> Integers:
    """A line per class, zeros for codes that are no class."""
    from solver.kernels import entry

    table = np.zeros((256, entry.TABLE_WIDTH), dtype=np.int64)
    desk = Desk(2, 2, 1)
    for code, signs in enumerate(product((-1.0, 0.0, 1.0), repeat=4)):
        # The last sign moves fastest in the product and is the lowest digit of the class.
        b1, b0, a1, a0 = signs
        game = np.array([[[a0, a1], [0.0, 0.0]], [[b0, 0.0], [b1, 0.0]]])
        desk.run(game[None], 0, 1)
        table[code] = _line(desk.room.only())
    # Games without a class have nothing yet, and need lists of offsets of their own.
    table[81:, entry.SPECIAL] = 1
    return table.reshape(-1)


def _line(result: Patch) -> Integers:
    from solver.kernels import entry

    line = np.zeros(entry.TABLE_WIDTH, dtype=np.int64)
    line[:5] = len(result.x), len(result.y), len(result.regret), len(result.stream), result.flags
    for at, corners in ((entry.X_KINDS, result.x), (entry.Y_KINDS, result.y)):
        # First action, second action, mixed.
        line[at : at + len(corners)] = [2 if 0 < p < 1 else int(p == 0) for p in corners[:, 0]]
    line[entry.PAIRS : entry.PAIRS + result.equilibria.size] = result.equilibria.ravel()
    line[entry.SPECIAL] = int(result.flags != 0 or len(result.stream) > 0 or len(set(line[:3].tolist())) > 1)
    if len(result.regret) == 1 and not result.flags:
        line[entry.SINGLE] = 1 + line[entry.X_KINDS] + 3 * line[entry.Y_KINDS]
    line[entry.STREAM : entry.STREAM + len(result.stream)] = result.stream
    return line


def _spliced(solution: BatchSolution, patches: dict[int, Patch]) -> BatchSolution:
    """The solution with results put in for games that have none yet."""
    at = np.array(list(patches))
    found = list(patches.values())
    flags = solution.flags.copy()
    flags[at] = [p.flags for p in found]
    x_offsets, x = _inserted(solution.x_offsets, solution.x, at, [p.x for p in found])
    y_offsets, y = _inserted(solution.y_offsets, solution.y, at, [p.y for p in found])
    offsets, pairs = _inserted(solution.offsets, solution.equilibria, at, [p.equilibria for p in found])
    _, regret = _inserted(solution.offsets, solution.regret, at, [p.regret for p in found])
    stream_offsets, stream = _inserted(solution.stream_offsets, solution.stream, at, [p.stream for p in found])
    return BatchSolution(
        solution.payoffs, x_offsets, x, y_offsets, y, offsets, pairs, regret, flags, stream_offsets, stream
    )


def _inserted(
    offsets: Integers, values: NDArray[Number], at: Integers, new: list[NDArray[Number]]
) -> tuple[Integers, NDArray[Number]]:
    """Offsets and rows with the rows ``new`` put in for the games ``at``."""
    sizes = np.array([len(part) for part in new])
    grown = np.insert(values, np.repeat(offsets[at], sizes), np.concatenate(new), axis=0)
    added = np.zeros(len(offsets), dtype=np.int64)
    added[at + 1] = sizes
    return offsets + np.cumsum(added), grown
