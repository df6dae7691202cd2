"""Growing arrays for the results of a batch, and the room that one worker writes into.

A worker fills a :class:`Room` of one chunk; the store appends rooms in order. Games that were settled elsewhere (exact
arithmetic, larger pools) come as patches and are put in their places while appending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Integers = NDArray[np.int64]
Indices = NDArray[np.int32]

COLUMNS = 7
"""Numbers a kernel writes per game: corners of each player, equilibria, length of the stream, flags, code, nodes."""
_CODE = 5


@dataclass(frozen=True, eq=False)
class Patch:
    """One game's results from another route, shaped as in :class:`solver.batch_solution.BatchSolution`."""

    x: FloatArray
    y: FloatArray
    equilibria: Indices
    regret: FloatArray
    stream: Indices
    flags: int


class Room:
    """Arrays for one chunk's results, enlarged when a chunk does not fit."""

    def __init__(self, m: int, n: int, games: int, points: int) -> None:
        self.shape = (m, n)
        self.x = np.empty(points * m)
        self.y = np.empty(points * n)
        self.equilibria = np.empty(2 * points, dtype=np.int32)
        self.regret = np.empty(points)
        self.stream = np.empty(8 * points + 64, dtype=np.int32)
        self.counts = np.empty((games, COLUMNS), dtype=np.int32)
        self.used = np.zeros(5, dtype=np.int64)

    @property
    def limits(self) -> Integers:
        """Lengths as the kernels want them."""
        return np.array([len(self.x), len(self.y), len(self.regret), len(self.stream)], dtype=np.int64)

    def clear(self) -> None:
        """Forget what is written."""
        self.used[:] = 0

    def grow(self) -> None:
        """Twice the length, keeping what is written."""
        for name in ("x", "y", "equilibria", "regret", "stream"):
            old = getattr(self, name)
            new = np.empty(2 * len(old), dtype=old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)

    def only(self, flags: int = 0) -> Patch:
        """The results as a patch, when one game is written."""
        m, n = self.shape
        nx, ny, ne, ns = (int(k) for k in self.used[:4])
        return Patch(
            self.x[: nx * m].reshape(nx, m).copy(),
            self.y[: ny * n].reshape(ny, n).copy(),
            self.equilibria[: 2 * ne].reshape(ne, 2).copy(),
            self.regret[:ne].copy(),
            self.stream[:ns].copy(),
            int(self.counts[0, 4]) | flags,
        )


class _Growing:
    """An array that is appended to; untouched room costs address space only."""

    def __init__(self, width: tuple[int, ...], dtype: Any, expected: int) -> None:
        self.data = np.empty((max(expected, 16), *width), dtype=dtype)
        self.length = 0

    def append(self, values: NDArray[Any], games_left: float) -> None:
        """Add rows; ``games_left`` is the share of all games still to come, for a guess of the final length."""
        needed = self.length + len(values)
        if needed > len(self.data):
            done = max(1.0 - games_left, 1e-6)
            grown = np.empty((int(max(1.5 * needed, 1.1 * needed / done)), *self.data.shape[1:]), self.data.dtype)
            grown[: self.length] = self.data[: self.length]
            self.data = grown
        self.data[self.length : needed] = values
        self.length = needed

    def finish(self) -> NDArray[Any]:
        """The rows that were written; a large unused tail is given back."""
        out = self.data[: self.length]
        return out.copy() if len(self.data) > 2 * self.length + 4096 else out


class Store:
    """Results of all games so far, in order."""

    def __init__(self, m: int, n: int, games: int) -> None:
        self.shape = (m, n)
        self.games = games
        self.done = 0
        self.counts = np.empty((4, games), dtype=np.int32)
        self.flags = np.zeros(games, dtype=np.uint8)
        self.x = _Growing((m,), np.float64, 0)
        self.y = _Growing((n,), np.float64, 0)
        self.equilibria = _Growing((2,), np.int32, 0)
        self.regret = _Growing((), np.float64, 0)
        self.stream = _Growing((), np.int32, 0)

    def append(self, room: Room, patches: Mapping[int, Patch]) -> None:
        """Add a chunk; ``patches`` holds, by place in the chunk, the games that the kernel left to others."""
        m, n = self.shape
        games = int(room.used[4])
        counts = room.counts[:games]
        start = self.done
        left = 1.0 - (start + games) / self.games
        self.counts[:, start : start + games] = counts[:, :4].T
        self.flags[start : start + games] = counts[:, 4]
        at = np.zeros(4, dtype=np.int64)
        previous = 0
        for game in [*sorted(patches), games]:
            # A game that is patched has written nothing itself.
            to = at + counts[previous:game, :4].sum(axis=0, dtype=np.int64)
            self.x.append(room.x[at[0] * m : to[0] * m].reshape(-1, m), left)
            self.y.append(room.y[at[1] * n : to[1] * n].reshape(-1, n), left)
            self.equilibria.append(room.equilibria[2 * at[2] : 2 * to[2]].reshape(-1, 2), left)
            self.regret.append(room.regret[at[2] : to[2]], left)
            self.stream.append(room.stream[at[3] : to[3]], left)
            at, previous = to, game
            if game < games:
                self._insert(start + game, patches[game], left)
        self.done += games

    def _insert(self, game: int, patch: Patch, left: float) -> None:
        self.x.append(patch.x, left)
        self.y.append(patch.y, left)
        self.equilibria.append(patch.equilibria, left)
        self.regret.append(patch.regret, left)
        self.stream.append(patch.stream, left)
        self.counts[:, game] = len(patch.x), len(patch.y), len(patch.regret), len(patch.stream)
        self.flags[game] = patch.flags


def offsets(counts: Indices) -> Integers:
    """``(B + 1,)`` running sums from zero."""
    out = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=out[1:])
    return out
