"""Actions that are worse than another against all that the opponent may still play, node by node.

Dominance within a node: it settles labels that the tableaux would only settle after many pivots. Everything is decided
by bit masks made once per game.
"""

from __future__ import annotations

from solver.common.tolerances import POSITIVE
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.labels import FIXED, push
from solver.kernels.layout import BETTER, BITS, LABELS, SCRATCH_I, STATE, M, N
from solver.kernels.tableau import DONE, EMPTY
from solver.kernels.vectors import lowest_bit


@kernel("i", "Ii")
def masks_of(W: Ints, s: int) -> int:
    """Where the masks of :func:`compare_actions` for player ``s`` begin."""
    # Player 2's masks follow those of player 1, whose size is known from the game.
    at = int(W[BETTER])
    if s == 1:
        m, n = W[M], W[N]
        at += (m * n + n) * ((m + BITS - 1) // BITS)
    return at


@kernel("v", "FIii")
def compare_actions(F: Floats, W: Ints, matrix_p: int, matrix_q: int) -> None:
    """Masks of own actions: best replies to each action of the opponent; the better ones than each own against each.

    First, for each of the opponent's ``k``, the own actions than which none is better for certain; then, for each own
    ``a`` and each ``k``, the own actions that are.
    """
    # Payoffs are compared once per game; a node then combines words, one bit an action.
    # Either player's own payoffs bound the polytope of the other.
    for s in range(2):
        matrix = matrix_q if s == 0 else matrix_p
        own = W[M] if s == 0 else W[N]
        other = W[N] if s == 0 else W[M]
        words = (own + BITS - 1) // BITS
        best = masks_of(W, s)
        at = best + other * words
        for k in range(other * words):
            W[best + k] = 0
        for a in range(own):
            for k in range(other):
                column = matrix + k * own
                # Only what is better for certain counts: a tie must not remove an action.
                limit = F[column + a] + POSITIVE
                some = 0
                for w in range(words):
                    mask = 0
                    # Bits are added up without a jump: which of two payoffs is larger is a coin flip to the processor.
                    for b in range(w * BITS, min(w * BITS + BITS, own)):
                        mask |= (1 if F[column + b] > limit else 0) << (b - w * BITS)
                    W[at] = mask
                    some |= mask
                    at += 1
                # Nothing is better for certain: a best reply to k, as far as floats can tell.
                W[best + k * words + a // BITS] |= (1 if some == 0 else 0) << (a % BITS)


@kernel("v", "Iiiii")
def gather_open(W: Ints, states: int, side: int, count: int, out: int) -> None:
    """The labels among the ``count`` from ``W[states]`` whose variable of ``side`` is not fixed, as a mask."""
    # A word at a time, as the masks of actions are laid out, so that both meet without shifts.
    for first in range(0, count, BITS):
        mask = 0
        for k in range(min(BITS, count - first)):
            mask |= (1 - ((W[states + first + k] >> side) & 1)) << k
        W[out + first // BITS] = mask


@kernel("i", "Iii")
def drop_worse(W: Ints, depth: int, s: int) -> int:
    """Actions of player ``s`` that are worse than another against all that the opponent may still play: not played.

    An action is worse than another on the whole face exactly when the masks of the actions that are better share one;
    that cannot be where it is a best reply to an action that may be played.
    """
    labels, m, n = W[LABELS], W[M], W[N]
    own = m if s == 0 else n
    other = n if s == 0 else m
    words = (own + BITS - 1) // BITS
    # Words for the opponent's actions, which are masked like the own ones.
    parts = (other + BITS - 1) // BITS
    state = W[STATE] + depth * labels
    mine = state if s == 0 else state + m
    theirs = state + m if s == 0 else state
    played = W[SCRATCH_I]
    open_own = played + parts
    # What the opponent does not play at this node cannot save an action: dominance within the node goes further than
    # dominance in the game.
    gather_open(W, theirs, 1 - s, other, played)
    gather_open(W, mine, s, own, open_own)
    best = masks_of(W, s)
    table = best + other * words
    for part in range(words):
        suspects = W[open_own + part]
        for opponents in range(parts):
            # A best reply to anything that may be played is worse than nothing; only the others are compared one by
            # one.
            rest = W[played + opponents]
            while rest != 0:
                suspects &= ~W[best + (opponents * BITS + lowest_bit(rest)) * words + part]
                rest &= rest - 1
        # What is left is no best reply to anything that may be played: only these can be worse than one other action.
        while suspects != 0:
            a = part * BITS + lowest_bit(suspects)
            suspects &= suspects - 1
            at = table + a * other * words
            for w in range(words):
                # All ones: a set that no opponent's action has narrowed yet.
                better = -1
                for opponents in range(parts):
                    rest = W[played + opponents]
                    while rest != 0 and better != 0:
                        better &= W[at + (opponents * BITS + lowest_bit(rest)) * words + w]
                        rest &= rest - 1
                if better != 0:
                    # Its regret is fixed at zero, and yet another action is better everywhere: no equilibrium is here.
                    if W[mine + a] & (FIXED << (1 - s)):
                        return EMPTY
                    code = push(W, depth, s, a if s == 0 else m + a)
                    if code != DONE:
                        return code
                    break
    return DONE
