"""Results of 2x2 games in the order of the games, written by several threads at once.

Games are taken in blocks. Whoever has a block first classifies its games, which says how much room they need; then it
waits for the sums of all blocks before, which tell where its own belong, and passes on its sums. Since that comes
before the block is written, nobody waits long ("decoupled look-back", Merrill and Garland 2016); and who waits for a
thread that the system has stopped counts that thread's games, too.
"""

from __future__ import annotations

from solver.kernels.atomic import publish, published, take
from solver.kernels.jit import Bytes, Floats, Ints, kernel, pointer
from solver.kernels.simd import LANES, lowest_bit
from solver.kernels.simd_two import PREPARED, SHAPE_WIDTH, store_word, write_2x2
from solver.kernels.two_by_two import BAD, FILL, UNSURE, byte, classes_of, store_classes

X_COUNT, Y_COUNT, POINTS, FLAG, UNEVEN = 0, 1, 2, 3, 4
"""Bytes of the first word of a class's line: numbers of corners and equilibria, the flags, whether the numbers differ.
The second word has the corners of each equilibrium, a byte each."""
TABLE_WIDTH = 2

GAMES = 4096
"""Games in a block: many, so that threads seldom write close to each other, yet what is kept of them fits in a
processor's own cache."""
_SPARE = 4 * LANES
"""Rows for eight games: each has at most three, and four are written."""
_SPARE_X, _SPARE_Y, _SPARE_R = FILL, FILL + 2 * _SPARE, FILL + 4 * _SPARE
_KEPT = FILL + 5 * _SPARE
WORK_WIDTH = _KEPT + GAMES // LANES * PREPARED
"""Numbers that a thread works with: eight games of which some are filled in, spare rows, what is kept of a block."""
SPARE_PAIRS = 2 * _SPARE
"""Bytes for equilibria in spare rows."""

_UNEVEN, _REFUSED, _UNSURE = 3, 4, 5
"""Behind corners of each player and equilibria among a block's totals: games with uneven lists, refused, and unsure."""
_OTHER = 6
"""Where the totals of another thread's block begin, behind those of the own."""
TOTALS_WIDTH = 2 * _OTHER

TICKET, STOPPED, REASON, SUMS = 0, 1, 2, 16
"""Places in what threads share: the next block, the block at which they stopped, why; the first sums."""
STEP, STATE = 4, 3
"""Sums before a block: corners of each player, equilibria, and one of the following states."""
UNKNOWN, KNOWN, OVER = 0, 1, 2
PATIENCE = 2000
"""Looks for the sums before a block, some microseconds, before they are computed."""
FILLED, ROOM, LISTS, REFUSED = 0, 1, 2, 3
"""Why threads stop: all done; no room for a block; lists of offsets that must differ; a payoff that is no number."""


@kernel("i", "Iii", inline=True)
def lines_of(T: Ints, word: int, count: int) -> int:
    """Sum of the lines of the classes in a word."""
    rows = 0
    for lane in range(count):
        rows += T[byte(word, lane) * TABLE_WIDTH]
    return rows


@kernel("v", "FFIUiibIi", inline=True)
def count_block(
    G: Floats, W: Floats, T: Ints, codes: Bytes, block: int, count: int, own: bool, totals: Ints, at: int
) -> None:  # fmt: skip
    """Classify the games of a block, whose totals go to ``totals[at:]``.

    Of a thread's ``own`` block the classes go to ``codes``, and what is needed to write the games to ``W``.
    """
    first = block * GAMES
    last = min(first + GAMES, count)
    corners_x = corners_y = points = uneven = refused = unsure = 0
    for game in range(first, last, LANES):
        word, doubt = classes_of(G, W, _KEPT + (game - first) // LANES * PREPARED, game, last, own)
        rows = lines_of(T, word, LANES) if last - game >= LANES else lines_of(T, word, last - game)
        corners_x += byte(rows, X_COUNT)
        corners_y += byte(rows, Y_COUNT)
        points += byte(rows, POINTS)
        uneven += byte(rows, UNEVEN)
        while doubt != 0:
            code = byte(word, lowest_bit(doubt))
            doubt &= doubt - 1
            refused += 1 if code == BAD else 0
            unsure += 1 if code == UNSURE else 0
        if own:
            store_classes(codes, game, last, word)
    totals[at], totals[at + 1], totals[at + 2] = corners_x, corners_y, points
    totals[at + _UNEVEN], totals[at + _REFUSED], totals[at + _UNSURE] = uneven, refused, unsure


@kernel("i", "IiIiIb")
def pass_on(shared: Ints, block: int, totals: Ints, at: int, limits: Ints, plain: bool) -> int:
    """From the sums before a block and its totals to the sums behind it; whoever does it comes to the same state."""
    before = SUMS + block * STEP
    after = before + STEP
    state: int = shared[before + STATE]
    if state == KNOWN:
        fits = True
        for k in range(STATE):
            shared[after + k] = shared[before + k] + totals[at + k]
            fits = fits and shared[after + k] <= limits[k]
        reason = FILLED
        if totals[at + _REFUSED] > 0:
            reason = REFUSED
        elif plain and totals[at + _UNEVEN] > 0:
            reason = LISTS
        elif not fits:
            reason = ROOM
        if reason != FILLED:
            shared[STOPPED], shared[REASON] = block, reason
            state = OVER
    publish(shared, after + STATE, state)
    return state


@kernel("i", "FiFIUUiiFiFiUiFiIIIiiib", inline=True)
def write_games(
    W: Floats, kept: int, S: Floats, T: Ints, codes: Bytes, marks: Bytes, game: int, count: int, X: Floats, x: int,
    Y: Floats, y: int, E: Bytes, e: int, R: Floats, r: int, of_x: Ints, of_y: Ints, of_e: Ints, nx: int, ny: int,
    ne: int, plain: bool,
) -> int:  # fmt: skip
    """Write ``count`` games, up to eight, from rows ``x``, ``y``, ``e`` and ``r`` on; returns the sum of their lines.

    A game is written four rows at a time whatever it needs, and the next one overwrites the surplus. Offsets begin at
    ``nx``, ``ny`` and ``ne``; if ``plain``, those of player 1 serve all.
    """
    rows = 0
    for lane in range(count):
        code = codes[game + lane]
        line = T[code * TABLE_WIDTH]
        at_x, at_y, at = 2 * (x + byte(rows, X_COUNT)), 2 * (y + byte(rows, Y_COUNT)), byte(rows, POINTS)
        write_2x2(W, kept + lane, S, code * SHAPE_WIDTH, X, at_x, Y, at_y, R, r + at)
        store_word(E, 2 * (e + at), T[code * TABLE_WIDTH + 1])
        marks[game + lane] = byte(line, FLAG)
        rows += line
        of_x[game + lane + 1] = nx + byte(rows, X_COUNT)
        if not plain:
            of_y[game + lane + 1] = ny + byte(rows, Y_COUNT)
            of_e[game + lane + 1] = ne + byte(rows, POINTS)
    return rows


@kernel("i", "FiFIUUiiFFUFIIIiiibU")
def write_exactly(
    W: Floats, kept: int, S: Floats, T: Ints, codes: Bytes, marks: Bytes, game: int, count: int, X: Floats, Y: Floats,
    E: Bytes, R: Floats, of_x: Ints, of_y: Ints, of_e: Ints, nx: int, ny: int, ne: int, plain: bool, spare: Bytes,
) -> int:  # fmt: skip
    """As :func:`write_games` without surplus: behind a block another thread may have written already."""
    rows = write_games(
        W, kept, S, T, codes, marks, game, count, W, _SPARE_X // 2, W, _SPARE_Y // 2, spare, 0, W, _SPARE_R,
        of_x, of_y, of_e, nx, ny, ne, plain,
    )  # fmt: skip
    for k in range(2 * byte(rows, X_COUNT)):
        X[2 * nx + k] = W[_SPARE_X + k]
    for k in range(2 * byte(rows, Y_COUNT)):
        Y[2 * ny + k] = W[_SPARE_Y + k]
    for k in range(byte(rows, POINTS)):
        E[2 * (ne + k)], E[2 * (ne + k) + 1] = spare[2 * k], spare[2 * k + 1]
        R[ne + k] = W[_SPARE_R + k]
    return rows


@kernel("i", "RiNANNBBAABANNNANB")
def solve(
    payoffs: Floats, count: int, table: Ints, shapes: Floats, limits: Ints, row: Ints, codes: Bytes, flags: Bytes,
    x: Floats, y: Floats, equilibria: Bytes, regrets: Floats, x_offsets: Ints, y_offsets: Ints, offsets: Ints,
    work: Floats, totals: Ints, spare: Bytes,
) -> int:  # fmt: skip
    """One thread's part in classifying and writing ``count`` games; returns how many of its own are unsure.

    ``limits`` holds the corners of each player and the equilibria that there is room for. All threads share ``row``;
    all stop before the same block, and ``row`` says which and why. Unsure games write nothing. Where ``y_offsets`` is
    empty every game must have as many corners per player as equilibria, and one list of offsets serves all.
    """
    G, T, S, W, P = pointer(payoffs), pointer(table), pointer(shapes), pointer(work), pointer(spare)
    X, Y, E, R = pointer(x), pointer(y), pointer(equilibria), pointer(regrets)
    out, marks, shared, own = pointer(codes), pointer(flags), pointer(row), pointer(totals)
    of_x, of_y, of_e = pointer(x_offsets), pointer(y_offsets), pointer(offsets)
    plain = len(y_offsets) == 0
    unsure = 0
    while True:
        block = take(shared, TICKET)
        first = block * GAMES
        if first >= count:
            return unsure
        last = min(first + GAMES, count)
        count_block(G, W, T, out, block, count, True, own, 0)
        looks = 0
        while published(shared, SUMS + block * STEP + STATE) == UNKNOWN:
            looks += 1
            if looks > PATIENCE:
                known = block - 1
                while published(shared, SUMS + known * STEP + STATE) == UNKNOWN:
                    known -= 1
                count_block(G, W, T, out, known, count, False, own, _OTHER)
                pass_on(shared, known, own, _OTHER, pointer(limits), plain)
        if pass_on(shared, block, own, 0, pointer(limits), plain) == OVER:
            return unsure
        sums = SUMS + block * STEP
        nx, ny, ne = shared[sums], shared[sums + 1], shared[sums + 2]
        doubtful = own[_UNSURE]
        unsure += doubtful
        for game in range(first, last, LANES):
            kept = _KEPT + (game - first) // LANES * PREPARED
            # Four games have at least as many rows as is written too much, unless some are unsure.
            if doubtful == 0 and last - game >= LANES + 4:
                rows = write_games(
                    W, kept, S, T, out, marks, game, LANES, X, nx, Y, ny, E, ne, R, ne,
                    of_x, of_y, of_e, nx, ny, ne, plain,
                )  # fmt: skip
            else:
                rows = write_exactly(
                    W, kept, S, T, out, marks, game, min(last - game, LANES), X, Y, E, R, of_x, of_y, of_e,
                    nx, ny, ne, plain, P,
                )  # fmt: skip
            nx += byte(rows, X_COUNT)
            ny += byte(rows, Y_COUNT)
            ne += byte(rows, POINTS)
