"""The loop over games: prepare, search, write, with the place of every result counted in offsets."""

from __future__ import annotations

import numpy as np

from solver.game.tolerances import CHECKED_REGRET, POSITIVE
from solver.kernels.corners import within
from solver.kernels.emit import (
    DEGENERATE,
    emit_corners,
    fully_labelled,
    is_regular,
    join_leaves,
)
from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel, pointer
from solver.kernels.layout import (
    LEAF_DATA,
    LEAVES,
    NODES,
    POOL,
    POOL_M,
    SCRATCH,
    SIDE,
    SIDE_WIDTH,
    WORDS,
    empty_pools,
    lay_out,
)
from solver.kernels.prepare import drop_dominated, scale, widest
from solver.kernels.tableau import DONE, DOUBTFUL
from solver.kernels.tree import search

LISTS = 4
"""What games have lists of: corners of each player, extreme equilibria, words of the stream, in this order."""
NO_ROOM = 4
"""Beside the codes of a search: the game's results do not fit, and none is written."""

ATTEMPTS = 3
"""Searches with other costs before a game is left to exact arithmetic, and one more for every 4 actions: a search takes
ever less time beside exact arithmetic."""


@kernel("f", "FiiiFiFi")
def action_values(G: Floats, g: int, rows: int, columns: int, weights: Floats, at: int, out: Floats, to: int) -> float:
    """``out[to + r] = sum_c G[g + r * columns + c] * weights[at + c]``; returns the largest."""
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
        weight = weights[at + r]
        if weight != 0.0:
            for c in range(columns):
                out[to + c] += weight * G[g + r * columns + c]
    best = -np.inf
    for c in range(columns):
        best = max(best, out[to + c])
    return best


@kernel("i", "IiiSiSi")
def write_stream(J: Ints, components: int, n_pairs: int, pairs: Shorts, first: int, stream: Shorts, at: int) -> int:
    """The stream of a game whose ``n_pairs`` equilibria are at ``pairs[2 * first:]``, from ``stream[at:]``; its length.

    Subsets, components, then the component of each equilibrium, then for each subset its component, the numbers of
    corners of its faces, and these corners.
    """
    words, data, leaves = J[WORDS], J[LEAF_DATA], J[LEAVES]
    stream[at], stream[at + 1] = leaves, components
    length = 2
    for e in range(first, first + n_pairs):
        x = J[SIDE + POOL_M] + pairs[2 * e] * words
        y = J[SIDE + SIDE_WIDTH + POOL_M] + pairs[2 * e + 1] * words
        for leaf in range(leaves):
            face = data + leaf * (2 * words + 1)
            if within(J, face, x, words) and within(J, face + words, y, words):
                stream[at + length] = J[face + 2 * words]
                break
        length += 1
    for leaf in range(leaves):
        face = data + leaf * (2 * words + 1)
        stream[at + length] = J[face + 2 * words]
        head = at + length + 1
        length += 3
        for s in range(2):
            h = SIDE + s * SIDE_WIDTH
            count = 0
            for c in range(J[h + POOL]):
                if within(J, face + s * words, J[h + POOL_M] + c * words, words):
                    stream[at + length] = c
                    length += 1
                    count += 1
            stream[head + s] = count
    return length


@kernel("i", "FiiiFIIiiiFFSFSIIIiUF")
def solve_one(  # noqa: C901 (compiled)
    G: Floats, game: int, m: int, n: int, F: Floats, J: Ints, K: Ints, pool_cap: int, leaf_cap: int, gen_cap: int,
    X: Floats, Y: Floats, pairs: Shorts, regrets: Floats, stream: Shorts, used: Ints,
    limits: Ints, ends: Ints, lane: int, marks: Bytes, V: Floats,
) -> int:  # fmt: skip
    """Solve a game and append its results; unless ``DONE`` is returned, nothing is appended.

    ``used`` holds the lengths used of ``X``, ``Y`` (corners), ``pairs`` (equilibria), ``stream``; ``limits`` the
    lengths of ``X``, ``Y`` (floats), ``pairs`` (equilibria) and ``stream``. Where list ``k`` of the game ends goes to
    ``ends[k * lane + game + 1]``, its flags to ``marks[game]``.
    The stream of a game that is not a list of isolated points is: subsets, components, then the component of each
    equilibrium, then for each subset its component, the numbers of corners of its faces, and these corners.
    """
    g = game * 2 * m * n
    kept_x, kept_y = 0, m
    for k in range(m):
        K[kept_x + k] = k
    for k in range(n):
        K[kept_y + k] = k
    a, b = g, g + m * n
    full_a = widest(G, a, n, 1, K, kept_x, m, kept_y, n)
    full_b = widest(G, b, 1, n, K, kept_y, n, kept_x, m)
    rows, columns = m, n
    while True:
        fewer_rows = drop_dominated(G, a, n, 1, rows, K, kept_x, kept_y, columns, m + n, POSITIVE * full_a)
        fewer_columns = drop_dominated(G, b, 1, n, columns, K, kept_y, kept_x, fewer_rows, 2 * m + n, POSITIVE * full_b)
        done = fewer_columns == columns
        rows, columns = fewer_rows, fewer_columns
        if done:
            break
    unit_a, unit_b = full_a, full_b
    if rows < m or columns < n:
        unit_a = widest(G, a, n, 1, K, kept_x, rows, kept_y, columns)
        unit_b = widest(G, b, 1, n, K, kept_y, columns, kept_x, rows)
    lay_out(J, rows, columns, pool_cap, leaf_cap, gen_cap)
    scratch = J[SCRATCH]
    matrix_p, matrix_q = scratch, scratch + rows * columns
    divisors_x = matrix_q + rows * columns
    divisors_y = divisors_x + rows
    work = divisors_y + columns
    code = DONE
    # Ties are a matter of the whole game's payoff range: a small game left among large payoffs is looked at exactly.
    if (0.0 < unit_a < 1e-2 * full_a) or (0.0 < unit_b < 1e-2 * full_b):
        code = DOUBTFUL
    if code == DONE:
        code = scale(G, b, 1, n, K, kept_y, columns, kept_x, rows, unit_b, F, matrix_p, divisors_x, work)
    if code == DONE:
        code = scale(G, a, n, 1, K, kept_x, rows, kept_y, columns, unit_a, F, matrix_q, divisors_y, work)
    J[NODES] = 0
    if code == DONE:
        code = search(F, J, matrix_p, matrix_q, 1)
        # Rounding may have crossed the band between zero and positive on one path of pivots and not on another.
        attempt = 2
        while code == DOUBTFUL and attempt <= ATTEMPTS + (rows + columns) // 4:
            empty_pools(J)
            code = search(F, J, matrix_p, matrix_q, attempt)
            attempt += 1
    if code != DONE:
        return code
    hp, hq = SIDE, SIDE + SIDE_WIDTH
    n_x, n_y = J[hp + POOL], J[hq + POOL]
    if (used[0] + n_x) * m > limits[0] or (used[1] + n_y) * n > limits[1]:
        return NO_ROOM
    words = J[WORDS]
    masks_x, masks_y = J[hp + POOL_M], J[hq + POOL_M]
    emit_corners(F, J, 0, K, kept_x, m, divisors_x, X, used[0] * m)
    emit_corners(F, J, 1, K, kept_y, n, divisors_y, Y, used[1] * n)
    regular = is_regular(J)
    # In a regular game every leaf is one point, and no two meet.
    components = J[LEAVES] if regular else join_leaves(J)
    limit_a = CHECKED_REGRET * max(full_a, 1e-300)
    limit_b = CHECKED_REGRET * max(full_b, 1e-300)
    for q in range(n_y):
        V[q * (m + 1) + m] = action_values(G, a, m, n, Y, (used[1] + q) * n, V, q * (m + 1))
    best_replies = n_y * (m + 1)
    n_pairs = 0
    for p in range(n_x):
        best_b = column_values(G, b, m, n, X, (used[0] + p) * m, V, best_replies)
        for q in range(n_y):
            if not fully_labelled(J, masks_x + p * words, masks_y + q * words):
                continue
            if used[2] + n_pairs >= limits[2]:
                return NO_ROOM
            u = 0.0
            for k in range(m):
                u += X[(used[0] + p) * m + k] * V[q * (m + 1) + k]
            w = 0.0
            for k in range(n):
                w += Y[(used[1] + q) * n + k] * V[best_replies + k]
            gain_a, gain_b = V[q * (m + 1) + m] - u, best_b - w
            if gain_a > limit_a or gain_b > limit_b:
                return DOUBTFUL
            pairs[2 * (used[2] + n_pairs)] = p
            pairs[2 * (used[2] + n_pairs) + 1] = q
            regrets[used[2] + n_pairs] = max(gain_a, gain_b, 0.0)
            n_pairs += 1
    if n_pairs == 0 or (regular and n_pairs % 2 == 0):
        return DOUBTFUL
    leaves = J[LEAVES]
    if components != n_pairs or leaves != n_pairs:
        if used[3] + 2 + n_pairs + leaves * (3 + n_x + n_y) > limits[3]:
            return NO_ROOM
        used[3] += write_stream(J, components, n_pairs, pairs, used[2], stream, used[3])
    used[0] += n_x
    used[1] += n_y
    used[2] += n_pairs
    for k in range(LISTS):
        ends[k * lane + game + 1] = used[k]
    marks[game] = 0 if regular else DEGENERATE
    return DONE


@kernel("i", "RiiiiANNiiiAAHAHNNNBA")
def solve_range(
    payoffs: Floats, first: int, last: int, m: int, n: int, floats: Floats, integers: Ints, kept: Ints, pool_cap: int,
    leaf_cap: int, gen_cap: int, x: Floats, y: Floats, pairs: Shorts, regrets: Floats, stream: Shorts, used: Ints,
    limits: Ints, ends: Ints, flags: Bytes, values: Floats,
) -> int:  # fmt: skip
    """Solve games ``first`` to ``last`` one after the other, up to one that cannot be written, or to ``last``.

    Returns where it stops; why goes to ``used[LISTS]``.
    """
    code = DONE
    for game in range(first, last):
        code = solve_one(
            pointer(payoffs), game, m, n, pointer(floats), pointer(integers), pointer(kept),
            pool_cap, leaf_cap, gen_cap, pointer(x), pointer(y), pointer(pairs), pointer(regrets), pointer(stream),
            pointer(used), pointer(limits), pointer(ends), len(flags) + 1, pointer(flags), pointer(values),
        )  # fmt: skip
        if code != DONE:
            used[LISTS] = code
            return game
    used[LISTS] = code
    return last
