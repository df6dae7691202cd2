"""Complementarity branch and bound: every maximal Nash subset of one bimatrix game (Audet, Hansen, Jaumard, Savard 2001).

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
    BITS,
    BETTER,
    FLAGGED,
    COLS,
    COLS_P,
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
# Per depth: own slot of P, of Q, labels open, x fixed, y fixed, label branched on, side of the second branch (-1: none).
_OPEN, _ZEROS, _LABEL, _SECOND, _SEEN = 2, 3, 5, 6, 7


@kernel("v", "FIiii")
def start_slot(F: Floats, I: Ints, s: int, matrix: int, attempt: int) -> None:
    """Tableau of the whole polytope at the origin; the scaled matrix is at ``F[matrix:]``, one block per column."""
    h = SIDE + s * SIDE_WIDTH
    R, RP, C, CP = I[h + ROWS], I[h + ROWS_P], I[h + COLS], I[h + COLS_P]
    f, i = I[h + SLOT_F], I[h + SLOT_I]
    place = i + 1 + R + C
    first_column = 0 if s == 0 else I[M]
    first_row = I[M] if s == 0 else 0
    I[i] = C
    for r in range(RP):
        F[f + r] = 1.0 if r < R else 0.0
    for r in range(R):
        I[i + 1 + r] = first_row + r
        I[place + first_row + r] = r
    for k in range(C):
        I[i + 1 + R + k] = first_column + k
        I[place + first_column + k] = R + k
        # Towards the corner farthest from the origin, where nobody plays anything. Equal costs would cycle; but unequal
        # ones that prefer some actions make for many times the nodes in games of timing.
        jitter = (k * 0.6180339887498949 + 0.1 * attempt) % 1.0
        F[f - CP + k] = -1.0 - 0.004 * attempt * jitter
        for r in range(RP):
            F[f + RP + k * RP + r] = F[matrix + k * R + r] if r < R else 0.0


@kernel("i", "Iiii")
def push_last(I: Ints, depth: int, s: int, v: int) -> int:
    """As :func:`push`, for a slack: it needs no look at how many actions are left."""
    at = I[STATE] + depth * I[LABELS] + v
    state = I[at]
    if state & (_FIXED << s):
        return DONE
    if state & (_NEEDED << s):
        return EMPTY
    if not state & (_FIXED << (1 - s)):
        I[I[META] + depth * 8 + _OPEN] -= 1
    I[at] = state | (_FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    I[I[h + QUEUE] + I[h + QUEUED]] = v
    I[h + QUEUED] += 1
    return DONE


@kernel("i", "Iiii")
def push(I: Ints, depth: int, s: int, v: int) -> int:
    """Ask for variable ``v`` of side ``s`` to be fixed at zero; ``EMPTY`` if it is needed or nobody would play."""
    labels = I[LABELS]
    at = I[STATE] + depth * labels + v
    state = I[at]
    if state & (_FIXED << s):
        return DONE
    if state & (_NEEDED << s):
        return EMPTY
    meta = I[META] + depth * 8
    if not state & (_FIXED << (1 - s)):
        I[meta + _OPEN] -= 1
    I[at] = state | (_FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    I[I[h + QUEUE] + I[h + QUEUED]] = v
    I[h + QUEUED] += 1
    own = v < I[M] if s == 0 else v >= I[M]
    if own:
        I[meta + _ZEROS + s] += 1
        if I[meta + _ZEROS + s] == (I[M] if s == 0 else I[N]):
            return EMPTY
        # Somebody plays: the last action left is a best reply.
        if I[meta + _ZEROS + s] == (I[M] if s == 0 else I[N]) - 1:
            first = 0 if s == 0 else I[M]
            last = I[M] if s == 0 else labels
            for label in range(first, last):
                if not I[I[STATE] + depth * labels + label] & (_FIXED << s):
                    return push_last(I, depth, 1 - s, label)
    return DONE


@kernel("v", "FIii")
def compare_actions(F: Floats, I: Ints, matrix_p: int, matrix_q: int) -> None:
    """For each own action against each action of the opponent, the own actions that are better for certain, as a mask."""
    at = I[BETTER]
    for s in range(2):
        matrix = matrix_q if s == 0 else matrix_p
        own = I[M] if s == 0 else I[N]
        other = I[N] if s == 0 else I[M]
        words = (own + BITS - 1) // BITS
        for a in range(own):
            for k in range(other):
                column = matrix + k * own
                limit = F[column + a] + POSITIVE
                for w in range(words):
                    mask = 0
                    for b in range(min(BITS, own - w * BITS)):
                        mask |= (1 if F[column + w * BITS + b] > limit else 0) << b
                    I[at] = mask
                    at += 1


@kernel("i", "Iii")
def drop_worse(I: Ints, depth: int, s: int) -> int:
    """Actions of player ``s`` that are worse than another against all that the opponent may still play: not played.

    An action is worse than another on the whole face exactly when the masks of the actions that are better share one.
    """
    labels, m, n = I[LABELS], I[M], I[N]
    own = m if s == 0 else n
    other = n if s == 0 else m
    words = (own + BITS - 1) // BITS
    state = I[STATE] + depth * labels
    own_first = 0 if s == 0 else m
    other_first = m if s == 0 else 0
    table = I[BETTER] if s == 0 else I[BETTER] + m * n * ((m + BITS - 1) // BITS)
    for a in range(own):
        v = own_first + a
        if I[state + v] & (_FIXED << s):
            continue
        at = table + a * other * words
        for w in range(words):
            better = -1
            for k in range(other):
                if not I[state + other_first + k] & (_FIXED << (1 - s)):
                    better &= I[at + k * words + w]
                    if better == 0:
                        break
            if better != 0:
                if I[state + v] & (_FIXED << (1 - s)):
                    return EMPTY
                code = push(I, depth, s, v)
                if code != DONE:
                    return code
                break
    return DONE


@kernel("i", "FIii")
def settle(F: Floats, I: Ints, depth: int, fresh: int) -> int:
    """Carry out what is asked for until nothing more follows; ``fresh`` 1: look at both sides first."""
    labels = I[LABELS]
    meta = I[META] + depth * 8
    state = I[STATE] + depth * labels
    side = 0
    idle = 0 if fresh == 0 else -2
    while idle < 2:
        h = SIDE + side * SIDE_WIDTH
        queued = I[h + QUEUED]
        if queued == 0 and idle >= 0:
            idle += 1
            side = 1 - side
            if idle == 2 and I[meta + _ZEROS] + I[meta + _ZEROS + 1] != I[meta + _SEEN]:
                I[meta + _SEEN] = I[meta + _ZEROS] + I[meta + _ZEROS + 1]
                for s in range(2):
                    code = drop_worse(I, depth, s)
                    if code != DONE:
                        return code
                idle = 0
            continue
        R, RP, C, CP = I[h + ROWS], I[h + ROWS_P], I[h + COLS], I[h + COLS_P]
        slot = I[meta + side]
        if slot != depth:
            # Ancestors keep their tableaux: copy before the first change.
            copy_slot(F, I, I[h + SLOT_F] + slot * I[h + SIZE_F], I[h + SLOT_I] + slot * I[h + SIZE_I],
                      I[h + SLOT_F] + depth * I[h + SIZE_F], I[h + SLOT_I] + depth * I[h + SIZE_I],
                      R, RP, C, CP, labels)  # fmt: skip
            I[meta + side] = depth
        f = I[h + SLOT_F] + depth * I[h + SIZE_F]
        i = I[h + SLOT_I] + depth * I[h + SIZE_I]
        for k in range(queued):
            code = fix(F, I, f, i, R, RP, C, CP, I[I[h + QUEUE] + k])
            if code != DONE:
                return code
        I[h + QUEUED] = 0
        code = repair(F, I, f, i, R, RP, C, CP)
        if code != DONE:
            return code
        high, flagged = I[HIGH], I[FLAGGED]
        row_bounds(F, I, f, RP, I[i] + 1, high, flagged, POSITIVE, ZERO)
        for chunk in range(RP // 8):
            bits = I[flagged + chunk]
            while bits != 0:
                r = chunk * 8 + lowest_bit(bits)
                bits &= bits - 1
                if r >= R:
                    break
                v = I[i + 1 + r]
                if v < 0:
                    continue
                if F[high + r] <= ZERO:
                    code = push(I, depth, side, v)
                elif not I[state + v] & (_FIXED << (1 - side)):
                    code = push(I, depth, 1 - side, v)
                if code != DONE:
                    return code
        idle = idle + 1 if idle < 0 else 0
        side = 1 - side
    return DONE


@kernel("i", "FIi")
def choose(F: Floats, I: Ints, depth: int) -> int:
    """The open label whose two variables are farthest from zero, both, at the current corners."""
    labels = I[LABELS]
    meta = I[META] + depth * 8
    state = I[STATE] + depth * labels
    hp, hq = SIDE, SIDE + SIDE_WIDTH
    fp = I[hp + SLOT_F] + I[meta] * I[hp + SIZE_F]
    fq = I[hq + SLOT_F] + I[meta + 1] * I[hq + SIZE_F]
    rp, rq = I[hp + ROWS], I[hq + ROWS]
    place_p = I[hp + SLOT_I] + I[meta] * I[hp + SIZE_I] + 1 + rp + I[hp + COLS]
    place_q = I[hq + SLOT_I] + I[meta + 1] * I[hq + SIZE_I] + 1 + rq + I[hq + COLS]
    best = -1
    most = -1.0
    for v in range(labels):
        if I[state + v] & 3 == 0:
            at_p, at_q = I[place_p + v], I[place_q + v]
            p = F[fp + at_p] if at_p < rp else 0.0
            q = F[fq + at_q] if at_q < rq else 0.0
            score = p * q + 1e-6 * max(p, q)
            if score > most:
                most = score
                best = v
    return best


@kernel("i", "FIiii")
def search(F: Floats, I: Ints, matrix_p: int, matrix_q: int, attempt: int) -> int:
    """Fill pools and leaves for the game whose scaled matrices are at ``F[matrix_p:]``, ``F[matrix_q:]``.

    ``attempt`` counts from 1 and varies the costs. Returns ``DONE``, ``DOUBTFUL`` (a number in the band between zero and positive) or ``FULL``.
    """
    labels = I[LABELS]
    compare_actions(F, I, matrix_p, matrix_q)
    start_slot(F, I, 0, matrix_p, attempt)
    start_slot(F, I, 1, matrix_q, attempt)
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        I[h + QUEUED] = 0
        code = climb(F, I, I[h + SLOT_F], I[h + SLOT_I], I[h + ROWS], I[h + ROWS_P], I[h + COLS], I[h + COLS_P])
        if code != DONE:
            return code
    depth = 0
    meta = I[META]
    for k in range(8):
        I[meta + k] = 0
    I[meta + _OPEN] = labels
    for v in range(labels):
        I[I[STATE] + v] = 0
    code = DONE
    if I[M] == 1:
        code = push(I, 0, 1, 0)
    if I[N] == 1:
        code = push(I, 0, 0, I[M])
    fresh = 1
    nodes = 0
    while True:
        nodes += 1
        if code == DONE:
            code = settle(F, I, depth, fresh)
        fresh = 0
        meta = I[META] + depth * 8
        if code != DONE and code != EMPTY:
            I[NODES] = nodes
            return code
        if code == DONE and I[meta + _OPEN] > 0:
            v = choose(F, I, depth)
            # First the slack, whose faces are larger: the second branch is then pruned more often.
            first = 1 if v < I[M] else 0
            I[meta + _LABEL] = v
            I[meta + _SECOND] = 1 - first
            child = I[META] + (depth + 1) * 8
            for k in range(8):
                I[child + k] = I[meta + k]
            here, there = I[STATE] + depth * labels, I[STATE] + (depth + 1) * labels
            for k in range(labels):
                I[there + k] = I[here + k]
            depth += 1
            I[SIDE + QUEUED] = 0
            I[SIDE + SIDE_WIDTH + QUEUED] = 0
            code = push(I, depth, first, v)
            continue
        if code == DONE:
            hp, hq = SIDE, SIDE + SIDE_WIDTH
            code = record_leaf(
                F, I,
                I[hp + SLOT_F] + I[meta] * I[hp + SIZE_F], I[hp + SLOT_I] + I[meta] * I[hp + SIZE_I],
                I[hq + SLOT_F] + I[meta + 1] * I[hq + SIZE_F], I[hq + SLOT_I] + I[meta + 1] * I[hq + SIZE_I],
            )  # fmt: skip
            if code != DONE:
                I[NODES] = nodes
                return code
        # Back to the deepest node whose second branch is still to come; it is searched in place.
        depth -= 1
        while depth >= 0 and I[I[META] + depth * 8 + _SECOND] < 0:
            depth -= 1
        if depth < 0:
            I[NODES] = nodes
            return DONE
        meta = I[META] + depth * 8
        second = I[meta + _SECOND]
        v = I[meta + _LABEL]
        I[meta + _SECOND] = -1
        I[I[STATE] + depth * labels + v] |= _NEEDED << (1 - second)
        I[SIDE + QUEUED] = 0
        I[SIDE + SIDE_WIDTH + QUEUED] = 0
        code = push(I, depth, second, v)
