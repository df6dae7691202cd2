"""How many customers there are: growth, diffusion, and what open models bring."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.modifiers.base import Modifier
from games.parts.part import Finite, FloatArray, NonNegative, Positive, Surroundings, Unit
from games.time.shocks import Shocks
from games.time.timeline import Timeline


class DemandGrowth(Modifier):
    """Customers grow, or shrink, at a constant rate."""

    kind: Literal["demand_growth"] = "demand_growth"
    rate: Annotated[Finite, Unit("per period")] = 0.01
    """Growth rate gamma of the number of customers; over an infinite horizon below every discount rate."""

    summary: ClassVar[str] = "the number of customers grows"
    formula: ClassVar[str] = "n(t) = n0 e^(gamma t)"
    source: ClassVar[str] = "the blog post: changes in customer demand over time"

    def problems(self, game: Surroundings) -> list[str]:
        """Growth that outruns discounting for ever."""
        if not game.is_endless:
            return []
        total = sum(m.rate for m in game.modifiers if isinstance(m, DemandGrowth))
        return [
            f"customers grow at {total:g}, at or above {path} {r:g}, over an infinite horizon: "
            f"payoffs would be infinite"
            for path, r in game.discount_rates.items()
            if total >= r
        ]

    def shocks(self, history: Timeline) -> Shocks:
        """Growing sales."""
        return replace(history.shocks, growth=np.asarray(history.shocks.growth) + self.rate)


class Bass(Modifier):
    """Customers come as a new product spreads: some by themselves, more the more others use it."""

    kind: Literal["bass"] = "bass"
    innovation: Annotated[Positive, Unit("per period")] = 0.03
    """Rate p at which people adopt by themselves."""
    imitation: Annotated[NonNegative, Unit("per period")] = 0.38
    """Rate q at which they imitate those who have."""

    summary: ClassVar[str] = "customers come as the product spreads"
    formula: ClassVar[str] = "n(t) = n0 F(t), F = (1 - e^(-(p+q)t)) / (1 + (q/p) e^(-(p+q)t))"
    source: ClassVar[str] = "Bass 1969, Management Science 15"

    def shocks(self, history: Timeline) -> Shocks:
        """Sales to those who have come."""

        def adopted(date: FloatArray) -> FloatArray:
            return bass(date, self.innovation, self.imitation)

        return replace(history.shocks, curves=(*history.shocks.curves, adopted))


class OpenDemand(Modifier):
    """Who builds on open models becomes a customer of better ones, at a cost of switching."""

    kind: Literal["open_demand"] = "open_demand"
    psi: Annotated[NonNegative, Unit("share of customers per unit of open capability")] = 0.1
    """Customers that each unit of open capability brings, relative to the market's number."""
    switching_cost: Annotated[NonNegative, Unit("currency per customer-day")] = 0.0
    """What leaving the open model costs a customer."""

    summary: ClassVar[str] = "infrastructure built on open models later pays closed ones"
    formula: ClassVar[str] = "n = n0 (1 + psi x), and a seller's model is worth f(y) - s"
    source: ClassVar[str] = "comment thread: Mikhail Samin on infrastructure that switches to closed models"

    def shocks(self, history: Timeline) -> Shocks:
        """More customers, who must be won over."""
        more = 1.0 + np.asarray(self.psi) * history.best_open
        switching = np.asarray(history.shocks.switching) + self.switching_cost
        return replace(history.shocks, demand=history.shocks.demand * more, switching=switching)


def bass(date: FloatArray, innovation: float | FloatArray, imitation: float | FloatArray) -> FloatArray:
    """Share ``F(t)`` of all who will ever adopt that has adopted by ``t``."""
    p, q = np.asarray(innovation), np.asarray(imitation)
    left = np.exp(-(p + q) * date)
    return np.asarray((1.0 - left) / (1.0 + q / p * left), dtype=np.float64)
