"""What a support of three players asks of its mixed actions: bilinear forms on a box, with bounds on rounding.

Let ``S_i`` be the actions in play. With the first of each written as one minus the rest, the free probabilities
``y`` of all players are ``n = sum of |S_i| - 1`` unknowns, and for each player ``i`` and each action ``a`` other than
the first the difference ``u_i(first) - u_i(a)`` is bilinear in the ``y`` of the two others. It is zero where ``a`` is
in play (*ties*, ``n`` of them, the first rows) and must not be negative elsewhere (the other rows).

A box is ``centre +- radius``. Integers of a support are in ``D``, floats in ``W``, each at a fixed place, which limits
sizes. All bounds allow for rounding. An entry of a form is made of four differences of payoffs, each payoff the
nearest double, and errs by less than 24 units of ``2^-53``; unknowns are at most one; and summing over ``j`` within a
sum over ``k`` errs by at most ``|S_j| + |S_k| + 2`` units of the sum of absolute values (Higham 2002, section 3.1).
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.joint_layout import ACTIONS, STRIDE, VALUE_START, VALUES

MOST_UNKNOWNS, MOST_DEPTH, MOST_ROWS, SIDE = 12, 120, 64, 8
"""The largest support: unknowns, boxes waiting, rows, actions of one player in play."""

UNIT = 2.0**-53
UP = 1.0 + 1e-13
"""Factor that covers the rounding of short sums of bounds."""

N, ROWS, SIZE, FIRST, OWNER, SUPPORT = 0, 1, 2, 5, 8, 8 + MOST_ROWS
"""``D``: unknowns, rows; per player the actions in play and its first unknown; the player of each row; the actions."""
INTEGERS = SUPPORT + 3 * SIDE

_BLOCK = SIDE * SIDE
FORM = 0
ROUNDING = FORM + MOST_ROWS * _BLOCK
VALUE = ROUNDING + MOST_ROWS
SLOPE = VALUE + MOST_ROWS
CENTRE = SLOPE + MOST_ROWS * MOST_UNKNOWNS
RADIUS = CENTRE + MOST_UNKNOWNS
LOW = RADIUS + MOST_UNKNOWNS
HIGH = LOW + MOST_UNKNOWNS
MOVED = HIGH + MOST_UNKNOWNS
SPREAD = MOVED + MOST_UNKNOWNS
INVERSE = SPREAD + MOST_UNKNOWNS
SQUARE = INVERSE + MOST_UNKNOWNS * MOST_UNKNOWNS
BEND = SQUARE + 2 * MOST_UNKNOWNS * MOST_UNKNOWNS
STACK = BEND + MOST_UNKNOWNS * MOST_UNKNOWNS
FLOATS = STACK + 2 * MOST_UNKNOWNS * MOST_DEPTH
"""``W``: where its arrays begin, and its length."""


@kernel("b", "IFIFiii")
def write_form(H: Ints, F: Floats, D: Ints, W: Floats, row: int, i: int, action: int) -> bool:
    """Row ``row``: ``u_i(first) - u_i(action)`` as a form in ``(1, y_j)``, ``(1, y_k)``; ``False`` if that settles it.

    At pure actions of the others it is a difference of payoffs. Where all of these have the wrong sign, some action in
    play is beaten by another whatever the others mix (conditional dominance; Porter, Nudelman and Shoham 2008).
    """
    j, k = (1 if i == 0 else 0), (1 if i == 2 else 2)
    values, stride, width = H[VALUES] + H[H[VALUE_START] + i], H[H[STRIDE] + i], H[H[ACTIONS] + k]
    form = FORM + row * _BLOCK
    first, other = values + D[SUPPORT + i * SIDE] * stride, values + action * stride
    least, most = 2.0, -2.0
    for p in range(D[SIZE + j]):
        for q in range(D[SIZE + k]):
            rest = D[SUPPORT + j * SIDE + p] * width + D[SUPPORT + k * SIDE + q]
            gap = F[first + rest] - F[other + rest]
            W[form + p * SIDE + q] = gap
            least, most = min(least, gap), max(most, gap)
    if most < -4.0 * UNIT or (row < D[N] and least > 4.0 * UNIT):
        return False
    for p in range(D[SIZE + j]):
        for q in range(1, D[SIZE + k]):
            W[form + p * SIDE + q] -= W[form + p * SIDE]
    for q in range(D[SIZE + k]):
        for p in range(1, D[SIZE + j]):
            W[form + p * SIDE + q] -= W[form + q]
    size, total = D[SIZE + j] * D[SIZE + k], 0.0
    for p in range(D[SIZE + j]):
        for q in range(D[SIZE + k]):
            total += abs(W[form + p * SIDE + q])
    W[ROUNDING + row] = UNIT * UP * ((D[SIZE + j] + D[SIZE + k] + 2) * total + 24.0 * size)
    D[OWNER + row] = i
    return True


@kernel("b", "IFIF")
def write_forms(H: Ints, F: Floats, D: Ints, W: Floats) -> bool:
    """All rows of ``SUPPORT``: ties in the order of the unknowns, then the others; ``False`` if one settles it."""
    n = 0
    for i in range(3):
        D[FIRST + i] = n
        n += D[SIZE + i] - 1
    D[N] = n
    row = 0
    for i in range(3):
        for t in range(1, D[SIZE + i]):
            if not write_form(H, F, D, W, row, i, D[SUPPORT + i * SIDE + t]):
                return False
            row += 1
    for i in range(3):
        t = 0
        for action in range(H[H[ACTIONS] + i]):
            if t < D[SIZE + i] and D[SUPPORT + i * SIDE + t] == action:
                t += 1
            else:
                if not write_form(H, F, D, W, row, i, action):
                    return False
                row += 1
    D[ROWS] = row
    return True


@kernel("v", "IF", reorder=True)
def evaluate(D: Ints, W: Floats) -> None:
    """Values and derivatives of all rows at the centre."""
    n = D[N]
    for row in range(D[ROWS]):
        i = D[OWNER + row]
        j, k = (1 if i == 0 else 0), (1 if i == 2 else 2)
        form, slope = FORM + row * _BLOCK, SLOPE + row * MOST_UNKNOWNS
        at_j, at_k = D[FIRST + j] - 1, D[FIRST + k] - 1
        for m in range(n):
            W[slope + m] = 0.0
        total = 0.0
        for p in range(D[SIZE + j]):
            y = W[CENTRE + at_j + p] if p > 0 else 1.0
            inner = W[form + p * SIDE]
            for q in range(1, D[SIZE + k]):
                b = W[form + p * SIDE + q]
                inner += b * W[CENTRE + at_k + q]
                W[slope + at_k + q] += b * y
            total += inner * y
            if p > 0:
                W[slope + at_j + p] = inner
        W[VALUE + row] = total


@kernel("f", "IFi", reorder=True)
def reach(D: Ints, W: Floats, row: int) -> float:
    """By how much a row can differ from its value at the centre, within the radius; rounding included."""
    i = D[OWNER + row]
    j, k = (1 if i == 0 else 0), (1 if i == 2 else 2)
    form, at_j, at_k = FORM + row * _BLOCK, D[FIRST + j] - 1, D[FIRST + k] - 1
    total = 0.0
    for m in range(D[N]):
        total += (abs(W[SLOPE + row * MOST_UNKNOWNS + m]) + W[ROUNDING + row]) * W[RADIUS + m]
    for p in range(1, D[SIZE + j]):
        for q in range(1, D[SIZE + k]):
            bend = abs(W[form + p * SIDE + q]) + W[ROUNDING + row]
            total += bend * W[RADIUS + at_j + p] * W[RADIUS + at_k + q]
    out: float = total * UP + W[ROUNDING + row]
    return out


@kernel("b", "IF")
def has_no_equilibrium(D: Ints, W: Floats) -> bool:
    """Whether some row has the wrong sign all over the box."""
    for row in range(D[ROWS]):
        value = W[VALUE + row]
        if (abs(value) if row < D[N] else -value) > reach(D, W, row):
            return True
    return False


@kernel("b", "IF")
def trim(D: Ints, W: Floats) -> bool:
    """Cut the box to what probabilities of sum one allow, and set its centre and radius; whether anything is left."""
    for i in range(3):
        first, last = D[FIRST + i], D[FIRST + i] + D[SIZE + i] - 1
        least = 0.0
        for m in range(first, last):
            least += W[LOW + m]
        for m in range(first, last):
            W[HIGH + m] = min(W[HIGH + m], 1.0 - (least - W[LOW + m]) + 1e-14)
            if W[LOW + m] > W[HIGH + m]:
                return False
    for m in range(D[N]):
        W[CENTRE + m] = (W[LOW + m] + W[HIGH + m]) / 2.0
        W[RADIUS + m] = (W[HIGH + m] - W[LOW + m]) / 2.0 * UP + 1e-15
    return True


@kernel("i", "IF")
def verdict(D: Ints, W: Floats) -> int:
    """Whether the root in the tight box is an equilibrium: 1 or 0, or -1 where a sign stays open."""
    decided = 1
    for i in range(3):
        low_rest, high_rest = 1.0, 1.0
        for m in range(D[FIRST + i], D[FIRST + i] + D[SIZE + i] - 1):
            low, high = W[CENTRE + m] - W[RADIUS + m], W[CENTRE + m] + W[RADIUS + m]
            if high < 0.0:
                return 0
            if low <= 0.0:
                decided = -1
            low_rest -= high
            high_rest -= low
        # Twelve additions of numbers up to one.
        if high_rest < -1e-14:
            return 0
        if low_rest <= 1e-14:
            decided = -1
    for row in range(D[N], D[ROWS]):
        margin = reach(D, W, row)
        if W[VALUE + row] < -margin:
            return 0
        if W[VALUE + row] <= margin:
            decided = -1
    return decided
