"""From pools and leaves to a game's part of the batch result: corners, equilibria with regrets, subsets, components."""

from __future__ import annotations

from solver.kernels.corners import count_bits, within
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
    F: Floats, W: Ints, s: int, K: Ints, kept: int, width: int, divisors: int, out: Floats, at: int
) -> None:
    """Mixed actions of the pool of side ``s`` over all ``width`` actions, into ``out[at:]``: undo scale, normalise."""
    h = SIDE + s * SIDE_WIDTH
    count, own, pool = W[h + POOL], W[h + POOL_W], W[h + POOL_F]
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
def root(W: Ints, at: int) -> int:
    """Representative of a leaf in the forest ``W[LINK]``."""
    link = W[LINK]
    while W[link + at] != at:
        at = W[link + at]
    return at


@kernel("i", "I")
def join_leaves(W: Ints) -> int:  # noqa: C901 (compiled)
    """Drop leaves that are not maximal from the list, join those that touch; returns the number of components.

    Two faces meet if and only if they share a corner. After this the leaf's third part is its component.
    """
    words, data = W[WORDS], W[LEAF_DATA]
    width = 2 * words + 1
    kept = 0
    for leaf in range(W[LEAVES]):
        if W[data + leaf * width + 2 * words] == 1:
            for k in range(width):
                W[data + kept * width + k] = W[data + leaf * width + k]
            kept += 1
    W[LEAVES] = kept
    link = W[LINK]
    for leaf in range(kept):
        W[link + leaf] = leaf
    for a in range(kept):
        for b in range(a):
            meet = 0
            for s in range(2):
                h = SIDE + s * SIDE_WIDTH
                at_a, at_b = data + a * width + s * words, data + b * width + s * words
                for c in range(W[h + POOL]):
                    corner = W[h + POOL_M] + c * words
                    if within(W, at_a, corner, words) and within(W, at_b, corner, words):
                        meet += 1
                        break
                if meet == s:
                    break
            if meet == 2:
                first, second = root(W, a), root(W, b)
                W[link + max(first, second)] = min(first, second)
    components = 0
    for leaf in range(kept):
        if W[link + leaf] == leaf:
            W[data + leaf * width + 2 * words] = components
            components += 1
        else:
            W[data + leaf * width + 2 * words] = W[data + root(W, leaf) * width + 2 * words]
    return components


@kernel("b", "Iii")
def fully_labelled(W: Ints, p: int, q: int) -> bool:
    """Whether every label vanishes on one of the two sides at corners with masks ``W[p:]`` and ``W[q:]``."""
    labels = W[LABELS]
    for w in range(W[WORDS]):
        inside = min(labels - w * BITS, BITS)
        full = (1 << inside) - 1
        if inside > 0 and (W[p + w] | W[q + w]) & full != full:
            return False
    return True


@kernel("b", "I")
def is_regular(W: Ints) -> bool:
    """Whether all corners have as many zeros as dimensions: then every equilibrium is isolated and their number odd."""
    words = W[WORDS]
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        dimension = W[M] if s == 0 else W[N]
        for c in range(W[h + POOL]):
            ones = 0
            for w in range(words):
                ones += count_bits(W[W[h + POOL_M] + c * words + w])
            if ones != dimension:
                return False
    return True
