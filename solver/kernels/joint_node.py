"""One node of the search for equilibria of three and more players, from loading its program to what to do next.

``solver.n_player.relaxation.bound`` has the readable twin, which asks HiGHS. A program starts from the rows that
mattered at the parent and from the parent's inverse. It is solved, given the rows its solution breaks, and solved
again, until it is proven empty or breaks none; then the action to branch on is chosen and the program packed for the
children.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, Shorts, kernel, pointer
from solver.kernels.joint_layout import (
    COLUMNS,
    COST,
    COST_OF,
    FATE_START,
    FATES,
    FIXED,
    HEAD,
    INVERSE,
    LEADING,
    MOST_ROWS,
    N_COLUMNS,
    N_ROWS,
    NORM,
    OUT,
    OWN,
    PICK,
    PLACE,
    PLAYERS,
    PROFILES,
    REDUCED,
    REST,
    ROWS,
    RUNS,
    SPOT,
    STRIDE,
    VALUE_START,
)
from solver.kernels.joint_rows import choose, is_empty, separate
from solver.kernels.joint_simplex import FAILED, STOPPED, bring_in, fill_norms, fill_reduced, run, width

EMPTY, SPLIT, UNFINISHED, NO_ROOM = 0, 1, 2, 3
"""What came of a node: proven empty, a point to branch at, a program that was not solved, blocks that are too small."""

NEVER = 1e300

ROOM_FOR_IDLE, MORE_ROOM = 16, 4
"""A program may carry so many rows that do not bind, and so many more every time it has been solved: rows cost time,
but rows that come and go cost more."""


@kernel("b", "ISi")
def lives(H: Ints, S: Shorts, profile: int) -> bool:
    """Whether no action of a profile is out."""
    for i in range(H[PLAYERS]):
        if S[H[FATES] + H[H[FATE_START] + i] + S[H[OWN] + i * H[PROFILES] + profile]] == OUT:
            return False
    return True


@kernel("v", "ISFSSii")
def load_columns(H: Ints, S: Shorts, F: Floats, columns: Shorts, head: Shorts, C: int, R: int) -> None:
    """The columns of a packed program that live, and those that are basic, and who is basic where."""
    T, place = H[PROFILES], H[PLACE]
    for j in range(C):
        S[place + j] = -1
    at_u = -1
    for p in range(R + 1):
        if head[p] < C:
            S[place + head[p]] = p
        else:
            at_u = p
    n = 0
    for j in range(C):
        profile = columns[j]
        alive = lives(H, S, profile)
        at = S[place + j]
        if alive or at >= 0:
            S[H[COLUMNS] + n] = profile
            S[H[FIXED] + n] = not alive
            F[H[COST] + n] = F[H[COST_OF] + profile]
            for i in range(H[PLAYERS]):
                spot = S[H[OWN] + i * T + profile] * H[H[STRIDE] + i] + S[H[REST] + i * T + profile]
                S[H[SPOT] + i * T + n] = H[H[VALUE_START] + i] + spot
            S[place + n] = at
            if at >= 0:
                S[H[HEAD] + at] = n
            n += 1
    S[place + n] = at_u
    if at_u >= 0:
        S[H[HEAD] + at_u] = n
    H[N_COLUMNS] = n


@kernel("b", "ISFSSSFii")
def load(
    H: Ints, S: Shorts, F: Floats, columns: Shorts, rows: Shorts, head: Shorts, inverse: Floats, C: int, R: int
) -> bool:
    """Write the program packed in the arrays for the fates in ``FATES``; ``False`` where there is no room.

    Columns with an action that is out are left away, or fixed at zero while they are basic.
    """
    if H[MOST_ROWS] < R:
        return False
    load_columns(H, S, F, columns, head, C, R)
    n, place, ld = H[N_COLUMNS], H[PLACE], H[LEADING]
    H[N_ROWS] = R
    for e in range(4 * R):
        S[H[ROWS] + e] = rows[e]
    for r in range(R):
        S[place + n + 1 + r] = -1
    for p in range(R + 1):
        line = H[INVERSE] + p * ld
        for k in range(width(H)):
            F[line + k] = inverse[p * (R + 1) + k] if k <= R else 0.0
    fill_norms(H, F)
    fill_reduced(H, S, F)
    return True


@kernel("v", "ISFi")
def slim(H: Ints, S: Shorts, F: Floats, leading: int) -> None:
    """Leave only rows that bind: where a slack is basic its row goes, with its line and its column of the inverse.

    The lines of the inverse end ``leading`` apart; where that is not ``LEADING`` the blocks hold no program after this.
    """
    C, R, ld = H[N_COLUMNS], H[N_ROWS], H[LEADING]
    place, reduced, slacks = H[PLACE], H[REDUCED], C + 1
    n = 0
    for p in range(R + 1):
        v = S[H[HEAD] + p]
        if v <= C:
            line, to = H[INVERSE] + p * ld, H[INVERSE] + n * leading
            F[to] = F[line]
            for r in range(R):
                if S[place + slacks + r] < 0:
                    to += 1
                    F[to] = F[line + 1 + r]
            F[H[NORM] + n] = F[H[NORM] + p]
            S[H[HEAD] + n] = v
            S[place + v] = n
            n += 1
    n = 0
    for r in range(R):
        if S[place + slacks + r] < 0:
            for e in range(4):
                S[H[ROWS] + 4 * n + e] = S[H[ROWS] + 4 * r + e]
            S[place + slacks + n] = -1
            F[reduced + slacks + n] = F[reduced + slacks + r]
            n += 1
    H[N_ROWS] = n
    if leading == ld:
        for p in range(n + 1):
            for k in range(n + 1, width(H)):
                F[H[INVERSE] + p * ld + k] = 0.0


@kernel("i", "IS")
def idle_rows(H: Ints, S: Shorts) -> int:
    """How many rows do not bind."""
    count = 0
    for p in range(1 + H[N_ROWS]):
        count += S[H[HEAD] + p] > H[N_COLUMNS]
    return count


@kernel("i", "ISFff")
def judge(H: Ints, S: Shorts, F: Floats, stop_at: float, broken: float) -> int:
    """Solve the program in hand, with rows added as they are broken."""
    limit, room = stop_at, ROOM_FOR_IDLE
    while True:
        H[RUNS] += 1
        room += MORE_ROOM
        ended = run(H, S, F, limit)
        if ended == FAILED:
            return UNFINISHED
        at = S[H[PLACE] + H[N_COLUMNS]]
        shortfall = F[H[INVERSE] + at * H[LEADING]] if at >= 0 else 0.0
        # Worth a proof only where there is reason to believe it.
        if (ended == STOPPED or shortfall > broken) and is_empty(H, S, F):
            return EMPTY
        if ended == STOPPED:
            limit = NEVER
            continue
        if idle_rows(H, S) > room:
            slim(H, S, F, H[LEADING])
        first = H[N_ROWS]
        last = separate(H, S, F, shortfall + broken)
        if last < 0:
            return NO_ROOM
        if last == first:
            return SPLIT
        bring_in(H, S, F, first, last)


@kernel("i", "NHAHHHAff")
def expand(header, integers, floats, columns, rows, head, inverse, stop_at, broken):  # type: ignore[no-untyped-def]
    """Load a node, judge it and, where it is split, choose an action (into ``PICK``) and pack the program."""
    H, S, F = pointer(header), pointer(integers), pointer(floats)
    n, m = len(columns), len(head)
    if not load(H, S, F, pointer(columns), pointer(rows), pointer(head), pointer(inverse), n, m - 1):
        return NO_ROOM
    ended = judge(H, S, F, stop_at, broken)
    if ended == SPLIT:
        H[PICK] = choose(H, S, F)
        slim(H, S, F, 1 + H[N_ROWS] - idle_rows(H, S))
    return ended
