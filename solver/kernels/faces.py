"""Leaves of the tree: a face of P times a face of Q, their corners, and which leaves are maximal.

Corners of a face are found by double description (Motzkin et al. 1953, with the combinatorial adjacency test of
Fukuda and Prodon 1996): start from the cone over the nonnegative orthant of the ``K`` free variables, which the
tableau makes explicit, and cut it by one row after the other. Degenerate faces need no special care, unlike in a walk
over bases. A face is known by the set of variables that vanish on it, a bitmask over labels; corners are told apart by
these masks and never by rounded coordinates. Pools that fill up end the search with ``FULL``.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.layout import (
    BITS,
    COLS,
    FACE_M,
    FACES,
    GEN,
    GEN_CAP,
    GEN_MASK,
    GEN_WIDTH,
    LABELS,
    LEAF_CAP,
    LEAF_DATA,
    LEAVES,
    POOL,
    POOL_CAP,
    POOL_F,
    POOL_M,
    POOL_W,
    ROWS,
    ROWS_P,
    SCRATCH_I,
    SIDE,
    SIDE_WIDTH,
    WORDS,
    M,
)
from solver.kernels.simd import axpy, copy
from solver.kernels.tableau import DONE, DOUBTFUL, POSITIVE, ZERO

FULL = 3
"""A pool is full: search again with larger ones."""


@kernel("i", "i")
def count_bits(word: int) -> int:
    """Ones in a nonnegative word."""
    count = 0
    while word != 0:
        word &= word - 1
        count += 1
    return count


@kernel("b", "Iiii")
def within(I: Ints, small: int, large: int, words: int) -> bool:
    """Whether the mask at ``small`` is a subset of the mask at ``large``."""
    for w in range(words):  # noqa: SIM110 (compiled)
        if I[small + w] & ~I[large + w] != 0:
            return False
    return True


@kernel("i", "FIiiii")
def add_corner(F: Floats, I: Ints, s: int, mask: int, source: int, weight: int) -> int:
    """Put a corner into the pool of side ``s`` unless it is there: mask at ``I[mask:]``, labelled values at ``F[source:]``.

    ``weight`` is the place of the homogenising coordinate in ``F``.
    """
    h = SIDE + s * SIDE_WIDTH
    words = I[WORDS]
    masks = I[h + POOL_M]
    count = I[h + POOL]
    for c in range(count):
        same = True
        for w in range(words):
            if I[masks + c * words + w] != I[mask + w]:
                same = False
                break
        if same:
            return DONE
    if count >= I[POOL_CAP]:
        return FULL
    for w in range(words):
        I[masks + count * words + w] = I[mask + w]
    width = I[h + POOL_W]
    first = 0 if s == 0 else I[M]
    target = I[h + POOL_F] + count * width
    for k in range(width):
        label = first + k
        if (I[mask + label // BITS] >> (label % BITS)) & 1:
            F[target + k] = 0.0
        else:
            F[target + k] = F[source + label] / F[weight]
    I[h + POOL] = count + 1
    return DONE


@kernel("i", "FIiiii")
def single_corner(F: Floats, I: Ints, s: int, f: int, i: int, mask: int) -> int:
    """The one corner of a tableau without columns; its mask goes to ``I[mask:]``."""
    h = SIDE + s * SIDE_WIDTH
    R = I[h + ROWS]
    labels = I[LABELS]
    words = I[WORDS]
    values = I[GEN]
    for w in range(words):
        I[mask + w] = 0
    for label in range(labels):
        I[mask + label // BITS] |= 1 << (label % BITS)
    doubtful = False
    for r in range(R):
        label = I[i + 1 + r]
        if label >= 0:
            value = F[f + r]
            F[values + label] = value
            if value > ZERO:
                I[mask + label // BITS] &= ~(1 << (label % BITS))
                if value < POSITIVE:
                    doubtful = True
            elif value < -ZERO:
                doubtful = True
    if doubtful:
        return DOUBTFUL
    F[values + labels] = 1.0
    return add_corner(F, I, s, mask, values, values + labels)


@kernel("i", "FIiiii")
def all_corners(F: Floats, I: Ints, s: int, f: int, i: int, mask: int) -> int:
    """Every corner of the face of a feasible tableau, by double description; the face's closed mask to ``I[mask:]``."""
    h = SIDE + s * SIDE_WIDTH
    R, RP, C = I[h + ROWS], I[h + ROWS_P], I[h + COLS]
    labels, words, width = I[LABELS], I[WORDS], I[GEN_WIDTH]
    K = I[i]
    columns = f + RP
    base, masks = I[GEN], I[GEN_MASK]
    cap = I[GEN_CAP]
    if K + 2 > cap:
        return FULL
    # Generators of the cone over the orthant: the current corner (weight 1) and one ray per free variable (weight 0).
    for g in range(K + 1):
        row = base + g * width
        for label in range(width):
            F[row + label] = 0.0
        for w in range(words):
            I[masks + g * words + w] = 0
        for k in range(K):
            if k != g - 1:
                label = I[i + 1 + R + k]
                I[masks + g * words + label // BITS] |= 1 << (label % BITS)
        if g == 0:
            F[row + labels] = 1.0
        else:
            F[row + I[i + 1 + R + g - 1]] = 1.0
            I[masks + g * words + labels // BITS] |= 1 << (labels % BITS)
        for r in range(R):
            label = I[i + 1 + r]
            if label >= 0:
                F[row + label] = F[f + r] if g == 0 else -F[columns + (g - 1) * RP + r]
    count = K + 1
    scratch = I[SCRATCH_I]
    for r in range(R):
        v = I[i + 1 + r]
        if v < 0:
            continue
        word, bit = v // BITS, 1 << (v % BITS)
        negative = 0
        for g in range(count):
            value = F[base + g * width + v]
            if abs(value) <= ZERO:
                F[base + g * width + v] = 0.0
                I[masks + g * words + word] |= bit
            elif abs(value) < POSITIVE:
                return DOUBTFUL
            elif value < 0.0:
                negative += 1
        if negative == 0:
            continue
        old = count
        for a in range(old):
            positive = F[base + a * width + v]
            if positive <= 0.0:
                continue
            for b in range(old):
                minus = F[base + b * width + v]
                if minus >= 0.0:
                    continue
                ones = 0
                for w in range(words):
                    shared = I[masks + a * words + w] & I[masks + b * words + w]
                    I[scratch + w] = shared
                    ones += count_bits(shared)
                if ones < K - 1:
                    continue
                adjacent = True
                for c in range(old):
                    if c != a and c != b and within(I, scratch, masks + c * words, words):
                        adjacent = False
                        break
                if not adjacent:
                    continue
                if count >= cap:
                    return FULL
                target = base + count * width
                copy(F, target, base + b * width, width)
                axpy(F, target, base + a * width, minus / positive, width)
                F[target + v] = 0.0
                scale = F[target + labels]
                if (I[scratch + labels // BITS] >> (labels % BITS)) & 1:
                    F[target + labels] = 0.0
                    scale = 0.0
                    for k in range(K):
                        scale = max(scale, F[target + I[i + 1 + R + k]])
                if scale <= 0.0:
                    return DOUBTFUL
                for label in range(labels + 1):
                    F[target + label] /= scale
                for w in range(words):
                    I[masks + count * words + w] = I[scratch + w]
                I[masks + count * words + word] |= bit
                count += 1
        kept = 0
        for g in range(count):
            if F[base + g * width + v] >= 0.0:
                if g != kept:
                    copy(F, base + kept * width, base + g * width, width)
                    for w in range(words):
                        I[masks + kept * words + w] = I[masks + g * words + w]
                kept += 1
        count = kept
    # Variables that left the tableau vanish everywhere.
    if count == 0:
        return DOUBTFUL
    for w in range(words):
        I[scratch + w] = 0
    for label in range(labels):
        if I[i + 1 + R + C + label] < 0:
            I[scratch + label // BITS] |= 1 << (label % BITS)
    for g in range(count):
        if (I[masks + g * words + labels // BITS] >> (labels % BITS)) & 1:
            return DOUBTFUL
        for w in range(words):
            I[masks + g * words + w] |= I[scratch + w]
            I[mask + w] = I[masks + g * words + w] if g == 0 else I[mask + w] & I[masks + g * words + w]
        code = add_corner(F, I, s, masks + g * words, base + g * width, base + g * width + labels)
        if code != DONE:
            return code
    return DONE


@kernel("i", "FIiiii")
def face_corners(F: Floats, I: Ints, s: int, f: int, i: int, mask: int) -> int:
    """Corners of a leaf's face into the pool, its closed mask to ``I[mask:]``; faces of known faces cost a scan."""
    if I[i] == 0:
        return single_corner(F, I, s, f, i, mask)
    h = SIDE + s * SIDE_WIDTH
    R, C = I[h + ROWS], I[h + COLS]
    labels, words = I[LABELS], I[WORDS]
    for w in range(words):
        I[mask + w] = 0
    for label in range(labels):
        if I[i + 1 + R + C + label] < 0:
            I[mask + label // BITS] |= 1 << (label % BITS)
    faces = I[h + FACE_M]
    for face in range(I[h + FACES]):
        if within(I, faces + face * words, mask, words):
            corners = I[h + POOL_M]
            closed = I[SCRATCH_I]
            for w in range(words):
                I[closed + w] = -1
            for c in range(I[h + POOL]):
                if within(I, mask, corners + c * words, words):
                    for w in range(words):
                        I[closed + w] &= I[corners + c * words + w]
            for w in range(words):
                I[mask + w] = I[closed + w]
            return DONE if I[mask] != -1 else DOUBTFUL
    code = all_corners(F, I, s, f, i, mask)
    if code != DONE:
        return code
    if I[h + FACES] >= I[LEAF_CAP]:
        return FULL
    for w in range(words):
        I[faces + I[h + FACES] * words + w] = I[mask + w]
    I[h + FACES] += 1
    return DONE


@kernel("i", "Iii")
def covered(I: Ints, p: int, q: int) -> int:
    """1 if the face with masks ``I[p:]``, ``I[q:]`` lies in a leaf that is already known, else 0."""
    words = I[WORDS]
    data, width = I[LEAF_DATA], 2 * I[WORDS] + 1
    for leaf in range(I[LEAVES]):
        at = data + leaf * width
        if I[at + 2 * words] == 1 and within(I, at, p, words) and within(I, at + words, q, words):
            return 1
    return 0


@kernel("i", "FIiiii")
def record_leaf(F: Floats, I: Ints, fp: int, ip: int, fq: int, iq: int) -> int:
    """Add the product of two faces to the leaves unless another contains it, and drop those that it contains."""
    labels, words = I[LABELS], I[WORDS]
    p = I[SCRATCH_I] + words + 2
    q = p + words
    # Before any corner is sought: the variables that left the tableaux give a mask that is a subset of the closed one.
    for s in range(2):
        i = ip if s == 0 else iq
        mask = p if s == 0 else q
        h = SIDE + s * SIDE_WIDTH
        place = i + 1 + I[h + ROWS] + I[h + COLS]
        for w in range(words):
            I[mask + w] = 0
        for label in range(labels):
            if I[place + label] < 0:
                I[mask + label // BITS] |= 1 << (label % BITS)
    if covered(I, p, q) == 1:
        return DONE
    code = face_corners(F, I, 0, fp, ip, p)
    if code != DONE:
        return code
    code = face_corners(F, I, 1, fq, iq, q)
    if code != DONE:
        return code
    if covered(I, p, q) == 1:
        return DONE
    data, width = I[LEAF_DATA], 2 * words + 1
    for leaf in range(I[LEAVES]):
        at = data + leaf * width
        if I[at + 2 * words] == 1 and within(I, p, at, words) and within(I, q, at + words, words):
            I[at + 2 * words] = 0
    if I[LEAVES] >= I[LEAF_CAP]:
        return FULL
    at = data + I[LEAVES] * width
    for w in range(words):
        I[at + w] = I[p + w]
        I[at + words + w] = I[q + w]
    I[at + 2 * words] = 1
    I[LEAVES] += 1
    return DONE
