"""Budgets divided over niches, each won by lottery: Friedman 1958.

Two rivals divide budgets ``A`` and ``B`` over fields of values ``v_k``; a field is won with probability ``a_k / (a_k
+ b_k)``. The concept is Nash equilibrium. Closed form: both divide in proportion to the values, and the first wins
``A / (A + B)`` of them. Ours beside Friedman's (advertising in sales areas): fields are areas, budgets advertising.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import BoolArray, FloatArray, Positive, Unit
from solver.continuous import ContinuousGame

LEAST = 1e-6
"""Least share of a budget in a field."""


class Friedman(NumbersClassic):
    """Two rivals and three niches."""

    name = "friedman"
    source = "Friedman 1958, Operations Research 6"
    concept = "Nash equilibrium in divisions of budgets"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_niche", 1 / 6, 1e-7, "budgets in proportion to the values of areas", formula=True),
        Published("second_niche", 1 / 3, 1e-7, "budgets in proportion to the values of areas", formula=True),
        Published("won", 4.0, 1e-6, "sales in proportion to budgets", {"first_budget": 2.0}, formula=True),
    )
    asked = (Asked("effort", "first_niche"),)

    values: Annotated[tuple[Positive, ...], Field(min_length=2, max_length=3), Unit("money")] = (1.0, 2.0, 3.0)
    """What each niche is worth, ``v``."""
    first_budget: Annotated[Positive, Unit("money")] = 1.0
    """The first rival's budget."""
    second_budget: Annotated[Positive, Unit("money")] = 1.0
    """The second rival's budget."""

    def choices(self) -> ContinuousGame:
        """Shares of the budgets in all niches but the last, the first rival's before the second's."""
        values, free = np.array(self.values), len(self.values) - 1
        budgets = (self.first_budget, self.second_budget)

        def spent(i: int, shares: FloatArray) -> FloatArray:
            own = shares[i * free : (i + 1) * free]
            return np.concatenate([own, 1 - own.sum(axis=0, keepdims=True)]) * budgets[i]

        def payoff(i: int, shares: FloatArray) -> FloatArray:
            mine, theirs = spent(i, shares), spent(1 - i, shares)
            with np.errstate(divide="ignore", invalid="ignore"):
                won = np.einsum("k,k...->...", values, mine / (mine + theirs))
            return np.asarray(np.where((mine > 0).all(axis=0) & (theirs > 0).all(axis=0), won, np.nan))

        return ContinuousGame.of(payoff, [LEAST] * 2 * free, [1 - LEAST] * 2 * free, numbers=free)

    def are_possible(self, numbers: FloatArray) -> BoolArray:
        """Whether something is left for the last niche."""
        return np.asarray(numbers.sum(axis=0) < 1)

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """What the first rival spends in the first niche."""
        return {"first_niche": chosen[0, 0]}

    def readings(self) -> tuple[Found, ...]:
        """Shares of the first rival's budget in the first two niches, and what it wins, by grid zoom."""
        found, free = self.equilibrium(), len(self.values) - 1
        shares = [*found.point[:free].tolist(), 1 - float(found.point[:free].sum())]
        won = sum(self.values) * self.first_budget / (self.first_budget + self.second_budget)
        niches = zip(shares[:2], self.values[:2], strict=True)
        return (
            *(Found(share, found.how, found.radius + 1e-8, v / sum(self.values)) for share, v in niches),
            Found(float(found.payoffs[0]), found.how, 1e-7, won),
        )

    first_niche = reading("share of the first rival's budget in the first niche", 0)
    second_niche = reading("share of the first rival's budget in the second niche", 1)
    won = reading("value that the first rival wins, money", 2)

    def changes(self, x: float) -> Changes:
        """The first niche is worth a tenth less per ``x``, or all niches are."""
        share = 1 - 0.1 * x
        first = (self.values[0] * share, *self.values[1:])
        return {
            Channel.WIN: {"values": first},
            Channel.ALL: {"values": tuple(v * share for v in self.values)},
        }
