"""Batches of 2x2 games: classify by signs, count, then write every result straight to its place.

The table of the 81 classes is filled by the tree on one game of each class, so both paths agree by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from solver.batch_desk import DOUBTFUL, Desk, settle
from solver.batch_solution import BatchSolution
from solver.batch_store import Patch
from solver.errors import GameError

FloatArray = NDArray[np.float64]
Codes = NDArray[np.uint8]
Integers = NDArray[np.int64]

CHUNK = 16_384
"""Games per piece of work: two passes over their payoffs, the second from cache."""
_TOTALS = 8


def classes(games: FloatArray, workers: int) -> tuple[Codes, Integers]:
    """Classes of games ``(B, 2, 2, 2)`` and, per chunk, what their results need (see ``two_by_two.classify``)."""
    from solver.kernels import entry

    count = len(games)
    codes = np.empty(count, dtype=np.uint8)
    starts = range(0, count, CHUNK)
    totals = np.zeros((len(starts), _TOTALS), dtype=np.int64)
    flat, table = games.reshape(-1), _table()

    def work(k: int) -> None:
        entry.classify(flat, starts[k], min(starts[k] + CHUNK, count), table, codes, totals[k])

    _each(work, len(starts), workers)
    if totals[:, 5].any():
        bad = int(np.flatnonzero(codes == entry.BAD)[0])
        raise bad_payoff(games, bad * 8 + entry.first_bad(flat[bad * 8 : bad * 8 + 8], 0, 8))
    return codes, totals


def solve_2x2(games: FloatArray, workers: int) -> BatchSolution:
    """All equilibria of games ``(B, 2, 2, 2)``."""
    from solver.kernels import entry

    count = len(games)
    codes, totals = classes(games, workers)
    ends = totals[:, :4].cumsum(axis=0)
    nx, ny, ne, ns = (int(k) for k in (ends[-1] if len(ends) else np.zeros(4)))
    begins = ends - totals[:, :4]
    x, y, pairs = np.empty((nx, 2)), np.empty((ny, 2)), np.empty((ne, 2), dtype=np.int32)
    regret, stream = np.empty(ne), np.empty(ns, dtype=np.int32)
    plain = not totals[:, 6].any()
    lists = [_offsets(count) for _ in range(1 if plain else 3)]
    none = np.zeros(0, dtype=np.int64)
    x_offsets, y_offsets, offsets = lists[0], (none if plain else lists[1]), (none if plain else lists[2])
    # Zeroed memory that is never written costs nothing.
    stream_offsets, flags = np.zeros(count + 1, dtype=np.int64), np.zeros(count, dtype=np.uint8)
    flat, table = games.reshape(-1), _table()

    def work(k: int) -> None:
        first = k * CHUNK
        entry.fill(
            flat, first, min(first + CHUNK, count), table, codes, begins[k].copy(), x.reshape(-1), y.reshape(-1),
            pairs.reshape(-1), regret, stream, x_offsets, y_offsets, offsets, stream_offsets, flags,
        )  # fmt: skip

    _each(work, len(totals), workers)
    solution = BatchSolution(
        games, x_offsets, x, x_offsets if plain else y_offsets, y, x_offsets if plain else offsets, pairs, regret, flags,
        stream_offsets, stream,
    )  # fmt: skip
    unsure = np.flatnonzero(codes == entry.UNSURE) if totals[:, 4].any() else []
    return _spliced(solution, {int(g): settle(games[g], DOUBTFUL, 0) for g in unsure}) if len(unsure) else solution


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


@cache
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
    return table.reshape(-1)


def _line(result: Patch) -> Integers:
    from solver.kernels import entry

    line = np.zeros(entry.TABLE_WIDTH, dtype=np.int64)
    line[:5] = len(result.x), len(result.y), len(result.regret), len(result.stream), result.flags
    for at, corners in ((entry.X_KINDS, result.x), (entry.Y_KINDS, result.y)):
        # First action, second action, mixed.
        line[at : at + len(corners)] = [2 if 0 < p < 1 else int(p == 0) for p in corners[:, 0]]
    line[entry.PAIRS : entry.PAIRS + result.equilibria.size] = result.equilibria.ravel()
    line[entry.STREAM : entry.STREAM + len(result.stream)] = result.stream
    return line


def _spliced(solution: BatchSolution, patches: dict[int, Patch]) -> BatchSolution:
    """The solution with results put in for games that have none yet."""
    at = np.array(list(patches))
    found = list(patches.values())
    flags = solution.flags.copy()
    flags[at] = [p.flags for p in found]
    parts = []
    for offsets, values, new in (
        (solution.x_offsets, solution.x, [p.x for p in found]),
        (solution.y_offsets, solution.y, [p.y for p in found]),
        (solution.offsets, solution.equilibria, [p.equilibria for p in found]),
        (solution.offsets, solution.regret, [p.regret for p in found]),
        (solution.stream_offsets, solution.stream, [p.stream for p in found]),
    ):
        sizes = np.array([len(part) for part in new])
        grown = np.insert(values, np.repeat(offsets[at], sizes), np.concatenate(new), axis=0)
        moved = offsets.copy()
        added = np.zeros(len(offsets), dtype=np.int64)
        added[at + 1] = sizes
        parts.append((moved + np.cumsum(added), grown))
    (x_offsets, x), (y_offsets, y), (offsets, pairs), (_, regret), (stream_offsets, stream) = parts
    return BatchSolution(
        solution.payoffs, x_offsets, x, y_offsets, y, offsets, pairs, regret, flags, stream_offsets, stream
    )
