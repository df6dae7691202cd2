"""Looking for a mixture that strictly dominates one action.

Letters: ``a`` the action on trial, ``b`` its rivals (rows), ``p`` the profiles of the opponents (columns), ``w`` a
mixture over the rivals, ``gap[b, p] = u(b, p) - u(a, p)``. The mixture dominates when ``w @ gap > 0`` everywhere.

Two searches, each of which proves what it finds by recomputing ``w @ gap``:

* :func:`mixture`: a linear program, max ``m`` subject to ``w @ gap >= m``. It sees margins that floats can see.
* :func:`chain`: exact, for margins too small for a float. An action that is weakly better on all columns and strictly
  on some settles those; the next one need only be weakly better on the columns left, and so on until none is left.
  Weights that fall fast enough along the chain make the mixture strict everywhere. In the Traveler's Dilemma on
  2..100, 100 is dominated by a mixture of 99, 98, ..., 2 whose best margin is below 1e-10.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.quiet import library_output_on_stderr

WEIGHT_FLOOR = 1e-9
"""Weights below this are the linear program's rounding and are set to zero before the margin is recomputed."""

LONGEST_INTEGER = 2**51
"""Integers below this have differences that a float holds exactly."""


def mixture(gap: FloatArray, tolerance: float) -> list[Fraction] | None:
    """Weights of the rows of ``gap`` ``(rivals, profiles)`` with which they are above ``tolerance`` in every column.

    ``None`` where the linear program finds none, or gives no usable answer: the action on trial then stays.
    """
    from scipy.optimize import linprog

    n_rivals, n_profiles = gap.shape
    scale = float(np.abs(gap).max(initial=0.0))
    if scale == 0:
        return None
    with library_output_on_stderr():
        found = linprog(
            np.append(np.zeros(n_rivals), -1.0),
            A_ub=np.hstack([-gap.T / scale, np.ones((n_profiles, 1))]),
            b_ub=np.zeros(n_profiles),
            A_eq=np.append(np.ones(n_rivals), 0.0)[None],
            b_eq=[1.0],
            bounds=[(0, None)] * n_rivals + [(None, None)],
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
    if found.status != 0 or found.x is None:
        return None
    weights = np.where(found.x[:-1] > WEIGHT_FLOOR, found.x[:-1], 0.0)
    if (weights / weights.sum() @ gap).min() <= tolerance:
        return None
    shares = [Fraction(w) for w in weights]
    total = sum(shares)
    return [w / total for w in shares]


def chain(gap: FloatArray) -> list[Fraction] | None:
    """A dominating mixture found along a chain of weakly better rivals, or ``None`` when there is no such chain.

    ``gap`` is ``(rivals, profiles)``: integers, held exactly by floats.
    """
    order = _chain_order(gap)
    if order is None:
        return None
    rows = [np.array([int(v) for v in gap[b]], dtype=object) for b in order]
    total, shares = rows[0], [1]
    for b, row in zip(order[1:], rows[1:], strict=True):
        # Take so little of the next rival that what it loses costs at most half of what was won before.
        halvings = 0
        for p in np.flatnonzero(gap[b] < 0):
            halvings = max(halvings, (-2 * row[p] // total[p] + 1).bit_length())
        total = total * 2**halvings + row
        shares = [s * 2**halvings for s in shares] + [1]
    if min(np.array(shares, dtype=object) @ np.stack(rows)) <= 0:
        return None
    weights, whole = [Fraction(0)] * len(gap), sum(shares)
    for b, share in zip(order, shares, strict=True):
        weights[b] = Fraction(share, whole)
    return weights


def _chain_order(gap: FloatArray) -> list[int] | None:
    """Rivals such that each is weakly better on the columns the earlier ones tie, and strictly on some of them."""
    open_columns, order = np.arange(gap.shape[1]), list[int]()
    while open_columns.size:
        left = gap[:, open_columns]
        helpful = (left >= 0).all(axis=1) * (left > 0).sum(axis=1)
        if not helpful.any():
            return None
        b = int(helpful.argmax())
        order.append(b)
        open_columns = open_columns[left[b] == 0]
    return order
