"""Prices of sellers at different places: Hotelling 1929 on a line, Salop 1979 on a circle.

Customers are spread evenly, buy one unit each from whoever is cheapest with transport at ``t`` per distance, and a unit
costs ``c``. The concept is Nash equilibrium in prices. Closed forms: on a line of length 1 with sellers at its ends
``p = c + t``; on a circle of length 1 with ``n`` sellers ``p = c + t / n``, and where entering costs ``f``
``n = sqrt(t / f)`` enter, twice as many as is efficient.
"""

from __future__ import annotations

from math import sqrt
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Classic, Found, Published, quantity
from games.classics.numbers import NumbersClassic
from games.classics.roots import root
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.common.errors import GameError
from solver.continuous import ContinuousEquilibrium, ContinuousGame, solve_continuous
from solver.decision.choice import choose
from solver.decision.decision import Decision

SHUT_OUT = 1e-9
"""A seller sells nothing if that share of its market or less is left."""
FEWEST = 1.2
"""Sellers on a circle at least: one alone has no neighbour to compete with."""


class Hotelling(NumbersClassic):
    """Two sellers at the ends of a line."""

    name = "hotelling"
    source = "Hotelling 1929, Economic Journal 39"
    concept = "Nash equilibrium in prices"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_price", 1.0, 1e-8, "price c + t", formula=True),
        Published("first_price", 1.0, 1e-8, "price c + t + (c' - c) / 3", {"first_cost": 0.0, "second_cost": 0.0},
                  formula=True),
        Published("first_price", 1.2, 1e-8, "price t + (2 c + c') / 3", {"first_cost": 0.0, "second_cost": 0.6},
                  formula=True),
    )  # fmt: skip

    transport: Annotated[Positive, Unit("money per distance")] = 1.0
    """Cost of transport, ``t``."""
    first_cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost of the first seller."""
    second_cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost of the second seller."""

    def profit(self, i: int, p: FloatArray) -> FloatArray:
        """Profit of a seller at both prices ``(2, ...)``."""
        sold = np.clip((self.transport + p[1 - i] - p[i]) / (2 * self.transport), 0.0, 1.0)
        return np.asarray((p[i] - self.costs()[i]) * sold)

    def costs(self) -> tuple[float, float]:
        """Both unit costs."""
        return self.first_cost, self.second_cost

    def most(self) -> float:
        """A price that nobody exceeds."""
        return max(self.costs()) + 3 * self.transport

    def choices(self) -> ContinuousGame:
        """Both prices."""
        return ContinuousGame.of(self.profit, list(self.costs()), [self.most()] * 2)

    def alone(self) -> float | None:
        """The price of the cheaper seller where the other one, at its cost, sells nothing; ``None`` where both sell."""
        cheap, costs = int(self.second_cost < self.first_cost), self.costs()
        dear = costs[1 - cheap]

        def profit(p: FloatArray) -> FloatArray:
            prices = np.stack([p, np.full_like(p, dear)])
            return self.profit(cheap, prices if cheap == 0 else prices[::-1])

        # Up to the first of these prices everybody buys here, from the second one on nobody does.
        kinks = (dear - self.transport, dear + self.transport)
        price = choose(Decision(profit, costs[cheap], self.most(), kinks=kinks)).leader
        return price if dear - price >= (1 - SHUT_OUT) * self.transport else None

    @quantity("price of the first seller, money")
    def first_price(self) -> Found:
        """By grid zoom; where one seller cannot sell anything at its cost, by the other one's best price."""
        (first, second), t = self.costs(), self.transport
        price = self.alone()
        if price is not None:
            own, formula = (first, first) if first > second else (price, second - t)
            how = "decision solver; the dearer seller sells nothing at its cost"
            return Found(own, how, 1e-6 * t, formula)
        found = self.equilibrium()
        return Found(float(found.point[0]), found.how, found.radius + 1e-8, t + (2 * first + second) / 3)


class Salop(Classic):
    """Sellers around a circle, and how many enter."""

    name = "salop"
    source = "Salop 1979, Bell Journal of Economics 10"
    concept = "Nash equilibrium in prices, free entry"
    published: ClassVar[tuple[Published, ...]] = (
        Published("price", 0.7, 1e-8, "price c + t / n", {"cost": 0.5, "sellers": 5.0}, formula=True),
        Published("entrants", 10.0, 1e-6, "sqrt(t / f) enter", {"entry": 0.01}, formula=True),
        Published("efficient", 5.0, 1e-6, "half as many are efficient", {"entry": 0.01}, formula=True),
    )

    transport: Annotated[Positive, Unit("money per distance")] = 1.0
    """Cost of transport, ``t``."""
    cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost, ``c``."""
    sellers: Annotated[float, Field(ge=2, le=1000), Unit("sellers")] = 4.0
    """How many sellers there are, ``n``; no whole number is needed."""
    entry: Annotated[Positive, Unit("money")] = 0.01
    """Cost of entering, ``f``."""

    def at(self, sellers: float) -> ContinuousEquilibrium:
        """The common price of so many sellers."""
        t = self.transport

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            return np.asarray((own[0] - self.cost) * np.clip((other[0] - own[0]) / t + 1 / sellers, 0.0, 1.0))

        return solve_continuous(ContinuousGame.symmetric(payoff, [self.cost], [self.cost + 3 * t / sellers])).only

    @quantity("price, money")
    def price(self) -> Found:
        """By grid zoom."""
        found = self.at(self.sellers)
        formula = self.cost + self.transport / self.sellers
        return Found(float(found.point[0]), found.how, found.radius + 1e-8, formula)

    @quantity("sellers that enter until none earns anything")
    def entrants(self) -> Found:
        """Where the profit at the price found pays the cost of entry.

        Raises:
            GameError: entry costs more than hardly more than one seller earns.
        """

        def profit(n: float) -> float:
            return (float(self.at(n).point[0]) - self.cost) / n - self.entry

        if profit(FEWEST) < 0:
            raise GameError(
                f"entry = {self.entry:g} and transport = {self.transport:g}",
                "an entry that several sellers can earn",
                "lower entry",
            )
        formula = sqrt(self.transport / self.entry)
        found = root(profit, FEWEST, 10.0 * formula + 2.0)
        return Found(found, "root of the profit at prices by grid zoom", 1e-6 * formula, formula)

    @quantity("sellers at which transport and entry cost least")
    def efficient(self) -> Found:
        """By the decision solver."""
        formula = sqrt(self.transport / self.entry) / 2
        total = Decision(lambda n: -(self.transport / (4 * n) + self.entry * n), 0.01 * formula, 100 * formula)
        return Found(choose(total).leader, "decision solver", 1e-6 * formula, formula)
