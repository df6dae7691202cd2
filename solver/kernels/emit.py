"""From pools and leaves to a game's part of the batch result: corners, equilibria with regrets, subsets, components."""

from __future__ import annotations

from solver.kernels.faces import count_bits, within
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    BITS,
    LABELS,
    LEAF_DATA,
    LEAVES,
    LINK,
    POOL,
    POOL_F,
    POOL_M,
    POOL_W,
    SIDE,
    SIDE_WIDTH,
    WORDS,
    M,
    N,
)

DEGENERATE = 1
"""Flag: an extreme equilibrium with more best replies than actions played, or a face of equilibria."""


@kernel("v", "FIiIiiiFi")
def emit_corners(
    F: Floats, I: Ints, s: int, K: Ints, kept: int, width: int, divisors: int, out: Floats, at: int
) -> None:
    """Mixed actions of the pool of side ``s`` over all ``width`` actions, into ``out[at:]``: undo scale, normalise."""
    h = SIDE + s * SIDE_WIDTH
    count, own, pool = I[h + POOL], I[h + POOL_W], I[h + POOL_F]
    for c in range(count):
        row = at + c * width
        for k in range(width):
            out[row + k] = 0.0
        total = 0.0
        for k in range(own):
            weight = F[pool + c * own + k] / F[divisors + k]
            F[pool + c * own + k] = weight
            total += weight
        for k in range(own):
            out[row + K[kept + k]] = F[pool + c * own + k] / total


@kernel("i", "Ii")
def root(I: Ints, at: int) -> int:
    """Representative of a leaf in the forest ``I[LINK]``."""
    link = I[LINK]
    while I[link + at] != at:
        at = I[link + at]
    return at


@kernel("i", "I")
def join_leaves(I: Ints) -> int:
    """Drop leaves that are not maximal from the list, join those that touch; returns the number of components.

    Two faces meet if and only if they share a corner. After this the leaf's third part is its component.
    """
    words, data = I[WORDS], I[LEAF_DATA]
    width = 2 * words + 1
    kept = 0
    for leaf in range(I[LEAVES]):
        if I[data + leaf * width + 2 * words] == 1:
            for k in range(width):
                I[data + kept * width + k] = I[data + leaf * width + k]
            kept += 1
    I[LEAVES] = kept
    link = I[LINK]
    for leaf in range(kept):
        I[link + leaf] = leaf
    for a in range(kept):
        for b in range(a):
            meet = 0
            for s in range(2):
                h = SIDE + s * SIDE_WIDTH
                at_a, at_b = data + a * width + s * words, data + b * width + s * words
                for c in range(I[h + POOL]):
                    corner = I[h + POOL_M] + c * words
                    if within(I, at_a, corner, words) and within(I, at_b, corner, words):
                        meet += 1
                        break
                if meet == s:
                    break
            if meet == 2:
                first, second = root(I, a), root(I, b)
                I[link + max(first, second)] = min(first, second)
    components = 0
    for leaf in range(kept):
        if I[link + leaf] == leaf:
            I[data + leaf * width + 2 * words] = components
            components += 1
        else:
            I[data + leaf * width + 2 * words] = I[data + root(I, leaf) * width + 2 * words]
    return components


@kernel("b", "Iii")
def fully_labelled(I: Ints, p: int, q: int) -> bool:
    """Whether every label vanishes on one of the two sides at corners with masks ``I[p:]`` and ``I[q:]``."""
    labels = I[LABELS]
    for w in range(I[WORDS]):
        inside = min(labels - w * BITS, BITS)
        full = (1 << inside) - 1
        if inside > 0 and (I[p + w] | I[q + w]) & full != full:
            return False
    return True


@kernel("b", "I")
def is_regular(I: Ints) -> bool:
    """Whether all corners have as many zeros as dimensions: then every equilibrium is isolated and their number odd."""
    words = I[WORDS]
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        dimension = I[M] if s == 0 else I[N]
        for c in range(I[h + POOL]):
            ones = 0
            for w in range(words):
                ones += count_bits(I[I[h + POOL_M] + c * words + w])
            if ones != dimension:
                return False
    return True
