"""Dense tableaux over the faces of a polytope: fix a variable at zero, restore feasibility.

A polytope ``{z >= 0, M z <= 1}`` is held as a dictionary: each of ``R`` basic variables equals
``rhs - sum_k T[k] z_k`` over ``K`` nonbasic ones. Fixing a variable at zero deletes its column (after one pivot where
it was basic), so the tableau of a face is smaller than that of the polytope. Every variable lies in [0, 1].

A slot is one tableau. Floats, around ``f``: right-hand sides at ``f`` (``RP`` doubles, ``R`` padded to whole
vectors), then columns of ``RP`` each; costs at ``f - CP``; room for a row at ``f - 2 * CP``. Integers, from ``i``:
``K``, the labels of ``R`` rows (-1: a row that vanished), the labels of ``C`` columns, and for each label its place:
row ``r`` as ``r``, column ``k`` as ``R + k``, fixed at zero as -1.
"""

from __future__ import annotations

import numpy as np

from solver.common.tolerances import POSITIVE, ZERO
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.vectors import copy, exchange, ratio_test

STEADY = 1e-3
"""Pivots below this are avoided where the row offers a larger one."""

DONE, DOUBTFUL, EMPTY = 0, 1, 2
"""How an operation on a face ended: done, a number was neither zero nor not, the face is empty."""


@kernel("i", "Fiif")
def lowest_place(F: Floats, start: int, length: int, limit: float) -> int:
    """Where the smallest of ``F[start:start+length]`` is, from ``start``, or -1 if none is below ``limit``."""
    least, place = limit, -1
    for k in range(length):
        if F[start + k] < least:
            least, place = F[start + k], k
    return place


@kernel("i", "Fiiiff")
def leaving_row(F: Floats, values: int, column: int, count: int, positive: float, slack: float) -> int:
    """The row that blocks first as a column enters: of rows with an entry above ``positive``; -1 if there is none.

    Of the ``count`` rows, whose values are at ``F[values:]`` and entries at ``F[column:]``, those block that reach zero
    before any other does that starts higher by ``slack``; the largest entry among them is the steadiest pivot.
    """
    # The ratio test in two passes of Harris (1973): first how far the entering variable may rise if every row may fall
    # below zero by the slack, then the largest pivot among the rows that block by then.
    first = np.inf
    for r in range(count):
        if F[column + r] > positive:
            first = min(first, (F[values + r] + slack) / F[column + r])
    largest, row = positive, -1
    for r in range(count):
        entry = F[column + r]
        if entry > largest and F[values + r] <= first * entry:
            largest, row = entry, r
    return row


@kernel("v", "FIiiiiiii")
def delete_column(F: Floats, W: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, q: int) -> None:
    """Forget nonbasic column ``q``: its variable stays zero. The last column takes its place."""
    # The order of columns means nothing, so the hole is filled from the end instead of moving all columns.
    last = W[i] - 1
    place = i + 1 + R + C
    W[place + W[i + 1 + R + q]] = -1
    if q != last:
        copy(F, f + RP + q * RP, f + RP + last * RP, RP)
        F[f - CP + q] = F[f - CP + last]
        label = W[i + 1 + R + last]
        W[i + 1 + R + q] = label
        W[place + label] = R + q
    W[i] = last


@kernel("v", "FIiiiiiiii")
def pivot(F: Floats, W: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, p: int, q: int) -> None:
    """Exchange row ``p``, a copy of whose entries is at ``f - 2 * CP``, and column ``q``."""
    # The row was copied by whoever chose the pivot: it lies across the columns and is read once.
    K = W[i]
    cost = f - CP
    entries = f - 2 * CP
    inverse = 1.0 / F[entries + q]
    # The exchange needs row p over the pivot, with the right-hand side in front; the costs are one more row.
    # A reduced cost changes by the same rule as a row, without a right-hand side.
    reduced = F[cost + q]
    F[entries - 1] = F[f + p] * inverse
    for k in range(K):
        F[entries + k] *= inverse
        F[cost + k] -= reduced * F[entries + k]
    exchange(F, f, RP, K + 1, p, q + 1, entries - 1, inverse)
    F[cost + q] = -reduced * inverse
    place = i + 1 + R + C
    entering = W[i + 1 + R + q]
    leaving = W[i + 1 + p]
    W[i + 1 + p] = entering
    W[place + entering] = p
    W[i + 1 + R + q] = leaving
    W[place + leaving] = R + q


@kernel("i", "Fiiif")
def steadier(F: Floats, row: int, K: int, q: int, sign: float) -> int:
    """Column ``q``, whose entry of a row is small, or the column with the largest entry of that sign.

    The costs may turn negative by it, which only costs steps; pivots on small entries blow up rounding errors.
    """
    best = sign * F[row + q]
    # The largest entry is the steadiest pivot, whatever its ratio.
    for k in range(K):
        if sign * F[row + k] > best:
            best = sign * F[row + k]
            q = k
    return q


@kernel("i", "FIiiiiiii")
def fix(F: Floats, W: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, v: int) -> int:
    """Pass to the face on which variable ``v`` is zero. Right-hand sides may turn negative: see :func:`repair`."""
    # Fixed earlier, or in a row that vanished: zero already.
    place = W[i + 1 + R + C + v]
    if place < 0:
        return DONE
    # A column is zero at the corner already: leaving it out is all there is to do.
    if place >= R:
        delete_column(F, W, f, i, R, RP, C, CP, place - R)
        return DONE
    p = place
    K = W[i]
    value = F[f + p]
    cost = f - CP
    entries = f - 2 * CP
    # Dual simplex with an upper bound of zero: the entering column has the smallest ratio of cost to entry among those
    # whose entry has the sign of the value; at value zero both signs will do, and the larger entry is safer.
    # The limit grows with the sums that rounding adds up in.
    zero = ZERO * (1 + (R + C) // 16)
    sign = -1.0 if value < -zero else 1.0
    most, q = ratio_test(F, f + RP + p, RP, K, cost, entries, POSITIVE, sign)
    # Even with all columns at their bounds of 1 the variable stays away from zero.
    if sign * value - most > POSITIVE:
        return EMPTY
    if abs(value) <= zero:
        _, down = ratio_test(F, f + RP + p, RP, K, cost, entries, POSITIVE, -1.0)
        if down >= 0 and (q < 0 or F[entries + q] <= -F[entries + down]):
            sign = -1.0
            q = down
    # After the pivot the variable is a column and is left out; the other costs stay nonnegative, which dual simplex
    # needs.
    if q >= 0:
        if sign * F[entries + q] < STEADY:
            q = steadier(F, entries, K, q, sign)
        pivot(F, W, f, i, R, RP, C, CP, p, q)
        delete_column(F, W, f, i, R, RP, C, CP, q)
        return DONE
    # No entry to pivot on: either the whole row is zero up to rounding, or one of its numbers is in the band.
    largest = abs(value)
    for k in range(K):
        largest = max(largest, abs(F[entries + k]))
    if largest > zero:
        return DOUBTFUL
    # The row is zero: so is the variable, on the whole face.
    for k in range(K):
        F[f + RP + k * RP + p] = 0.0
    F[f + p] = 0.0
    W[i + 1 + R + C + v] = -1
    W[i + 1 + p] = -1
    return DONE


@kernel("i", "FIiiiiii")
def repair(F: Floats, W: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int) -> int:
    """Dual simplex until no right-hand side is negative, or a row shows that the face is empty.

    ``EMPTY`` is safe against small entries: it is returned only when the row is negative on the whole box [0, 1]^K.
    """
    cost = f - CP
    entries = f - 2 * CP
    zero = ZERO * (1 + (R + C) // 16)
    # Jittered costs make cycles unlikely; the limit turns one into a doubtful game instead of a hang.
    for _ in range(20 * (R + C) + 50):
        # The most negative row first (Dantzig's rule for the dual). Padding is zero and never chosen.
        p = lowest_place(F, f, RP, -zero)
        if p < 0:
            return DONE
        total, q = ratio_test(F, f + RP + p, RP, W[i], cost, entries, POSITIVE, -1.0)
        # The most that the row's variable can reach with every column somewhere in [0, 1].
        most = F[f + p] + total
        if most < -POSITIVE:
            return EMPTY
        if most < -zero or q < 0:
            return DOUBTFUL
        if -F[entries + q] < STEADY:
            q = steadier(F, entries, W[i], q, -1.0)
        pivot(F, W, f, i, R, RP, C, CP, p, q)
    return DOUBTFUL


@kernel("i", "FIiiiiii")
def climb(F: Floats, W: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int) -> int:
    """Primal simplex from a feasible tableau to the vertex of least cost, so that all costs are nonnegative."""
    cost = f - CP
    for step in range(20 * (R + C) + 50):
        K = W[i]
        # Once per game: from here on costs stay nonnegative, so that every later step is one of dual simplex.
        q = lowest_place(F, cost, K, -ZERO)
        if q < 0:
            return DONE
        if step > 5 * (R + C):
            # Against cycling: after many steps the first column that improves, not the best.
            q = 0
            while F[cost + q] >= -ZERO:
                q += 1
        # Rows at zero up to rounding all block at once.
        p = leaving_row(F, f, f + RP + q * RP, R, POSITIVE, ZERO / 8)
        if p < 0:
            return DOUBTFUL
        for k in range(K):
            F[f - 2 * CP + k] = F[f + RP + k * RP + p]
        pivot(F, W, f, i, R, RP, C, CP, p, q)
    return DOUBTFUL


@kernel("v", "FIiiiiiiiii")
def copy_slot(
    F: Floats, W: Ints, f: int, i: int, to_f: int, to_i: int, R: int, RP: int, C: int, CP: int, L: int
) -> None:
    """Copy the live part of a tableau to another slot."""
    copy(F, to_f - CP, f - CP, CP + RP + W[i] * RP)
    for k in range(1 + R + C + L):
        W[to_i + k] = W[i + k]
