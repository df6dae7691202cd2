"""Row 32: infrastructure built on open models later pays the closed ones.

An open model of capability ``x`` brings ``psi x`` further customers into the habit of using models. A closed model
``y`` then sells to all ``n0 + psi x`` of them at what it is better by, less the cost ``s`` of switching: ``(y - x -
s)+``, value linear in capability. The product is largest at ``x = ((y - s) - n0/psi)/2``: a weak open model helps the
closed lab, a strong one hurts it.

By hand: n0 = 1, psi = 1, y = 10, s = 1: x = (9 - 1)/2 = 4, worth 5 * 5 = 25; without an open model 9.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.markets import LimitPricing
from games.modifiers import OpenDemand
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Kind, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customers, along, best_choice
from games.terms import Revenue
from games.values import Linear
from solver.decision.choice import Choice, Decision


class Complements(Story):
    """What an open model does for a closed one's market."""

    name = "complements"
    rows = ("32",)
    who = "Mikhail Samin"
    claim = "infrastructure around open models may later be switched to closed ones and pay them"
    kind = Kind.CHOICE
    numbers = (
        racing("earned", "what the closed lab earns beside this open model", "currency"),
        reported("best_x", "open capability that is best for it"),
        reported("value", "what it then earns"),
        reported("alone", "what it earns without an open model"),
        reported("maximisers", "every best open capability"),
    )
    rules = along("earned", brings_customers=UP, takes_customers=DOWN, nothing_sold=NEUTRAL)
    says = moves(UP)
    moved_by = "allow:builder"
    reads = "best_x is the capability of the best plan, and value its payoff"

    n0: Customers = 1.0
    """Customers without an open model."""
    psi: Annotated[NonNegative, Unit("customers per unit of open capability")] = 1.0
    """Customers that the open model brings."""
    y: Capability = 10.0
    """Capability of the closed model."""
    s: Annotated[NonNegative, Unit("currency per customer")] = 1.0
    """Cost of switching."""
    x: Capability = 4.0
    """Capability of the open model whose effect is asked for."""

    def compute(self) -> tuple[Quantity, ...]:
        """Earnings beside the open model, and at best."""
        best = self.best()
        return listed(
            earned=self.worth(self.x),
            best_x=best.maximisers[0],
            value=best.value,
            alone=self.worth(0.0),
            maximisers=best.maximisers,
        )

    def worth(self, x: float) -> float:
        """What the closed lab earns beside an open model ``x``."""
        return (self.n0 + self.psi * x) * max(0.0, self.y - x - self.s)

    def best(self) -> Choice:
        """Every open capability that is best for the closed lab."""
        room = self.y - self.s
        return best_choice(
            Decision(
                lambda x: (self.n0 + self.psi * x) * np.maximum(0.0, room - x),
                low=0.0,
                high=max(room, 0.0) + 1.0,
                kinks=(room,),
                derivative=lambda x: np.where(x < room, self.psi * (room - x) - (self.n0 + self.psi * x), 0.0),
            )
        )

    def game(self) -> ReleaseGame:
        """Who sells the closed model also chooses the open one."""
        if self.n0 == 0:
            raise self.without("without customers of its own (n0 = 0) there is no market to add to")
        best = (*self.best().maximisers, self.x)
        builder = chosen("builder", best, max(self.y, self.x), release="open")
        seller = Lab(name="seller", start=self.y, dates=(), terms=(Revenue(),))
        habits = OpenDemand(psi=self.psi / self.n0, switching_cost=self.s)
        market = LimitPricing(customers=self.n0, value=Linear())
        return at_once(self, builder, seller, market=market, modifiers=(habits,), coalitions=(("builder", "seller"),))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """On which side of the best open capability."""
        if self.x >= self.y - self.s or self.n0 + self.psi * self.x == 0:
            return "nothing sold"
        rising = self.psi * (self.y - self.x - self.s) > self.n0 + self.psi * self.x
        return "brings customers" if rising else "takes customers"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to sell."""
        return 0.0, 1.2 * max(self.y, self.x, 1.0)
