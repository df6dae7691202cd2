"""2x2 games in closed form: the signs of four payoff differences decide everything but two probabilities.

With ``a_j`` the gain of player 1's first action over the second against column ``j``, and ``b_i`` that of player 2's
first action in row ``i``, best replies depend on the signs of ``a_0, a_1, b_0, b_1`` and on where they change. So a
game belongs to one of 81 classes, ``sum_k 3**k (1 + sign_k)``; all games of a class have the same equilibria, faces
and components, with ``y = a_1 / (a_1 - a_0)`` and ``x = b_1 / (b_1 - b_0)`` for the weights of the first actions when
mixed. A table, made by solving one game of each class, says what they are.
"""

from __future__ import annotations

from solver.common.tolerances import UNCLEAR_PAYOFF
from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel, pointer

UNSURE = 81
"""Behind the classes: a difference that is neither a tie nor clearly none; nothing is listed for the game."""
NOISE = 8 * 2.220446049250313e-16
"""Differences up to this fraction of the player's largest payoff are rounding of a tie."""
MOST = 4
"""No class has more extreme equilibria, or corners of one player."""
CORNERS_X, CORNERS_Y, PAIRS, WIDTH = 3, 3 + MOST, 3 + 2 * MOST, 3 + 4 * MOST
"""A class in the table: numbers of corners of each player and of equilibria; for each corner the weight of the first
action, 0 or 1, or 2 where it is mixed; for each equilibrium its corners."""


@kernel("i", "Fi")
def sign_class(G: Floats, g: int) -> int:
    """The class of the game at ``G[g:]``, or ``UNSURE``."""
    # Signs of random games are coin flips, which no processor predicts: comparisons are added up, without branches.
    code, power, unsure = 0, 1, False
    for player in range(2):
        at = g + 4 * player
        size = max(max(abs(G[at]), abs(G[at + 1])), max(abs(G[at + 2]), abs(G[at + 3])))
        # Where the other own action and the opponent's other action are in the four payoffs.
        own, other = (2, 1) if player == 0 else (1, 2)
        first, second = G[at] - G[at + own], G[at + other] - G[at + other + own]
        # Rounding of a difference grows with the payoffs themselves, so a tie is judged by the largest payoff, and what
        # is clear by the largest difference. A tie, unclear, or a sign: the same limits as in the tree
        # (solver.kernels.prepare).
        tie, clear = NOISE * size, UNCLEAR_PAYOFF * max(abs(first), abs(second))
        code += power * (1 + (first > tie) - (first < -tie)) + 3 * power * (1 + (second > tie) - (second < -tie))
        unsure |= (tie < abs(first) < clear) | (tie < abs(second) < clear)
        power *= 9
    return UNSURE if unsure else code


@kernel("v", "RNAAHNB")
def write_classes(payoffs: Floats, table: Ints, x: Floats, y: Floats, pairs: Shorts, ends: Ints, codes: Bytes) -> None:
    """Classes of the games ``payoffs`` ``(B, 2, 2, 2)`` to ``codes``, and their equilibria to the lists.

    Args:
        payoffs: flat.
        table: ``(82, WIDTH)``, flat.
        x: ``(*, 2)`` corners of player 1, flat, as are all lists; each has room for ``MOST`` of every game.
        y: ``(*, 2)`` corners of player 2.
        pairs: ``(*, 2)``.
        ends: ``(3, B + 1)`` where the games' corners and equilibria end.
        codes: ``(B,)``.
    """
    G, T, X, Y = pointer(payoffs), pointer(table), pointer(x), pointer(y)
    n_x = n_y = n_e = 0
    lane = len(codes) + 1
    # A game takes some forty nanoseconds: one pass, no list of games per class.
    for game in range(len(codes)):
        g = 8 * game
        code = sign_class(G, g)
        codes[game] = code
        # Everything but two weights is read off the table.
        row = code * WIDTH
        # Each player mixes so that the other is indifferent: q a_0 + (1 - q) a_1 = 0, and p b_0 + (1 - p) b_1 = 0.
        # Where a weight is not mixed these may be infinite or nan, and are not used.
        a1, b1 = G[g + 1] - G[g + 3], G[g + 6] - G[g + 7]
        p, q = b1 / (b1 - (G[g + 4] - G[g + 5])), a1 / (a1 - (G[g] - G[g + 2]))
        # Nothing asks for room: the caller provides as much as any class can need.
        for k in range(T[row]):
            kind = T[row + CORNERS_X + k]
            weight = p if kind == 2 else float(kind)
            X[2 * (n_x + k)], X[2 * (n_x + k) + 1] = weight, 1.0 - weight
        for k in range(T[row + 1]):
            kind = T[row + CORNERS_Y + k]
            weight = q if kind == 2 else float(kind)
            Y[2 * (n_y + k)], Y[2 * (n_y + k) + 1] = weight, 1.0 - weight
        for k in range(T[row + 2]):
            pairs[2 * (n_e + k)], pairs[2 * (n_e + k) + 1] = T[row + PAIRS + 2 * k], T[row + PAIRS + 2 * k + 1]
        n_x += T[row]
        n_y += T[row + 1]
        n_e += T[row + 2]
        ends[game + 1], ends[lane + game + 1], ends[2 * lane + game + 1] = n_x, n_y, n_e
