"""Dense tableaux over the faces of a polytope: fix a variable at zero, restore feasibility.

A polytope ``{z >= 0, M z <= 1}`` is held as a dictionary: each of ``R`` basic variables equals
``rhs - sum_k T[k] z_k`` over ``K`` nonbasic ones. Fixing a variable at zero deletes its column (after one pivot where
it was basic), so the tableau of a face is smaller than that of the polytope. Every variable lies in [0, 1].

A slot is one tableau. Floats, from ``f``: right-hand sides (``RP`` doubles, ``R`` padded to whole vectors), costs
(``CP``), then columns of ``RP`` each. Integers, from ``i``: ``K``, the labels of ``R`` rows (-1: a row that vanished),
the labels of ``C`` columns, and for each of ``L`` labels its place: row ``r`` as ``r``, column ``k`` as ``R + k``, fixed
at zero as -1.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.simd import axpy, copy, row_bounds

ZERO = 1e-12
"""After scaling, up to here a number is zero: rounding errors of a few dozen pivots stay well below."""
POSITIVE = 1e-8
"""From here on a number is not zero. Games with a decision in between are left to exact arithmetic."""

DONE, EMPTY, DOUBTFUL = 0, 1, 2
"""How an operation on a face ended: done, the face is empty, a number was neither zero nor not."""


@kernel("v", "FIiiiiiii")
def delete_column(F: Floats, I: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, q: int) -> None:
    """Forget nonbasic column ``q``: its variable stays zero. The last column takes its place."""
    last = I[i] - 1
    place = i + 1 + R + C
    I[place + I[i + 1 + R + q]] = -1
    if q != last:
        columns = f + RP + CP
        copy(F, columns + q * RP, columns + last * RP, RP)
        F[f + RP + q] = F[f + RP + last]
        label = I[i + 1 + R + last]
        I[i + 1 + R + q] = label
        I[place + label] = R + q
    I[i] = last


@kernel("v", "FIiiiiiiiii")
def pivot(F: Floats, I: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, p: int, q: int, keep: int) -> None:
    """Exchange row ``p`` and column ``q``; with ``keep`` 0 the variable that leaves is fixed at zero, its column gone."""
    K = I[i]
    cost = f + RP
    columns = f + RP + CP
    source = columns + q * RP
    inverse = 1.0 / F[source + p]
    reduced = F[cost + q]
    for k in range(K):
        if k != q:
            at = columns + k * RP
            alpha = F[at + p] * inverse
            axpy(F, at, source, alpha, RP)
            F[at + p] = alpha
            F[cost + k] -= alpha * reduced
    theta = F[f + p] * inverse
    axpy(F, f, source, theta, RP)
    F[f + p] = theta
    place = i + 1 + R + C
    entering = I[i + 1 + R + q]
    leaving = I[i + 1 + p]
    I[i + 1 + p] = entering
    I[place + entering] = p
    I[i + 1 + R + q] = leaving
    I[place + leaving] = R + q
    if keep == 1:
        for r in range(R):
            F[source + r] *= -inverse
        F[source + p] = inverse
        F[cost + q] = -reduced * inverse
    else:
        delete_column(F, I, f, i, R, RP, C, CP, q)


@kernel("i", "FIiiiiiii")
def fix(F: Floats, I: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int, v: int) -> int:
    """Pass to the face on which variable ``v`` is zero. Right-hand sides may turn negative: see :func:`repair`."""
    place = I[i + 1 + R + C + v]
    if place < 0:
        return DONE
    if place >= R:
        delete_column(F, I, f, i, R, RP, C, CP, place - R)
        return DONE
    p = place
    K = I[i]
    value = F[f + p]
    columns = f + RP + CP
    cost = f + RP
    # Dual simplex with an upper bound of zero: the entering column has the smallest ratio of cost to entry among those
    # whose entry has the sign of the value; at value zero both signs will do, and the larger entry is safer.
    up = -1
    down = -1
    up_ratio = 1e300
    down_ratio = 1e300
    least = value
    most = value
    for k in range(K):
        entry = F[columns + k * RP + p]
        if entry > 0.0:
            least -= entry
            if entry > POSITIVE and F[cost + k] < up_ratio * entry:
                up_ratio = F[cost + k] / entry
                up = k
        else:
            most -= entry
            if entry < -POSITIVE and F[cost + k] < down_ratio * -entry:
                down_ratio = F[cost + k] / -entry
                down = k
    if least > POSITIVE or most < -POSITIVE:
        return EMPTY
    q = -1
    if value > ZERO:
        q = up
    elif value < -ZERO:
        q = down
    elif up < 0:
        q = down
    elif down < 0:
        q = up
    else:
        q = up if F[columns + up * RP + p] > -F[columns + down * RP + p] else down
    if q >= 0:
        pivot(F, I, f, i, R, RP, C, CP, p, q, 0)
        return DONE
    if most > ZERO or least < -ZERO:
        return DOUBTFUL
    # The row is zero: so is the variable, on the whole face.
    for k in range(K):
        F[columns + k * RP + p] = 0.0
    F[f + p] = 0.0
    I[i + 1 + R + C + v] = -1
    I[i + 1 + p] = -1
    return DONE


@kernel("i", "FIiiiiii")
def repair(F: Floats, I: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int) -> int:
    """Dual simplex until no right-hand side is negative, or a row shows that the face is empty.

    ``EMPTY`` is safe against small entries: it is returned only when the row is negative on the whole box [0, 1]^K.
    """
    columns = f + RP + CP
    cost = f + RP
    for _ in range(20 * (R + C) + 50):
        p = -1
        worst = -ZERO
        for r in range(R):
            if F[f + r] < worst:
                worst = F[f + r]
                p = r
        if p < 0:
            return DONE
        K = I[i]
        most = worst
        q = -1
        ratio = 1e300
        for k in range(K):
            entry = F[columns + k * RP + p]
            if entry < 0.0:
                most -= entry
                if entry < -POSITIVE and F[cost + k] < ratio * -entry:
                    ratio = F[cost + k] / -entry
                    q = k
        if most < -POSITIVE:
            return EMPTY
        if most < -ZERO or q < 0:
            return DOUBTFUL
        pivot(F, I, f, i, R, RP, C, CP, p, q, 1)
    return DOUBTFUL


@kernel("i", "FIiiiiii")
def climb(F: Floats, I: Ints, f: int, i: int, R: int, RP: int, C: int, CP: int) -> int:
    """Primal simplex from a feasible tableau to the vertex of least cost, so that all costs are nonnegative."""
    columns = f + RP + CP
    cost = f + RP
    for step in range(20 * (R + C) + 50):
        q = -1
        best = -ZERO
        K = I[i]
        for k in range(K):
            if F[cost + k] < best:
                best = F[cost + k]
                q = k
                if step > 5 * (R + C):
                    break
        if q < 0:
            return DONE
        p = -1
        bound = 1e300
        for r in range(R):
            entry = F[columns + q * RP + r]
            if entry > POSITIVE and F[f + r] < bound * entry:
                bound = F[f + r] / entry
                p = r
        if p < 0:
            return DOUBTFUL
        pivot(F, I, f, i, R, RP, C, CP, p, q, 1)
    return DOUBTFUL


@kernel("v", "FIiiiiiiiii")
def copy_slot(
    F: Floats, I: Ints, f: int, i: int, to_f: int, to_i: int, R: int, RP: int, C: int, CP: int, L: int
) -> None:
    """Copy the live part of a tableau to another slot."""
    copy(F, to_f, f, RP + CP + I[i] * RP)
    for k in range(1 + R + C + L):
        I[to_i + k] = I[i + k]


@kernel("v", "FIiiiiii")
def bounds(F: Floats, I: Ints, f: int, i: int, RP: int, CP: int, low: int, high: int) -> None:
    """Bounds of every row over the box [0, 1]^K, into ``F[low:]`` and ``F[high:]``."""
    row_bounds(F, f + RP + CP, RP, I[i], f, low, high)
