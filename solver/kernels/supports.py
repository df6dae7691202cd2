"""Support enumeration for games of 3x3 and 4x4 actions, many games at a time.

For supports ``I``, ``J`` of one size, the opponent's weights on ``J`` that make all of ``I`` indifferent are minors
of the payoff differences, up to sign, and so are the losses of the actions outside ``I`` against these weights:
``minor(I; J)`` with one column left out, or with one row put in. The weights make a candidate exactly when all of
these ``k`` numbers have one sign. So only the smallest and the largest matter: all clearly positive or all clearly
negative means yes, one of each means no, and anything else is doubtful.

Why doubt catches every degenerate game: let ``(x, y)`` be an extreme equilibrium whose supports are no larger on
player 2's side. Take ``I`` as the support of ``x`` and ``J`` of the same size between the support of ``y`` and the
best replies to ``x``. Where the minors do not vanish they give back ``x`` and ``y``, with zeros but without a sign
against them; where they vanish they are all zero. Either way the pair ``(I, J)`` is not refused. A game without doubt
is therefore regular, and the pairs found are all its equilibria.

The compiler runs the innermost loops, over ``LANES`` games, in vectors. Tables (``solver.two_player.batch``) list the
minors and the pairs, so that one kernel serves both sizes.
"""

from __future__ import annotations

from solver.common.tolerances import NARROWEST_COLUMN, UNCLEAR_WEIGHT
from solver.kernels.jit import Bytes, Floats, Ints, kernel, pointer

LANES = 32
"""Games in a block."""
PAIR = 9 + 4 * 4
"""Numbers for a pair of supports in the table."""


@kernel("v", "FiiFiiii")
def scale_block(G: Floats, first: int, count: int, F: Floats, to: int, divisors: int, k: int, player: int) -> None:
    """Scaled payoffs of a player in ``count`` games from ``first``, as ``[own action][other's action][lane]``.

    The divisors of the columns follow at ``F[divisors:]``. Lanes beyond ``count`` repeat the last game.
    """
    # Player 2's own actions are the columns of the same array.
    own, cross = (k, 1) if player == 0 else (1, k)
    for lane in range(LANES):
        g = (first + min(lane, count - 1)) * 2 * k * k + player * k * k
        # As in solver.kernels.prepare: from the best payoff down, in units of the column's range.
        unit = 0.0
        for b in range(k):
            low = high = G[g + b * cross]
            for a in range(1, k):
                value = G[g + a * own + b * cross]
                low, high = min(low, value), max(high, value)
            F[divisors + b * LANES + lane] = high - low
            unit = max(unit, high - low)
            for a in range(k):
                F[to + (a * k + b) * LANES + lane] = G[g + a * own + b * cross] - high
        for b in range(k):
            divisor = max(F[divisors + b * LANES + lane], NARROWEST_COLUMN * unit)
            divisor = divisor if divisor > 0.0 else 1.0
            F[divisors + b * LANES + lane] = divisor
            for a in range(k):
                F[to + (a * k + b) * LANES + lane] /= divisor


@kernel("v", "FiiIii")
def take_minors(F: Floats, payoffs: int, minors: int, table: Ints, differences: int, others: int) -> None:
    """All minors of a player's payoffs to ``F[minors:]``, in the order of the table (see ``solve_by_supports``)."""
    # Minor 0, of one row and no column, is 1: the weight on a support of one action.
    for lane in range(LANES):
        F[minors + lane] = 1.0
    # Lanes lie side by side, so that every loop over games runs in vectors.
    for d in range(differences):
        to = minors + (1 + d) * LANES
        first, second = payoffs + table[2 * d] * LANES, payoffs + table[2 * d + 1] * LANES
        for lane in range(LANES):
            F[to + lane] = F[first + lane] - F[second + lane]
    # Larger minors are expanded into smaller ones that are known by now.
    at = 2 * differences
    for d in range(others):
        to = minors + (1 + differences + d) * LANES
        for lane in range(LANES):
            F[to + lane] = 0.0
        for _ in range(table[at]):
            sign = float(table[at + 1])
            first, second = minors + table[at + 2] * LANES, minors + table[at + 3] * LANES
            for lane in range(LANES):
                F[to + lane] += sign * F[first + lane] * F[second + lane]
            at += 3
        at += 1


@kernel("v", "FiIiiii")
def extremes(F: Floats, minors: int, table: Ints, numbers: int, k: int, low: int, high: int) -> None:
    """Smallest and largest of the ``k`` signed minors listed at ``table[numbers:]``, to ``F[low:]``, ``F[high:]``."""
    for t in range(k):
        at, sign = minors + table[numbers + 2 * t] * LANES, float(table[numbers + 2 * t + 1])
        # One list at a time: a loop that writes two does not run in vectors.
        for lane in range(LANES):
            value = sign * F[at + lane]
            F[low + lane] = value if t == 0 or value < F[low + lane] else F[low + lane]
        for lane in range(LANES):
            value = sign * F[at + lane]
            F[high + lane] = value if t == 0 or value > F[high + lane] else F[high + lane]


@kernel("v", "FiUii")
def judge(F: Floats, at: int, found: Bytes, to: int, mark: int) -> None:
    """Whether a pair of supports holds an equilibrium, to ``found[to:]``; if that is unclear ``found[mark:]``.

    At ``F[at:]`` are both players' smallest and largest numbers.
    """
    # Bitwise logic instead of branches, so that the loop runs in vectors.
    for lane in range(LANES):
        low_a, high_a = F[at + lane], F[at + LANES + lane]
        low_b, high_b = F[at + 2 * LANES + lane], F[at + 3 * LANES + lane]
        # One common sign, whichever: weights are minors up to a common factor, which may be negative.
        yes_a = (low_a > UNCLEAR_WEIGHT) | (high_a < -UNCLEAR_WEIGHT)
        yes_b = (low_b > UNCLEAR_WEIGHT) | (high_b < -UNCLEAR_WEIGHT)
        # Two clear signs for one player refute the pair, whatever the other player's numbers say.
        no = ((low_a < -UNCLEAR_WEIGHT) & (high_a > UNCLEAR_WEIGHT)) | (
            (low_b < -UNCLEAR_WEIGHT) & (high_b > UNCLEAR_WEIGHT)
        )
        found[to + lane] = 1 if yes_a & yes_b else 0
        found[mark + lane] |= 0 if no | (yes_a & yes_b) else 1


@kernel("v", "FiiIiiiiFi")
def mixture(
    F: Floats, minors: int, divisors: int, table: Ints, numbers: int, support: int, size: int, k: int, out: Floats,
    to: int,
) -> None:  # fmt: skip
    """A mixed action to ``out[to:]`` from the first ``size`` of a pair's numbers, with the scale undone."""
    for a in range(k):
        out[to + a] = 0.0
    total = 0.0
    # The numbers are weights up to one common factor, sign included, which the sum takes out; divisors of the columns
    # turn scaled weights into probabilities (solver.kernels.prepare).
    for t in range(size):
        action = table[support + t]
        weight = table[numbers + 2 * t + 1] * F[minors + table[numbers + 2 * t] * LANES] / F[divisors + action * LANES]
        out[to + action] = weight
        total += weight
    for a in range(k):
        out[to + a] /= total


@kernel("v", "RiNiiNiABAANB")
def solve_by_supports(
    payoffs: Floats, k: int, minors: Ints, differences: int, others: int, pairs: Ints, n_pairs: int, floats: Floats,
    found: Bytes, x: Floats, y: Floats, ends: Ints, doubts: Bytes,
) -> None:  # fmt: skip
    """Solve games ``(B, 2, k, k)``.

    In a regular game each equilibrium has a corner of each player for itself, so all lists end together.

    Args:
        payoffs: flat.
        k: 3 or 4.
        minors: for each difference the two payoffs, then for each larger minor the number of its terms and, for each
            term, its sign and the two minors that it multiplies. Minor 0 is 1, then come the differences.
        differences: how many.
        others: larger minors.
        pairs: ``(n_pairs, PAIR)``: size; rows and columns, 4 places each; then for player 1's supports and for
            player 2's the ``k`` numbers that must have one sign, as minors and signs, 4 places each.
        n_pairs: how many.
        floats: memory for ``2 * k * k + 2 * k + 2 * (1 + differences + others) + 4`` times ``LANES`` numbers.
        found: memory, ``(n_pairs + 1) * LANES``.
        x: ``(*, k)`` strategies of player 1, flat, with room for ``2**k - 1`` of every game: no regular game of these
            sizes has more equilibria (Quint and Shubik 1997; McLennan and Park 1999).
        y: ``(*, k)`` of player 2, flat.
        ends: ``(B + 1,)``.
        doubts: ``(B,)`` whether a game is left to others: a number is too small, or the number of equilibria is even or
            too large.
    """
    G, F, T, P = pointer(payoffs), pointer(floats), pointer(minors), pointer(pairs)
    X, Y, V = pointer(x), pointer(y), pointer(found)
    # Offsets of blocks in the working memory, in the order of the argument's description.
    cells = k * k
    games, size = len(doubts), (1 + differences + others) * LANES
    b = cells * LANES
    divisors = 2 * b
    minors_a = divisors + 2 * k * LANES
    minors_b = minors_a + size
    bounds = minors_b + size
    e = 0
    for start in range(0, games, LANES):
        count = min(LANES, games - start)
        for lane in range(LANES):
            V[n_pairs * LANES + lane] = 0
        for player in range(2):
            scale_block(G, start, count, F, player * b, divisors + player * k * LANES, k, player)
            take_minors(F, player * b, minors_a + player * size, T, differences, others)
        # All pairs for all lanes: no lane ends early, since vectors would wait for the longest anyway.
        for pair in range(n_pairs):
            for player in range(2):
                low = bounds + 2 * player * LANES
                extremes(F, minors_a + player * size, P, pair * PAIR + 9 + 8 * player, k, low, low + LANES)
            judge(F, bounds, V, pair * LANES, n_pairs * LANES)
        for lane in range(count):
            game = start + lane
            # A regular game has an odd number of equilibria (Wilson 1971); anything else is left to the tree.
            here = 0
            for pair in range(n_pairs):
                here += V[pair * LANES + lane]
            doubts[game] = 1 if V[n_pairs * LANES + lane] != 0 or here % 2 == 0 or here >= 1 << k else 0
            # A pair that holds an equilibrium gives the only one on its supports: in a regular game its equations are
            # regular.
            for pair in range(n_pairs if doubts[game] == 0 else 0):
                if V[pair * LANES + lane] != 0:
                    at = pair * PAIR
                    mixture(F, minors_a + lane, divisors + lane, P, at + 9, at + 5, P[at], k, Y, e * k)
                    mixture(
                        F, minors_b + lane, divisors + k * LANES + lane, P, at + 17, at + 1, P[at], k, X, e * k
                    )  # fmt: skip
                    e += 1
            ends[game + 1] = e
