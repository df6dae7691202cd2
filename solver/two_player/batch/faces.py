"""How the maximal Nash subsets of a batch's games are kept: as streams of words, one a game, decoded when asked for.

A stream is empty where a game's subsets are its equilibria one by one; else see ``kernels.many.solve_one``. The tree
writes streams game by game; games that fall into classes (2x2) share the streams of their classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.game.arrays import ByteArray, IntArray, ShortArray


class Streams(Protocol):
    """The streams of ``B`` games."""

    def of(self, g: int) -> ShortArray:
        """The stream of game ``g``, counted from zero."""
        ...

    def flat(self) -> tuple[IntArray, ShortArray]:
        """``(B + 1,)`` offsets, and the streams of all games in a row."""
        ...


@dataclass(frozen=True, eq=False)
class Written:
    """Streams in a row: game ``g`` has ``words[offsets[g]:offsets[g + 1]]``."""

    offsets: IntArray
    words: ShortArray

    def of(self, g: int) -> ShortArray:
        """See :class:`Streams`."""
        return self.words[self.offsets[g] : self.offsets[g + 1]]

    def flat(self) -> tuple[IntArray, ShortArray]:
        """See :class:`Streams`."""
        return self.offsets, self.words


@dataclass(frozen=True, eq=False)
class ByClass:
    """Streams by class, but for games solved by themselves.

    Attributes:
        codes: ``(B,)`` classes.
        shared: the stream of each class; games of classes beyond the last are in ``own``.
        own: streams of single games.
    """

    codes: ByteArray
    shared: Sequence[ShortArray]
    own: Mapping[int, ShortArray]

    def of(self, g: int) -> ShortArray:
        """See :class:`Streams`."""
        return self.own[g] if g in self.own else self.shared[int(self.codes[g])]

    def flat(self) -> tuple[IntArray, ShortArray]:
        """See :class:`Streams`."""
        lengths = np.zeros(256, dtype=np.int64)
        lengths[: len(self.shared)] = [len(s) for s in self.shared]
        starts = np.concatenate([[0], np.cumsum(lengths)])[self.codes]
        sizes = lengths[self.codes]
        words = np.concatenate([*self.shared, *self.own.values()])
        at = int(lengths.sum())
        for g, stream in self.own.items():
            starts[g], sizes[g] = at, len(stream)
            at += len(stream)
        offsets = np.zeros(len(self.codes) + 1, dtype=np.int64)
        np.cumsum(sizes, out=offsets[1:])
        places = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], sizes)
        return offsets, words[places]
