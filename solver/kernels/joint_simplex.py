"""Dual simplex with an explicit inverse for the programs of ``solver.kernels.joint_layout``.

Every basis that is met is dual feasible: rows arrive with their slack basic, columns are fixed at zero and never come
back, and costs do not change. So the dual simplex method always goes on from where the last program stopped, and every
basis it meets proves a lower bound.

The inverse of the basis is kept as it is, ``m x m``: there are far fewer rows than columns and rows that do not bind
are dropped between nodes. That makes the right things cheap. The values of the basic variables are its first column
(the right-hand side is the first unit vector); the weights of dual steepest edge are the squared norms of its rows
(Forrest and Goldfarb 1992) and come for free with every update; a new row is one more line of it; dropping a row whose
slack is basic deletes a line and a column. Rows are sparse: a row of player ``i`` lives on one of its slices.

Ties in the ratio test are broken by Harris's two passes: the largest pivot among those that break dual feasibility by
no more than a tolerance. Errors are measured, not assumed away: at the end the equations are checked, and a basis that
fails is inverted anew.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, Shorts, kernel
from solver.kernels.joint_layout import (
    ACTIONS,
    ALPHA,
    COST,
    ENTERING,
    FIXED,
    HEAD,
    INVERSE,
    LANES,
    LEADING,
    N_COLUMNS,
    N_ROWS,
    NORM,
    PIVOTS,
    PLACE,
    PLAYERS,
    REDUCED,
    ROWS,
    SLICE,
    SOURCE,
)
from solver.kernels.joint_rows import add_up, entry, fill_slices, total
from solver.kernels.simd import axpy

OPTIMAL, STOPPED, FAILED = 0, 1, 2
"""How a run ended: solved, stopped because the bound passed the given value, or neither."""

NEGATIVE = 1e-9
"""Values down to minus this count as zero."""

SLACK = 1e-9
"""By how much a reduced cost may turn negative for the sake of a larger pivot."""

PIVOT = 1e-7
"""Entries below this are no pivots."""

MOST_PIVOTS = 5_000
CHECK_EVERY = 100
WRONG = 1e-8
"""Pivots between two checks of the equations, and the error that calls for a new inverse."""


@kernel("i", "I")
def width(H: Ints) -> int:
    """Length of a line of the inverse in whole vectors; what is behind its ``m`` numbers is zero."""
    out: int = (1 + H[N_ROWS] + LANES - 1) // LANES * LANES
    return out


@kernel("v", "ISF", reorder=True)
def fill_reduced(H: Ints, S: Shorts, F: Floats) -> None:
    """Reduced costs of all variables from the inverse; those of rows are the multipliers of the rows."""
    C, R, ld, padded = H[N_COLUMNS], H[N_ROWS], H[LEADING], width(H)
    y, reduced = H[SOURCE], H[REDUCED]
    for k in range(padded):
        F[y + k] = 0.0
    for i in range(R + 1):
        v = S[H[HEAD] + i]
        price = F[H[COST] + v] if v < C else (1.0 if v == C else 0.0)
        if price != 0.0:
            axpy(F, y, H[INVERSE] + i * ld, -price, padded)
    add_up(H, S, F, y + 1)
    first, mass = F[y], 0.0
    for j in range(C):
        F[reduced + j] = F[H[COST] + j] - first - total(H, S, F, j)
    for r in range(R):
        F[reduced + C + 1 + r] = F[y + 1 + r]
        mass += F[y + 1 + r]
    F[reduced + C] = 1.0 - mass
    for i in range(R + 1):
        F[reduced + S[H[HEAD] + i]] = 0.0


@kernel("v", "ISFi", reorder=True)
def price(H: Ints, S: Shorts, F: Floats, p: int) -> None:
    """Line ``p`` of the inverse times every variable's column, into ``ALPHA``."""
    C, R = H[N_COLUMNS], H[N_ROWS]
    line, alpha = H[INVERSE] + p * H[LEADING], H[ALPHA]
    add_up(H, S, F, line + 1)
    first, mass = F[line], 0.0
    for j in range(C):
        F[alpha + j] = first + total(H, S, F, j)
    for r in range(R):
        F[alpha + C + 1 + r] = -F[line + 1 + r]
        mass += F[line + 1 + r]
    F[alpha + C] = mass


@kernel("i", "ISFf", reorder=True)
def entering(H: Ints, S: Shorts, F: Floats, sign: float) -> int:
    """The variable that Harris's ratio test chooses among those whose entry has the sign; -1 if there is none."""
    n = H[N_COLUMNS] + 1 + H[N_ROWS]
    C, alpha, reduced, place, fixed = H[N_COLUMNS], H[ALPHA], H[REDUCED], H[PLACE], H[FIXED]
    least = 1e300
    for j in range(n):
        a = -sign * F[alpha + j]
        if a > PIVOT and S[place + j] < 0 and not (j < C and S[fixed + j] != 0):
            ratio = (max(F[reduced + j], 0.0) + SLACK) / a
            if ratio < least:
                least = ratio
    best, q = 0.0, -1
    for j in range(n):
        a = -sign * F[alpha + j]
        free = S[place + j] < 0 and (j >= C or S[fixed + j] == 0)
        if free and a > best and a > PIVOT and max(F[reduced + j], 0.0) <= least * a:
            best = a
            q = j
    return q


@kernel("v", "ISFi", reorder=True)
def column(H: Ints, S: Shorts, F: Floats, q: int) -> None:
    """The inverse times the column of variable ``q``, into ``ENTERING``."""
    C, m, ld = H[N_COLUMNS], 1 + H[N_ROWS], H[LEADING]
    inverse, source, out = H[INVERSE], H[SOURCE], H[ENTERING]
    if q > C:
        for i in range(m):
            F[out + i] = -F[inverse + i * ld + q - C]
        return
    F[source] = 1.0 if q < C else 0.0
    for r in range(m - 1):
        F[source + 1 + r] = entry(H, S, F, r, q) if q < C else 1.0
    for i in range(m):
        product = 0.0
        for k in range(m):
            product += F[inverse + i * ld + k] * F[source + k]
        F[out + i] = product


@kernel("f", "Fii", reorder=True)
def norm(F: Floats, line: int, padded: int) -> float:
    """Squared norm of a line of the inverse."""
    out = 0.0
    for k in range(padded):
        out += F[line + k] * F[line + k]
    return out


@kernel("v", "ISFii", reorder=True)
def exchange(H: Ints, S: Shorts, F: Floats, p: int, q: int) -> None:
    """Variable ``q``, whose column is in ``ENTERING``, takes place ``p`` of the basis."""
    m, ld, padded = 1 + H[N_ROWS], H[LEADING], width(H)
    inverse, out = H[INVERSE], H[ENTERING]
    line, scale = inverse + p * ld, 1.0 / F[out + p]
    for k in range(padded):
        F[line + k] *= scale
    F[H[NORM] + p] = norm(F, line, padded)
    for i in range(m):
        if i != p and F[out + i] != 0.0:
            axpy(F, inverse + i * ld, line, F[out + i], padded)
            F[H[NORM] + i] = norm(F, inverse + i * ld, padded)
    S[H[PLACE] + S[H[HEAD] + p]] = -1
    S[H[PLACE] + q] = p
    S[H[HEAD] + p] = q


@kernel("f", "ISF", reorder=True)
def defect(H: Ints, S: Shorts, F: Floats) -> float:
    """By how much the basic values break the equations; those of negative values are left out."""
    C, R, ld = H[N_COLUMNS], H[N_ROWS], H[LEADING]
    inverse, place, worst = H[INVERSE], H[PLACE], 0.0
    sum_left = -1.0
    for i in range(R + 1):
        if S[H[HEAD] + i] < C:
            sum_left += F[inverse + i * ld]
    worst = abs(sum_left)
    u = F[inverse + S[place + C] * ld] if S[place + C] >= 0 else 0.0
    for i in range(H[PLAYERS]):
        n = H[H[ACTIONS] + i]
        fill_slices(H, S, F, i)
        for r in range(R):
            quad = H[ROWS] + 4 * r
            if S[quad] == i:
                line, at = H[SLICE] + S[quad + 1] * n, S[place + C + 1 + r]
                left = F[line + S[quad + 2]] - F[line + S[quad + 3]] + u
                worst = max(worst, abs(left - F[inverse + at * ld] if at >= 0 else left))
    return worst


@kernel("v", "IF")
def fill_norms(H: Ints, F: Floats) -> None:
    """Squared norms of the lines of the inverse."""
    for i in range(1 + H[N_ROWS]):
        F[H[NORM] + i] = norm(F, H[INVERSE] + i * H[LEADING], width(H))


@kernel("v", "ISF")
def start_from_slacks(H: Ints, S: Shorts, F: Floats) -> None:
    """The inverse of the basis of slacks, with the slacks that the basis wanted has (its list goes to ``ALPHA``).

    A place whose slack has to leave says -1; equation 0 has no slack, and something artificial stands in for it.
    """
    C, m, ld, padded = H[N_COLUMNS], 1 + H[N_ROWS], H[LEADING], width(H)
    for i in range(m):
        F[H[ALPHA] + i] = S[H[HEAD] + i]
        for k in range(padded):
            F[H[INVERSE] + i * ld + k] = 0.0
        F[H[INVERSE] + i * ld + i] = 1.0 if i == 0 else -1.0
        S[H[HEAD] + i] = -1
    for i in range(m):
        v = int(F[H[ALPHA] + i])
        if v > C:
            S[H[HEAD] + v - C] = v


@kernel("b", "ISF")
def invert(H: Ints, S: Shorts, F: Floats) -> bool:
    """A new inverse of the basis in hand, and reduced costs with it; ``False`` if it is singular.

    It starts from slacks, whose inverse is known, and takes one variable after another into the place with the largest
    entry among those whose slack has to leave.
    """
    C, m, ld, padded = H[N_COLUMNS], 1 + H[N_ROWS], H[LEADING], width(H)
    inverse, out, head = H[INVERSE], H[ENTERING], H[HEAD]
    start_from_slacks(H, S, F)
    for i in range(m):
        v = int(F[H[ALPHA] + i])
        if v <= C:
            column(H, S, F, v)
            best, p = PIVOT, -1
            for k in range(m):
                if S[head + k] < 0 and abs(F[out + k]) > best:
                    best = abs(F[out + k])
                    p = k
            if p < 0:
                return False
            line, scale = inverse + p * ld, 1.0 / F[out + p]
            for k in range(padded):
                F[line + k] *= scale
            for k in range(m):
                if k != p and F[out + k] != 0.0:
                    axpy(F, inverse + k * ld, line, F[out + k], padded)
            S[head + p] = v
    for i in range(m):
        S[H[PLACE] + S[head + i]] = i
    fill_norms(H, F)
    fill_reduced(H, S, F)
    return True


@kernel("i", "ISF", reorder=True)
def leaving(H: Ints, S: Shorts, F: Floats) -> int:
    """The place of the basis whose value is farthest from feasible, by steepest edge; -1 if all are feasible."""
    C, m, ld = H[N_COLUMNS], 1 + H[N_ROWS], H[LEADING]
    best, p = 0.0, -1
    for i in range(m):
        x = F[H[INVERSE] + i * ld]
        v = S[H[HEAD] + i]
        if x < -NEGATIVE or (x > NEGATIVE and v < C and S[H[FIXED] + v] != 0):
            score = x * x / F[H[NORM] + i]
            if score > best:
                best = score
                p = i
    return p


@kernel("f", "ISF", reorder=True)
def objective(H: Ints, S: Shorts, F: Floats) -> float:
    """Cost of the basis in hand, a lower bound on the program."""
    C, total = H[N_COLUMNS], 0.0
    for i in range(1 + H[N_ROWS]):
        v = S[H[HEAD] + i]
        if v <= C:
            total += F[H[INVERSE] + i * H[LEADING]] * (F[H[COST] + v] if v < C else 1.0)
    return total


@kernel("i", "ISFf", reorder=True)
def run(H: Ints, S: Shorts, F: Floats, stop_at: float) -> int:
    """Go on until the program is solved, its bound passes ``stop_at``, or nothing helps."""
    inverted = False
    for step in range(MOST_PIVOTS):
        if objective(H, S, F) > stop_at:
            return STOPPED
        p = leaving(H, S, F)
        if p < 0 or step % CHECK_EVERY == CHECK_EVERY - 1:
            if defect(H, S, F) > WRONG:
                if (inverted and p < 0) or not invert(H, S, F):
                    return FAILED
                inverted = True
                continue
            if p < 0:
                return OPTIMAL
        ld = H[LEADING]
        x = F[H[INVERSE] + p * ld]
        sign = 1.0 if x < 0.0 else -1.0
        price(H, S, F, p)
        q = entering(H, S, F, sign)
        if q < 0:
            return FAILED
        n = H[N_COLUMNS] + 1 + H[N_ROWS]
        step_length = max(F[H[REDUCED] + q], 0.0) / (-sign * F[H[ALPHA] + q])
        for j in range(n):
            F[H[REDUCED] + j] += step_length * sign * F[H[ALPHA] + j]
        column(H, S, F, q)
        out = S[H[HEAD] + p]
        exchange(H, S, F, p, q)
        for i in range(1 + H[N_ROWS]):
            F[H[REDUCED] + S[H[HEAD] + i]] = 0.0
        F[H[REDUCED] + out] = sign * step_length
        H[PIVOTS] += 1
    return FAILED


@kernel("v", "ISFii", reorder=True)
def bring_in(H: Ints, S: Shorts, F: Floats, first: int, last: int) -> None:
    """Rows ``first`` to ``last`` have been listed behind those of the basis: their slacks join it."""
    C, ld = H[N_COLUMNS], H[LEADING]
    inverse, place = H[INVERSE], H[PLACE]
    old = first + 1
    H[N_ROWS] = last
    padded = width(H)
    for i in range(last + 1):
        for k in range(old if i < old else 0, padded):
            F[inverse + i * ld + k] = 0.0
    for r in range(first, last):
        line = inverse + (r + 1) * ld
        for p in range(old):
            v = S[H[HEAD] + p]
            w = entry(H, S, F, r, v) if v < C else (1.0 if v == C else 0.0)
            if w != 0.0:
                axpy(F, line, inverse + p * ld, -w, padded)
        F[line + r + 1] = -1.0
        F[H[NORM] + r + 1] = norm(F, line, padded)
        S[H[HEAD] + r + 1] = C + 1 + r
        S[place + C + 1 + r] = r + 1
        F[H[REDUCED] + C + 1 + r] = 0.0
