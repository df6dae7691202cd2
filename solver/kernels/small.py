"""Games of 3x3 and 4x4 in blocks of eight: support enumeration, and the tree for those in doubt."""

from __future__ import annotations

from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel, pointer
from solver.kernels.many import LISTS, NO_ROOM, action_values, column_values, solve_one
from solver.kernels.simd import LANES
from solver.kernels.supports import enumerate_3, enumerate_4
from solver.kernels.tableau import DONE

BLOCK = LANES
MAX_PAIRS = 69
"""Pairs of supports of a 4x4 game."""
PAIR_WIDTH = 1 + 2 * 4
"""A pair in the table: its size, four places for rows, four for columns."""


@kernel("v", "FiiiIiiiFi")
def weigh(
    F: Floats, at: int, own: int, cross: int, pairs: Ints, rows: int, columns: int, size: int, out: Floats, to: int
) -> None:
    """Weights on ``size`` columns that make ``size`` rows indifferent, as signed minors, into ``out[to:]``.

    The payoff of row ``r`` at column ``c`` is ``F[at + r * own + c * cross]``; rows and columns are listed in
    ``pairs``.
    """
    if size == 1:
        out[to] = 1.0
        return
    first = at + pairs[rows] * own
    c0, c1 = pairs[columns] * cross, pairs[columns + 1] * cross
    row = at + pairs[rows + 1] * own
    a0, a1 = F[first + c0] - F[row + c0], F[first + c1] - F[row + c1]
    if size == 2:
        out[to], out[to + 1] = a1, -a0
        return
    c2 = pairs[columns + 2] * cross
    a2 = F[first + c2] - F[row + c2]
    row = at + pairs[rows + 2] * own
    b0, b1, b2 = F[first + c0] - F[row + c0], F[first + c1] - F[row + c1], F[first + c2] - F[row + c2]
    m01, m02, m12 = a0 * b1 - a1 * b0, a0 * b2 - a2 * b0, a1 * b2 - a2 * b1
    if size == 3:
        out[to], out[to + 1], out[to + 2] = m12, -m02, m01
        return
    c3 = pairs[columns + 3] * cross
    a3 = F[first + c3] - F[at + pairs[rows + 1] * own + c3]
    b3 = F[first + c3] - F[row + c3]
    row = at + pairs[rows + 3] * own
    d0, d1 = F[first + c0] - F[row + c0], F[first + c1] - F[row + c1]
    d2, d3 = F[first + c2] - F[row + c2], F[first + c3] - F[row + c3]
    m03, m13, m23 = a0 * b3 - a3 * b0, a1 * b3 - a3 * b1, a2 * b3 - a3 * b2
    out[to] = m12 * d3 - m13 * d2 + m23 * d1
    out[to + 1] = -(m02 * d3 - m03 * d2 + m23 * d0)
    out[to + 2] = m01 * d3 - m03 * d1 + m13 * d0
    out[to + 3] = -(m01 * d2 - m02 * d1 + m12 * d0)


@kernel("v", "FiFiIiiiFi")
def place_weights(
    F: Floats, divisors: int, weights: Floats, at: int, pairs: Ints, listed: int, size: int, k: int, out: Floats,
    to: int,
) -> None:  # fmt: skip
    """Mixed action over ``k`` actions from scaled weights on those listed."""
    for a in range(k):
        out[to + a] = 0.0
    total = 0.0
    for a in range(size):
        weights[at + a] /= F[divisors + pairs[listed + a] * LANES]
        total += weights[at + a]
    for a in range(size):
        out[to + pairs[listed + a]] = weights[at + a] / total


@kernel("i", "RiiiNiANNiiiAAHAHNNNBA")
def solve_small(  # noqa: C901 (compiled)
    payoffs: Floats, first: int, last: int, k: int, pairs: Ints, n_pairs: int, floats: Floats, integers: Ints,
    kept: Ints, pool_cap: int, leaf_cap: int, gen_cap: int, x: Floats, y: Floats, equilibria: Shorts, regrets: Floats,
    stream: Shorts, used: Ints, limits: Ints, ends: Ints, flags: Bytes, values: Floats,
) -> int:  # fmt: skip
    """As ``many.solve_range`` for ``k`` by ``k`` games, ``k`` 3 or 4; ``pairs`` lists the pairs of supports.

    ``floats`` has room for one block beyond what the tree needs, at its end; ``integers`` for one word per pair.
    """
    G, F, J, P = pointer(payoffs), pointer(floats), pointer(integers), pointer(pairs)
    X, Y, E, V = pointer(x), pointer(y), pointer(equilibria), pointer(values)
    games = len(flags) + 1
    used[LISTS] = DONE
    cells = k * k
    block = len(floats) - (2 * cells + 2 * k) * BLOCK
    divisors_y, divisors_x = block + 2 * cells * BLOCK, block + (2 * cells + k) * BLOCK
    words = len(integers) - n_pairs
    start = first
    while start < last:
        for lane in range(BLOCK):
            # Past the end the last game fills the lanes that are left.
            g = min(start + lane, last - 1) * 2 * cells
            for e in range(2 * cells):
                F[block + e * BLOCK + lane] = G[g + e]
        doubt = enumerate_3(F, block, J, words) if k == 3 else enumerate_4(F, block, J, words)
        anything = 0
        for lane in range(min(BLOCK, last - start)):
            g = (start + lane) * 2 * cells
            found = 0
            good = (doubt >> lane) & 1 == 0
            if good:
                for number in range(n_pairs):
                    found += (J[words + number] >> lane) & 1
                # An even number of equilibria cannot be the whole answer of a regular game.
                good = found % 2 == 1
            if not good:
                code = solve_one(
                    G, start + lane, k, k, F, J, pointer(kept), pool_cap, leaf_cap, gen_cap, X, Y, E, pointer(regrets),
                    pointer(stream), pointer(used), pointer(limits), pointer(ends), games, pointer(flags), V,
                )  # fmt: skip
                if code != DONE:
                    used[LISTS] = code
                    return start + lane
                continue
            point = used[2]
            if (used[0] + found) * k > limits[0] or (used[1] + found) * k > limits[1] or point + found > limits[2]:
                used[LISTS] = NO_ROOM
                return start + lane
            for number in range(n_pairs):
                if (J[words + number] >> lane) & 1 == 0:
                    continue
                pair = number * PAIR_WIDTH
                size = P[pair]
                at_x, at_y = (used[0] + anything) * k, (used[1] + anything) * k
                weigh(F, block + lane, k * BLOCK, BLOCK, P, pair + 1, pair + 5, size, V, 0)
                place_weights(F, divisors_y + lane, V, 0, P, pair + 5, size, k, Y, at_y)
                weigh(F, block + cells * BLOCK + lane, BLOCK, k * BLOCK, P, pair + 5, pair + 1, size, V, 0)
                place_weights(F, divisors_x + lane, V, 0, P, pair + 1, size, k, X, at_x)
                best_a = action_values(G, g, k, k, Y, at_y, V, 0)
                best_b = column_values(G, g + cells, k, k, X, at_x, V, k)
                for a in range(k):
                    V[2 * k + a] = X[at_x + a] * V[a]
                    V[3 * k + a] = Y[at_y + a] * V[k + a]
                u = 0.0
                w = 0.0
                for a in range(k):
                    u += V[2 * k + a]
                    w += V[3 * k + a]
                E[2 * (point + anything)] = anything
                E[2 * (point + anything) + 1] = anything
                regrets[point + anything] = max(best_a - u, best_b - w, 0.0)
                anything += 1
            used[0] += anything
            used[1] += anything
            used[2] += anything
            for number in range(LISTS):
                ends[number * games + start + lane + 1] = used[number]
            flags[start + lane] = 0
            anything = 0
        start += BLOCK
    return last
