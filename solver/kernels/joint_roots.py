"""Roots of a support's ties in a box: none, exactly one, or an open question.

With any matrix ``Y`` every root ``x`` of the ties ``F`` in ``c +- r`` satisfies
``x = c - Y F(c) + (I - Y J((c + x) / 2)) (x - c)``, exactly, since ``F`` is quadratic. So it lies in
``c - Y F(c) +- (|I - Y J(c)| + |Y| B / 2) r`` where ``B`` bounds the change of ``J`` over the box (Krawczyk 1969,
Moore 1977). If that misses the box there is no root; if it lies inside there is one (Brouwer), and
``(|I - Y J(c)| + |Y| B) r < r`` says that it is the only one. Boxes tried are a little larger than boxes asked about,
so that a root on the face between two is inside of both.

Before that, players are narrowed one at a time: where player ``i`` has no fewer actions in play than ``j`` and the mix
of ``k`` is roughly known, the ties of ``i`` are nearly linear equations, enough of them, for the mix of ``j``. So in
the end it suffices to cut up the mix of one player.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.joint_forms import (
    BEND,
    CENTRE,
    FIRST,
    FORM,
    HIGH,
    INVERSE,
    LOW,
    MOST_UNKNOWNS,
    MOVED,
    OWNER,
    RADIUS,
    ROUNDING,
    SIDE,
    SIZE,
    SLOPE,
    SPREAD,
    SQUARE,
    UNIT,
    UP,
    VALUE,
    N,
    evaluate,
    has_no_equilibrium,
    trim,
)  # fmt: skip

NOTHING, ISOLATED, LEFT = range(3)
"""What becomes of a box: no equilibrium in it, one root of the ties in it, or undecided."""

LARGER, SHRINKING, SINGULAR = 1.1, 0.5, 1e-9
"""How much larger the box tried is; a box is tried again while it shrinks to this share; smaller pivots are zero."""


@kernel("b", "Fiiii")
def clear_column(W: Floats, rows: int, width: int, step: int, best: int) -> bool:
    """Gauss and Jordan: column ``step`` of ``SQUARE`` by row ``best``, which goes to ``step``; whether signs change."""
    here, there = SQUARE + step * width, SQUARE + best * width
    pivot = W[there + step]
    for m in range(width):
        moved = W[there + m]
        W[there + m] = W[here + m]
        W[here + m] = moved / pivot
    for row in range(rows):
        factor = W[SQUARE + row * width + step]
        if row != step and factor != 0.0:
            for m in range(width):
                W[SQUARE + row * width + m] -= factor * W[here + m]
    turned: bool = (pivot < 0.0) != (best != step)
    return turned


@kernel("i", "Fiiii")
def invert_block(W: Floats, first_row: int, rows: int, first: int, n: int) -> int:
    """Approximate left inverse ``(n, rows)`` of a part of the derivative, at least as high as wide, into ``INVERSE``.

    Returns the sign of its determinant where it is square; 0 where it is singular.
    """
    sign, width = 1, n + rows
    for row in range(rows):
        for m in range(n):
            W[SQUARE + row * width + m] = W[SLOPE + (first_row + row) * MOST_UNKNOWNS + first + m]
        for m in range(rows):
            W[SQUARE + row * width + n + m] = 1.0 if row == m else 0.0
    for step in range(n):
        best = step
        for row in range(step + 1, rows):
            if abs(W[SQUARE + row * width + step]) > abs(W[SQUARE + best * width + step]):
                best = row
        if abs(W[SQUARE + best * width + step]) < SINGULAR:
            return 0
        if clear_column(W, rows, width, step, best):
            sign = -sign
    for row in range(n):
        for m in range(rows):
            W[INVERSE + row * rows + m] = W[SQUARE + row * width + n + m]
    return sign


@kernel("f", "IFi", reorder=True)
def twist(D: Ints, W: Floats, row: int) -> float:
    """Bound on the bilinear part of a row within the radius."""
    i = D[OWNER + row]
    j, k = (1 if i == 0 else 0), (1 if i == 2 else 2)
    form, at_j, at_k = FORM + row * SIDE * SIDE, D[FIRST + j] - 1, D[FIRST + k] - 1
    out = 0.0
    for p in range(1, D[SIZE + j]):
        for q in range(1, D[SIZE + k]):
            out += (abs(W[form + p * SIDE + q]) + W[ROUNDING + row]) * W[RADIUS + at_j + p] * W[RADIUS + at_k + q]
    return out


@kernel("b", "IFii", reorder=True)
def narrow(D: Ints, W: Floats, i: int, j: int) -> bool:
    """Cut the box of ``j`` by the ties of ``i``, if these are enough equations; ``False`` if nothing is left."""
    n, height, rows, columns = D[SIZE + j] - 1, D[SIZE + i] - 1, D[FIRST + i], D[FIRST + j]
    if n == 0 or height < n or invert_block(W, rows, height, columns, n) == 0:
        return True
    for p in range(n):
        shift, spread = 0.0, 0.0
        for q in range(height):
            g, value = W[INVERSE + p * height + q], W[VALUE + rows + q]
            shift += g * value
            spread += abs(g) * (W[ROUNDING + rows + q] + (height + 2) * UNIT * abs(value) + twist(D, W, rows + q))
        for m in range(D[N]):
            through, error = (1.0 if m == columns + p else 0.0), 0.0
            for q in range(height):
                g, slope = W[INVERSE + p * height + q], W[SLOPE + (rows + q) * MOST_UNKNOWNS + m]
                through -= g * slope
                error += abs(g) * (W[ROUNDING + rows + q] + (height + 2) * UNIT * abs(slope))
            spread += (abs(through) + error + UNIT * height) * W[RADIUS + m]
        at = columns + p
        spread = spread * UP + 4.0 * UNIT * (1.0 + abs(shift))
        W[LOW + at] = max(W[LOW + at], W[CENTRE + at] - shift - spread)
        W[HIGH + at] = min(W[HIGH + at], W[CENTRE + at] - shift + spread)
        if W[LOW + at] > W[HIGH + at]:
            return False
    return True


@kernel("v", "IF", reorder=True)
def bend(D: Ints, W: Floats) -> None:
    """``(n, n)``: by how much the ties' derivatives can change over the box tried, whose radius is ``LARGER``."""
    n = D[N]
    for row in range(n):
        i = D[OWNER + row]
        j, k = (1 if i == 0 else 0), (1 if i == 2 else 2)
        form, at_j, at_k = FORM + row * SIDE * SIDE, D[FIRST + j] - 1, D[FIRST + k] - 1
        for m in range(n):
            W[BEND + row * n + m] = 0.0
        for p in range(1, D[SIZE + j]):
            for q in range(1, D[SIZE + k]):
                b = (abs(W[form + p * SIDE + q]) + W[ROUNDING + row]) * LARGER
                W[BEND + row * n + at_j + p] += b * W[RADIUS + at_k + q]
                W[BEND + row * n + at_k + q] += b * W[RADIUS + at_j + p]


@kernel("i", "IF", reorder=True)
def contract(D: Ints, W: Floats) -> int:
    """Krawczyk's operator on the box tried: where it leads (``MOVED +- SPREAD``) and what follows."""
    n = D[N]
    if invert_block(W, 0, n, 0, n) == 0:
        return LEFT
    bend(D, W)
    inside, alone = True, True
    for i in range(n):
        straight, bent, moved, defect = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            y = W[INVERSE + i * n + j]
            rounding = W[ROUNDING + j] + (n + 2) * UNIT * abs(W[VALUE + j])
            moved += y * W[VALUE + j]
            defect += abs(y) * rounding
        for m in range(n):
            product, error, curve = (1.0 if i == m else 0.0), 0.0, 0.0
            for j in range(n):
                y, slope = W[INVERSE + i * n + j], W[SLOPE + j * MOST_UNKNOWNS + m]
                product -= y * slope
                error += abs(y) * (W[ROUNDING + j] + (n + 2) * UNIT * abs(slope))
                curve += abs(y) * W[BEND + j * n + m]
            radius = LARGER * W[RADIUS + m]
            straight += (abs(product) + error + UNIT * n) * radius
            bent += curve * radius
        spread = (straight + bent / 2.0 + defect) * UP + 4.0 * UNIT * (1.0 + abs(moved))
        W[MOVED + i] = W[CENTRE + i] - moved
        W[SPREAD + i] = spread
        tried = LARGER * W[RADIUS + i]
        inside = inside and abs(moved) + spread < tried
        alone = alone and (straight + bent) * UP < tried
    if inside and alone:
        return ISOLATED
    for i in range(n):
        W[LOW + i] = max(W[LOW + i], W[MOVED + i] - W[SPREAD + i])
        W[HIGH + i] = min(W[HIGH + i], W[MOVED + i] + W[SPREAD + i])
        if W[LOW + i] > W[HIGH + i]:
            return NOTHING
    return LEFT


@kernel("v", "IF")
def polish(D: Ints, W: Floats) -> None:
    """The box that the operator left around an isolated root, made as tight as doubles allow."""
    n = D[N]
    for _ in range(8):
        before, after = 0.0, 0.0
        for m in range(n):
            W[CENTRE + m] = W[MOVED + m]
            W[RADIUS + m] = W[SPREAD + m] + UNIT
            before += W[RADIUS + m]
        evaluate(D, W)
        contract(D, W)
        for m in range(n):
            after += W[SPREAD + m]
        if not after < before / 2.0:
            break
    # The last step made at least one box smaller; whichever is smaller holds the root.
    for m in range(n):
        W[RADIUS + m] = W[RADIUS + m] * UP
    evaluate(D, W)


@kernel("b", "IF")
def narrow_all(D: Ints, W: Floats) -> bool:
    """Narrow every player by the ties of every other; ``False`` if nothing is left."""
    for i in range(3):
        for j in range(3):
            if i != j and not narrow(D, W, i, j):
                return False
    return True


@kernel("i", "IF")
def close_box(D: Ints, W: Floats) -> int:
    """What becomes of the box between ``LOW`` and ``HIGH``: nothing in it, one root in it, or smaller and open."""
    before = 1e300
    while True:
        if not trim(D, W):
            return NOTHING
        total = 0.0
        for m in range(D[N]):
            total += W[RADIUS + m]
        evaluate(D, W)
        if has_no_equilibrium(D, W):
            return NOTHING
        if not total < SHRINKING * before:
            return LEFT
        before = total
        ended = contract(D, W)
        if ended != LEFT:
            return ended
        if not narrow_all(D, W):
            return NOTHING
