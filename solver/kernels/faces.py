"""Leaves of the tree: a face of P times a face of Q, and which leaves are maximal."""

from __future__ import annotations

from solver.kernels.corners import FULL, all_corners, within
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    CAP,
    LEAF_DATA,
    LEAVES,
    SCRATCH_I,
    WORDS,
)
from solver.kernels.tableau import DONE


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
