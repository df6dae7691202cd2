"""From pools and leaves to a game's part of the batch's lists: corners, equilibria, faces."""

from __future__ import annotations

import numpy as np

from solver.common.tolerances import CHECKED_REGRET
from solver.kernels.corners import count_bits, within
from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel
from solver.kernels.layout import (
    BITS,
    COLS,
    LABELS,
    LEAF_DATA,
    LEAVES,
    LINK,
    POOL,
    POOL_F,
    POOL_M,
    SCRATCH,
    SIDE,
    SIDE_WIDTH,
    WORDS,
    M,
    N,
)
from solver.kernels.tableau import DONE, DOUBTFUL

LISTS = 4
"""What games have lists of: corners of each player, extreme equilibria, words about faces, in this order."""
NO_ROOM = 4
"""Beside the codes of a search: the game's results do not fit, and none is written."""

DEGENERATE = 1
"""Flag: an extreme equilibrium with more best replies than actions played, or a face of equilibria."""


@kernel("v", "FIiIiiiFi")
def emit_corners(
    F: Floats, W: Ints, s: int, K: Ints, kept: int, width: int, divisors: int, out: Floats, at: int
) -> None:
    """Mixed actions of the pool of side ``s`` over all ``width`` actions, into ``out[at:]``: undo scale, normalise."""
    h = SIDE + s * SIDE_WIDTH
    # Corners in the pool are of the scaled game without dominated actions.
    count, own, pool = W[h + POOL], W[h + COLS], W[h + POOL_F]
    for c in range(count):
        row = at + c * width
        for k in range(width):
            out[row + k] = 0.0
        # Weights were multiplied by the divisors of their columns; dividing first keeps zeros exact.
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
def join_leaves(W: Ints) -> int:
    """Drop leaves that are not maximal from the list, join those that touch; returns the number of components.

    Two faces meet if and only if they share a corner.
    """
    words, data = W[WORDS], W[LEAF_DATA]
    # Leaves that turned out not to be maximal stayed in place while the search referred to places.
    width = 2 * words + 1
    kept = 0
    for leaf in range(W[LEAVES]):
        if W[data + leaf * width + 2 * words] == 1:
            for k in range(width):
                W[data + kept * width + k] = W[data + leaf * width + k]
            kept += 1
    W[LEAVES] = kept
    # Disjoint sets: each leaf points to an earlier one of its component, or to itself.
    link, components = W[LINK], kept
    for leaf in range(kept):
        W[link + leaf] = leaf
    # Two faces of a polytope meet in a face, whose corners are corners of both: masks decide, no coordinate is
    # compared.
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
                # Apart on this side, hence apart: a product needs common points on both.
                if meet == s:
                    break
            if meet == 2:
                first, second = root(W, a), root(W, b)
                components -= 1 if first != second else 0
                W[link + max(first, second)] = min(first, second)
    return components


@kernel("b", "Iii")
def fully_labelled(W: Ints, p: int, q: int) -> bool:
    """Whether every label vanishes on one of the two sides at corners with masks ``W[p:]`` and ``W[q:]``."""
    labels = W[LABELS]
    for w in range(W[WORDS]):
        # The bit behind the last label belongs to the cone's coordinate and says nothing here.
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
            # One zero more than dimensions is a tie: another best reply than the actions played, or the reverse.
            if ones != dimension:
                return False
    return True


@kernel("f", "FiiiFiFi")
def action_values(G: Floats, g: int, rows: int, columns: int, weights: Floats, at: int, out: Floats, to: int) -> float:
    """``out[to + r] = sum_c G[g + r * columns + c] * weights[at + c]``; returns the largest."""
    # Row by row: payoffs lie in memory that way.
    best = -np.inf
    for r in range(rows):
        total = 0.0
        for c in range(columns):
            total += G[g + r * columns + c] * weights[at + c]
        out[to + r] = total
        best = max(best, total)
    return best


@kernel("f", "FiiiFiFi")
def column_values(G: Floats, g: int, rows: int, columns: int, weights: Floats, at: int, out: Floats, to: int) -> float:
    """``out[to + c] = sum_r weights[at + r] * G[g + r * columns + c]``; returns the largest."""
    for c in range(columns):
        out[to + c] = 0.0
    for r in range(rows):
        # Few actions are played; the others' rows are not read.
        weight = weights[at + r]
        if weight != 0.0:
            for c in range(columns):
                out[to + c] += weight * G[g + r * columns + c]
    best = -np.inf
    for c in range(columns):
        best = max(best, out[to + c])
    return best


@kernel("f", "FiFii")
def expected(weights: Floats, at: int, values: Floats, of: int, count: int) -> float:
    """``sum_k weights[at + k] * values[of + k]``."""
    total = 0.0
    for k in range(count):
        total += weights[at + k] * values[of + k]
    return total


@kernel("i", "IiSi")
def write_faces(W: Ints, components: int, words: Shorts, at: int) -> int:
    """Describe the faces of a game from ``words[at:]``; returns how many words that takes.

    The words are: the number of subsets and of components; for each subset the number of corners of each player, and
    these corners.
    """
    # Written once per game that needs it; regular games, nearly all, need no words.
    mask_words, data, leaves = W[WORDS], W[LEAF_DATA], W[LEAVES]
    words[at], words[at + 1] = leaves, components
    length = 2
    for leaf in range(leaves):
        head = at + length
        length += 2
        for s in range(2):
            h = SIDE + s * SIDE_WIDTH
            face = data + leaf * (2 * mask_words + 1) + s * mask_words
            before = length
            # Masks decide membership, as everywhere: no coordinate is compared.
            for c in range(W[h + POOL]):
                if within(W, face, W[h + POOL_M] + c * mask_words, mask_words):
                    words[at + length] = c
                    length += 1
            words[head + s] = length - before
    return length


@kernel("i", "FiiiFIIFFSSIIFUi")
def emit(
    G: Floats, g: int, m: int, n: int, F: Floats, W: Ints, K: Ints, X: Floats, Y: Floats, pairs: Shorts,
    words: Shorts, used: Ints, limits: Ints, V: Floats, flags: Bytes, at: int,
) -> int:  # fmt: skip
    """Append the results of the game at ``G[g:]`` to the lists, and its flag to ``flags[at]``.

    Unless ``DONE`` is returned, nothing is appended: for want of room, or because a point has regret or the number of
    equilibria is even in a game without ties, so that some decision of the search must have been wrong.
    """
    hp, hq = SIDE, SIDE + SIDE_WIDTH
    n_x, n_y = W[hp + POOL], W[hq + POOL]
    # Before anything is written: a game is appended as a whole or not at all.
    if used[0] + n_x > limits[0] or used[1] + n_y > limits[1]:
        return NO_ROOM
    mask_words, masks_x, masks_y = W[WORDS], W[hp + POOL_M], W[hq + POOL_M]
    divisors_x = W[SCRATCH] + 2 * W[M] * W[N]
    divisors_y = divisors_x + W[M]
    ranges = divisors_y + W[N]
    x, y, first = used[0] * m, used[1] * n, used[2]
    emit_corners(F, W, 0, K, 0, m, divisors_x, X, x)
    emit_corners(F, W, 1, K, m, n, divisors_y, Y, y)
    regular = is_regular(W)
    # In a regular game every leaf is one point, and no two meet.
    components = W[LEAVES] if regular else join_leaves(W)
    # Regret is an independent check of the search: it comes from the payoffs, not from the tableaux.
    limit_a = CHECKED_REGRET * max(F[ranges], 1e-300)
    limit_b = CHECKED_REGRET * max(F[ranges + 1], 1e-300)
    # What each action earns against each corner, once per corner instead of once per pair.
    for q in range(n_y):
        V[q * (m + 1) + m] = action_values(G, g, m, n, Y, y + q * n, V, q * (m + 1))
    replies = n_y * (m + 1)
    # An extreme equilibrium is a pair of corners at which every label has a zero; all pairs are looked at, so that one
    # that lies in several leaves is listed once.
    n_pairs = 0
    for p in range(n_x):
        best_b = column_values(G, g + m * n, m, n, X, x + p * m, V, replies)
        for q in range(n_y):
            if not fully_labelled(W, masks_x + p * mask_words, masks_y + q * mask_words):
                continue
            if first + n_pairs >= limits[2]:
                return NO_ROOM
            gain_a = V[q * (m + 1) + m] - expected(X, x + p * m, V, q * (m + 1), m)
            gain_b = best_b - expected(Y, y + q * n, V, replies, n)
            if gain_a > limit_a or gain_b > limit_b:
                return DOUBTFUL
            pairs[2 * (first + n_pairs)], pairs[2 * (first + n_pairs) + 1] = p, q
            n_pairs += 1
    # Every game has an equilibrium, and a regular one an odd number of them (Wilson 1971).
    if n_pairs == 0 or (regular and n_pairs % 2 == 0):
        return DOUBTFUL
    # Isolated points need no words: each is a subset and a component.
    leaves = W[LEAVES]
    if components != n_pairs or leaves != n_pairs:
        if used[3] + 2 + leaves * (2 + n_x + n_y) > limits[3]:
            return NO_ROOM
        used[3] += write_faces(W, components, words, used[3])
    # Only now do the results count: an earlier return leaves the lists as they were.
    used[0] += n_x
    used[1] += n_y
    used[2] += n_pairs
    flags[at] = 0 if regular else DEGENERATE
    return DONE
