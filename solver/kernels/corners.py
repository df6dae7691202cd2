"""Corners of a face, by double description (Motzkin et al. 1953, adjacency after Fukuda and Prodon 1996).

Start from the cone over the nonnegative orthant of the ``K`` free variables, which the tableau makes explicit, and cut
it by one row after the other. Degenerate faces need no special care, unlike in a walk over bases. A face is known by
the set of variables that vanish on it, a bitmask over labels; corners are told apart by these masks and never by
rounded coordinates. Pools that fill up end the search with ``FULL``.
"""

from __future__ import annotations

from solver.common.tolerances import POSITIVE, ZERO
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    BITS,
    CAP,
    COLS,
    GEN,
    GEN_MASK,
    GEN_WIDTH,
    LABELS,
    POOL,
    POOL_F,
    POOL_M,
    ROWS,
    ROWS_P,
    SCRATCH_I,
    SIDE,
    SIDE_WIDTH,
    WORDS,
    M,
)
from solver.kernels.tableau import DONE, DOUBTFUL
from solver.kernels.vectors import copy

LONG = 100.0
"""A generator is long from here on; those in the polytope have no entry above 1."""
FULL = 3
"""A pool is full: search again with larger ones."""


@kernel("i", "i")
def count_bits(word: int) -> int:
    """Ones in a nonnegative word."""
    count = 0
    # Each round clears the lowest one.
    while word != 0:
        word &= word - 1
        count += 1
    return count


@kernel("b", "Iiii")
def within(W: Ints, small: int, large: int, words: int) -> bool:
    """Whether the mask at ``small`` is a subset of the mask at ``large``."""
    # Words are few, and the first one decides most comparisons.
    for w in range(words):  # noqa: SIM110 (compiled)
        if W[small + w] & ~W[large + w] != 0:
            return False
    return True


@kernel("v", "Iiii")
def mark_fixed(W: Ints, s: int, i: int, mask: int) -> None:
    """The variables that left a tableau, and vanish on its whole face, as a mask to ``W[mask:]``."""
    h = SIDE + s * SIDE_WIDTH
    # All labels, less those that a row or a column of the tableau still has; rows that vanished carry no label.
    for w in range(W[WORDS]):
        W[mask + w] = (1 << min(W[LABELS] - w * BITS, BITS)) - 1 if W[LABELS] > w * BITS else 0
    first = i + 1
    for rows in range(2):
        for k in range(W[h + ROWS] if rows == 0 else W[i]):
            # Whether there is a label is part of the arithmetic, so that nothing jumps.
            label = max(W[first + k], 0)
            W[mask + label // BITS] &= ~((1 if W[first + k] >= 0 else 0) << (label % BITS))
        first += W[h + ROWS]


@kernel("i", "FIiii")
def add_corner(F: Floats, W: Ints, s: int, mask: int, source: int) -> int:
    """Put a corner into the pool of side ``s`` unless it is there.

    Its mask is at ``W[mask:]``, its values by label at ``F[source:]``, and the homogenising coordinate behind them.
    """
    h = SIDE + s * SIDE_WIDTH
    words = W[WORDS]
    masks = W[h + POOL_M]
    count = W[h + POOL]
    # A scan: pools are short, and equal masks are the same corner, whatever the rounding of its numbers.
    for c in range(count):
        same = True
        for w in range(words):
            if W[masks + c * words + w] != W[mask + w]:
                same = False
                break
        if same:
            return DONE
    if count >= W[CAP]:
        return FULL
    for w in range(words):
        W[masks + count * words + w] = W[mask + w]
    width = W[h + COLS]
    first = 0 if s == 0 else W[M]
    target = W[h + POOL_F] + count * width
    for k in range(width):
        label = first + k
        value = F[source + label] / F[source + W[LABELS]]
        # What the mask calls zero is exactly zero in the answer, too.
        F[target + k] = 0.0 if (W[mask + label // BITS] >> (label % BITS)) & 1 else value
    W[h + POOL] = count + 1
    return DONE


@kernel("b", "Fiiff")
def is_rounding(F: Floats, row: int, width: int, value: float, zero: float) -> bool:
    """Whether ``value`` is a zero of a generator at ``F[row:]`` that is long.

    Before all rows have cut them, generators reach far beyond the polytope; their zeros are off in proportion.
    """
    size = 0.0
    # The free variables alone do not measure it: basic ones grow along a ray as well.
    for k in range(width):
        size = max(size, abs(F[row + k]))
    limit = zero * size / LONG
    return abs(value) <= limit <= POSITIVE / 10


@kernel("i", "FIiiii")
def all_corners(  # noqa: C901 (compiled: calls with many arguments cost more than the work)
    F: Floats, W: Ints, s: int, f: int, i: int, mask: int
) -> int:
    """Every corner of the face of a feasible tableau, by double description; the face's closed mask to ``W[mask:]``."""
    h = SIDE + s * SIDE_WIDTH
    R, RP = W[h + ROWS], W[h + ROWS_P]
    labels, words, width = W[LABELS], W[WORDS], W[GEN_WIDTH]
    K = W[i]
    columns = f + RP
    base, masks = W[GEN], W[GEN_MASK]
    cap = 2 * W[CAP]
    if cap < K + 2:
        return FULL
    # Generators of the cone over the orthant: the current corner (weight 1) and one ray per free variable (weight 0).
    for g in range(K + 1):
        row = base + g * width
        for label in range(width):
            F[row + label] = 0.0
        # A mask has the variables that vanish on the generator. Each ray leaves the corner along one free variable; the
        # coordinate that makes the polytope a cone is 1 at the corner and 0 on rays.
        for w in range(words):
            W[masks + g * words + w] = 0
        for k in range(K):
            if k != g - 1:
                label = W[i + 1 + R + k]
                W[masks + g * words + label // BITS] |= 1 << (label % BITS)
        if g == 0:
            F[row + labels] = 1.0
        else:
            F[row + W[i + 1 + R + g - 1]] = 1.0
            W[masks + g * words + labels // BITS] |= 1 << (labels % BITS)
        # Basic variables are linear in the free ones: their values at the corner, and what a ray changes in them.
        for r in range(R):
            label = W[i + 1 + r]
            if label >= 0:
                F[row + label] = F[f + r] if g == 0 else -F[columns + (g - 1) * RP + r]
    # From here on generators are only told apart by their masks.
    count = K + 1
    scratch = W[SCRATCH_I]
    zero = ZERO * (1 + labels // 16)
    # One row after the other cuts the cone: generators below zero go, and each edge that crosses the cut leaves a new
    # one on it.
    for r in range(R):
        v = W[i + 1 + r]
        # Rows that vanished cut nothing off.
        if v < 0:
            continue
        word, bit = v // BITS, 1 << (v % BITS)
        negative = 0
        for g in range(count):
            value = F[base + g * width + v]
            if abs(value) <= zero:
                F[base + g * width + v] = 0.0
                W[masks + g * words + word] |= bit
            elif abs(value) < POSITIVE:
                # In the band: a tie unless the generator is so long that its rounding reaches this far.
                if not is_rounding(F, base + g * width, labels + 1, value, zero):
                    return DOUBTFUL
                F[base + g * width + v] = 0.0
                W[masks + g * words + word] |= bit
            elif value < 0.0:
                negative += 1
        # The cut takes nothing off; the zeros just marked matter to later cuts.
        if negative == 0:
            continue
        # New generators lie on the cut itself, so the pairs to look at are those of old ones, one on each side.
        old = count
        for a in range(old):
            positive = F[base + a * width + v]
            if positive <= 0.0:
                continue
            for b in range(old):
                minus = F[base + b * width + v]
                if minus >= 0.0:
                    continue
                # Only edges cross the cut in corners: two generators span one exactly when no third lies on all that
                # they share (Fukuda and Prodon 1996, proposition 7). Neighbours share at least K - 1 boundaries;
                # counting bits rules most pairs out.
                ones = 0
                for w in range(words):
                    shared = W[masks + a * words + w] & W[masks + b * words + w]
                    W[scratch + w] = shared
                    ones += count_bits(shared)
                if ones < K - 1:
                    continue
                # And no third generator lies on all of the boundaries that they share.
                adjacent = True
                for c in range(old):
                    if c != a and c != b and within(W, scratch, masks + c * words, words):
                        adjacent = False
                        break
                if not adjacent:
                    continue
                if count >= cap:
                    return FULL
                target = base + count * width
                # The combination with positive weights, up to a factor, at which the row is zero.
                share = minus / positive
                for k in range(width):
                    F[target + k] = F[base + b * width + k] - share * F[base + a * width + k]
                # Exactly zero by construction; and numbers are kept near 1, whatever the two generators were.
                F[target + v] = 0.0
                # A corner of the polytope has 1 in the last coordinate. Two rays make a ray, which is measured by its
                # largest free variable instead.
                scale = F[target + labels]
                if (W[scratch + labels // BITS] >> (labels % BITS)) & 1:
                    F[target + labels] = 0.0
                    scale = 0.0
                    for k in range(K):
                        scale = max(scale, F[target + W[i + 1 + R + k]])
                if scale <= 0.0:
                    return DOUBTFUL
                for label in range(labels + 1):
                    F[target + label] /= scale
                for w in range(words):
                    W[masks + count * words + w] = W[scratch + w]
                W[masks + count * words + word] |= bit
                count += 1
        # Generators beyond the cut are dropped; the others move up.
        # The order stays: answers must not depend on which generators were dropped in between.
        kept = 0
        for g in range(count):
            if F[base + g * width + v] >= 0.0:
                if g != kept:
                    copy(F, base + kept * width, base + g * width, width)
                    for w in range(words):
                        W[masks + kept * words + w] = W[masks + g * words + w]
                kept += 1
        count = kept
    # Variables that left the tableau vanish everywhere.
    if count == 0:
        return DOUBTFUL
    mark_fixed(W, s, i, scratch)
    for g in range(count):
        # A ray would mean that the face is unbounded, which rounding alone can make it.
        if (W[masks + g * words + labels // BITS] >> (labels % BITS)) & 1:
            return DOUBTFUL
        for w in range(words):
            W[masks + g * words + w] |= W[scratch + w]
            W[mask + w] = W[masks + g * words + w] if g == 0 else W[mask + w] & W[masks + g * words + w]
        code = add_corner(F, W, s, masks + g * words, base + g * width)
        if code != DONE:
            return code
    return DONE
