"""Where the results of games are written: rooms, whose lists grow, and a ledger of where each game's lists end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.game.arrays import FloatArray, IntArray, ShortArray
from solver.two_player.batch import memory
from solver.two_player.batch.crew import Crew

Arrays = tuple[NDArray[Any], ...]
Lengths = tuple[int, int, int, int]
"""Of a game's or many games' lists: corners of each player, extreme equilibria, words of the stream."""

LISTS = 4
_LIST_OF = (0, 1, 2, 2, 3)
"""Which list each array of a room is or goes with: corners, corners, equilibria, regrets, stream."""
_SAMPLE = 4096
"""Games for which there is room at first; they tell how much the others need."""
_LEAST = 512


@dataclass(frozen=True, eq=False)
class Patch:
    """One game's results from another route, shaped as in :class:`solver.two_player.batch.solution.BatchSolution`."""

    x: FloatArray
    y: FloatArray
    equilibria: ShortArray
    regret: FloatArray
    stream: ShortArray
    flags: int

    @property
    def arrays(self) -> Arrays:
        """In a row each, as a room has them."""
        return self.x.ravel(), self.y.ravel(), self.equilibria.ravel(), self.regret, self.stream

    @property
    def lengths(self) -> Lengths:
        """Of its lists."""
        return len(self.x), len(self.y), len(self.regret), len(self.stream)


class Ledger:
    """Where the lists of each game end, ``(LISTS, B + 1)`` with a zero in front, and its flags ``(B,)``."""

    def __init__(self, games: int) -> None:
        self.ends = memory.empty(LISTS * (games + 1), np.int64).reshape(LISTS, games + 1)
        self.ends[:, 0] = 0
        self.flags = memory.empty(games, np.uint8)


class Room:
    """Results of games in a row, in arrays that grow; untouched room costs address space only.

    ``used`` holds how long each list is, and then why the kernel stopped; ``done`` counts the games.

    Args:
        games: how many will be written.
    """

    def __init__(self, m: int, n: int, games: int) -> None:
        self.widths = (m, n, 2, 1, 1)
        self.used = memory.apart(LISTS + 1, np.int64)
        self.games, self.done = games, 0
        points = max(4 * min(games, _SAMPLE), _LEAST)
        self.arrays = self._new((points, points, points, 8 * points))

    @property
    def lengths(self) -> Lengths:
        """Of the lists."""
        x, y, equilibria, stream, _ = self.used.tolist()
        return x, y, equilibria, stream

    @property
    def limits(self) -> IntArray:
        """Lengths that the lists may have; corners in numbers, as the kernels want it."""
        return np.array([len(self.arrays[k]) for k in (0, 1, 3, 4)], dtype=np.int64)

    def grow(self) -> None:
        """Room for all games, as far as those done tell, and half as much again as there is; what is written stays."""
        # The more they are the better they foretell the others; a wrong guess costs a copy.
        done = max(self.done, 1)
        times = min(1.05 * self.games / done, max(2.0, done / 4))
        now = [len(self.arrays[k]) // self.widths[k] for k in (0, 1, 3, 4)]
        x, y, equilibria, stream = (
            int(max(times * used, 1.5 * length + 1)) for used, length in zip(self.lengths, now, strict=True)
        )
        old = self.written()
        self.arrays = self._new((x, y, equilibria, stream))
        self.place((0, 0, 0, 0), old)

    def reach(self, lengths: Lengths) -> None:
        """Grow until lists so long have room."""
        while any(
            width * lengths[k] > len(values)
            for values, width, k in zip(self.arrays, self.widths, _LIST_OF, strict=True)
        ):
            self.grow()

    def append(self, patch: Patch, game: int, ledger: Ledger) -> None:
        """Add a game that was settled elsewhere."""
        start = self.lengths
        self.used[:LISTS] += patch.lengths
        self.reach(self.lengths)
        self.place(start, patch.arrays)
        self.done += 1
        ledger.ends[:, game + 1] = self.used[:LISTS]
        ledger.flags[game] = patch.flags

    def place(self, start: Lengths, arrays: Arrays) -> None:
        """Write arrays from whose lists have the lengths ``start``."""
        for mine, its, width, k in zip(self.arrays, arrays, self.widths, _LIST_OF, strict=True):
            at = width * start[k]
            mine[at : at + len(its)] = its

    def written(self, start: Lengths = (0, 0, 0, 0), end: Lengths | None = None) -> Arrays:
        """The arrays as far as they are written, or from some lengths of the lists to others."""
        end = end or self.lengths
        return tuple(
            values[width * start[k] : width * end[k]]
            for values, width, k in zip(self.arrays, self.widths, _LIST_OF, strict=True)
        )

    def finish(self) -> Arrays:
        """As :meth:`written`; a large unused tail is given back."""
        return tuple(
            part.copy() if len(whole) > 2 * len(part) + 4096 else part
            for part, whole in zip(self.written(), self.arrays, strict=True)
        )

    def only(self, flags: int) -> Patch:
        """The results as a patch, when one game is written."""
        x, y, equilibria, regret, stream = (part.copy() for part in self.written())
        m, n = self.widths[:2]
        return Patch(x.reshape(-1, m), y.reshape(-1, n), equilibria.reshape(-1, 2), regret, stream, flags)

    def _new(self, lengths: Lengths) -> Arrays:
        return tuple(
            memory.empty(width * lengths[k], kind)
            for width, k, kind in zip(self.widths, _LIST_OF, "ddidi", strict=True)
        )


@dataclass(frozen=True, eq=False)
class Stretch:
    """Games ``first`` to ``last`` in a row in a room, between the lengths ``start`` and ``end`` of its lists."""

    room: Room
    first: int
    last: int
    start: Lengths
    end: Lengths


def move(stretches: Iterable[Stretch], room: Room, ledger: Ledger, together: Crew) -> None:
    """Append stretches to a room in the order of their games, all workers at once; the ledger follows."""
    moves = []
    end = room.lengths
    for stretch in sorted(stretches, key=lambda s: s.first):
        moves.append((stretch, end))
        x, y, equilibria, stream = (e + b - a for e, a, b in zip(end, stretch.start, stretch.end, strict=True))
        end = x, y, equilibria, stream
    room.reach(end)
    # Threads share the iterator: each takes what comes next.
    rest = iter(moves)

    def work(_: int) -> None:
        for stretch, to in rest:
            room.place(to, stretch.room.written(stretch.start, stretch.end))
            for ends, after, before in zip(ledger.ends, to, stretch.start, strict=True):
                ends[stretch.first + 1 : stretch.last + 1] += after - before

    together(work)
    room.used[:LISTS] = end
