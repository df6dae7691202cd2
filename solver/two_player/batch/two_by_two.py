"""Batches of 2x2 games: classified by signs; what a class has is written straight to its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.game.arrays import ByteArray, FloatArray, IntArray, ShortArray
from solver.game.errors import GameError
from solver.two_player.batch import memory
from solver.two_player.batch.classes import class_table
from solver.two_player.batch.crew import Crew, crew, shares
from solver.two_player.batch.desk import DOUBTFUL, settle
from solver.two_player.batch.faces import ByClass
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.store import Patch

Number = TypeVar("Number", bound=np.generic)

SHARE = 16_384
"""Games that are worth starting a thread for."""
SAMPLE = 16_384
"""Rows to start with: the games that fill them tell how many the others need."""


def classes(games: FloatArray, workers: int) -> ByteArray:
    """Classes of games ``(B, 2, 2, 2)``, see :mod:`solver.kernels.two_by_two`.

    Raises:
        GameError: a payoff is nan, infinite or beyond 1e100.
    """
    from solver.kernels import entry

    codes = memory.empty(len(games), np.uint8)
    flat, useful = games.reshape(-1), _useful(workers, games)
    cuts = shares(len(games), useful)

    def work(k: int) -> int:
        refused: int = entry.classify(flat, cuts[k], cuts[k + 1], memory.apart(entry.FILL, np.float64), codes)
        return refused

    with crew(useful) as together:
        if any(together(work)):
            raise _refusal(games, int(np.argmax(codes == entry.BAD)))
    return codes


def solve_2x2(games: FloatArray, workers: int) -> BatchSolution:
    """All equilibria of games ``(B, 2, 2, 2)``."""
    from solver.kernels import entry

    with crew(_useful(workers, games)) as together:
        work = _Results(games, together)
        work.write()
    unsure = np.flatnonzero(work.codes == entry.UNSURE) if work.unsure else np.zeros(0, dtype=np.int64)
    patches = {int(g): settle(games[g], DOUBTFUL, 0) for g in unsure}
    solution = work.solution({g: patch.stream for g, patch in patches.items()})
    return _spliced(solution, patches) if patches else solution


def _useful(workers: int, games: FloatArray) -> int:
    return max(1, min(workers, len(games) // SHARE))


class _Results:
    """What is known of a batch so far, in arrays that grow; see :mod:`solver.kernels.two_by_two_row`."""

    def __init__(self, games: FloatArray, together: Crew) -> None:
        from solver.kernels import entry

        self.games, self.count, self._together = games, len(games), together
        self.codes = memory.empty(self.count, np.uint8, together)
        self.flags = memory.empty(self.count, np.uint8, together)
        self.offsets = [self._new_offsets()]
        self.unsure = 0
        blocks = -(-self.count // entry.GAMES)
        self._row = memory.apart(entry.SUMS + entry.STEP * (blocks + 1), np.int64)
        self._sums = self._row[entry.SUMS :].reshape(blocks + 1, entry.STEP)
        self.x, self.y, self.regret = np.empty(0), np.empty(0), np.empty(0)
        self.pairs = np.empty(0, dtype=np.uint8)
        self._make_room([0, 0, 0], np.full(3, min(3 * self.count, SAMPLE)))

    def write(self) -> None:
        """Classify and write all games; how many rows they need is guessed from those before.

        Raises:
            GameError: a payoff is nan, infinite or beyond 1e100.
        """
        from solver.kernels import entry

        block = 0
        while (reason := self._run(block)) != entry.FILLED:
            block = int(self._row[entry.STOPPED])
            done = min((block + 1) * entry.GAMES, self.count)
            if reason == entry.REFUSED:
                raise _refusal(self.games, int(np.argmax(self.codes[:done] == entry.BAD)))
            if reason == entry.LISTS:
                self._split_offsets(block * entry.GAMES)
            else:
                # They foretell the rest to a fraction of a percent; a wrong guess costs a copy.
                rows = max(1.02 * self.count / done, 1.5) * self._sums[block + 1, : entry.STATE]
                self._make_room(self._sums[block].tolist(), rows)

    def _run(self, block: int) -> int:
        """Write from a block on; why that ends."""
        from solver.kernels import entry

        self._row[[entry.TICKET, entry.REASON]] = block, entry.FILLED
        self._sums[block:, entry.STATE] = entry.UNKNOWN
        self._sums[block, entry.STATE] = entry.KNOWN
        table, flat = class_table(), self.games.reshape(-1)
        none = np.zeros(0, dtype=np.int64)
        y_offsets, offsets = self.offsets[1:] if len(self.offsets) == 3 else (none, none)

        def work(_: int) -> int:
            unsure: int = entry.solve(
                flat, self.count, table.lines, table.shapes, self._room, self._row, self.codes, self.flags,
                self.x, self.y, self.pairs, self.regret, self.offsets[0], y_offsets, offsets,
                memory.apart(entry.WORK_WIDTH, np.float64), memory.apart(entry.TOTALS_WIDTH, np.int64),
                memory.apart(entry.SPARE_PAIRS, np.uint8),
            )  # fmt: skip
            return unsure

        self.unsure += sum(self._together(work))
        return int(self._row[entry.REASON])

    def _lists(self) -> tuple[NDArray[Any], ...]:
        return self.x, self.y, self.pairs, self.regret

    def _new_offsets(self) -> IntArray:
        out = memory.empty(self.count + 1, np.int64, self._together)
        out[0] = 0
        return out

    def _split_offsets(self, done: int) -> None:
        """The games done had one corner per player for each equilibrium; now each list has offsets of its own."""
        for _ in range(2):
            self.offsets.append(self._new_offsets())
            self.offsets[-1][: done + 1] = self.offsets[0][: done + 1]

    def _make_room(self, kept: list[int], rows: NDArray[Any]) -> None:
        """Room for so many corners of each player and equilibria, keeping the first ones."""
        self._room = np.asarray(rows, dtype=np.int64)
        (corners_x, corners_y, points), old = self._room.tolist(), self._lists()
        self.x = memory.empty(2 * corners_x, np.float64, self._together)
        self.y = memory.empty(2 * corners_y, np.float64, self._together)
        self.pairs = memory.empty(2 * points, np.uint8, self._together)
        self.regret = memory.empty(points, np.float64, self._together)
        for new, before, width, column in zip(self._lists(), old, (2, 2, 2, 1), (0, 1, 2, 2), strict=True):
            new[: width * kept[column]] = before[: width * kept[column]]

    def solution(self, streams: dict[int, ShortArray]) -> BatchSolution:
        """What was written, with the streams of the unsure games."""
        nx, ny, ne, _ = self._sums[-1].tolist()
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
    offsets: IntArray, values: NDArray[Number], at: IntArray, new: list[NDArray[Number]]
) -> tuple[IntArray, NDArray[Number]]:
    """Offsets and rows with the rows ``new`` put in for the games ``at``."""
    sizes = np.array([len(part) for part in new])
    grown = np.insert(values, np.repeat(offsets[at], sizes), np.concatenate(new), axis=0)
    added = np.zeros(len(offsets), dtype=np.int64)
    added[at + 1] = sizes
    return offsets + np.cumsum(added), grown
