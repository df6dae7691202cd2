"""2x2 games in closed form: the signs of four payoff differences decide everything but two probabilities.

With ``a_j`` the gain of player 1's first action over the second against column ``j``, and ``b_i`` that of player 2's
first action in row ``i``, best replies depend on the signs of ``a_0, a_1, b_0, b_1`` and on where they change. So a
game belongs to one of 81 classes, ``sum_k 3**k (1 + sign_k)``; all games of a class have the same equilibria, faces
and components, with ``y = a_1 / (a_1 - a_0)`` and ``x = b_1 / (b_1 - b_0)`` for the weights of the first actions when
mixed. A table says for each class what they are.
"""

from __future__ import annotations

from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel, pointer
from solver.kernels.prepare import TIE
from solver.kernels.simd import signs_2x2
from solver.kernels.validate import LARGEST

CLASSES = 81
UNSURE, BAD = 254, 255
"""Instead of a class: a difference that is neither a tie nor clearly none; a payoff that is no number."""

NOISE = 8 * 2.220446049250313e-16
"""Differences up to this fraction of the player's largest payoff are rounding of a tie."""

X_COUNT, Y_COUNT, POINTS, LENGTH, FLAG, X_KINDS, Y_KINDS, PAIRS, STREAM = 0, 1, 2, 3, 4, 5, 9, 13, 31
SINGLE, SPECIAL = 90, 91
TABLE_WIDTH = 96
"""A class's line: numbers of corners, points, stream, the flags; kinds of corners (0 first action, 1 second, 2 mixed);
pairs; stream; for a regular class with one equilibrium 1 plus the kind of ``x`` plus thrice that of ``y``, else 0;
whether numbers of corners and equilibria differ or there is a stream."""


@kernel("i", "Fi")
def exact_class(G: Floats, g: int) -> int:
    """The class of a game with a small difference, or ``UNSURE``, or ``BAD``."""
    code = 0
    power = 1
    for player in range(2):
        at = g + 4 * player
        size = 0.0
        for k in range(4):
            if not abs(G[at + k]) <= LARGEST:
                return BAD
            size = max(size, abs(G[at + k]))
        first = G[at] - G[at + 2] if player == 0 else G[at] - G[at + 1]
        second = G[at + 1] - G[at + 3] if player == 0 else G[at + 2] - G[at + 3]
        unit = max(abs(first), abs(second))
        for k in range(2):
            difference = first if k == 0 else second
            if abs(difference) > NOISE * size:
                if abs(difference) < TIE * unit:
                    return UNSURE
                code += 2 * power if difference > 0.0 else 0
            else:
                code += power
            power *= 3
    return code


@kernel("v", "AiiBN")
def classify(payoffs: Floats, first: int, last: int, codes: Bytes, totals: Ints) -> None:
    """Classes of the games ``first`` to ``last`` into ``codes``; the unsure and the bad are counted.

    ``totals`` holds corners of each player, equilibria, words of streams (all by :func:`count`), games unsure, games
    bad, and games that need offsets of their own for each list (by :func:`count`).
    """
    G, out = pointer(payoffs), pointer(codes)
    for game in range(first, last):
        signs = signs_2x2(G, game * 8, TIE, NOISE, LARGEST)
        if signs >= 0:
            # A digit of base 3 per sign: positive is 2, a tie 1, negative 0.
            low, high = 2 * (signs & 15), signs >> 4
            digits = (low & 2) + (high & 1) + 3 * (((low >> 1) & 2) + ((high >> 1) & 1))
            digits += 9 * (((low >> 2) & 2) + ((high >> 2) & 1)) + 27 * (((low >> 3) & 2) + ((high >> 3) & 1))
            code = 80 - digits
        else:
            code = exact_class(G, game * 8)
        out[game] = code
        if code >= CLASSES:
            totals[4 if code == UNSURE else 5] += 1


@kernel("v", "iiNBN")
def count(first: int, last: int, table: Ints, codes: Bytes, totals: Ints) -> None:
    """Add up what the results of classified games need."""
    T = pointer(table)
    corners_x = corners_y = points = length = special = 0
    for game in range(first, last):
        line = codes[game] * TABLE_WIDTH
        corners_x += T[line + X_COUNT]
        corners_y += T[line + Y_COUNT]
        points += T[line + POINTS]
        length += T[line + LENGTH]
        special += T[line + SPECIAL]
    totals[0] += corners_x
    totals[1] += corners_y
    totals[2] += points
    totals[3] += length
    totals[6] += special


@kernel("v", "AiiNBNAAHAHNNNNB")
def fill(
    payoffs: Floats, first: int, last: int, table: Ints, codes: Bytes, start: Ints, x: Floats, y: Floats,
    equilibria: Shorts, regrets: Floats, stream: Shorts, x_offsets: Ints, y_offsets: Ints, offsets: Ints,
    stream_offsets: Ints, flags: Bytes,
) -> None:  # fmt: skip
    """Write the results of classified games; ``start`` holds where: corners of each player, equilibria, stream.

    Where ``y_offsets`` is empty every game has as many corners per player as equilibria and no stream, so one list of
    offsets serves all. A game without a class has its results written by others, after a gap that ``start`` allows for.
    """
    G, T, X, Y = pointer(payoffs), pointer(table), pointer(x), pointer(y)
    E, R = pointer(equilibria), pointer(regrets)
    nx, ny, ne, ns = start[0], start[1], start[2], start[3]
    plain = len(y_offsets) == 0
    for game in range(first, last):
        line = codes[game] * TABLE_WIDTH
        g = game * 8
        a0, a1 = G[g] - G[g + 2], G[g + 1] - G[g + 3]
        b0, b1 = G[g + 4] - G[g + 5], G[g + 6] - G[g + 7]
        count_x, count_y, points = T[line], T[line + 1], T[line + 2]
        mixed_x = b1 / (b1 - b0)
        mixed_y = a1 / (a1 - a0)
        single = T[line + SINGLE] - 1
        if single >= 0:
            kind_y = single // 3
            kind_x = single - 3 * kind_y
            px = mixed_x if kind_x == 2 else 1.0 - kind_x
            py = mixed_y if kind_y == 2 else 1.0 - kind_y
            X[2 * nx] = px
            X[2 * nx + 1] = 1.0 - px
            Y[2 * ny] = py
            Y[2 * ny + 1] = 1.0 - py
            E[2 * ne] = 0
            E[2 * ne + 1] = 0
            gain_a = py * a0 + (1.0 - py) * a1
            gain_b = px * b0 + (1.0 - px) * b1
            R[ne] = max(max((1.0 - px) * gain_a, -px * gain_a), max((1.0 - py) * gain_b, -py * gain_b))
            nx += 1
            ny += 1
            ne += 1
            x_offsets[game + 1] = nx
            if not plain:
                y_offsets[game + 1] = ny
                offsets[game + 1] = ne
                stream_offsets[game + 1] = ns
            continue
        for k in range(count_x):
            kind = T[line + X_KINDS + k]
            weight = mixed_x if kind == 2 else 1.0 - kind
            X[2 * (nx + k)] = weight
            X[2 * (nx + k) + 1] = 1.0 - weight
        for k in range(count_y):
            kind = T[line + Y_KINDS + k]
            weight = mixed_y if kind == 2 else 1.0 - kind
            Y[2 * (ny + k)] = weight
            Y[2 * (ny + k) + 1] = 1.0 - weight
        for k in range(points):
            i, j = T[line + PAIRS + 2 * k], T[line + PAIRS + 2 * k + 1]
            E[2 * (ne + k)] = i
            E[2 * (ne + k) + 1] = j
            at_x, at_y = 2 * (nx + i), 2 * (ny + j)
            gain_a = Y[at_y] * a0 + Y[at_y + 1] * a1
            gain_b = X[at_x] * b0 + X[at_x + 1] * b1
            loss_a = X[at_x + 1] * gain_a if gain_a > 0.0 else -X[at_x] * gain_a
            loss_b = Y[at_y + 1] * gain_b if gain_b > 0.0 else -Y[at_y] * gain_b
            R[ne + k] = max(loss_a, loss_b)
        nx += count_x
        ny += count_y
        ne += points
        x_offsets[game + 1] = nx
        if not plain:
            for k in range(T[line + LENGTH]):
                stream[ns + k] = T[line + STREAM + k]
            ns += T[line + LENGTH]
            y_offsets[game + 1] = ny
            offsets[game + 1] = ne
            stream_offsets[game + 1] = ns
            flags[game] = T[line + FLAG]
