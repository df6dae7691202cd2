"""Actions that are worse than another against all that the opponent may still play, node by node."""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.labels import FIXED, push
from solver.kernels.layout import BETTER, BITS, LABELS, SCRATCH_I, STATE, M, N
from solver.kernels.tableau import DONE, EMPTY, POSITIVE


@kernel("i", "Ii")
def better_than(W: Ints, s: int) -> int:
    """Where the masks of :func:`compare_actions` for player ``s`` begin."""
    at = int(W[BETTER])
    if s == 1:
        m, n = W[M], W[N]
        at += m * ((n + BITS - 1) // BITS) + m * n * ((m + BITS - 1) // BITS)
    return at


@kernel("v", "FIii")
def compare_actions(F: Floats, W: Ints, matrix_p: int, matrix_q: int) -> None:
    """For each own action against each of the opponent's: the own actions that are better for certain, as a mask.

    Before these, for each own action: the opponent's actions against which none is better, as a mask.
    """
    for s in range(2):
        matrix = matrix_q if s == 0 else matrix_p
        own = W[M] if s == 0 else W[N]
        other = W[N] if s == 0 else W[M]
        best = better_than(W, s)
        at = best + own * ((other + BITS - 1) // BITS)
        words = (own + BITS - 1) // BITS
        for a in range(own):
            bests = 0
            for k in range(other):
                column = matrix + k * own
                limit = F[column + a] + POSITIVE
                some = 0
                for w in range(words):
                    mask = 0
                    for b in range(min(BITS, own - w * BITS)):
                        mask |= (1 if F[column + w * BITS + b] > limit else 0) << b
                    W[at] = mask
                    some |= mask
                    at += 1
                bests |= (1 if some == 0 else 0) << (k % BITS)
                if k % BITS == BITS - 1 or k == other - 1:
                    W[best] = bests
                    best += 1
                    bests = 0


@kernel("i", "Iii")
def drop_worse(W: Ints, depth: int, s: int) -> int:  # noqa: C901 (compiled)
    """Actions of player ``s`` that are worse than another against all that the opponent may still play: not played.

    An action is worse than another on the whole face exactly when the masks of the actions that are better share one;
    that cannot be if against one action of the opponent none is better.
    """
    labels, m, n = W[LABELS], W[M], W[N]
    own = m if s == 0 else n
    other = n if s == 0 else m
    words = (own + BITS - 1) // BITS
    parts = (other + BITS - 1) // BITS
    state = W[STATE] + depth * labels
    mine = state if s == 0 else state + m
    theirs = state + m if s == 0 else state
    played = W[SCRATCH_I]
    for part in range(parts):
        mask = 0
        for k in range(part * BITS, min(other, part * BITS + BITS)):
            mask |= (1 - ((W[theirs + k] >> (1 - s)) & 1)) << (k - part * BITS)
        W[played + part] = mask
    best = better_than(W, s)
    table = best + own * parts
    for a in range(own):
        if W[mine + a] & (FIXED << s):
            continue
        beaten = True
        for part in range(parts):
            if W[best + a * parts + part] & W[played + part] != 0:
                beaten = False
                break
        if not beaten:
            continue
        at = table + a * other * words
        for w in range(words):
            better = -1
            for k in range(other):
                if (W[played + k // BITS] >> (k % BITS)) & 1:
                    better &= W[at + k * words + w]
                    if better == 0:
                        break
            if better != 0:
                if W[mine + a] & (FIXED << (1 - s)):
                    return EMPTY
                code = push(W, depth, s, a if s == 0 else m + a)
                if code != DONE:
                    return code
                break
    return DONE
