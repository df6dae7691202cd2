"""What a solver of batches found for some of the games, and how such parts are put together in the order of the games.

Lists of all games in a row, with offsets (``ends``) that say which part of each list is a game's. There are four kinds
of lists: corners of player 1, corners of player 2, extreme equilibria, and words that describe the faces of games whose
equilibria are not isolated points (see ``kernels.emit.write_faces``; no words: each equilibrium is a face and a
component).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import BoolArray, ByteArray, FloatArray, IntArray, ShortArray


@dataclass(frozen=True, eq=False)
class Found:
    """Results of ``G`` games of a batch.

    Attributes:
        games: ``(G,)`` which games, in rising order.
        flags: ``(G,)`` see :class:`solver.two_player.batch.solution.BatchSolution`.
        ends: ``(4, G + 1)`` offsets into the four kinds of lists.
        x: ``(V, m)`` corners of player 1.
        y: ``(W, n)`` corners of player 2.
        equilibria: ``(E, 2)`` extreme equilibria as corners, numbered within each game.
        words: descriptions of faces.
    """

    games: IntArray
    flags: ByteArray
    ends: IntArray
    x: FloatArray
    y: FloatArray
    equilibria: ShortArray
    words: ShortArray

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """The lists."""
        return self.x, self.y, self.equilibria, self.words

    def only(self, kept: BoolArray) -> Found:
        """The games ``kept`` ``(G,)``; the others have empty lists."""
        if kept.all():
            return self
        # Games that are left out have empty lists, so nothing has to be moved.
        ends = self.ends[:, np.concatenate([[True], kept])]
        return Found(self.games[kept], self.flags[kept], ends, *self.arrays)


def merged(parts: Sequence[Found]) -> Found:
    """One part with the games of all, in rising order."""
    some = [part for part in parts if len(part.games)] or parts[:1]
    if len(some) == 1:
        return some[0]
    games = np.concatenate([part.games for part in some])
    order = np.argsort(games)
    flags = np.concatenate([part.flags for part in some])[order]
    ends = np.zeros((len(some[0].ends), len(games) + 1), dtype=np.int64)
    lists = []
    for kind in range(len(ends)):
        # Where each game's stretch begins in the parts laid end to end, and how long it is; then the stretches in the
        # order of the games, as one list of rows to take.
        shifts = np.cumsum([0, *(part.ends[kind, -1] for part in some[:-1])])
        starts = np.concatenate([part.ends[kind, :-1] + shift for part, shift in zip(some, shifts, strict=True)])
        lengths = np.concatenate([np.diff(part.ends[kind]) for part in some])[order]
        np.cumsum(lengths, out=ends[kind, 1:])
        rows = np.repeat(starts[order] - ends[kind, :-1], lengths) + np.arange(ends[kind, -1])
        # Each list as far as it is written, part by part.
        lists.append(np.concatenate([part.arrays[kind][: part.ends[kind, -1]] for part in some])[rows])
    return Found(games[order], flags, ends, *lists)
