"""2x2 games in closed form: what each of the 81 classes holds is computed by the tree on a game of the class."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from types import ModuleType

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.two_player.batch.by_tree import solve_by_tree
from solver.two_player.batch.found import Found, merged


def solve_by_class(kernels: ModuleType, payoffs: FloatArray) -> tuple[Found, IntArray]:
    """Games ``(B, 2, 2, 2)``, and those in which a difference is neither a tie nor clearly none."""
    count, most = len(payoffs), kernels.MOST * len(payoffs)
    table, known = classes(kernels)
    x, y, equilibria = np.empty((most, 2)), np.empty((most, 2)), np.empty((most, 2), dtype=np.int32)
    ends, codes = np.zeros((kernels.LISTS, count + 1), dtype=np.int64), np.zeros(count, dtype=np.uint8)
    kernels.write_classes(
        payoffs.reshape(-1), table.reshape(-1), x.reshape(-1), y.reshape(-1), equilibria.reshape(-1),
        ends[:3].reshape(-1), codes,
    )  # fmt: skip
    unsure = codes == kernels.UNSURE
    # Faces belong to the class: each game gets a copy of its class's words.
    lengths = np.diff(known.ends[3])[codes]
    np.cumsum(lengths, out=ends[3, 1:])
    described = np.flatnonzero(lengths)
    starts = known.ends[3][codes[described]] - ends[3, described]
    words = known.words[np.repeat(starts, lengths[described]) + np.arange(ends[3, -1])]
    found = Found(np.arange(count), known.flags[codes], ends, x, y, equilibria, words)
    return found.only(~unsure), np.flatnonzero(unsure)


@cache
def classes(kernels: ModuleType) -> tuple[IntArray, Found]:
    """The classes as the kernel reads them, ``(82, WIDTH)``, and one game of each; the last one is ``UNSURE``."""
    # The last sign moves fastest in the product and is the lowest digit of the class.
    signs = product((-1.0, 0.0, 1.0), repeat=4)
    games = np.array([[[[a0, a1], [0.0, 0.0]], [[b0, 0.0], [b1, 0.0]]] for b1, b0, a1, a0 in signs])
    # Differences of 0 and 1 are far from every limit, so the tree settles all 81; which probability a mixture has is
    # the only thing that the games of a class do not share.
    found = merged(solve_by_tree(kernels, games, np.arange(len(games)))[0])
    found = replace(found, flags=np.pad(found.flags, (0, 1)), ends=np.pad(found.ends, ((0, 0), (0, 1)), mode="edge"))
    table = np.zeros((len(found.flags), kernels.WIDTH), dtype=np.int64)
    for g, line in enumerate(table):
        parts = [slice(ends[g], ends[g + 1]) for ends in found.ends]
        pairs = found.equilibria[parts[2]].ravel()
        for player, corners in enumerate((found.x[parts[0], 0], found.y[parts[1], 0])):
            mixed = (corners > 0) & (corners < 1)
            line[player] = len(corners)
            line[3 + player * kernels.MOST :][: len(corners)] = np.where(mixed, 2, corners)
        line[2] = len(pairs) // 2
        line[3 + 2 * kernels.MOST :][: len(pairs)] = pairs
    return table, found
