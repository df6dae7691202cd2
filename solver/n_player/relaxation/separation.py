"""Which rows of the relaxation a point breaks: the programs of the tree hold only rows that have mattered.

A game of 12 x 12 x 12 actions has some 400 correlated-equilibrium rows, and every action without regret adds a hundred
slice rows; at a vertex fewer than a hundred of them bind. All values a row can compare are entries of one small table
per player (what each action earns on each own slice), so looking for broken rows costs three small matrix products,
far less than carrying the rows along.

A program that lacks rows is a weaker relaxation: what its multipliers prove stays proven.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.n_player.relaxation.rows import Relaxation


def broken_rows(
    relaxation: Relaxation,
    without_regret: Sequence[IntArray],
    weights: FloatArray,
    columns: IntArray,
    allowance: float,
) -> IntArray:
    """For each player and slice the worst row of either kind that ``weights`` breaks by more than ``allowance``.

    Args:
        relaxation: of the whole game, where corner ``k`` of a player is its action ``k``.
        without_regret: per player the actions known to have none.
        weights: ``(C,)``.
        columns: ``(C,)`` flat profile indices the weights stand on.
        allowance: how far a row may be below zero.

    Returns:
        ``(R, 4)`` rows as in ``solver.n_player.relaxation.rows``, at most two per slice.
    """
    rows: list[tuple[int, int, int, int]] = []
    for i, settled in enumerate(without_regret):
        values = relaxation.slice_values(weights, columns, i)
        # Not divided by the mass of the slice: a row is broken by what it weighs in the program, not by the regret
        # alone.
        best = values.argmax(axis=1)
        top = values.max(axis=1)
        broken = np.flatnonzero(top - values.diagonal() > allowance)
        rows.extend((i, k, k, int(best[k])) for k in broken.tolist())
        if len(settled):
            # An action without regret is best on every own slice; its worst failure there stands for all.
            worst = settled[values[:, settled].argmin(axis=1)]
            short = top - values[np.arange(len(values)), worst]
            # On its own slice a settled action has its correlated-equilibrium row already.
            broken = np.flatnonzero((short > allowance) & (worst != np.arange(len(values))))
            rows.extend((i, k, int(worst[k]), int(best[k])) for k in broken.tolist())
    return np.array(rows, dtype=np.int64).reshape(-1, 4)
