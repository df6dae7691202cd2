"""Row 32: infrastructure built on open models later pays the closed ones.

An open model of capability ``x`` brings ``psi x`` further customers into the habit of using models. A closed model
``y`` then sells to all ``n0 + psi x`` of them at what it is better by, less the cost ``s`` of switching: ``(y - x -
s)+``, value linear in capability. The product is largest at ``x = ((y - s) - n0/psi)/2``: a weak open model helps the
closed lab, a strong one hurts it.

By hand: n0 = 1, psi = 1, y = 10, s = 1: x = (9 - 1)/2 = 4, worth 5 * 5 = 25; without an open model 9.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Kind, Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customers, along, best_choice, listed, racing
from solver.decision.choice import Choice, Decision


class Complements(Story):
    """What an open model does for a closed one's market."""

    name: ClassVar[str] = "complements"
    rows: ClassVar[tuple[str, ...]] = ("32",)
    who: ClassVar[str] = "Mikhail Samin"
    claim: ClassVar[str] = "infrastructure around open models may later be switched to closed ones and pay them"
    kind: ClassVar[Kind] = Kind.CHOICE
    measures: ClassVar[tuple[Measure, ...]] = (racing("value", "currency"),)
    rules: ClassVar[tuple[Rule, ...]] = along("value", brings_customers=UP, takes_customers=DOWN, nothing_sold=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (UP,)

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

    def values(self) -> tuple[Quantity, ...]:
        """The open capability that is best for the closed lab, and what the lab then earns."""
        best = self.best()
        return listed(best_x=best.maximisers[0], value=best.value, alone=self.worth(0.0), maximisers=best.maximisers)

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

    def outcome(self) -> tuple[Interval, ...]:
        """The lab's earnings beside the open model."""
        return (point(self.worth(self.x)),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """On which side of the best open capability."""
        if self.x >= self.y - self.s or self.n0 + self.psi * self.x == 0:
            return "nothing sold"
        rising = self.psi * (self.y - self.x - self.s) > self.n0 + self.psi * self.x
        return "brings customers" if rising else "takes customers"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to sell."""
        return 0.0, 1.2 * max(self.y, self.x, 1.0)
