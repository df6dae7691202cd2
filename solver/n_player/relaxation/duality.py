"""Proofs by weak duality, checked in integers.

A relaxation has columns ``W >= 0`` with sum one and rows ``R W >= 0`` (``solver.n_player.relaxation.rows``). For any
multipliers ``lambda >= 0`` and any objective ``c``, every feasible ``W`` has

    ``c W  >=  (c - lambda R) W  >=  min over columns of (c - lambda R)``.

With ``c = 0`` a positive right side says that no feasible ``W`` exists. Nothing is assumed about where ``lambda`` came
from, so a linear program's tolerances do not matter: floats are rounded to integers ``lambda`` first and the right side
is then computed exactly, from integer payoffs and from corners that are integers over a power of two.

The aggregated row has a short form: with ``L_i[k, a] = sum over a' of (lambda(i, k, a, a') - lambda(i, k, a', a))`` its
coefficient at a column is ``sum over i of sum over a of L_i[k_i, a] * (payoff of a at the others' corners)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import ExactArray, FloatArray, IntArray

Exact = NDArray[Any]
"""Python integers in an object array, or int64 where that is enough."""

_QUICK_BITS, _FINE_BITS = 26, 60
"""Binary digits kept of a multiplier per unit of payoff: few, so that int64 is enough, and more where that fails."""

_INT64_ROOM = 2**61
"""Sums up to here are exact in int64 even if a float says so that is off in its last place."""


@dataclass(frozen=True, eq=False)
class ExactRelaxation:
    """Integer payoffs at the corners of a cell.

    Attributes:
        n_corners: ``(K_0, ..., K_{N-1})``.
        values: for each player ``(A_i, product of the others' K_j)`` integers: payoff times ``scale[i]``.
        scales: positive integers: a normalised payoff times ``scales[i]`` is the integer, up to a constant per column.
    """

    n_corners: tuple[int, ...]
    values: tuple[Exact, ...]
    scales: tuple[int, ...]

    def lower_bound(
        self, rows: IntArray, multipliers: FloatArray, columns: IntArray, objective: IntArray | None = None
    ) -> Fraction:
        """The proven lower bound on ``objective @ W`` (0 or 1 per column; ``None`` for zero), exactly.

        ``rows`` ``(R, 4)`` with float ``multipliers`` ``(R,)`` as a linear program gave them; negative ones count as 0.
        The bound is in normalised units; for the zero objective only its sign means something.
        """
        unit = max(self.scales)
        if objective is None:
            # Only the sign counts, so the multipliers may add up to one: then int64 is enough for most.
            multipliers = multipliers / (multipliers.sum() or 1.0)
            quick = self._bound(rows, multipliers, columns, objective, unit << _QUICK_BITS)
            if quick > 0:
                return quick
        return self._bound(rows, multipliers, columns, objective, unit << _FINE_BITS)

    def _bound(
        self, rows: IntArray, multipliers: FloatArray, columns: IntArray, objective: IntArray | None, scale: int
    ) -> Fraction:
        used = multipliers > 0
        players, k, a, b = rows[used].T
        # From here on all is exact, whatever rounding did to the multipliers before.
        whole = self._whole(players, multipliers[used], scale)
        out = np.zeros(len(columns), dtype=whole.dtype)
        if objective is not None:
            out = objective.astype(whole.dtype) * scale
        place = np.unravel_index(columns, self.n_corners)
        for i, value in enumerate(self.values):
            mine = players == i
            short = np.zeros((self.n_corners[i], len(value)), dtype=whole.dtype)
            # The short form at the top of this file: a row moves weight from its second action to its first.
            np.add.at(short, (k[mine], a[mine]), whole[mine])
            np.subtract.at(short, (k[mine], b[mine]), whole[mine])
            others = [p for j, p in enumerate(place) if j != i]
            rest = np.ravel_multi_index(others, _without(self.n_corners, i))
            # Long integers are slow: multiply only what some column needs.
            seen, at = (slice(None), rest) if whole.dtype == np.int64 else np.unique(rest, return_inverse=True)
            out = out - (short @ value[:, seen].astype(whole.dtype))[place[i], at]
        return Fraction(int(out.min()), scale)

    def _whole(self, players: IntArray, multipliers: FloatArray, scale: int) -> IntArray | ExactArray:
        """Multipliers of payoffs in their own units, rounded down: int64 where no column can exceed it."""
        if scale < _INT64_ROOM and all(v.dtype == np.int64 for v in self.values):
            # A bound on any sum that can occur, so that int64 cannot overflow unseen.
            approximate = multipliers * np.array([float(scale // s) for s in self.scales])[players]
            widest = np.array([float(v.max()) - float(v.min()) for v in self.values])
            if float(approximate @ widest[players]) + scale < _INT64_ROOM:
                whole: IntArray = np.floor(approximate).astype(np.int64)
                return whole
        exact = [_times(float(m), scale) // self.scales[i] for m, i in zip(multipliers, players, strict=True)]
        return np.array(exact, dtype=object)


def _times(multiplier: float, scale: int) -> int:
    numerator, denominator = multiplier.as_integer_ratio()
    return numerator * scale // denominator


def _without(shape: tuple[int, ...], i: int) -> tuple[int, ...]:
    return shape[:i] + shape[i + 1 :]


@dataclass(frozen=True, eq=False)
class IntegerGame:
    """Integer payoffs from which both the float and the exact relaxation are built, so that they mean the same game.

    Attributes:
        payoffs: per player integers ``(A_0, ..., A_{N-1})``, column minima 0.
        ranges: the largest of them per player (1 if all are zero).
        normalised: ``(N, A_0, ...)`` floats, each player's integers over its range.
    """

    payoffs: tuple[Exact, ...]
    ranges: tuple[int, ...]
    normalised: FloatArray

    @classmethod
    def of(cls, values: Sequence[NDArray[np.object_]]) -> IntegerGame:
        """From one array of Python integers per player, as ``NormalForm.integers`` gives them."""
        # Constants per column change no difference of own payoffs, and small integers keep proofs in int64.
        shifted = [own - own.min(axis=i, keepdims=True) for i, own in enumerate(values)]
        ranges = tuple(int(own.max()) or 1 for own in shifted)
        floats = np.stack([(own / r).astype(np.float64) for own, r in zip(shifted, ranges, strict=True)])
        small = [own.astype(np.int64) if r < _INT64_ROOM else own for own, r in zip(shifted, ranges, strict=True)]
        return cls(tuple(small), ranges, floats)

    def relaxation(self) -> ExactRelaxation:
        """The exact relaxation of the whole game: corners are the pure actions."""
        n_actions = self.payoffs[0].shape
        values = tuple(np.moveaxis(own, i, 0).reshape(n_actions[i], -1) for i, own in enumerate(self.payoffs))
        return ExactRelaxation(n_actions, values, self.ranges)

    def cell_relaxation(self, corners: Sequence[NDArray[np.object_]], bits: Sequence[int]) -> ExactRelaxation:
        """The exact relaxation of a cell whose corners are the integers ``corners[j]`` ``(K_j, A_j)`` / 2**bits[j]."""
        values, scales = [], []
        for i, own in enumerate(self.payoffs):
            out: Exact = own.astype(np.object_)
            for j, own_corners in enumerate(corners):
                if j != i:
                    out = np.moveaxis(np.tensordot(own_corners, out, axes=(1, j)), 0, j)
            values.append(np.moveaxis(out, i, 0).reshape(own.shape[i], -1))
            scales.append(self.ranges[i] << sum(b for j, b in enumerate(bits) if j != i))
        return ExactRelaxation(tuple(len(c) for c in corners), tuple(values), tuple(scales))
