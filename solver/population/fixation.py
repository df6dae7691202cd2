"""The chance that one mutant takes a population over.

With ``i`` mutants among ``Z`` members a step gains one with some chance and loses one with some chance; let ``g_i`` be
the second over the first. Then the chance from one mutant is ``1 / (1 + sum_k prod_{i <= k} g_i)``, ``k = 1 .. Z - 1``
(Karlin and Taylor 1975): every term is positive, so nothing cancels.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.common.errors import GameError
from solver.population.rules import Number, Rule

LARGEST = 1e300
"""Sums beyond this are endless: the mutant dies out."""


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
    if len(payoffs) != 2 or any(len(row) != 2 for row in payoffs):
        raise GameError("payoffs of another size than 2 x 2 came", "two strategies", "take them pair by pair")
    if size < 2:
        raise GameError(f"a population of {size}", "at least 2 members", "one member has nobody to imitate")
    (aa, ab), (ba, bb) = payoffs
    exact = all(isinstance(v, Fraction | int) for row in payoffs for v in row)
    total: Number = Fraction(1) if exact else 1.0
    product: Number = total
    for i in range(1, size):
        # A member meets everybody but itself.
        mutant = ((i - 1) * aa + (size - i) * ab) / _same(size - 1, exact)
        resident = (i * ba + (size - i - 1) * bb) / _same(size - 1, exact)
        product = product * rule.odds_against(mutant, resident)
        total = total + product
        if not exact and total > LARGEST:
            return 0.0
    return 1 / total


def _same(number: int, exact: bool) -> Number:
    return Fraction(number) if exact else float(number)
