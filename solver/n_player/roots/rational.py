"""Equilibria in which at most two players mix, in rationals: what they mix solves linear equations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from solver.common.linear import solution
from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.tree.two_left import RationalProfile


def rational_root(game: IntegerGame, support: Sequence[Sequence[int]]) -> RationalProfile | None:
    """The root of the ties of ``support``, if at most two players mix and it is the only one; ``None`` otherwise."""
    mixing = [i for i, own in enumerate(support) if len(own) > 1]
    rows = [[Fraction(0)] * n for n in game.payoffs[0].shape]
    for own, strategy in zip(support, rows, strict=True):
        strategy[own[0]] = Fraction(1)
    if mixing:
        if len(mixing) != 2 or len(support[mixing[0]]) != len(support[mixing[1]]):
            return None
        window = np.ix_(*support)
        for player, other in (mixing, mixing[::-1]):
            # All other players have one action in the window, so only two axes are left.
            table = np.moveaxis(game.payoffs[player][window], (player, other), (0, 1)).reshape(len(support[player]), -1)
            mix = _mix(table)
            if mix is None:
                return None
            for action, p in zip(support[other], mix, strict=True):
                rows[other][action] = p
    return tuple(tuple(own) for own in rows)


def _mix(table: np.ndarray[tuple[int, ...], np.dtype[np.int64 | np.object_]]) -> list[Fraction] | None:
    """Probabilities of the columns that make all rows of ``table`` ``(K, K)`` equal, if there is one such vector."""
    k = len(table)
    ties = [[int(v) - int(w) for v, w in zip(row, table[0], strict=True)] for row in table[1:]]
    return solution([*ties, [1] * k], [*[0] * (k - 1), 1])
