"""Quantities of one good: Cournot 1838 with costs that differ, and Stackelberg 1934.

The price is what the sum of quantities leaves of the intercept ``a`` at slope ``b``; firm ``i`` pays ``c_i`` per unit.
Cournot: all choose at once, a Nash equilibrium. Stackelberg: the first firm chooses before the others see it and
choose. Closed forms: ``q_i = (a + sum c - (n + 1) c_i) / ((n + 1) b)``; a leader beside one follower of its cost
``(a - c) / (2 b)``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Classic, Found, Published, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import Finite, FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousGame
from solver.decision.choice import choose
from solver.decision.decision import Decision


class Cournot(NumbersClassic):
    """Firms choose quantities at once."""

    name = "cournot"
    source = "Cournot 1838, Recherches, chapter 7"
    concept = "Nash equilibrium in quantities"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_quantity", 1 / 3, 1e-9, "two producers without costs each sell a third", formula=True),
        Published("price", 0.25, 1e-9, "three producers", {"costs": (0.0, 0.0, 0.0)}, formula=True),
        Published("first_quantity", 0.45, 1e-8, "costs that differ", {"costs": (0.1, 0.55), "intercept": 1.0},
                  formula=True),
    )  # fmt: skip

    counted = "costs"
    most_players = 3

    costs: Annotated[tuple[Finite, ...], Field(min_length=1, max_length=5), Unit("money per unit")] = (0.0, 0.0)
    """Unit cost of each firm, ``c``; below 0 is a subsidy."""
    intercept: Annotated[Positive, Unit("money per unit")] = 1.0
    """Price at which nothing is sold, ``a``."""
    slope: Annotated[Positive, Unit("money per unit squared")] = 1.0
    """By how much a unit more lowers the price, ``b``."""

    def choices(self) -> ContinuousGame:
        """Quantities of all firms."""
        n = len(self.costs)

        def payoff(i: int, q: FloatArray) -> FloatArray:
            return np.asarray(q[i] * (self.intercept - self.slope * q.sum(axis=0) - self.costs[i]))

        most = (self.intercept - min(0.0, *self.costs)) / self.slope
        return ContinuousGame.of(payoff, [0.0] * n, [most] * n)

    def formula(self) -> FloatArray:
        """Quantities in closed form; firms that the price does not cover sell nothing."""
        costs = np.array(self.costs)
        for m in range(len(costs), 0, -1):
            active = np.argsort(costs, kind="stable")[:m]
            price = (self.intercept + costs[active].sum()) / (m + 1)
            if m == 1 or costs[active].max() < price:
                out = np.zeros(len(costs))
                out[active] = np.maximum(0.0, (price - costs[active]) / self.slope)
                return out
        raise AssertionError("some firm is active")

    def readings(self) -> tuple[Found, ...]:
        """The first firm's quantity, the price and the first firm's profit, by grid zoom."""
        found, formula = self.equilibrium(), self.formula()
        first, closed = float(found.point[0]), float(formula[0])
        price, closed_price = (self.intercept - self.slope * float(q.sum()) for q in (found.point, formula))
        return (
            Found(first, found.how, found.radius + 1e-9, closed),
            Found(price, found.how, 1e-8, closed_price),
            Found(float(found.payoffs[0]), found.how, 1e-8, self.slope * closed**2),
        )

    first_quantity = reading("quantity of the first firm", 0)
    price = reading("price, money", 1)
    first_profit = reading("profit of the first firm, money", 2)


class Stackelberg(Classic):
    """One firm chooses its quantity first."""

    name = "stackelberg"
    source = "von Stackelberg 1934, Marktform und Gleichgewicht"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("leader_quantity", 0.5, 1e-6, "the leader sells half of what the market takes", formula=True),
        Published("follower_quantity", 0.25, 1e-6, "the follower half of that", formula=True),
    )

    leader_cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost of the leader."""
    follower_cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost of the follower."""
    intercept: Annotated[Positive, Unit("money per unit")] = 1.0
    """Price at which nothing is sold, ``a``."""
    slope: Annotated[Positive, Unit("money per unit squared")] = 1.0
    """By how much a unit more lowers the price, ``b``."""

    def reply(self, leader: float) -> float:
        """The follower's best quantity."""

        def profit(q: FloatArray) -> FloatArray:
            return np.asarray(q * (self.intercept - self.slope * (leader + q) - self.follower_cost))

        return choose(Decision(profit, 0.0, self.intercept / self.slope), points=33).leader

    def best(self) -> float:
        """The leader's best quantity, foreseeing the reply."""

        def profit(q: FloatArray) -> FloatArray:
            follower = np.array([self.reply(float(own)) for own in q])
            return np.asarray(q * (self.intercept - self.slope * (q + follower) - self.leader_cost))

        most = self.intercept / self.slope
        # Where the follower stops selling the leader's profit bends.
        kink = (self.intercept - self.follower_cost) / self.slope
        return choose(Decision(profit, 0.0, most, kinks=(kink,)), points=33).leader

    def readings(self) -> tuple[Found, ...]:
        """Both quantities, by two nested decisions."""
        a, b, own, other = self.intercept, self.slope, self.leader_cost, self.follower_cost
        how, best = "decision solver, nested: leader over follower", self.best()
        leader, follower = (a - 2 * own + other) / (2 * b), (a + 2 * own - 3 * other) / (4 * b)
        return (
            Found(best, how, 1e-6, leader if 0 <= leader <= (a - other) / b else None),
            Found(self.reply(best), how, 1e-6, follower if follower >= 0 else None),
        )

    leader_quantity = reading("quantity of the leader", 0)
    follower_quantity = reading("quantity of the follower", 1)
