"""Row 4: what model to train at all, when a model of capability ``y`` costs ``y``.

The lab maximises ``N (f(y) - f(x))+ - y``, ``f = sqrt``, ``N`` customer-days. As long as it trains, ``f(x)`` is a
constant: ``y* = (N/2)^2`` for every ``x``. Its profit there is ``N^2/4 - N sqrt(x)``, so it stays out (``y* = 0``)
from ``x = (N/4)^2`` on.

By hand: N = 4 gives y* = 4 with profit 4 - 4 sqrt(x): 4 without an open model, 2 at x = 0.25, and 0 at x = 1, where
training 4 and staying out tie.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from games.parts.direction import Direction, Interval
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


class TrainingCost(Story):
    """How much to train."""

    name: ClassVar[str] = "training-cost"
    rows: ClassVar[tuple[str, ...]] = ("4",)
    who: ClassVar[str] = "jessicata (the post)"
    claim: ClassVar[str] = "a better open model lowers the closed lab's incentive to train, or changes nothing"
    kind: ClassVar[Kind] = Kind.CHOICE
    measures: ClassVar[tuple[Measure, ...]] = (racing("y_star", "capability trained"),)
    rules: ClassVar[tuple[Rule, ...]] = (
        *along("y_star", trains=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains", DOWN, "stays out"),
    )
    claimed: ClassVar[tuple[Direction, ...]] = (NEUTRAL, DOWN)
    ingredients: ClassVar[tuple[Ingredient, ...]] = (Ingredient("open", "x", 0.0, "there is no open model"),)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    x: Capability = 0.25
    """Capability of the open model."""

    def values(self) -> tuple[Quantity, ...]:
        """Capability trained (0: stays out), profit, and the open capability at which the lab stops."""
        best = self.best()
        return listed(
            y_star=best.maximisers[-1],
            profit=best.value,
            exit_x=self.breakpoint("y_star", "stays out"),
            maximisers=best.maximisers,
        )

    def best(self) -> Choice:
        """Every best capability; beyond ``N^2`` even all customers' value does not pay the cost."""
        return best_choice(
            Decision(
                lambda y: self.N * leads(y, self.x) - y,
                low=0.0,
                high=max(self.N**2, self.x),
                kinks=(self.x,),
                derivative=lambda y: np.where(y > self.x, self.N / (2 * np.sqrt(y)), 0.0) - 1.0,
                concave=True,
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
        return 0.0, max(self.N**2 / 4, 1.2 * self.x)
