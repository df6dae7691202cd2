"""What every equilibrium of a part of the game must satisfy, linearly: rows on the joint distribution of play.

Let a *cell* be a product of simplices, one inside each player's set of mixed actions, given by its corners. A profile
in the cell has barycentric weights ``w_i`` over the corners of simplex ``i``, and with ``W[k_0, ..., k_{N-1}]`` the
product of these weights every expected payoff is linear in ``W``. Forgetting that ``W`` is a product leaves a linear
relaxation. Two kinds of rows hold for the ``W`` of an equilibrium, both of the form

    ``sum over k_{-i} of W[k, k_{-i}] * (payoff of a - payoff of a')  >=  0``   (row ``(i, k, a, a')``)

* *correlated-equilibrium rows* ``(i, a, a, a')``, where corner ``a`` is the pure action ``a`` itself: a player who
  plays ``a`` does not prefer ``a'`` (Aumann 1974). They hold for every action.
* *slice rows* ``(i, k, a, a')`` for an action ``a`` known to have no regret, and every own corner ``k``: the
  difference between ``a`` and ``a'`` does not depend on player ``i``'s own mix, so it may be multiplied by any own
  weight (the reformulation-linearisation technique of Sherali and Adams 1990).

Letters: ``K_i`` corners of simplex ``i``; a *column* is a flat index into ``K_0 x ... x K_{N-1}``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.common.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class SparseRows:
    """Rows of a matrix: row ``r`` has ``values`` at ``columns`` from ``starts[r]`` to ``starts[r + 1]``."""

    starts: IntArray
    columns: IntArray
    values: FloatArray


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Payoffs at the corners of a cell.

    Attributes:
        n_corners: ``(K_0, ..., K_{N-1})``.
        values: for each player ``(A_i, product of K_j over j != i)``: payoff of each action at others' corners.
        own: ``(N, K_0 * ... * K_{N-1})``: the player's own corner in each column.
        rest: the same shape: the column's flat index over the others' corners.
    """

    n_corners: tuple[int, ...]
    values: tuple[FloatArray, ...]
    own: IntArray
    rest: IntArray

    @cached_property
    def flat_values(self) -> FloatArray:
        """``values``, one after the other."""
        return np.concatenate([v.ravel() for v in self.values])

    @classmethod
    def of_game(cls, payoffs: FloatArray) -> Relaxation:
        """The whole game: corners are the pure actions. ``payoffs`` ``(N, A_0, ...)`` are normalised."""
        return cls._build(list(payoffs))

    @classmethod
    def of_cell(cls, payoffs: FloatArray, corners: Sequence[FloatArray]) -> Relaxation:
        """A cell with corners ``(K_i, A_i)``."""
        return cls._build([corner_values(payoffs[i], corners, i) for i in range(len(corners))])

    @classmethod
    def _build(cls, tensors: Sequence[FloatArray]) -> Relaxation:
        n = len(tensors)
        n_corners = tuple(tensors[(i + 1) % n].shape[i] for i in range(n))
        grid = np.indices(n_corners).reshape(n, -1)
        rest = np.stack(
            [np.ravel_multi_index([grid[j] for j in range(n) if j != i], _without(n_corners, i)) for i in range(n)]
        )
        values = tuple(
            np.ascontiguousarray(np.moveaxis(t, i, 0).reshape(t.shape[i], -1)) for i, t in enumerate(tensors)
        )
        return cls(n_corners, values, grid.astype(np.int64), rest.astype(np.int64))

    def coefficients(self, rows: IntArray, columns: IntArray) -> SparseRows:
        """Coefficients of ``rows`` ``(R, 4)``, each ``(i, k, a, a')``, at ``columns`` ``(C,)``; zeros are left out."""
        i, k, better, worse = rows.T
        own = self.own[:, columns]
        # For each player the columns sorted by its own corner: the entries of a row are one stretch of them.
        by_corner = np.argsort(own, axis=1, kind="stable")
        counts = [np.bincount(corners, minlength=n) for corners, n in zip(own, self.n_corners, strict=True)]
        first_corner = np.cumsum([0, *self.n_corners[:-1]])
        lengths = np.concatenate(counts)[first_corner[i] + k]
        starts = np.concatenate([np.cumsum(n) - n + p * len(columns) for p, n in enumerate(counts)])[
            first_corner[i] + k
        ]
        ends = np.cumsum(lengths)
        places = by_corner.ravel()[np.arange(int(lengths.sum())) + np.repeat(starts - (ends - lengths), lengths)]
        sizes = np.array([v.shape[1] for v in self.values])
        first_value = np.cumsum([0, *[v.size for v in self.values[:-1]]])
        # The payoff of an action depends on the others' corners alone.
        rest = self.rest[np.repeat(i, lengths), columns[places]]
        flat = self.flat_values
        numbers = flat[np.repeat(first_value[i] + better * sizes[i], lengths) + rest]
        numbers -= flat[np.repeat(first_value[i] + worse * sizes[i], lengths) + rest]
        # Ties are zeros, and timing games are full of them: dropped, they cost no pivot.
        used = np.append(0, np.cumsum(numbers != 0))
        return SparseRows(used[np.append(0, ends)], places[numbers != 0], numbers[numbers != 0])

    def aggregated(self, rows: IntArray, multipliers: FloatArray, columns: IntArray) -> FloatArray:
        """``multipliers`` ``(R,)`` times ``rows`` ``(R, 4)`` at ``columns`` ``(C,)``, by ``duality``'s short form."""
        out = np.zeros(len(columns))
        for i, value in enumerate(self.values):
            mine = rows[:, 0] == i
            _, k, a, b = rows[mine].T
            short = np.zeros((self.n_corners[i], len(value)))
            np.add.at(short, (k, a), multipliers[mine])
            np.subtract.at(short, (k, b), multipliers[mine])
            out += (short @ value)[self.own[i, columns], self.rest[i, columns]]
        return out

    def slice_values(self, weights: FloatArray, columns: IntArray, i: int) -> FloatArray:
        """``(K_i, A_i)``: what each action earns on each own slice of ``weights`` ``(C,)``, not divided by its mass."""
        joint = np.zeros((self.n_corners[i], self.values[i].shape[1]))
        joint[self.own[i, columns], self.rest[i, columns]] = weights
        return np.asarray(joint @ self.values[i].T, dtype=np.float64)

    def marginals(self, weights: FloatArray, columns: IntArray) -> list[FloatArray]:
        """For each player the weights ``(K_i,)`` over its corners under ``weights`` ``(C,)`` on ``columns``."""
        return [
            np.bincount(self.own[i, columns], weights=weights, minlength=self.n_corners[i]).astype(np.float64)
            for i in range(len(self.n_corners))
        ]

    def action_values(self, weights: FloatArray, columns: IntArray) -> list[FloatArray]:
        """For each player what each action earns ``(A_i,)`` against the others' part of ``weights``."""
        return [
            value @ np.bincount(self.rest[i, columns], weights=weights, minlength=value.shape[1])
            for i, value in enumerate(self.values)
        ]


def _without(shape: tuple[int, ...], i: int) -> tuple[int, ...]:
    return shape[:i] + shape[i + 1 :]


def corner_values(own: FloatArray, corners: Sequence[FloatArray], i: int) -> FloatArray:
    """Player ``i``'s payoffs ``(A_0, ..., A_{N-1})`` with every other axis ``A_j`` replaced by ``K_j`` corners."""
    out = own
    for j, own_corners in enumerate(corners):
        if j != i:
            out = np.moveaxis(np.tensordot(own_corners, out, axes=(1, j)), 0, j)
    return out
