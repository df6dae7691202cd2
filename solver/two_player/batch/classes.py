"""The 81 classes of 2x2 games as the kernels read them; what they hold is computed by the tree on a game of each class.

So both paths agree by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from solver.game.arrays import FloatArray, IntArray, ShortArray
from solver.two_player.batch.desk import solve_alone
from solver.two_player.batch.store import Patch


@dataclass(frozen=True, eq=False)
class ClassTable:
    """The 81 classes as the kernels read them, and the streams of their subsets."""

    lines: IntArray
    shapes: FloatArray
    streams: tuple[ShortArray, ...]


@lru_cache(maxsize=1)
def class_table() -> ClassTable:
    """Computed at the first call."""
    from solver.kernels import entry

    # Codes that are no class have zeros: they need nothing.
    lines = np.zeros((256, entry.TABLE_WIDTH), dtype=np.int64)
    shapes = np.zeros((256, entry.SHAPE_WIDTH))
    streams = []
    for code, signs in enumerate(product((-1.0, 0.0, 1.0), repeat=4)):
        # The last sign moves fastest in the product and is the lowest digit of the class.
        b1, b0, a1, a0 = signs
        game = np.array([[[a0, a1], [0.0, 0.0]], [[b0, 0.0], [b1, 0.0]]])
        _, result = solve_alone(game)
        counts = len(result.x), len(result.y), len(result.regret)
        line = lines[code].view(np.uint8)
        line[[entry.X_COUNT, entry.Y_COUNT, entry.POINTS]] = counts
        line[entry.FLAG], line[entry.UNEVEN] = result.flags, len(set(counts)) > 1
        line[8 : 8 + result.equilibria.size] = result.equilibria.ravel()
        shapes[code] = _shape(result)
        streams.append(result.stream)
    return ClassTable(lines.reshape(-1), shapes.reshape(-1), tuple(streams))


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
