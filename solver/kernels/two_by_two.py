"""2x2 games in closed form: the signs of four payoff differences decide everything but two probabilities.

With ``a_j`` the gain of player 1's first action over the second against column ``j``, and ``b_i`` that of player 2's
first action in row ``i``, best replies depend on the signs of ``a_0, a_1, b_0, b_1`` and on where they change. So a
game belongs to one of 81 classes, ``sum_k 3**k (1 + sign_k)``; all games of a class have the same equilibria, faces
and components, with ``y = a_1 / (a_1 - a_0)`` and ``x = b_1 / (b_1 - b_0)`` for the weights of the first actions when
mixed. A table says for each class what they are.
"""

from __future__ import annotations

from solver.game.tolerances import LARGEST_PAYOFF, UNCLEAR_PAYOFF
from solver.kernels.jit import Bytes, Floats, kernel, pointer
from solver.kernels.simd import LANES, lowest_bit
from solver.kernels.simd_two import classify_eight, prefetch, prepare_eight, store_word

UNSURE, BAD = 254, 255
"""Instead of a class: a difference that is neither a tie nor clearly none; a payoff that is no number."""

NOISE = 8 * 2.220446049250313e-16
"""Differences up to this fraction of the player's largest payoff are rounding of a tie."""

AHEAD = 512
"""Payoffs are asked for this many numbers before they are used: the processor by itself looks less far ahead."""
FILL = 8 * LANES
"""Numbers at the start of the memory that kernels work with: eight games of which some are filled in."""


@kernel("i", "Fi")
def exact_class(G: Floats, g: int) -> int:
    """The class of a game with a small difference, or ``UNSURE``, or ``BAD``."""
    code = 0
    power = 1
    for player in range(2):
        at = g + 4 * player
        size = 0.0
        for k in range(4):
            if not abs(G[at + k]) <= LARGEST_PAYOFF:
                return BAD
            size = max(size, abs(G[at + k]))
        first = G[at] - G[at + 2] if player == 0 else G[at] - G[at + 1]
        second = G[at + 1] - G[at + 3] if player == 0 else G[at + 2] - G[at + 3]
        unit = max(abs(first), abs(second))
        for k in range(2):
            difference = first if k == 0 else second
            if abs(difference) > NOISE * size:
                if abs(difference) < UNCLEAR_PAYOFF * unit:
                    return UNSURE
                code += 2 * power if difference > 0.0 else 0
            else:
                code += power
            power *= 3
    return code


@kernel("v", "FFii")
def fill_up(G: Floats, W: Floats, game: int, count: int) -> None:
    """Copy ``count`` games to ``W[:FILL]``, and the last of them again until there are ``LANES``."""
    for lane in range(LANES):
        source = 8 * (game + min(lane, count - 1))
        for k in range(8):
            W[8 * lane + k] = G[source + k]


@kernel("P", "FFiiib", inline=True)
def classes_of(G: Floats, W: Floats, at: int, game: int, last: int, prepare: bool) -> tuple[int, int]:
    """Classes of up to eight games from ``game`` as the bytes of a word, and which were looked at one by one.

    With ``prepare`` what is needed to write them goes to ``W[at : at + PREPARED]``.
    """
    count = min(last - game, LANES)
    if count == LANES:
        for lane in range(LANES):
            prefetch(G, 8 * (game + lane) + AHEAD)
        word, doubt = classify_eight(G, 8 * game, UNCLEAR_PAYOFF, NOISE, LARGEST_PAYOFF)
        if prepare:
            prepare_eight(G, 8 * game, W, at)
    else:
        fill_up(G, W, game, count)
        word, doubt = classify_eight(W, 0, UNCLEAR_PAYOFF, NOISE, LARGEST_PAYOFF)
        if prepare:
            prepare_eight(W, 0, W, at)
        doubt &= (1 << count) - 1
    rest = doubt
    while rest != 0:
        lane = lowest_bit(rest)
        rest &= rest - 1
        code = exact_class(G, 8 * (game + lane))
        word = (word & ~(255 << (8 * lane))) | (code << (8 * lane))
    return word, doubt


@kernel("i", "ii", inline=True)
def byte(word: int, k: int) -> int:
    """Byte ``k`` of a word."""
    return (word >> (8 * k)) & 255


@kernel("v", "Uiii", inline=True)
def store_classes(codes: Bytes, game: int, last: int, word: int) -> None:
    """The bytes of a word to ``codes[game:]``, as many as there are games before ``last``."""
    if last - game >= LANES:
        store_word(codes, game, word)
    else:
        for lane in range(last - game):
            codes[game + lane] = byte(word, lane)


@kernel("i", "RiiAB")
def classify(payoffs: Floats, first: int, last: int, work: Floats, codes: Bytes) -> int:
    """Classes of the games ``first`` to ``last`` into ``codes``; returns how many are ``BAD``."""
    G, W, out = pointer(payoffs), pointer(work), pointer(codes)
    bad = 0
    for game in range(first, last, LANES):
        word, doubt = classes_of(G, W, 0, game, last, False)
        store_classes(out, game, last, word)
        while doubt != 0:
            bad += 1 if byte(word, lowest_bit(doubt)) == BAD else 0
            doubt &= doubt - 1
    return bad
