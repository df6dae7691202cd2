"""2x2 games in closed form: what each of the 81 classes holds is computed by the tree on a game of the class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from types import ModuleType

import numpy as np

from solver.common.arrays import ByteArray, FloatArray, IntArray, ShortArray
from solver.two_player.batch.by_tree import solve_by_tree
from solver.two_player.batch.found import Found, merged


@dataclass(frozen=True, eq=False)
class Classes:
    """What the games of each class have in common.

    Attributes:
        table: as the kernel reads it.
        flags: ``(256,)``, 0 for codes that are no class, as are lengths.
        starts: ``(256,)`` offsets into ``words``.
        lengths: ``(256,)`` numbers of words.
        words: descriptions of the faces.
    """

    table: IntArray
    flags: ByteArray
    starts: IntArray
    lengths: IntArray
    words: ShortArray


def solve_by_class(kernels: ModuleType, payoffs: FloatArray) -> tuple[Found, IntArray]:
    """Games ``(B, 2, 2, 2)``, and those in which a difference is neither a tie nor clearly none."""
    count, most = len(payoffs), kernels.MOST * len(payoffs)
    known = classes(kernels)
    x, y, regret = np.empty((most, 2)), np.empty((most, 2)), np.empty(most)
    equilibria = np.empty((most, 2), dtype=np.int32)
    ends, codes = np.zeros((kernels.LISTS, count + 1), dtype=np.int64), np.zeros(count, dtype=np.uint8)
    kernels.write_classes(
        payoffs.reshape(-1), known.table, x.reshape(-1), y.reshape(-1), equilibria.reshape(-1), regret,
        ends[:3].reshape(-1), codes,
    )  # fmt: skip
    unsure = codes == kernels.UNSURE
    # Faces belong to the class: each game gets a copy of its class's words. Codes that are no class have none.
    lengths = known.lengths[codes]
    np.cumsum(lengths, out=ends[3, 1:])
    described = np.flatnonzero(lengths)
    starts = known.starts[codes[described]] - ends[3, described]
    words = known.words[np.repeat(starts, lengths[described]) + np.arange(ends[3, -1])]
    found = Found(np.arange(count), known.flags[codes], ends, x, y, equilibria, regret, words)
    return found.only(~unsure), np.flatnonzero(unsure)


@cache
def classes(kernels: ModuleType) -> Classes:
    """Computed at the first call."""
    # The last sign moves fastest in the product and is the lowest digit of the class.
    signs = product((-1.0, 0.0, 1.0), repeat=4)
    games = np.array([[[[a0, a1], [0.0, 0.0]], [[b0, 0.0], [b1, 0.0]]] for b1, b0, a1, a0 in signs])
    # Differences of 0 and 1 are far from every limit, so the tree settles all 81; which probability a mixture has is
    # the only thing that the games of a class do not share.
    found = merged(solve_by_tree(kernels, games, np.arange(len(games)))[0])
    table = np.zeros((len(games), kernels.WIDTH), dtype=np.int64)
    for g, line in enumerate(table):
        parts = [slice(ends[g], ends[g + 1]) for ends in found.ends]
        pairs = found.equilibria[parts[2]].ravel()
        for player, corners in enumerate((found.x[parts[0], 0], found.y[parts[1], 0])):
            mixed = (corners > 0) & (corners < 1)
            line[player] = len(corners)
            line[3 + player * kernels.MOST :][: len(corners)] = np.where(mixed, 2, corners)
        line[2] = len(pairs) // 2
        line[3 + 2 * kernels.MOST :][: len(pairs)] = pairs
    rest = (0, 256 - len(games))
    starts, lengths = found.ends[3, :-1], np.diff(found.ends[3])
    return Classes(
        table.reshape(-1), np.pad(found.flags, rest), np.pad(starts, rest), np.pad(lengths, rest), found.words
    )
