"""Complementarity branch and bound: every maximal Nash subset of a bimatrix game (Audet et al. 2001).

A node fixes, for some labels, which of the two complementary variables is zero: a face of P and a face of Q, both held
as feasible tableaux. A variable that is positive on the whole face forces its partner to zero; one that vanishes on the
whole face decides its label. What remains is branched on: the second branch need only find equilibria at which the
variable fixed in the first does not vanish everywhere. When all labels are decided, the two faces are a Nash subset,
and every maximal one is met this way: why is said in :mod:`solver.two_player`.
"""

from __future__ import annotations

from solver.common.tolerances import POSITIVE, ZERO
from solver.kernels.actions import compare_actions, drop_worse
from solver.kernels.corners import FULL, all_corners, within
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.labels import FIXED, LABEL, NEEDED, OPEN, SECOND, SEEN, ZEROS, push
from solver.kernels.layout import (
    CAP,
    COLS,
    COLS_P,
    FLAGGED,
    HIGH,
    LABELS,
    LEAF_DATA,
    LEAVES,
    META,
    META_WIDTH,
    QUEUE,
    QUEUED,
    ROWS,
    ROWS_P,
    SCRATCH_I,
    SIDE,
    SIDE_WIDTH,
    SIZE_F,
    SIZE_I,
    SLOT_F,
    SLOT_I,
    STATE,
    WORDS,
    M,
    N,
)
from solver.kernels.tableau import DONE, EMPTY, climb, copy_slot, fix, repair
from solver.kernels.vectors import lowest_bit, row_bounds

COMPARED_FROM = 52
"""Labels from which actions are compared at nodes (``actions``): two labs of 26 dates. With 8 to 18 the tableaux settle
them sooner by themselves, by 7 to 13 %; with 53 comparisons save two fifths."""


@kernel("v", "FIiii")
def start_slot(F: Floats, W: Ints, s: int, matrix: int, attempt: int) -> None:
    """Tableau of the whole polytope at the origin; the scaled matrix is at ``F[matrix:]``, one block per column."""
    h = SIDE + s * SIDE_WIDTH
    R, RP, C, CP = W[h + ROWS], W[h + ROWS_P], W[h + COLS], W[h + COLS_P]
    f, i = W[h + SLOT_F], W[h + SLOT_I]
    place = i + 1 + R + C
    first_column = 0 if s == 0 else W[M]
    first_row = W[M] if s == 0 else 0
    # All probabilities are columns at zero, all regrets rows at one: feasible, since scaled payoffs are at most one.
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


@kernel("i", "FIii")
def settle(F: Floats, W: Ints, depth: int, fresh: int) -> int:  # noqa: C901 (compiled)
    """Fix what is queued until nothing more follows; ``fresh`` 1: look at the bounds of both sides first."""
    labels = W[LABELS]
    meta = W[META] + depth * META_WIDTH
    state = W[STATE] + depth * labels
    # What is fixed on one side shows on the other side, so sides take turns. ``idle`` counts turns without work: two in
    # a row end the node. From -2 the root looks at both sides before anything is queued.
    side = 0
    idle = 0 if fresh == 0 else -2
    while idle < 2:
        h = SIDE + side * SIDE_WIDTH
        queued = W[h + QUEUED]
        if queued == 0 and idle >= 0:
            idle += 1
            side = 1 - side
            if idle == 2 and labels >= COMPARED_FROM:
                for s in range(2):
                    # Comparing actions pays again only when the opponent has lost one since.
                    if W[meta + ZEROS + 1 - s] != W[meta + SEEN + s]:
                        W[meta + SEEN + s] = W[meta + ZEROS + 1 - s]
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
        # A child that changes one side only goes on with its parent's tableau of the other.
        f = W[h + SLOT_F] + depth * W[h + SIZE_F]
        i = W[h + SLOT_I] + depth * W[h + SIZE_I]
        # All at once, then one repair: the corner need not be feasible in between.
        for k in range(queued):
            code = fix(F, W, f, i, R, RP, C, CP, W[W[h + QUEUE] + k])
            if code != DONE:
                return code
        W[h + QUEUED] = 0
        code = repair(F, W, f, i, R, RP, C, CP)
        if code != DONE:
            return code
        high, flagged = W[HIGH], W[FLAGGED]
        # Bounds over the box [0, 1]^K, which holds the face: weaker than a linear program per row, and one pass over
        # the tableau. What they miss is decided further down; what they claim is right.
        row_bounds(F, W, f, RP, W[i] + 1, high, flagged, POSITIVE, ZERO)
        for chunk in range(RP // 8):
            bits = W[flagged + chunk]
            while bits != 0:
                r = chunk * 8 + lowest_bit(bits)
                bits &= bits - 1
                if r >= R:
                    break
                # Rows that vanished have no variable any more.
                v = W[i + 1 + r]
                if v < 0:
                    continue
                # The row vanishes on the whole face; or it is positive throughout, and its partner vanishes.
                if F[high + r] <= ZERO:
                    code = push(W, depth, side, v)
                elif not W[state + v] & (FIXED << (1 - side)):
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
    meta = W[META] + depth * META_WIDTH
    state = W[STATE] + depth * labels
    hp, hq = SIDE, SIDE + SIDE_WIDTH
    fp = W[hp + SLOT_F] + W[meta] * W[hp + SIZE_F]
    fq = W[hq + SLOT_F] + W[meta + 1] * W[hq + SIZE_F]
    rp, rq = W[hp + ROWS], W[hq + ROWS]
    cp = W[hp + COLS]
    place_p = W[hp + SLOT_I] + W[meta] * W[hp + SIZE_I] + 1 + rp + cp
    place_q = W[hq + SLOT_I] + W[meta + 1] * W[hq + SIZE_I] + 1 + rq + W[hq + COLS]
    best = -1
    most = -1.0
    # Rows hold what is not zero at the corner; a label that is in rows of both is nearly always there. Whether a label
    # is open and where it is cannot be foretold: nothing here jumps.
    for r in range(rp):
        v = W[place_p - rp - cp + r]
        label = max(v, 0)
        at_q = W[place_q + label]
        inside = (at_q >= 0) & (at_q < rq)
        p = F[fp + r]
        q = F[fq + (at_q if inside else 0)]
        q = q if inside else 0.0
        # The product says how far the label is from complementary (Audet et al. 2001); the second term only decides
        # among labels with a zero at these corners.
        score = p * q + 1e-6 * max(p, q)
        score = score if (v >= 0) & (W[state + label] & 3 == 0) else -1.0
        best = v if score > most else best
        most = max(most, score)
    # No label is clearly positive on both sides: the corners are an equilibrium, but open labels may still be positive
    # elsewhere on the faces. Also those that are in no row of P are looked at now.
    if most > 1e-6:
        return best
    for v in range(labels):
        if W[state + v] & 3 == 0:
            at_q = W[place_q + v]
            score = 1e-6 * F[fq + at_q] if at_q < rq else 0.0
            if score > most:
                most = score
                best = v
    return best


@kernel("i", "FIiiii")
def record_leaf(F: Floats, W: Ints, fp: int, ip: int, fq: int, iq: int) -> int:
    """Add the product of two faces to the leaves unless another contains it, and drop those that it contains."""
    words = W[WORDS]
    p = W[SCRATCH_I] + words + 2
    q = p + words
    code = all_corners(F, W, 0, fp, ip, p)
    if code != DONE:
        return code
    code = all_corners(F, W, 1, fq, iq, q)
    if code != DONE:
        return code
    data, width = W[LEAF_DATA], 2 * words + 1
    # With closed masks: degenerate faces have zeros that no decision of the tree fixed. A scan: trees have few leaves,
    # and most comparisons end at the first word.
    for leaf in range(W[LEAVES]):
        at = data + leaf * width
        if W[at + 2 * words] == 1 and within(W, at, p, words) and within(W, at + words, q, words):
            return DONE
    # Leaves that lie in this one are no longer maximal; they stay in place and are left out when results are written.
    for leaf in range(W[LEAVES]):
        at = data + leaf * width
        if W[at + 2 * words] == 1 and within(W, p, at, words) and within(W, q, at + words, words):
            W[at + 2 * words] = 0
    # The caller repeats the game with larger pools; few games need them.
    if W[LEAVES] >= W[CAP]:
        return FULL
    at = data + W[LEAVES] * width
    for w in range(words):
        W[at + w] = W[p + w]
        W[at + words + w] = W[q + w]
    W[at + 2 * words] = 1
    W[LEAVES] += 1
    return DONE


@kernel("i", "FIiii")
def search(F: Floats, W: Ints, matrix_p: int, matrix_q: int, attempt: int) -> int:  # noqa: C901 (compiled)
    """Fill pools and leaves for the game whose scaled matrices are at ``F[matrix_p:]``, ``F[matrix_q:]``.

    ``attempt`` counts from 1 and varies the costs. Returns ``DONE``, ``DOUBTFUL`` (a number in the band between zero
    and positive) or ``FULL``.
    """
    labels = W[LABELS]
    if labels >= COMPARED_FROM:
        compare_actions(F, W, matrix_p, matrix_q)
    # Slot 0 is the root's; every depth that changes a side copies it into a slot of its own.
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
    for k in range(META_WIDTH):
        W[meta + k] = 0
    W[meta + OPEN] = labels
    for v in range(labels):
        W[W[STATE] + v] = 0
    code = DONE
    # A player with one action plays it, so its regret is zero; nothing else would say so.
    if W[M] == 1:
        code = push(W, 0, 1, 0)
    if W[N] == 1:
        code = push(W, 0, 0, W[M])
    fresh = 1
    while True:
        if code == DONE:
            code = settle(F, W, depth, fresh)
        fresh = 0
        meta = W[META] + depth * META_WIDTH
        if code != DONE and code != EMPTY:
            return code
        if code == DONE and W[meta + OPEN] > 0:
            v = choose(F, W, depth)
            # First the slack, whose faces are larger: the second branch is then pruned more often.
            first = 1 if v < W[M] else 0
            W[meta + LABEL] = v
            W[meta + SECOND] = 1 - first
            # The child starts from all that is known here; tableaux are copied only when they change.
            # Depth first: a path of nodes is all that memory must hold.
            child = W[META] + (depth + 1) * META_WIDTH
            for k in range(META_WIDTH):
                W[child + k] = W[meta + k]
            here, there = W[STATE] + depth * labels, W[STATE] + (depth + 1) * labels
            for k in range(labels):
                W[there + k] = W[here + k]
            # Whatever an ended node left in its queues is about that node.
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
                return code
        # Back to the deepest node whose second branch is open; it takes the node's place.
        depth -= 1
        while depth >= 0 and W[W[META] + depth * META_WIDTH + SECOND] < 0:
            depth -= 1
        if depth < 0:
            return DONE
        meta = W[META] + depth * META_WIDTH
        second = W[meta + SECOND]
        v = W[meta + LABEL]
        W[meta + SECOND] = -1
        # The second child keeps to equilibria at which the first child's variable is positive somewhere: those at which
        # it vanishes throughout are behind us.
        W[W[STATE] + depth * labels + v] |= NEEDED << (1 - second)
        W[SIDE + QUEUED] = 0
        W[SIDE + SIDE_WIDTH + QUEUED] = 0
        code = push(W, depth, second, v)
