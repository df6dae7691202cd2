"""The chance that one mutant takes a population over.

With ``i`` mutants among ``Z`` members a step gains one with some chance and loses one with some chance; let ``g_i`` be
the second over the first. Then the chance from one mutant is ``1 / (1 + sum_k prod_{i <= k} g_i)``, ``k = 1 .. Z - 1``
(Karlin and Taylor 1975): every term is positive, so nothing cancels. Under strong selection the chance is far smaller
than any float; sums are taken in fractions or in decimals, whose exponents have no practical end.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, localcontext
from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import Any

from solver.common.errors import GameError
from solver.population.rules import Chance, Number, Rule

ENDLESS = Context(prec=28, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Decimals of 28 digits, from ``1e-999999999999999999`` to as much above 1."""


def fixation(payoffs: Sequence[Sequence[Number]], size: int, rule: Rule) -> Number:
    """Chance that one member with the first strategy takes over a population of the second.

    Args:
        payoffs: ``payoffs[a][b]`` of strategy ``a`` against ``b``, ``a`` and ``b`` in 0, 1.
        size: members, ``Z``, at least 2.
        rule: of imitation. With fractions in ``payoffs`` and :class:`Moran` the chance is a fraction.

    Raises:
        GameError: no population, or no 2 x 2 payoffs.

    Example:
        >>> from fractions import Fraction
        >>> from solver.population import Moran, fixation
        >>> fixation([[Fraction(2), Fraction(2)], [Fraction(1), Fraction(1)]], 3, Moran(Fraction(1)))
        Fraction(4, 7)
    """
    chance = fixation_chance(payoffs, size, rule)
    return chance if isinstance(chance, Fraction) else float(chance)


def fixation_chance(payoffs: Sequence[Sequence[Number]], size: int, rule: Rule) -> Chance:
    """The same as :func:`fixation`, which no float may be small enough for.

    Raises:
        GameError: no population, or no 2 x 2 payoffs.
    """
    if len(payoffs) != 2 or any(len(row) != 2 for row in payoffs):
        raise GameError("payoffs of another size than 2 x 2 came", "two strategies", "take them pair by pair")
    if size < 2:
        raise GameError(f"a population of {size}", "at least 2 members", "one member has nobody to imitate")
    (aa, ab), (ba, bb) = payoffs
    exact = all(isinstance(v, Fraction | int) for row in payoffs for v in row)
    met: Number = Fraction(size - 1) if exact else float(size - 1)
    with localcontext(ENDLESS):
        # A member meets everybody but itself.
        odds = [
            rule.odds_against(
                ((i - 1) * aa + (size - i) * ab) / met,
                (i * ba + (size - i - 1) * bb) / met,
            )
            for i in range(1, size)
        ]
        terms: Any = accumulate(odds, mul)
        chance: Chance = 1 / (1 + sum(terms))
        return chance
