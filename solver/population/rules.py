"""How likely imitation is: by comparison of pairs (Fermi), and by births in proportion to fitness (Moran)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Protocol

from solver.common.errors import GameError

Number = float | Fraction
Chance = Decimal | Fraction
"""A chance that may be far smaller than any float, or an exact one."""


class Rule(Protocol):
    """What a step of imitation depends on."""

    def odds_against(self, own: Number, other: Number) -> Chance:
        """Chance that a strategy of payoff ``own`` loses a member, over the chance that it gains one."""
        ...


@dataclass(frozen=True)
class Fermi:
    """One member compares itself with another and imitates with probability ``1 / (1 + exp(-beta * gain))``.

    Traulsen, Nowak and Pacheco (2006), Physical Review E 74.

    Attributes:
        beta: intensity of selection, 0 or more; at 0 imitation is blind.
    """

    beta: float

    def __post_init__(self) -> None:
        if not (isfinite(self.beta) and self.beta >= 0):
            raise GameError(
                f"an intensity of selection of {self.beta}", "a number of 0 or more", "0 is blind imitation"
            )

    def odds_against(self, own: Number, other: Number) -> Decimal:
        """``exp(-beta (own - other))``."""
        return Decimal(-self.beta * float(own - other)).exp()


@dataclass(frozen=True)
class Moran:
    """One member is born in proportion to fitness, and replaces one drawn at random.

    Nowak, Sasaki, Taylor and Fudenberg (2004), Nature 428.

    Attributes:
        weight: weight ``w`` of the payoff in fitness ``1 - w + w * payoff``, from 0 to 1.
    """

    weight: Number

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise GameError(f"a weight of {self.weight}", "a number from 0 to 1", "0 is blind replacement")

    def odds_against(self, own: Number, other: Number) -> Chance:
        """Fitness of the other strategy over one's own.

        Raises:
            GameError: a fitness is not positive.
        """
        fitness = [1 - self.weight + self.weight * payoff for payoff in (own, other)]
        if min(fitness) <= 0:
            raise GameError(
                f"a fitness of {min(fitness)}", "positive fitness", "take a smaller weight, or add to payoffs"
            )
        odds = fitness[1] / fitness[0]
        return odds if isinstance(odds, Fraction) else Decimal(odds)
