"""2x2 games in closed form: the signs of four payoff differences decide everything but two probabilities.

With ``a_j`` the gain of player 1's first action over the second against column ``j``, and ``b_i`` that of player 2's
first action in row ``i``, best replies depend on the signs of ``a_0, a_1, b_0, b_1`` and on where they change. So a
game belongs to one of 81 classes, ``sum_k 3**k (1 + sign_k)``; all games of a class have the same equilibria, faces
and components, with ``y = a_1 / (a_1 - a_0)`` and ``x = b_1 / (b_1 - b_0)`` for the weights of the first actions when
mixed. A table says for each class what they are.
"""

from __future__ import annotations

from solver.kernels.jit import Bytes, Floats, Ints, kernel, pointer
from solver.kernels.prepare import TIE
from solver.kernels.simd_two import SHAPE_WIDTH, copy_pairs, prefetch, signs_2x2, write_2x2
from solver.kernels.validate import LARGEST

CLASSES = 81
UNSURE, BAD = 254, 255
"""Instead of a class: a difference that is neither a tie nor clearly none; a payoff that is no number."""

NOISE = 8 * 2.220446049250313e-16
"""Differences up to this fraction of the player's largest payoff are rounding of a tie."""

X_COUNT, Y_COUNT, POINTS, FLAG, UNEVEN, PAIRS = 0, 1, 2, 3, 4, 5
TABLE_WIDTH = 8
"""A class's line: numbers of corners and equilibria, the flags, whether these numbers differ; the corners of each
equilibrium as the bytes of one word."""
AHEAD = 512
"""Payoffs are asked for this many numbers before they are used: the processor by itself looks less far ahead."""
FILLED, ROOM, LISTS = 0, 1, 2
"""Why :func:`solve` stops: all done or a bad payoff; no room for another game; lists of offsets that must differ."""


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


@kernel("v", "RiiBBN")
def classify(payoffs: Floats, first: int, last: int, class_of: Bytes, codes: Bytes, totals: Ints) -> None:
    """Classes of the games ``first`` to ``last`` into ``codes``; ``totals[4]`` and ``[5]`` count the unsure, the bad.

    ``class_of`` turns the signs that :func:`signs_2x2` reports into a class.
    """
    G, C, out = pointer(payoffs), pointer(class_of), pointer(codes)
    for game in range(first, last):
        prefetch(G, game * 8 + AHEAD)
        signs = signs_2x2(G, game * 8, TIE, NOISE, LARGEST)
        if signs >= 0:
            out[game] = C[signs]
        else:
            code = exact_class(G, game * 8)
            out[game] = code
            if code >= CLASSES:
                totals[4 if code == UNSURE else 5] += 1


@kernel("v", "iiNBN")
def count(first: int, last: int, table: Ints, codes: Bytes, totals: Ints) -> None:
    """Add up what the results of classified games need: corners of each player, equilibria, games with uneven lists."""
    T = pointer(table)
    corners_x = corners_y = points = uneven = 0
    for game in range(first, last):
        line = codes[game] * TABLE_WIDTH
        corners_x += T[line + X_COUNT]
        corners_y += T[line + Y_COUNT]
        points += T[line + POINTS]
        uneven += T[line + UNEVEN]
    totals[0] += corners_x
    totals[1] += corners_y
    totals[2] += points
    totals[3] += uneven


@kernel("i", "RiiBNANNBBAABANNN")
def solve(
    payoffs: Floats, first: int, last: int, class_of: Bytes, table: Ints, shapes: Floats, limits: Ints, used: Ints,
    codes: Bytes, flags: Bytes, x: Floats, y: Floats, equilibria: Bytes, regrets: Floats, x_offsets: Ints,
    y_offsets: Ints, offsets: Ints,
) -> int:  # fmt: skip
    """Classify and write the games ``first`` to ``last``; returns the one it stops at.

    ``limits`` and ``used`` hold corners of each player and equilibria: room, and what is written; ``used[3]`` counts
    the unsure, which write nothing, and ``used[4]`` says why it stops. A game is written four rows at a time whatever
    it needs, and the next one overwrites the surplus. Where ``y_offsets`` is empty every game has as many corners per
    player as equilibria, so one list of offsets serves all.
    """
    G, C, T, S = pointer(payoffs), pointer(class_of), pointer(table), pointer(shapes)
    X, Y, E, R = pointer(x), pointer(y), pointer(equilibria), pointer(regrets)
    out, marks, of_x = pointer(codes), pointer(flags), pointer(x_offsets)
    nx, ny, ne = used[0], used[1], used[2]
    plain = len(y_offsets) == 0
    last_x, last_y, last_e = limits[0] - 4, limits[1] - 4, limits[2] - 4
    used[4] = FILLED
    game = first
    while game < last:
        if nx > last_x or ny > last_y or ne > last_e:
            used[4] = ROOM
            break
        prefetch(G, game * 8 + AHEAD)
        signs = signs_2x2(G, game * 8, TIE, NOISE, LARGEST)
        code = C[signs] if signs >= 0 else exact_class(G, game * 8)
        if code < CLASSES:
            line = code * TABLE_WIDTH
            if plain and T[line + UNEVEN] != 0:
                used[4] = LISTS
                break
            write_2x2(G, game * 8, S, code * SHAPE_WIDTH, X, 2 * nx, Y, 2 * ny, R, ne)
            copy_pairs(E, 2 * ne, T[line + PAIRS])
            nx += T[line + X_COUNT]
            ny += T[line + Y_COUNT]
            ne += T[line + POINTS]
            marks[game] = T[line + FLAG]
        elif code == BAD:
            break
        else:
            used[3] += 1
        out[game] = code
        of_x[game + 1] = nx
        if not plain:
            y_offsets[game + 1] = ny
            offsets[game + 1] = ne
        game += 1
    used[0], used[1], used[2] = nx, ny, ne
    return game
