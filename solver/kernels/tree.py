"""Complementarity branch and bound: every maximal Nash subset of a bimatrix game (Audet et al. 2001).

A node fixes, for some labels, which of the two complementary variables is zero: a face of P and a face of Q, both held
as feasible tableaux. A variable that is positive on the whole face forces its partner to zero; one that vanishes on the
whole face decides its label. What remains is branched on: the second branch need only find equilibria at which the
variable fixed in the first does not vanish everywhere. When all labels are decided, the two faces are a Nash subset,
and every maximal one is met this way.

Why none is missed: on a Nash subset, a product of convex sets, each label has one side that vanishes throughout (else
two points would have both positive somewhere); follow at each branch the first side if it vanishes, else the second.
"""

from __future__ import annotations

from solver.kernels.faces import record_leaf
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    BETTER,
    BITS,
    COLS,
    COLS_P,
    FLAGGED,
    HIGH,
    LABELS,
    META,
    NODES,
    QUEUE,
    QUEUED,
    ROWS,
    ROWS_P,
    SIDE,
    SIDE_WIDTH,
    SIZE_F,
    SIZE_I,
    SLOT_F,
    SLOT_I,
    STATE,
    M,
    N,
)
from solver.kernels.simd import lowest_bit, row_bounds
from solver.kernels.tableau import (
    DONE,
    EMPTY,
    POSITIVE,
    ZERO,
    climb,
    copy_slot,
    fix,
    repair,
)

# A label's state: which sides are fixed at zero, and which must not vanish everywhere.
_FIXED = 1
_NEEDED = 4
# Per depth: slots of P and Q, labels open, x fixed, y fixed, label branched on, side of the second branch (-1: none),
# and how many were fixed when actions were last compared.
_OPEN, _ZEROS, _LABEL, _SECOND, _SEEN = 2, 3, 5, 6, 7


@kernel("v", "FIiii")
def start_slot(F: Floats, W: Ints, s: int, matrix: int, attempt: int) -> None:
    """Tableau of the whole polytope at the origin; the scaled matrix is at ``F[matrix:]``, one block per column."""
    h = SIDE + s * SIDE_WIDTH
    R, RP, C, CP = W[h + ROWS], W[h + ROWS_P], W[h + COLS], W[h + COLS_P]
    f, i = W[h + SLOT_F], W[h + SLOT_I]
    place = i + 1 + R + C
    first_column = 0 if s == 0 else W[M]
    first_row = W[M] if s == 0 else 0
    W[i] = C
    for r in range(RP):
        F[f + r] = 1.0 if r < R else 0.0
    for r in range(R):
        W[i + 1 + r] = first_row + r
        W[place + first_row + r] = r
    for k in range(C):
        W[i + 1 + R + k] = first_column + k
        W[place + first_column + k] = R + k
        # Towards the corner farthest from the origin, where nobody plays anything. Equal costs would cycle; but unequal
        # ones that prefer some actions make for many times the nodes in games of timing.
        jitter = (k * 0.6180339887498949 + 0.1 * attempt) % 1.0
        F[f - CP + k] = -1.0 - 0.004 * attempt * jitter
        for r in range(RP):
            F[f + RP + k * RP + r] = F[matrix + k * R + r] if r < R else 0.0


@kernel("i", "Iiii")
def push_last(W: Ints, depth: int, s: int, v: int) -> int:
    """As :func:`push`, for a slack: it needs no look at how many actions are left."""
    at = W[STATE] + depth * W[LABELS] + v
    state = W[at]
    if state & (_FIXED << s):
        return DONE
    if state & (_NEEDED << s):
        return EMPTY
    if not state & (_FIXED << (1 - s)):
        W[W[META] + depth * 8 + _OPEN] -= 1
    W[at] = state | (_FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    W[W[h + QUEUE] + W[h + QUEUED]] = v
    W[h + QUEUED] += 1
    return DONE


@kernel("i", "Iiii")
def push(W: Ints, depth: int, s: int, v: int) -> int:
    """Ask for variable ``v`` of side ``s`` to be fixed at zero; ``EMPTY`` if it is needed or nobody would play."""
    labels = W[LABELS]
    at = W[STATE] + depth * labels + v
    state = W[at]
    if state & (_FIXED << s):
        return DONE
    if state & (_NEEDED << s):
        return EMPTY
    meta = W[META] + depth * 8
    if not state & (_FIXED << (1 - s)):
        W[meta + _OPEN] -= 1
    W[at] = state | (_FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    W[W[h + QUEUE] + W[h + QUEUED]] = v
    W[h + QUEUED] += 1
    own = v < W[M] if s == 0 else v >= W[M]
    if own:
        W[meta + _ZEROS + s] += 1
        if W[meta + _ZEROS + s] == (W[M] if s == 0 else W[N]):
            return EMPTY
        # Somebody plays: the last action left is a best reply.
        if W[meta + _ZEROS + s] == (W[M] if s == 0 else W[N]) - 1:
            first = 0 if s == 0 else W[M]
            last = W[M] if s == 0 else labels
            for label in range(first, last):
                if not W[W[STATE] + depth * labels + label] & (_FIXED << s):
                    return push_last(W, depth, 1 - s, label)
    return DONE


@kernel("v", "FIii")
def compare_actions(F: Floats, W: Ints, matrix_p: int, matrix_q: int) -> None:
    """For each own action against each of the opponent's: the own actions that are better for certain, as a mask."""
    at = W[BETTER]
    for s in range(2):
        matrix = matrix_q if s == 0 else matrix_p
        own = W[M] if s == 0 else W[N]
        other = W[N] if s == 0 else W[M]
        words = (own + BITS - 1) // BITS
        for a in range(own):
            for k in range(other):
                column = matrix + k * own
                limit = F[column + a] + POSITIVE
                for w in range(words):
                    mask = 0
                    for b in range(min(BITS, own - w * BITS)):
                        mask |= (1 if F[column + w * BITS + b] > limit else 0) << b
                    W[at] = mask
                    at += 1


@kernel("i", "Iii")
def drop_worse(W: Ints, depth: int, s: int) -> int:
    """Actions of player ``s`` that are worse than another against all that the opponent may still play: not played.

    An action is worse than another on the whole face exactly when the masks of the actions that are better share one.
    """
    labels, m, n = W[LABELS], W[M], W[N]
    own = m if s == 0 else n
    other = n if s == 0 else m
    words = (own + BITS - 1) // BITS
    state = W[STATE] + depth * labels
    own_first = 0 if s == 0 else m
    other_first = m if s == 0 else 0
    table = W[BETTER] if s == 0 else W[BETTER] + m * n * ((m + BITS - 1) // BITS)
    for a in range(own):
        v = own_first + a
        if W[state + v] & (_FIXED << s):
            continue
        at = table + a * other * words
        for w in range(words):
            better = -1
            for k in range(other):
                if not W[state + other_first + k] & (_FIXED << (1 - s)):
                    better &= W[at + k * words + w]
                    if better == 0:
                        break
            if better != 0:
                if W[state + v] & (_FIXED << (1 - s)):
                    return EMPTY
                code = push(W, depth, s, v)
                if code != DONE:
                    return code
                break
    return DONE


@kernel("i", "FIii")
def settle(F: Floats, W: Ints, depth: int, fresh: int) -> int:  # noqa: C901 (compiled)
    """Carry out what is asked for until nothing more follows; ``fresh`` 1: look at both sides first."""
    labels = W[LABELS]
    meta = W[META] + depth * 8
    state = W[STATE] + depth * labels
    side = 0
    idle = 0 if fresh == 0 else -2
    while idle < 2:
        h = SIDE + side * SIDE_WIDTH
        queued = W[h + QUEUED]
        if queued == 0 and idle >= 0:
            idle += 1
            side = 1 - side
            if idle == 2 and W[meta + _ZEROS] + W[meta + _ZEROS + 1] != W[meta + _SEEN]:
                W[meta + _SEEN] = W[meta + _ZEROS] + W[meta + _ZEROS + 1]
                for s in range(2):
                    code = drop_worse(W, depth, s)
                    if code != DONE:
                        return code
                idle = 0
            continue
        R, RP, C, CP = W[h + ROWS], W[h + ROWS_P], W[h + COLS], W[h + COLS_P]
        slot = W[meta + side]
        if slot != depth:
            # Ancestors keep their tableaux: copy before the first change.
            copy_slot(F, W, W[h + SLOT_F] + slot * W[h + SIZE_F], W[h + SLOT_I] + slot * W[h + SIZE_I],
                      W[h + SLOT_F] + depth * W[h + SIZE_F], W[h + SLOT_I] + depth * W[h + SIZE_I],
                      R, RP, C, CP, labels)  # fmt: skip
            W[meta + side] = depth
        f = W[h + SLOT_F] + depth * W[h + SIZE_F]
        i = W[h + SLOT_I] + depth * W[h + SIZE_I]
        for k in range(queued):
            code = fix(F, W, f, i, R, RP, C, CP, W[W[h + QUEUE] + k])
            if code != DONE:
                return code
        W[h + QUEUED] = 0
        code = repair(F, W, f, i, R, RP, C, CP)
        if code != DONE:
            return code
        high, flagged = W[HIGH], W[FLAGGED]
        row_bounds(F, W, f, RP, W[i] + 1, high, flagged, POSITIVE, ZERO)
        for chunk in range(RP // 8):
            bits = W[flagged + chunk]
            while bits != 0:
                r = chunk * 8 + lowest_bit(bits)
                bits &= bits - 1
                if r >= R:
                    break
                v = W[i + 1 + r]
                if v < 0:
                    continue
                if F[high + r] <= ZERO:
                    code = push(W, depth, side, v)
                elif not W[state + v] & (_FIXED << (1 - side)):
                    code = push(W, depth, 1 - side, v)
                if code != DONE:
                    return code
        idle = idle + 1 if idle < 0 else 0
        side = 1 - side
    return DONE


@kernel("i", "FIi")
def choose(F: Floats, W: Ints, depth: int) -> int:
    """The open label whose two variables are farthest from zero, both, at the current corners."""
    labels = W[LABELS]
    meta = W[META] + depth * 8
    state = W[STATE] + depth * labels
    hp, hq = SIDE, SIDE + SIDE_WIDTH
    fp = W[hp + SLOT_F] + W[meta] * W[hp + SIZE_F]
    fq = W[hq + SLOT_F] + W[meta + 1] * W[hq + SIZE_F]
    rp, rq = W[hp + ROWS], W[hq + ROWS]
    place_p = W[hp + SLOT_I] + W[meta] * W[hp + SIZE_I] + 1 + rp + W[hp + COLS]
    place_q = W[hq + SLOT_I] + W[meta + 1] * W[hq + SIZE_I] + 1 + rq + W[hq + COLS]
    best = -1
    most = -1.0
    for v in range(labels):
        if W[state + v] & 3 == 0:
            at_p, at_q = W[place_p + v], W[place_q + v]
            p = F[fp + at_p] if at_p < rp else 0.0
            q = F[fq + at_q] if at_q < rq else 0.0
            score = p * q + 1e-6 * max(p, q)
            if score > most:
                most = score
                best = v
    return best


@kernel("i", "FIiii")
def search(F: Floats, W: Ints, matrix_p: int, matrix_q: int, attempt: int) -> int:  # noqa: C901 (compiled)
    """Fill pools and leaves for the game whose scaled matrices are at ``F[matrix_p:]``, ``F[matrix_q:]``.

    ``attempt`` counts from 1 and varies the costs. Returns ``DONE``, ``DOUBTFUL`` (a number in the band between zero
    and positive) or ``FULL``.
    """
    labels = W[LABELS]
    compare_actions(F, W, matrix_p, matrix_q)
    start_slot(F, W, 0, matrix_p, attempt)
    start_slot(F, W, 1, matrix_q, attempt)
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        W[h + QUEUED] = 0
        code = climb(F, W, W[h + SLOT_F], W[h + SLOT_I], W[h + ROWS], W[h + ROWS_P], W[h + COLS], W[h + COLS_P])
        if code != DONE:
            return code
    depth = 0
    meta = W[META]
    for k in range(8):
        W[meta + k] = 0
    W[meta + _OPEN] = labels
    for v in range(labels):
        W[W[STATE] + v] = 0
    code = DONE
    if W[M] == 1:
        code = push(W, 0, 1, 0)
    if W[N] == 1:
        code = push(W, 0, 0, W[M])
    fresh = 1
    nodes = 0
    while True:
        nodes += 1
        if code == DONE:
            code = settle(F, W, depth, fresh)
        fresh = 0
        meta = W[META] + depth * 8
        if code != DONE and code != EMPTY:
            W[NODES] = nodes
            return code
        if code == DONE and W[meta + _OPEN] > 0:
            v = choose(F, W, depth)
            # First the slack, whose faces are larger: the second branch is then pruned more often.
            first = 1 if v < W[M] else 0
            W[meta + _LABEL] = v
            W[meta + _SECOND] = 1 - first
            child = W[META] + (depth + 1) * 8
            for k in range(8):
                W[child + k] = W[meta + k]
            here, there = W[STATE] + depth * labels, W[STATE] + (depth + 1) * labels
            for k in range(labels):
                W[there + k] = W[here + k]
            depth += 1
            W[SIDE + QUEUED] = 0
            W[SIDE + SIDE_WIDTH + QUEUED] = 0
            code = push(W, depth, first, v)
            continue
        if code == DONE:
            hp, hq = SIDE, SIDE + SIDE_WIDTH
            code = record_leaf(
                F, W,
                W[hp + SLOT_F] + W[meta] * W[hp + SIZE_F], W[hp + SLOT_I] + W[meta] * W[hp + SIZE_I],
                W[hq + SLOT_F] + W[meta + 1] * W[hq + SIZE_F], W[hq + SLOT_I] + W[meta + 1] * W[hq + SIZE_I],
            )  # fmt: skip
            if code != DONE:
                W[NODES] = nodes
                return code
        # Back to the deepest node whose second branch is still to come; it is searched in place.
        depth -= 1
        while depth >= 0 and W[W[META] + depth * 8 + _SECOND] < 0:
            depth -= 1
        if depth < 0:
            W[NODES] = nodes
            return DONE
        meta = W[META] + depth * 8
        second = W[meta + _SECOND]
        v = W[meta + _LABEL]
        W[meta + _SECOND] = -1
        W[W[STATE] + depth * labels + v] |= _NEEDED << (1 - second)
        W[SIDE + QUEUED] = 0
        W[SIDE + SIDE_WIDTH + QUEUED] = 0
        code = push(W, depth, second, v)
