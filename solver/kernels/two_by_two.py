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
from solver.kernels.simd import LANES, lowest_bit
from solver.kernels.simd_two import (
    PREPARED,
    SHAPE_WIDTH,
    classify_eight,
    prefetch,
    prepare_eight,
    store_word,
    write_2x2,
)
from solver.kernels.validate import LARGEST

CLASSES = 81
UNSURE, BAD = 254, 255
"""Instead of a class: a difference that is neither a tie nor clearly none; a payoff that is no number."""

NOISE = 8 * 2.220446049250313e-16
"""Differences up to this fraction of the player's largest payoff are rounding of a tie."""

X_COUNT, Y_COUNT, POINTS, FLAG, UNEVEN = 0, 1, 2, 3, 4
"""Bytes of the first word of a class's line: numbers of corners and equilibria, the flags, whether the numbers differ.
The second word has the corners of each equilibrium, a byte each."""
TABLE_WIDTH = 2
AHEAD = 512
"""Payoffs are asked for this many numbers before they are used: the processor by itself looks less far ahead."""
WORK_WIDTH = PREPARED + 8 * LANES
"""Numbers that kernels work with: what is kept of eight games, and eight games of which some are filled in."""
MARGIN = 4 * LANES
"""Rows that are free before eight games are written: each takes at most three and writes four."""
FILLED, ROOM, LISTS = 0, 1, 2
"""Why :func:`solve` stops: all done or a bad payoff; no room for more games; lists of offsets that must differ."""


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


@kernel("v", "FFii")
def fill_up(G: Floats, W: Floats, game: int, count: int) -> None:
    """Copy ``count`` games to ``W[PREPARED:]``, and the last of them again until there are ``LANES``."""
    for lane in range(LANES):
        source = 8 * (game + min(lane, count - 1))
        for k in range(8):
            W[PREPARED + 8 * lane + k] = G[source + k]


@kernel("P", "FFiib", inline=True)
def classes_of(G: Floats, W: Floats, game: int, last: int, prepare: bool) -> tuple[int, int]:
    """Classes of up to eight games from ``game`` as the bytes of a word, and which were looked at one by one.

    With ``prepare`` what is needed to write them goes to ``W``.
    """
    count = min(last - game, LANES)
    if count == LANES:
        for lane in range(LANES):
            prefetch(G, 8 * (game + lane) + AHEAD)
        word, doubt = classify_eight(G, 8 * game, TIE, NOISE, LARGEST)
        if prepare:
            prepare_eight(G, 8 * game, W)
    else:
        fill_up(G, W, game, count)
        word, doubt = classify_eight(W, PREPARED, TIE, NOISE, LARGEST)
        if prepare:
            prepare_eight(W, PREPARED, W)
        doubt &= (1 << count) - 1
    rest = doubt
    while rest != 0:
        lane = lowest_bit(rest)
        rest &= rest - 1
        code = exact_class(G, 8 * (game + lane))
        word = (word & ~(255 << (8 * lane))) | (code << (8 * lane))
    return word, doubt


@kernel("i", "RiiAB")
def classify(payoffs: Floats, first: int, last: int, work: Floats, codes: Bytes) -> int:
    """Classes of the games ``first`` to ``last`` into ``codes``; returns how many are ``BAD``."""
    G, W, out = pointer(payoffs), pointer(work), pointer(codes)
    bad = 0
    for game in range(first, last, LANES):
        word, doubt = classes_of(G, W, game, last, False)
        if last - game >= LANES:
            store_word(out, game, word)
        else:
            for lane in range(last - game):
                out[game + lane] = (word >> (8 * lane)) & 255
        while doubt != 0:
            bad += 1 if out[game + lowest_bit(doubt)] == BAD else 0
            doubt &= doubt - 1
    return bad


@kernel("i", "ii", inline=True)
def byte(word: int, k: int) -> int:
    """Byte ``k`` of a word."""
    return (word >> (8 * k)) & 255


@kernel("v", "iiNBN")
def count(first: int, last: int, table: Ints, codes: Bytes, totals: Ints) -> None:
    """Add up what the results of classified games need: corners of each player, equilibria, games with uneven lists."""
    T, C = pointer(table), pointer(codes)
    corners_x = corners_y = points = uneven = 0
    for game in range(first, last):
        line = T[C[game] * TABLE_WIDTH]
        corners_x += byte(line, X_COUNT)
        corners_y += byte(line, Y_COUNT)
        points += byte(line, POINTS)
        uneven += byte(line, UNEVEN)
    totals[0] += corners_x
    totals[1] += corners_y
    totals[2] += points
    totals[3] += uneven


@kernel("i", "RiiNANNBBAABANNNA")
def solve(
    payoffs: Floats, first: int, last: int, table: Ints, shapes: Floats, limits: Ints, used: Ints, codes: Bytes,
    flags: Bytes, x: Floats, y: Floats, equilibria: Bytes, regrets: Floats, x_offsets: Ints, y_offsets: Ints,
    offsets: Ints, work: Floats,
) -> int:  # fmt: skip
    """Classify and write the games ``first`` to ``last``; returns the one it stops at.

    ``limits`` and ``used`` hold corners of each player and equilibria: room, and what is written; ``used[3]`` counts
    the unsure, which write nothing, and ``used[4]`` says why it stops. A game is written four rows at a time whatever
    it needs, and the next one overwrites the surplus. Where ``y_offsets`` is empty every game has as many corners per
    player as equilibria, so one list of offsets serves all.
    """
    G, T, S, W = pointer(payoffs), pointer(table), pointer(shapes), pointer(work)
    X, Y, E, R = pointer(x), pointer(y), pointer(equilibria), pointer(regrets)
    out, marks = pointer(codes), pointer(flags)
    of_x, of_y, of_e = pointer(x_offsets), pointer(y_offsets), pointer(offsets)
    nx, ny, ne = used[0], used[1], used[2]
    plain = len(y_offsets) == 0
    last_x, last_y, last_e = limits[0] - MARGIN, limits[1] - MARGIN, limits[2] - MARGIN
    used[4] = FILLED
    game = first
    stop = False
    while game < last and not stop:
        if nx > last_x or ny > last_y or ne > last_e:
            used[4] = ROOM
            break
        word, doubt = classes_of(G, W, game, last, True)
        count = min(last - game, LANES)
        while doubt != 0:
            lane = lowest_bit(doubt)
            doubt &= doubt - 1
            if byte(word, lane) == BAD and lane < count:
                count = lane
                stop = True
            used[3] += 1 if byte(word, lane) == UNSURE and lane < count else 0
        # Counts of rows in the bytes of a word: at most 24 each.
        rows = 0
        for lane in range(count):
            code = byte(word, lane)
            line = T[code * TABLE_WIDTH]
            if plain and byte(line, UNEVEN) != 0:
                used[4] = LISTS
                stop = True
                count = lane
                break
            at_x, at_y, at = nx + byte(rows, X_COUNT), ny + byte(rows, Y_COUNT), ne + byte(rows, POINTS)
            write_2x2(W, lane, S, code * SHAPE_WIDTH, X, 2 * at_x, Y, 2 * at_y, R, at)
            store_word(E, 2 * at, T[code * TABLE_WIDTH + 1])
            out[game + lane] = code
            marks[game + lane] = byte(line, FLAG)
            rows += line & 0xFFFFFF
            of_x[game + lane + 1] = nx + byte(rows, X_COUNT)
            if not plain:
                of_y[game + lane + 1] = ny + byte(rows, Y_COUNT)
                of_e[game + lane + 1] = ne + byte(rows, POINTS)
        game += count
        nx += byte(rows, X_COUNT)
        ny += byte(rows, Y_COUNT)
        ne += byte(rows, POINTS)
    used[0], used[1], used[2] = nx, ny, ne
    return game
