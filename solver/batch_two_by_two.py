"""Batches of 2x2 games: classify by signs, then write what the class has straight to its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver import memory
from solver.batch_classes import class_table
from solver.batch_desk import DOUBTFUL, settle
from solver.batch_faces import ByClass
from solver.batch_solution import BatchSolution
from solver.batch_store import Patch
from solver.crew import Crew, crew
from solver.errors import GameError

FloatArray = NDArray[np.float64]
Codes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Indices = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)

SHARE = 16_384
"""Games that are worth starting a thread for."""
SAMPLE = 16_384
"""Rows to start with: the games that fill them tell how many the others need."""
_USED = 6


def classes(games: FloatArray, workers: int) -> Codes:
    """Classes of games ``(B, 2, 2, 2)``, see :mod:`solver.kernels.two_by_two`.

    Raises:
        GameError: a payoff is nan, infinite or beyond 1e100.
    """
    codes = memory.empty(len(games), np.uint8)
    with crew(_useful(workers, games)) as together:
        _classify(games, codes, _cuts(len(games), _useful(workers, games)), together)
    return codes


def solve_2x2(games: FloatArray, workers: int) -> BatchSolution:
    """All equilibria of games ``(B, 2, 2, 2)``."""
    from solver.kernels import entry

    work = _Results(games)
    done = 0
    if (useful := _useful(workers, games)) > 1:
        with crew(useful) as together:
            done = work.write_at_once(useful, together)
    work.write_from(done)
    unsure = np.flatnonzero(work.codes == entry.UNSURE) if work.used[3] else np.zeros(0, dtype=np.int64)
    patches = {int(g): settle(games[g], DOUBTFUL, 0) for g in unsure}
    solution = work.solution({g: patch.stream for g, patch in patches.items()})
    return _spliced(solution, patches) if patches else solution


def _useful(workers: int, games: FloatArray) -> int:
    return max(1, min(workers, len(games) // SHARE))


def _cuts(count: int, parts: int) -> list[int]:
    return [count * k // parts for k in range(parts + 1)]


class _Results:
    """What is known of a batch so far, in arrays that grow.

    ``used`` holds corners of each player, equilibria, and unsure games; how the kernel stopped comes after them.
    """

    def __init__(self, games: FloatArray) -> None:
        self.games, self.flat = games, games.reshape(-1)
        self.count = len(games)
        self.codes = memory.empty(self.count, np.uint8)
        self.flags = memory.empty(self.count, np.uint8)
        self.offsets = [_offsets(self.count)]
        self.used = np.zeros(_USED, dtype=np.int64)
        self.x, self.y, self.regret = np.empty(0), np.empty(0), np.empty(0)
        self.pairs = np.empty(0, dtype=np.uint8)
        self._make_room(np.full(3, min(4 * self.count, SAMPLE)))

    def write_from(self, done: int) -> None:
        """One pass from game ``done`` on; lengths are guessed from the games before."""
        from solver.kernels import entry

        while True:
            done = self._run(done, self.count, self.used, self.room)
            if done == self.count:
                return
            if self.used[4] == entry.LISTS:
                self._split_offsets()
            else:
                share = self.count / done if done else 1.0
                # The first games foretell the rest to a fraction of a percent; a wrong guess costs a copy.
                self._make_room(max(1.02 * share, 1.5) * self.used[:3])

    def write_at_once(self, workers: int, together: Crew) -> int:
        """A share of the games each, all at once; returns how far that went.

        All but the last share are counted before, by all workers, so that each knows its place.
        """
        shares = _cuts(self.count, workers)
        totals = np.zeros((workers * (workers - 1), 4), dtype=np.int64)
        _classify(self.games, self.codes, _cuts(shares[-2], len(totals)), together, totals)
        if totals[:, 3].any():
            self._split_offsets()
        begins = np.zeros((workers, _USED), dtype=np.int64)
        np.cumsum(totals[:, :3].reshape(workers - 1, workers, 3).sum(axis=1), axis=0, out=begins[1:, :3])
        self._make_room(1.02 * workers / (workers - 1) * begins[-1, :3])

        def write(k: int) -> tuple[int, Integers]:
            used = begins[k].copy()
            done = self._run(shares[k], shares[k + 1], used, self.room if k == workers - 1 else begins[k + 1, :3])
            if k < workers - 1:
                self._write_end(done, shares[k + 1], used)
            return done, used

        written = together(write)
        done, self.used = written[-1]
        self.used[3] = sum(int(used[3]) for _, used in written)
        return done

    def _write_end(self, first: int, last: int, used: Integers) -> None:
        """The last games of a share, which must not write beyond it."""
        part = _Results(self.games[first:last])
        if len(self.offsets) == 3:
            part._split_offsets()
        part.write_from(0)
        for mine, its, width, column in zip(self._lists(), part._lists(), (2, 2, 2, 1), (0, 1, 2, 2), strict=True):
            begin, size = width * int(used[column]), width * int(part.used[column])
            mine[begin : begin + size] = its[:size]
        self.codes[first:last], self.flags[first:last] = part.codes, part.flags
        for column, mine in enumerate(self.offsets):
            mine[first + 1 : last + 1] = used[column] + part.offsets[column][1:]
        used[3] += part.used[3]

    def _lists(self) -> tuple[NDArray[Any], ...]:
        return self.x, self.y, self.pairs, self.regret

    def _run(self, first: int, last: int, used: Integers, limits: Integers) -> int:
        from solver.kernels import entry

        none = np.zeros(0, dtype=np.int64)
        y_offsets, offsets = self.offsets[1:] if len(self.offsets) == 3 else (none, none)
        table = class_table()
        done: int = entry.solve(
            self.flat, first, last, table.lines, table.shapes, limits, used, self.codes, self.flags, self.x, self.y,
            self.pairs, self.regret, self.offsets[0], y_offsets, offsets, np.empty(entry.WORK_WIDTH),
        )  # fmt: skip
        if done < last and used[4] == entry.FILLED:
            raise _refusal(self.games, done)
        return done

    def _split_offsets(self) -> None:
        """So far every game had one corner per player for each equilibrium; now each list has offsets of its own."""
        for _ in range(2):
            self.offsets.append(_offsets(self.count))
            self.offsets[-1][:] = self.offsets[0]

    def _make_room(self, lengths: NDArray[Any]) -> None:
        """Room for so many corners of each player and equilibria, keeping what is written."""
        from solver.kernels import entry

        self.room = np.asarray(lengths, dtype=np.int64) + entry.MARGIN
        kept, room = self.used.tolist(), self.room.tolist()
        old = self._lists()
        self.x, self.y = memory.empty(2 * room[0], np.float64), memory.empty(2 * room[1], np.float64)
        self.pairs, self.regret = memory.empty(2 * room[2], np.uint8), memory.empty(room[2], np.float64)
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
            streams=ByClass(self.codes, class_table().streams, streams),
        )


def _classify(games: FloatArray, codes: Codes, cuts: list[int], together: Crew, totals: Integers | None = None) -> None:
    """Write classes, in parts from one cut to the next; line ``k`` of ``totals`` receives what part ``k`` needs.

    Raises:
        GameError: a payoff is nan, infinite or beyond 1e100.
    """
    from solver.kernels import entry

    flat, lines = games.reshape(-1), class_table().lines
    parts = iter(range(len(cuts) - 1))

    def work(_: int) -> int:
        room, bad = np.empty(entry.WORK_WIDTH), 0
        for k in parts:
            bad += entry.classify(flat, cuts[k], cuts[k + 1], room, codes)
            if totals is not None:
                entry.count(cuts[k], cuts[k + 1], lines, codes, totals[k])
        return bad

    if sum(together(work)):
        raise _refusal(games, int(np.argmax(codes == entry.BAD)))


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
    out = memory.empty(count + 1, np.int64)
    out[0] = 0
    return out


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
