"""Batches of 2x2 games: classify by signs, then write what the class has straight to its place.

The table of the 81 classes is filled by the tree on one game of each class, so both paths agree by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.batch_desk import DOUBTFUL, Desk, settle
from solver.batch_faces import ByClass
from solver.batch_solution import BatchSolution
from solver.batch_store import Patch
from solver.errors import GameError

FloatArray = NDArray[np.float64]
Codes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Indices = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)

BLOCK = 65_536
"""Games per piece of work."""
SAMPLE = 16_384
"""Rows to start with: the games that fill them tell how many the others need."""
_MARGIN = 4
"""Rows that a kernel wants to be free before it writes a game."""
_USED = 6


def classes(games: FloatArray, workers: int) -> Codes:
    """Classes of games ``(B, 2, 2, 2)``, see :mod:`solver.kernels.two_by_two`."""
    codes = np.empty(len(games), dtype=np.uint8)
    _classify(games, codes, workers, counted=False)
    return codes


def solve_2x2(games: FloatArray, workers: int) -> BatchSolution:
    """All equilibria of games ``(B, 2, 2, 2)``."""
    from solver.kernels import entry

    work = _Results(games)
    if workers == 1 or len(games) <= BLOCK:
        work.write_all()
    else:
        work.write_in_threads(workers)
    unsure = np.flatnonzero(work.codes == entry.UNSURE) if work.used[3] else np.zeros(0, dtype=np.int64)
    patches = {int(g): settle(games[g], DOUBTFUL, 0) for g in unsure}
    solution = work.solution({g: patch.stream for g, patch in patches.items()})
    return _spliced(solution, patches) if patches else solution


class _Results:
    """What is known of a batch so far, in arrays that grow.

    ``used`` holds corners of each player, equilibria, and unsure games; how the kernel stopped comes after them.
    """

    def __init__(self, games: FloatArray) -> None:
        self.games, self.flat = games, games.reshape(-1)
        self.count = len(games)
        self.codes = np.empty(self.count, dtype=np.uint8)
        self.flags = np.empty(self.count, dtype=np.uint8)
        self.offsets = [np.zeros(1, dtype=np.int64) if not self.count else _offsets(self.count)]
        self.used = np.zeros(_USED, dtype=np.int64)
        self.x, self.y, self.regret = np.empty(0), np.empty(0), np.empty(0)
        self.pairs = np.empty(0, dtype=np.uint8)
        self._make_room(np.full(3, min(4 * self.count, SAMPLE)))

    def write_all(self) -> None:
        """One pass; lengths are guessed from the games done."""
        from solver.kernels import entry

        done = 0
        while True:
            done = self._run(done, self.count, self.used)
            if done == self.count:
                return
            if self.used[4] == entry.LISTS:
                self.split_offsets()
            else:
                share = self.count / done if done else 1.0
                # The first games foretell the rest to a fraction of a percent; a wrong guess costs a copy.
                self._make_room(max(1.02 * share, 1.5) * self.used[:3])

    def write_in_threads(self, workers: int) -> None:
        """Count first, so that every piece of work knows its place; then write all pieces at once."""
        totals = _classify(self.games, self.codes, workers, counted=True)
        if totals[:, 3].any():
            self.split_offsets()
        begins = np.zeros((len(totals) + 1, _USED), dtype=np.int64)
        np.cumsum(totals[:, :3], axis=0, out=begins[1:, :3])
        self._make_room(begins[-1, :3])

        def write(k: int) -> None:
            first, last = k * BLOCK, min((k + 1) * BLOCK, self.count)
            used = begins[k].copy()
            done = self._run(first, last, used, begins[k + 1, :3])
            if done < last:
                self._write_end(done, last, used)

        _each(write, len(totals), workers)
        self.used[:3] = begins[-1, :3]
        self.used[3] = totals[:, 4].sum()

    def _write_end(self, first: int, last: int, used: Integers) -> None:
        """The last games of a piece, which must not write beyond it."""
        part = _Results(self.games[first:last])
        if len(self.offsets) == 3:
            part.split_offsets()
        part.write_all()
        for mine, its, width, column in zip(self._lists(), part._lists(), (2, 2, 2, 1), (0, 1, 2, 2), strict=True):
            begin, size = width * int(used[column]), width * int(part.used[column])
            mine[begin : begin + size] = its[:size]
        self.codes[first:last], self.flags[first:last] = part.codes, part.flags
        for column, mine in enumerate(self.offsets):
            mine[first + 1 : last + 1] = used[column] + part.offsets[column][1:]

    def _lists(self) -> tuple[NDArray[Any], ...]:
        return self.x, self.y, self.pairs, self.regret

    def _run(self, first: int, last: int, used: Integers, limits: Integers | None = None) -> int:
        from solver.kernels import entry

        none = np.zeros(0, dtype=np.int64)
        y_offsets, offsets = self.offsets[1:] if len(self.offsets) == 3 else (none, none)
        table = _table()
        done = entry.solve(
            self.flat, first, last, table.class_of, table.lines, table.shapes, self.room if limits is None else limits,
            used, self.codes, self.flags, self.x, self.y, self.pairs, self.regret, self.offsets[0], y_offsets, offsets,
        )  # fmt: skip
        if done < last and used[4] == 0:
            raise _refusal(self.games, done)
        return done

    def split_offsets(self) -> None:
        """So far every game had one corner per player for each equilibrium; now each list has offsets of its own."""
        self.offsets += [self.offsets[0].copy(), self.offsets[0].copy()]

    def _make_room(self, lengths: NDArray[Any]) -> None:
        """Room for so many corners of each player and equilibria, keeping what is written."""
        self.room = np.asarray(lengths, dtype=np.int64) + _MARGIN
        kept, room = self.used.tolist(), self.room.tolist()
        old = self._lists()
        self.x, self.y = np.empty(2 * room[0]), np.empty(2 * room[1])
        self.pairs, self.regret = np.empty(2 * room[2], dtype=np.uint8), np.empty(room[2])
        for new, before, width, column in zip(self._lists(), old, (2, 2, 2, 1), (0, 1, 2, 2), strict=True):
            new[: width * kept[column]] = before[: width * kept[column]]

    def solution(self, streams: dict[int, Indices]) -> BatchSolution:
        """What was written, with the streams of the unsure games."""
        nx, ny, ne = (int(k) for k in self.used[:3])
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
            streams=ByClass(self.codes, _table().streams, streams),
        )


def _classify(games: FloatArray, codes: Codes, workers: int, *, counted: bool) -> Integers:
    """Write classes; returns a line a block: what its results need (if ``counted``), uneven games, the unsure, the bad.

    Raises:
        GameError: a payoff is nan, infinite or beyond 1e100.
    """
    from solver.kernels import entry

    flat, table = games.reshape(-1), _table()
    totals = np.zeros((-(-len(games) // BLOCK), _USED), dtype=np.int64)

    def work(k: int) -> None:
        first, last = k * BLOCK, min((k + 1) * BLOCK, len(games))
        entry.classify(flat, first, last, table.class_of, codes, totals[k])
        if totals[k, 5]:
            raise _refusal(games, first + int(np.flatnonzero(codes[first:last] == entry.BAD)[0]))
        if counted:
            entry.count(first, last, table.lines, codes, totals[k])

    _each(work, len(totals), workers)
    return totals


def _refusal(games: FloatArray, g: int) -> GameError:
    from solver.kernels import entry

    return bad_payoff(games, 8 * g + entry.first_bad(games[g].reshape(-1), 0, 8))


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


@dataclass(frozen=True, eq=False)
class _Table:
    """The 81 classes as the kernels read them."""

    class_of: Codes
    lines: Integers
    shapes: FloatArray
    streams: tuple[Indices, ...]


@lru_cache(maxsize=1)
def _table() -> _Table:
    from solver.kernels import entry

    class_of = np.full(256, entry.BAD, dtype=np.uint8)
    # Codes that are no class have zeros: they need nothing.
    lines = np.zeros((256, entry.TABLE_WIDTH), dtype=np.int64)
    shapes = np.zeros((entry.CLASSES, entry.SHAPE_WIDTH))
    streams = []
    desk = Desk(2, 2, 1)
    for code, signs in enumerate(product((-1.0, 0.0, 1.0), repeat=4)):
        # The last sign moves fastest in the product and is the lowest digit of the class.
        b1, b0, a1, a0 = signs
        class_of[sum(((s < 0) << k) + ((s == 0) << (k + 4)) for k, s in enumerate((a0, a1, b0, b1)))] = code
        game = np.array([[[a0, a1], [0.0, 0.0]], [[b0, 0.0], [b1, 0.0]]])
        desk.run(game[None], 0, 1)
        result = desk.room.only()
        counts = len(result.x), len(result.y), len(result.regret)
        lines[code, [entry.X_COUNT, entry.Y_COUNT, entry.POINTS]] = counts
        lines[code, entry.FLAG], lines[code, entry.UNEVEN] = result.flags, len(set(counts)) > 1
        pairs = lines[code, entry.PAIRS : entry.PAIRS + 1].view(np.uint8)
        pairs[: result.equilibria.size] = result.equilibria.ravel()
        shapes[code] = _shape(result)
        streams.append(result.stream)
    return _Table(class_of, lines.reshape(-1), shapes.reshape(-1), tuple(streams))


def _shape(result: Patch) -> FloatArray:
    """Bases and slopes of all weights, see :mod:`solver.kernels.simd_two`."""
    x, y = result.x, result.y
    p, q = x[result.equilibria[:, 0], 0], y[result.equilibria[:, 1], 0]
    parts = []
    for weights, lanes in ((x.ravel(), 8), (y.ravel(), 8), (p, 4), (q, 4)):
        base, slope = np.zeros((2, lanes))
        mixed = (weights > 0) & (weights < 1)
        base[: len(weights)], slope[: len(weights)] = np.where(mixed, 0.0, weights), mixed
        if weights.ndim and lanes == 8:
            # The second action's weight is what the first leaves.
            base[1::2], slope[1::2] = base[1::2] + slope[1::2], -slope[1::2]
        parts += [base, slope]
    return np.concatenate(parts)


def _spliced(solution: BatchSolution, patches: dict[int, Patch]) -> BatchSolution:
    """The solution with results put in for games that have none yet."""
    at = np.array(list(patches))
    found = list(patches.values())
    flags = solution.flags.copy()
    flags[at] = [p.flags for p in found]
    x_offsets, x = _inserted(solution.x_offsets, solution.x, at, [p.x for p in found])
    y_offsets, y = _inserted(solution.y_offsets, solution.y, at, [p.y for p in found])
    before, found_pairs = (
        solution.equilibria.astype(np.uint8, copy=False),
        [p.equilibria.astype(np.uint8) for p in found],
    )
    offsets, pairs = _inserted(solution.offsets, before, at, found_pairs)
    _, regret = _inserted(solution.offsets, solution.regret, at, [p.regret for p in found])
    return replace(
        solution, x_offsets=x_offsets, x=x, y_offsets=y_offsets, y=y, offsets=offsets, equilibria=pairs,
        regret=regret, flags=flags,
    )  # fmt: skip


def _inserted(
    offsets: Integers, values: NDArray[Number], at: Integers, new: list[NDArray[Number]]
) -> tuple[Integers, NDArray[Number]]:
    """Offsets and rows with the rows ``new`` put in for the games ``at``."""
    sizes = np.array([len(part) for part in new])
    grown = np.insert(values, np.repeat(offsets[at], sizes), np.concatenate(new), axis=0)
    added = np.zeros(len(offsets), dtype=np.int64)
    added[at + 1] = sizes
    return offsets + np.cumsum(added), grown
