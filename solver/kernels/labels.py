"""What is known of each label at a node of the tree, and the queue of variables to fix at zero.

Nodes are numbered by their depth: only one path of the tree is alive at a time.
"""

from __future__ import annotations

from solver.kernels.jit import Ints, kernel
from solver.kernels.layout import LABELS, META, META_WIDTH, QUEUE, QUEUED, SIDE, SIDE_WIDTH, STATE, M, N
from solver.kernels.tableau import DONE, EMPTY

# A label's state is a sum of FIXED << side (the variable of that side is zero on the whole face) and NEEDED << side (it
# must be positive somewhere, since the first child of a node above has the rest).
FIXED = 1
NEEDED = 4
# Per depth: slots of P and Q, labels open, x fixed, y fixed, label branched on, side of the second branch (-1: none),
# and how many of the opponent's actions were fixed when each player's were last compared.
OPEN, ZEROS, LABEL, SECOND, SEEN = 2, 3, 5, 6, 7


@kernel("i", "Iiii")
def note(W: Ints, depth: int, s: int, v: int) -> int:
    """Queue variable ``v`` of side ``s`` to be fixed at zero; ``EMPTY`` if it is needed."""
    at = W[STATE] + depth * W[LABELS] + v
    state = W[at]
    # Both sides of a label, and comparisons of actions, may come to the same conclusion.
    if state & (FIXED << s):
        return DONE
    # Equilibria at which it vanishes throughout were found in a first branch above.
    if state & (NEEDED << s):
        return EMPTY
    # A label settled on the other side was counted before.
    if not state & (FIXED << (1 - s)):
        W[W[META] + depth * META_WIDTH + OPEN] -= 1
    W[at] = state | (FIXED << s)
    h = SIDE + s * SIDE_WIDTH
    W[W[h + QUEUE] + W[h + QUEUED]] = v
    W[h + QUEUED] += 1
    return DONE


@kernel("i", "Iiii")
def push(W: Ints, depth: int, s: int, v: int) -> int:
    """As :func:`note`, with what follows when an action is not played; ``EMPTY`` also if no action would be left."""
    labels = W[LABELS]
    state = W[STATE] + depth * labels
    fresh = not W[state + v] & (FIXED << s)
    code = note(W, depth, s, v)
    # Only probabilities take an action away: x under the labels below m on side P, y under the others on side Q.
    own = v < W[M] if s == 0 else v >= W[M]
    if code == DONE and fresh and own:
        meta = W[META] + depth * META_WIDTH
        W[meta + ZEROS + s] += 1
        left = (W[M] if s == 0 else W[N]) - W[meta + ZEROS + s]
        # All probabilities zero is the origin of the polytope, at which nobody plays: no mixed action.
        if left == 0:
            return EMPTY
        # The last action left is played, hence a best reply: its regret is zero.
        if left == 1:
            # Found by a scan, which happens once per player and path.
            first = 0 if s == 0 else W[M]
            last = W[M] if s == 0 else labels
            for label in range(first, last):
                if not W[state + label] & (FIXED << s):
                    return note(W, depth, 1 - s, label)
    return code
