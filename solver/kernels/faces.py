"""Leaves of the tree: a face of P times a face of Q, and which leaves are maximal."""

from __future__ import annotations

from solver.kernels.corners import FULL, all_corners, mark_fixed, within
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    CAP,
    FACE_M,
    FACES,
    LEAF_DATA,
    LEAVES,
    POOL,
    POOL_M,
    SCRATCH_I,
    SIDE,
    SIDE_WIDTH,
    WORDS,
)
from solver.kernels.tableau import DONE, DOUBTFUL


@kernel("i", "FIiiii")
def face_corners(F: Floats, W: Ints, s: int, f: int, i: int, mask: int) -> int:
    """Corners of a leaf's face into the pool, its closed mask to ``W[mask:]``; faces of known faces cost a scan."""
    if W[i] == 0:
        return all_corners(F, W, s, f, i, mask)
    # Leaves share faces: double description is run once per face, and its corners are looked up afterwards.
    h = SIDE + s * SIDE_WIDTH
    words = W[WORDS]
    mark_fixed(W, s, i, mask)
    # A face inside one whose corners are known has those of its corners that lie on it.
    faces = W[h + FACE_M]
    for face in range(W[h + FACES]):
        if within(W, faces + face * words, mask, words):
            corners = W[h + POOL_M]
            closed = W[SCRATCH_I]
            # What vanishes at all corners of a face vanishes on the face: its closed mask is the common part of theirs.
            for w in range(words):
                W[closed + w] = -1
            for c in range(W[h + POOL]):
                if within(W, mask, corners + c * words, words):
                    for w in range(words):
                        W[closed + w] &= W[corners + c * words + w]
            for w in range(words):
                W[mask + w] = W[closed + w]
            # No corner at all: the face is empty up to rounding.
            return DONE if W[mask] != -1 else DOUBTFUL
    code = all_corners(F, W, s, f, i, mask)
    if code != DONE:
        return code
    # Remembered for faces of this one that other leaves meet.
    if W[h + FACES] >= W[CAP]:
        return FULL
    for w in range(words):
        W[faces + W[h + FACES] * words + w] = W[mask + w]
    W[h + FACES] += 1
    return DONE


@kernel("i", "Iii")
def covered(W: Ints, p: int, q: int) -> int:
    """1 if the face with masks ``W[p:]``, ``W[q:]`` lies in a leaf that is already known, else 0."""
    words = W[WORDS]
    data, width = W[LEAF_DATA], 2 * W[WORDS] + 1
    # A scan: trees have few leaves, and most comparisons end at the first word.
    for leaf in range(W[LEAVES]):
        at = data + leaf * width
        if W[at + 2 * words] == 1 and within(W, at, p, words) and within(W, at + words, q, words):
            return 1
    return 0


@kernel("i", "FIiiii")
def record_leaf(F: Floats, W: Ints, fp: int, ip: int, fq: int, iq: int) -> int:
    """Add the product of two faces to the leaves unless another contains it, and drop those that it contains."""
    words = W[WORDS]
    p = W[SCRATCH_I] + words + 2
    q = p + words
    # Before any corner is sought: the variables that left the tableaux give a mask that is a subset of the closed one.
    mark_fixed(W, 0, ip, p)
    mark_fixed(W, 1, iq, q)
    if covered(W, p, q) == 1:
        return DONE
    code = face_corners(F, W, 0, fp, ip, p)
    if code != DONE:
        return code
    code = face_corners(F, W, 1, fq, iq, q)
    if code != DONE:
        return code
    # Once more with closed masks, which are larger: degenerate faces have zeros that no decision of the tree fixed.
    if covered(W, p, q) == 1:
        return DONE
    # Leaves that lie in this one are no longer maximal; they stay in place and are left out when results are written.
    data, width = W[LEAF_DATA], 2 * words + 1
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
