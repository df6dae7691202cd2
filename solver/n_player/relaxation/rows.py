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

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.n_player.relaxation.integers import Exact, IntegerGame
from solver.n_player.roots.cell import Simplex


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
        exact: for each player ``(A_i, product of K_j over j != i)`` integers: payoff of each action at others' corners.
        scales: what to divide these by.
        values: the quotients in floats.
        own: ``(N, K_0 * ... * K_{N-1})``: the player's own corner in each column.
        rest: the same shape: the column's flat index over the others' corners.
    """

    n_corners: tuple[int, ...]
    exact: tuple[Exact, ...]
    scales: tuple[int, ...]
    values: tuple[FloatArray, ...]
    own: IntArray
    rest: IntArray

    @cached_property
    def flat_values(self) -> FloatArray:
        """``values``, one after the other."""
        return np.concatenate([v.ravel() for v in self.values])

    @cached_property
    def played(self) -> BoolArray:
        """``(K_0 + ... + K_{N-1}, C)``: whether a player's own corner, one player after the other, is a column's."""
        return np.concatenate([own == np.arange(n)[:, None] for own, n in zip(self.own, self.n_corners, strict=True)])

    @classmethod
    def of_game(cls, game: IntegerGame) -> Relaxation:
        """The whole game: corners are the pure actions."""
        return cls._build(game.payoffs, game.ranges)

    @classmethod
    def of_cell(cls, game: IntegerGame, simplices: Sequence[Simplex]) -> Relaxation:
        """A cell."""
        tensors, scales = [], []
        for i, own in enumerate(game.payoffs):
            out, scale = own.astype(np.object_), game.ranges[i]
            for j, simplex in enumerate(simplices):
                if j != i:
                    out = np.moveaxis(np.tensordot(simplex.corners, out, axes=(1, j)), 0, j)
                    scale <<= simplex.bits
            tensors.append(out)
            scales.append(scale)
        return cls._build(tensors, scales)

    @classmethod
    def _build(cls, tensors: Sequence[Exact], scales: Sequence[int]) -> Relaxation:
        n = len(tensors)
        n_corners = tuple(tensors[(i + 1) % n].shape[i] for i in range(n))
        grid = np.indices(n_corners).reshape(n, -1)
        rest = np.stack([np.ravel_multi_index([*grid[:i], *grid[i + 1 :]], _without(n_corners, i)) for i in range(n)])
        exact = tuple(np.ascontiguousarray(np.moveaxis(t, i, 0).reshape(t.shape[i], -1)) for i, t in enumerate(tensors))
        floats = tuple((own / scale).astype(np.float64) for own, scale in zip(exact, scales, strict=True))
        return cls(n_corners, exact, tuple(scales), floats, grid.astype(np.int64), rest.astype(np.int64))

    def coefficients(self, rows: IntArray, columns: IntArray) -> SparseRows:
        """Coefficients of ``rows`` ``(R, 4)``, each ``(i, k, a, a')``, at ``columns`` ``(C,)``; zeros are left out."""
        i, k, better, worse = rows.T
        # A row has entries where its corner is played, each a difference of payoffs at the others' corners.
        row, place = np.nonzero(self.played[np.ix_(np.cumsum([0, *self.n_corners])[i] + k, columns)])
        rest = self.rest[i[row], columns[place]]
        sizes = np.array([v.shape[1] for v in self.values])
        first = np.cumsum([0, *[v.size for v in self.values]])[i]
        flat = self.flat_values
        numbers = flat[(first + better * sizes[i])[row] + rest] - flat[(first + worse * sizes[i])[row] + rest]
        # Ties are zeros, and timing games are full of them: dropped, they cost no pivot.
        kept = numbers != 0
        return SparseRows(np.searchsorted(row[kept], np.arange(len(rows) + 1)), place[kept], numbers[kept])

    def joint(self, weights: FloatArray, columns: IntArray, i: int) -> FloatArray:
        """``(K_i, product of K_j over j != i)``: ``weights`` ``(C,)`` on ``columns`` by own and others' corners."""
        out = np.zeros((self.n_corners[i], self.values[i].shape[1]))
        out[self.own[i, columns], self.rest[i, columns]] = weights
        return out


def _without(shape: tuple[int, ...], i: int) -> tuple[int, ...]:
    return shape[:i] + shape[i + 1 :]
