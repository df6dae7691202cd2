"""Support enumeration for games of 3x3 and 4x4 actions.

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

Tables (``solver.two_player.batch.by_supports``) list the minors and the pairs, so that one kernel serves both sizes.
Minors have numbers from 1 on; minor ``j`` is at ``F[center + j]`` and, with the opposite sign, at ``F[center - j]``, so
that a table says ``-j`` where it needs that. Minor 1 is that of one row and no column, 1; the payoffs follow it.
"""

from __future__ import annotations

from solver.common.tolerances import UNCLEAR_WEIGHT
from solver.kernels.jit import Bytes, Floats, Ints, kernel, pointer
from solver.kernels.prepare import scale, widest
from solver.kernels.tableau import DONE

ROWS, COLUMNS, FOR_ROWS, FOR_COLUMNS, PAIR = 1, 5, 9, 13, 17
"""A pair of supports in the table: its size, then four places each for the rows, the columns, and the minors that must
have one sign so that the rows are best replies, and so that the columns are; weights of the other's actions first."""
YES, NO, UNCLEAR = 0, 1, 2
"""Whether numbers have one sign."""


@kernel("i", "FiiiiIFiiIi")
def prepare_minors(
    G: Floats,
    g: int,
    own: int,
    cross: int,
    k: int,
    K: Ints,
    F: Floats,
    center: int,
    divisors: int,
    table: Ints,
    most: int,
) -> int:
    """All ``most`` minors of a player's scaled payoffs around ``F[center]``; returns as :func:`prepare.scale`."""
    unit = widest(G, g, own, cross, K, 0, k, 0, k)
    code = scale(G, g, own, cross, K, 0, k, 0, k, unit, F, center + 2, divisors, divisors + k)
    F[center + 1] = 1.0
    for j in range(1, k * k + 2):
        F[center - j] = -F[center + j]
    # Larger minors are sums of products of smaller ones, which are known by now.
    at = 0
    for j in range(k * k + 2, most + 1):
        total = 0.0
        for term in range(table[at]):
            total += F[center + table[at + 1 + 2 * term]] * F[center + table[at + 2 + 2 * term]]
        at += 1 + 2 * table[at]
        F[center + j], F[center - j] = total, -total
    return code


@kernel("i", "FiIii")
def common_sign(F: Floats, center: int, table: Ints, at: int, k: int) -> int:
    """Whether the ``k`` minors listed at ``table[at:]`` have one sign."""
    low = high = F[center + table[at]]
    for t in range(1, k):
        value = F[center + table[at + t]]
        low, high = min(low, value), max(high, value)
    if low < -UNCLEAR_WEIGHT and high > UNCLEAR_WEIGHT:
        return NO
    # One common sign, whichever: weights are minors up to a common factor, which may be negative.
    return YES if low > UNCLEAR_WEIGHT or high < -UNCLEAR_WEIGHT else UNCLEAR


@kernel("v", "FiiIiiiiFi")
def mixture(
    F: Floats, center: int, divisors: int, table: Ints, numbers: int, support: int, size: int, k: int, out: Floats,
    to: int,
) -> None:  # fmt: skip
    """A mixed action to ``out[to:]`` from the first ``size`` of a pair's minors, with the scale undone."""
    for a in range(k):
        out[to + a] = 0.0
    total = 0.0
    # The numbers are weights up to one common factor, sign included, which the sum takes out; divisors of the columns
    # turn scaled weights into probabilities (solver.kernels.prepare).
    for t in range(size):
        action = table[support + t]
        weight = F[center + table[numbers + t]] / F[divisors + action]
        out[to + action] = weight
        total += weight
    for a in range(k):
        out[to + a] /= total


@kernel("v", "RiNiNNAAANB")
def solve_by_supports(
    payoffs: Floats, k: int, minors: Ints, most: int, pairs: Ints, kept: Ints, floats: Floats, x: Floats, y: Floats,
    ends: Ints, doubts: Bytes,
) -> None:  # fmt: skip
    """Solve games ``(B, 2, k, k)``.

    In a regular game each equilibrium has a corner of each player for itself, so all lists end together.

    Args:
        payoffs: flat.
        k: 3 or 4.
        minors: for each minor behind the payoffs the number of its terms and, for each term, the two minors that it
            multiplies.
        most: how many minors there are, 1 and the payoffs included.
        pairs: ``(*, PAIR)``, flat.
        kept: the numbers of the actions.
        floats: memory for ``4 * most + 2 + 4 * k`` numbers.
        x: ``(*, k)`` strategies of player 1, flat, with room for ``2**k - 1`` of every game: no regular game of these
            sizes has more equilibria (Quint and Shubik 1997; McLennan and Park 1999).
        y: ``(*, k)`` of player 2, flat.
        ends: ``(B + 1,)``.
        doubts: ``(B,)`` whether a game is left to others: a number is too small, or the number of equilibria is even or
            too large.
    """
    G, F, T, P = pointer(payoffs), pointer(floats), pointer(minors), pointer(pairs)
    K, X, Y = pointer(kept), pointer(x), pointer(y)
    for_rows, for_columns, divisors_y = most, 3 * most + 1, 4 * most + 2
    divisors_x = divisors_y + 2 * k
    e = 0
    for game in range(len(doubts)):
        g, before = game * 2 * k * k, e
        # What bounds the weights of one player are the payoffs of the other.
        doubtful = prepare_minors(G, g, k, 1, k, K, F, for_rows, divisors_y, T, most) != DONE
        doubtful |= prepare_minors(G, g + k * k, 1, k, k, K, F, for_columns, divisors_x, T, most) != DONE
        for at in range(0, 0 if doubtful else len(pairs), PAIR):
            # Two clear signs for one player refute the pair, whatever the other player's numbers say.
            first = common_sign(F, for_rows, P, at + FOR_ROWS, k)
            if first == NO:
                continue
            second = common_sign(F, for_columns, P, at + FOR_COLUMNS, k)
            if second == NO:
                continue
            doubtful = first == UNCLEAR or second == UNCLEAR or e - before == 2**k - 1
            if doubtful:
                break
            # The only equilibrium on these supports: in a regular game their equations are regular.
            mixture(F, for_rows, divisors_y, P, at + FOR_ROWS, at + COLUMNS, P[at], k, Y, e * k)
            mixture(F, for_columns, divisors_x, P, at + FOR_COLUMNS, at + ROWS, P[at], k, X, e * k)
            e += 1
        # A regular game has an odd number of equilibria (Wilson 1971); anything else is left to the tree.
        doubts[game] = 1 if doubtful or (e - before) % 2 == 0 else 0
        if doubts[game] == 1:
            e = before
        ends[game + 1] = e
