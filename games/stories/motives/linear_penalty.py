"""Row 17: a penalty on how far one's model is above the open one.

The lab maximises ``N g - phi g - y`` with ``g = (f(y) - f(x))+`` and ``f = sqrt``: revenue and penalty are both
proportional to the lead, so the penalty is nothing but fewer customers, ``N - phi`` of them. Then
``y* = ((N - phi)/2)^2`` for every ``x``, until the lab stays out at ``x = ((N - phi)/4)^2``.

By hand: N = 4, phi = 1: y* = 1.5^2 = 2.25 until x = 0.75^2 = 0.5625; without the penalty 4 until 1.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Ingredient, Kind, Measure, Quantity, Rule, Story, hull
from games.stories.telling.parts import (
    DOWN,
    NEUTRAL,
    Capability,
    Customerdays,
    along,
    best_choice,
    leads,
    listed,
    racing,
)
from solver.decision.choice import Choice, Decision


class LinearPenalty(Story):
    """A penalty proportional to the lead."""

    name: ClassVar[str] = "linear-penalty"
    rows: ClassVar[tuple[str, ...]] = ("17",)
    who: ClassVar[str] = "jessicata"
    claim: ClassVar[str] = (
        "a penalty on the lead over the open model only scales revenue down and leaves the conclusion as it was"
    )
    kind: ClassVar[Kind] = Kind.CHOICE
    measures: ClassVar[tuple[Measure, ...]] = (racing("y_star", "capability trained"),)
    rules: ClassVar[tuple[Rule, ...]] = (
        *along("y_star", trains=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains", DOWN, "stays out"),
    )
    claimed: ClassVar[tuple[Direction, ...]] = (NEUTRAL, DOWN)
    ingredients: ClassVar[tuple[Ingredient, ...]] = (
        Ingredient("frontier_penalty", "phi", 0.0, "the lead costs nothing but its training"),
    )

    N: Customerdays = 4.0
    """Customers times days of sale."""
    phi: Annotated[NonNegative, Unit("currency per value of lead")] = 1.0
    """Penalty per unit of lead."""
    x: Capability = 0.25
    """Capability of the open model."""

    def values(self) -> tuple[Quantity, ...]:
        """Capability trained (0: stays out), and the open capability at which the lab stops."""
        best = self.best()
        return listed(
            y_star=best.maximisers[-1],
            exit_x=self.breakpoint("y_star", "stays out"),
            payoff=best.value,
            maximisers=best.maximisers,
        )

    def best(self) -> Choice:
        """Every best capability."""
        return best_choice(
            Decision(
                lambda y: (self.N - self.phi) * leads(y, self.x) - y,
                low=0.0,
                high=max((self.N - self.phi) ** 2, self.x, 1e-9),
                kinks=(self.x,),
                derivative=lambda y: np.where(y > self.x, (self.N - self.phi) / (2 * np.sqrt(y)), 0.0) - 1.0,
            )
        )

    def outcome(self) -> tuple[Interval, ...]:
        """Capability trained, over all best choices."""
        return (hull(self.best().maximisers),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab trains; an indifferent one does."""
        return "trains" if self.best().maximisers[-1] > 0 else "stays out"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max((self.N - self.phi) ** 2 / 4, 1.2 * self.x, 1e-3)
