"""The long run: the stationary distribution of a chain, and of a population in which mutants are rare."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext
from fractions import Fraction
from typing import Any

from solver.common.errors import GameError
from solver.population.fixation import ENDLESS, fixation_chance
from solver.population.rules import Chance, Number, Rule


def stationary(chances: Sequence[Sequence[Number | Chance]]) -> tuple[Number, ...]:
    """The stationary distribution of a Markov chain with one closed class, by elimination of states.

    Grassmann, Taksar and Heyman (1985): nothing is subtracted, so that even tiny probabilities keep all their digits.

    Args:
        chances: ``chances[i][j]`` of a move from ``i`` to ``j``, all of one kind of number; diagonal entries are not
            looked at.

    Raises:
        GameError: no square of numbers of 0 or more, or several closed classes.

    Example:
        >>> from solver.population import stationary
        >>> stationary([[0.0, 0.5], [0.25, 0.0]])
        (0.3333333333333333, 0.6666666666666666)
    """
    n = len(chances)
    if n == 0 or any(len(row) != n for row in chances) or any(v < 0 for row in chances for v in row):
        raise GameError("the chances of moves are no square of numbers of 0 or more", "one row per state", "check it")
    with localcontext(ENDLESS):
        shares = _shares([list(row) for row in chances])
        whole = sum(shares)
        return tuple(share if isinstance(share, Fraction) else float(share) for share in (v / whole for v in shares))


def _shares(rates: list[list[Any]]) -> list[Any]:
    """Shares up to a factor; ``rates`` is used up."""
    out: list[Any] = []
    for k in reversed(range(1, len(rates))):
        leaving = sum(rates[k][:k])
        if leaving == 0:
            raise GameError(
                f"state {k} cannot leave towards the states before it", "one closed class", "look for moves of chance 0"
            )
        out.append(leaving)
        for i in range(k):
            weight = rates[i][k] / leaving
            for j in range(k):
                if i != j:
                    rates[i][j] += weight * rates[k][j]
    out.reverse()
    shares: list[Any] = [1]
    for k in range(1, len(rates)):
        shares.append(sum(shares[i] * rates[i][k] for i in range(k)) / out[k - 1])
    return shares


def small_mutations(payoffs: Sequence[Sequence[Number]], size: int, rule: Rule) -> tuple[Number, ...]:
    """Share of time that a population plays each strategy, as mutants become rare.

    Fudenberg and Imhof (2006), Journal of Economic Theory 131: the population is uniform nearly always, a mutant of any
    other strategy is equally likely, and it takes over with its fixation probability.

    Args:
        payoffs: ``payoffs[a][b]`` of strategy ``a`` against ``b``.
        size: members of the population.
        rule: of imitation.

    Raises:
        GameError: no square of payoffs, or no population.

    Example:
        >>> from solver.population import Fermi, small_mutations
        >>> [round(share, 3) for share in small_mutations([[3, 0], [5, 1]], 20, Fermi(0.1))]
        [0.039, 0.961]
    """
    n = len(payoffs)
    if n < 2 or any(len(row) != n for row in payoffs):
        raise GameError("payoffs that are no square came", "one row and one column per strategy", "add what is missing")
    chances = [
        [
            Fraction(0)
            if i == j
            else fixation_chance([[payoffs[j][j], payoffs[j][i]], [payoffs[i][j], payoffs[i][i]]], size, rule)
            for j in range(n)
        ]
        for i in range(n)
    ]
    return stationary(chances)
