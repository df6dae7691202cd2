"""What a node of the tree knows of each label, and asking for one of its variables to be fixed at zero."""

from __future__ import annotations

from solver.kernels.jit import Ints, kernel
from solver.kernels.layout import LABELS, META, META_WIDTH, QUEUE, QUEUED, SIDE, SIDE_WIDTH, STATE, M, N
from solver.kernels.tableau import DONE, EMPTY

# A label's state: which sides are fixed at zero, and which must not vanish everywhere.
FIXED = 1
NEEDED = 4
# Per depth: slots of P and Q, labels open, x fixed, y fixed, label branched on, side of the second branch (-1: none),
# and how many of the opponent's actions were fixed when each player's were last compared.
OPEN, ZEROS, LABEL, SECOND, SEEN = 2, 3, 5, 6, 7


@kernel("i", "Iiii")
def push_last(W: Ints, depth: int, s: int, v: int) -> int:
    """As :func:`push`, for a slack: it needs no look at how many actions are left."""
    at = W[STATE] + depth * W[LABELS] + v
    state = W[at]
    if state & (FIXED << s):
        return DONE
    if state & (NEEDED << s):
        return EMPTY
    if not state & (FIXED << (1 - s)):
        W[W[META] + depth * META_WIDTH + OPEN] -= 1
    W[at] = state | (FIXED << s)
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
    if state & (FIXED << s):
        return DONE
    if state & (NEEDED << s):
        return EMPTY
    meta = W[META] + depth * META_WIDTH
    if not state & (FIXED << (1 - s)):
        W[meta + OPEN] -= 1
    W[at] = state | (FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    W[W[h + QUEUE] + W[h + QUEUED]] = v
    W[h + QUEUED] += 1
    own = v < W[M] if s == 0 else v >= W[M]
    if own:
        W[meta + ZEROS + s] += 1
        if W[meta + ZEROS + s] == (W[M] if s == 0 else W[N]):
            return EMPTY
        # Somebody plays: the last action left is a best reply.
        if W[meta + ZEROS + s] == (W[M] if s == 0 else W[N]) - 1:
            first = 0 if s == 0 else W[M]
            last = W[M] if s == 0 else labels
            for label in range(first, last):
                if not W[W[STATE] + depth * labels + label] & (FIXED << s):
                    return push_last(W, depth, 1 - s, label)
    return DONE
