"""Proofs by weak duality, checked in integers.

A relaxation has columns ``W >= 0`` with sum one and rows ``R W >= 0`` (``solver.n_player.relaxation.rows``). Where
multipliers ``lambda >= 0`` make ``lambda R`` negative at every column, no ``W`` satisfies all rows. Nothing is assumed
about where ``lambda`` came from, so a linear program's tolerances do not matter: floats are rounded to integers
``lambda`` first, and the sum is then computed exactly, from integer payoffs and from corners that are integers over a
power of two.

The sum has a short form: with ``L_i[k, a] = sum over a' of (lambda(i, k, a, a') - lambda(i, k, a', a))`` its
coefficient at a column is ``sum over i of sum over a of L_i[k_i, a] * (payoff of a at the others' corners)``.
"""

from __future__ import annotations

import numpy as np

from solver.common.arrays import ExactArray, FloatArray, IntArray
from solver.n_player.relaxation.integers import INT64_ROOM
from solver.n_player.relaxation.rows import Relaxation

_QUICK_BITS, _FINE_BITS = 26, 60
"""Binary digits kept of a multiplier per unit of payoff: few, so that int64 is enough, and more where that fails."""


def is_empty(relaxation: Relaxation, rows: IntArray, multipliers: FloatArray, columns: IntArray) -> bool:
    """Whether ``rows`` ``(R, 4)`` times ``multipliers`` ``(R,)`` prove that nothing on ``columns`` satisfies them.

    Multipliers are floats as a linear program gave them; those that are not positive do not count.
    """
    used = multipliers > 0
    # Only the sign counts, so the multipliers may add up to one: then int64 is enough for most.
    shares = multipliers[used] / (multipliers[used].sum() or 1.0)
    unit = max(relaxation.scales)
    return any(_most(relaxation, rows[used], shares, columns, unit << bits) < 0 for bits in (_QUICK_BITS, _FINE_BITS))


def _most(relaxation: Relaxation, rows: IntArray, multipliers: FloatArray, columns: IntArray, scale: int) -> int:
    """The largest entry of the sum of rows, times ``scale``."""
    players, k, a, b = rows.T
    # From here on all is exact, whatever rounding did to the multipliers before.
    whole = _whole(relaxation, players, multipliers, scale)
    out = np.zeros(len(columns), dtype=whole.dtype)
    for i, value in enumerate(relaxation.exact):
        mine = players == i
        short = np.zeros((relaxation.n_corners[i], len(value)), dtype=whole.dtype)
        # The short form at the top of this file: a row moves weight from its second action to its first.
        np.add.at(short, (k[mine], a[mine]), whole[mine])
        np.subtract.at(short, (k[mine], b[mine]), whole[mine])
        rest = relaxation.rest[i, columns]
        # Long integers are slow: multiply only what some column needs.
        seen, at = (slice(None), rest) if whole.dtype == np.int64 else np.unique(rest, return_inverse=True)
        out = out + (short @ value[:, seen].astype(whole.dtype))[relaxation.own[i, columns], at]
    return int(out.max(initial=-1))


def _whole(relaxation: Relaxation, players: IntArray, multipliers: FloatArray, scale: int) -> IntArray | ExactArray:
    """Multipliers of payoffs in their own units, rounded down: int64 where no column can exceed it."""
    if scale < INT64_ROOM and all(v.dtype == np.int64 for v in relaxation.exact):
        # A bound on any sum that can occur, so that int64 cannot overflow unseen.
        approximate = multipliers * np.array([float(scale // s) for s in relaxation.scales])[players]
        widest = np.array([float(v.max()) - float(v.min()) for v in relaxation.exact])
        if float(approximate @ widest[players]) + scale < INT64_ROOM:
            whole: IntArray = np.floor(approximate).astype(np.int64)
            return whole
    ratios = [m.as_integer_ratio() for m in multipliers.tolist()]
    exact = [p * scale // q // relaxation.scales[i] for (p, q), i in zip(ratios, players, strict=True)]
    return np.array(exact, dtype=object)
