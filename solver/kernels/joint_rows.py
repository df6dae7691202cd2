"""Rows of the relaxation on joint play, never written out: added up, and looked for where a point breaks them.

Row ``(i, k, a, b)`` of ``solver.n_player.relaxation.rows`` is the difference of two lines of player ``i``'s payoffs,
on the columns of its slice ``k``. So a sum of rows with weights is, per player and slice, a short sum of lines of
payoffs: ``solver.n_player.relaxation.duality`` calls it the short form, and it costs a fraction of adding up rows. A
point of the program has few positive columns, at most as many as the basis, so its payoffs on every slice cost a pass
over the basis; ``solver.n_player.relaxation.separation`` has the readable twin of the search for broken rows.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, Shorts, kernel
from solver.kernels.joint_layout import (
    ACTIONS,
    ALL_ACTIONS,
    ALPHA,
    COLUMNS,
    FATE_START,
    FATES,
    FIXED,
    HEAD,
    IN,
    INVERSE,
    LEADING,
    MOST_ROWS,
    N_COLUMNS,
    N_ROWS,
    OPEN,
    OUT,
    OWN,
    PLAYED,
    PLAYERS,
    PROFILES,
    REDUCED,
    REST,
    ROWS,
    SHORT,
    SLICE,
    SPOT,
    STRIDE,
    TOTALS,
    VALUE_START,
    VALUES,
)
from solver.kernels.simd import axpy

ROUNDING = 2.0**-52
"""Twice the error of one operation on doubles, relative."""


@kernel("v", "ISFi", reorder=True)
def add_up(H: Ints, S: Shorts, F: Floats, weights: int) -> None:
    """The rows in hand times ``F[weights:]``, into ``TOTALS``; weights up to zero count as none of the player's."""
    R = H[N_ROWS]
    for i in range(H[PLAYERS]):
        n, stride = H[H[ACTIONS] + i], H[H[STRIDE] + i]
        short = H[SHORT]
        for e in range(n * n):
            F[short + e] = 0.0
        for r in range(R):
            quad = H[ROWS] + 4 * r
            w = F[weights + r]
            if S[quad] == i and w != 0.0:
                F[short + S[quad + 1] * n + S[quad + 2]] += w
                F[short + S[quad + 1] * n + S[quad + 3]] -= w
        values, totals = H[VALUES] + H[H[VALUE_START] + i], H[TOTALS] + H[H[VALUE_START] + i]
        for e in range(n * stride):
            F[totals + e] = 0.0
        for k in range(n):
            for a in range(n):
                w = F[short + k * n + a]
                if w != 0.0:
                    axpy(F, totals + k * stride, values + a * stride, -w, stride)


@kernel("f", "ISFi", reorder=True, inline=True)
def total(H: Ints, S: Shorts, F: Floats, j: int) -> float:
    """What :func:`add_up` left at column ``j``."""
    out = 0.0
    for i in range(H[PLAYERS]):
        out += F[H[TOTALS] + S[H[SPOT] + i * H[PROFILES] + j]]
    return out


@kernel("f", "ISFii")
def entry(H: Ints, S: Shorts, F: Floats, r: int, j: int) -> float:
    """Coefficient of column ``j`` in row ``r``."""
    quad = H[ROWS] + 4 * r
    i, profile = S[quad], S[H[COLUMNS] + j]
    if S[H[OWN] + i * H[PROFILES] + profile] != S[quad + 1]:
        return 0.0
    at = H[VALUES] + H[H[VALUE_START] + i] + S[H[REST] + i * H[PROFILES] + profile]
    out: float = F[at + S[quad + 2] * H[H[STRIDE] + i]] - F[at + S[quad + 3] * H[H[STRIDE] + i]]
    return out


@kernel("v", "ISFi", reorder=True)
def fill_slices(H: Ints, S: Shorts, F: Floats, i: int) -> None:
    """What each action earns player ``i`` on each of its own slices at the point in hand, ``(A_i, A_i)``."""
    C, n, ld = H[N_COLUMNS], H[H[ACTIONS] + i], H[LEADING]
    own, rest, stride = H[OWN] + i * H[PROFILES], H[REST] + i * H[PROFILES], H[H[STRIDE] + i]
    for e in range(H[H[ACTIONS] + i] * n):
        F[H[SLICE] + e] = 0.0
    for p in range(1 + H[N_ROWS]):
        v = S[H[HEAD] + p]
        x = F[H[INVERSE] + p * ld]
        if v < C and x > 0.0 and S[H[FIXED] + v] == 0:
            profile = S[H[COLUMNS] + v]
            at, line = H[VALUES] + H[H[VALUE_START] + i] + S[rest + profile], H[SLICE] + S[own + profile] * n
            for a in range(n):
                F[line + a] += x * F[at + a * stride]


@kernel("i", "ISiiiiii")
def listed(H: Ints, S: Shorts, first: int, last: int, i: int, k: int, a: int, b: int) -> int:
    """List row ``(i, k, a, b)`` at ``last`` unless it is among the first ``first``; returns how many there are now."""
    for r in range(first):
        quad = H[ROWS] + 4 * r
        if S[quad] == i and S[quad + 1] == k and S[quad + 2] == a and S[quad + 3] == b:
            return last
    quad = H[ROWS] + 4 * last
    S[quad] = i
    S[quad + 1] = k
    S[quad + 2] = a
    S[quad + 3] = b
    return last + 1


@kernel("i", "ISFf")
def separate(H: Ints, S: Shorts, F: Floats, allowance: float) -> int:
    """List the rows that the point in hand breaks by more than ``allowance`` behind the others.

    Per player and slice the worst row of either kind. Returns the number of rows after it, or -1 without room.
    """
    first: int = H[N_ROWS]
    last = first
    for i in range(H[PLAYERS]):
        n, fates = H[H[ACTIONS] + i], H[FATES] + H[H[FATE_START] + i]
        if last + 2 * n > H[MOST_ROWS]:
            return -1
        fill_slices(H, S, F, i)
        for k in range(n):
            line, best, worst = H[SLICE] + k * n, 0, -1
            for a in range(n):
                if F[line + a] > F[line + best]:
                    best = a
                if S[fates + a] == IN and (worst < 0 or F[line + a] < F[line + worst]):
                    worst = a
            if F[line + best] - F[line + k] > allowance:
                last = listed(H, S, first, last, i, k, k, best)
            # On its own slice a settled action has its correlated-equilibrium row already.
            if worst >= 0 and worst != k and F[line + best] - F[line + worst] > allowance:
                last = listed(H, S, first, last, i, k, worst, best)
    return last


@kernel("b", "ISF", reorder=True)
def is_empty(H: Ints, S: Shorts, F: Floats) -> bool:
    """Whether the multipliers in hand prove that no play satisfies the rows: added up they are negative everywhere.

    Payoffs in hand are the nearest doubles to numbers in [0, 1]. A sum's weights are at most twice the sum ``L`` of the
    multipliers in total, so rounding of weights (sums of at most ``R`` multipliers), of payoffs, of products and of
    sums over all actions in any order moves a total by less than ``(R + M + 8) 2^-52 L`` (Higham 2002, section 3.1).
    """
    C, R = H[N_COLUMNS], H[N_ROWS]
    multipliers, used = H[REDUCED] + C + 1, H[ALPHA]
    mass = 0.0
    for r in range(R):
        F[used + r] = max(F[multipliers + r], 0.0)
        mass += F[used + r]
    add_up(H, S, F, used)
    allowance = (R + H[ALL_ACTIONS] + 8) * ROUNDING * mass
    for j in range(C):
        if S[H[FIXED] + j] == 0 and not total(H, S, F, j) < -allowance:
            return False
    return mass > 0.0


@kernel("i", "ISF", reorder=True)
def choose(H: Ints, S: Shorts, F: Floats) -> int:
    """The open action farthest from complementary at the point in hand: probability times regret is largest.

    Actions are numbered through all players. -1 if none is open; a player's last action left counts as decided.
    """
    C, T, ld = H[N_COLUMNS], H[PROFILES], H[LEADING]
    played, worth = H[PLAYED], H[PLAYED] + H[ALL_ACTIONS]
    best, second, pick = -1.0, -1.0, -1
    for i in range(H[PLAYERS]):
        n, start = H[H[ACTIONS] + i], H[H[FATE_START] + i]
        left = 0
        for a in range(n):
            left += S[H[FATES] + start + a] != OUT
        if left < 2:
            continue
        fill_slices(H, S, F, i)
        top = -1.0
        for a in range(n):
            F[played + a] = 0.0
            F[worth + a] = 0.0
            for k in range(n):
                F[worth + a] += F[H[SLICE] + k * n + a]
            top = max(top, F[worth + a])
        for p in range(1 + H[N_ROWS]):
            v = S[H[HEAD] + p]
            if v < C and S[H[FIXED] + v] == 0:
                F[played + S[H[OWN] + i * T + S[H[COLUMNS] + v]]] += max(F[H[INVERSE] + p * ld], 0.0)
        for a in range(n):
            if S[H[FATES] + start + a] == OPEN:
                slack = top - F[worth + a]
                score, other = F[played + a] * slack, max(F[played + a], slack)
                if score > best or (score == best and other > second):
                    best = score
                    second = other
                    pick = start + a
    return pick
