"""Row 17: a penalty on how far one's model is above the open one.

The lab maximises ``N g - phi g - y`` with ``g = (f(y) - f(x))+`` and ``f = sqrt``: revenue and penalty are both
proportional to the lead, so the penalty is nothing but fewer customers, ``N - phi`` of them. Then
``y* = ((N - phi)/2)^2`` for every ``x``, until the lab stays out at ``x = ((N - phi)/4)^2``.

By hand: N = 4, phi = 1: y* = 1.5^2 = 2.25 until x = 0.75^2 = 0.5625; without the penalty 4 until 1.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.markets import LimitPricing
from games.parts.part import NonNegative, Unit
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Ingredient, Story
from games.stories.telling.claim import Kind, Rule, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.number import Quantity, begins, listed, racing, told
from games.stories.telling.parts import DOWN, NEUTRAL, Capability, Customerdays, along, best_choice, leads
from games.terms import FrontierPenalty, Revenue, TrainingCost
from games.terms.frontier_penalty import Base, Form, Units
from solver.decision.choice import Choice, Decision


class LinearPenalty(Story):
    """A penalty proportional to the lead."""

    name = "linear-penalty"
    rows = ("17",)
    who = "jessicata"
    claim = "a penalty on the lead over the open model only scales revenue down and leaves the conclusion as it was"
    kind = Kind.CHOICE
    numbers = (
        racing("y_star", "capability trained; 0 where the lab stays out", "capability trained", over="maximisers"),
        begins("exit_x", "open capability from which the lab stays out", "y_star", "stays out"),
        told("payoff", "what the best capability is worth"),
        told("maximisers", "every best capability"),
    )
    rules = (
        *along("y_star", trains=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains", DOWN, "stays out"),
    )
    says = moves(NEUTRAL, DOWN)
    reads = "y_star is the capability of the best plan, 0 at never, and payoff what it pays"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    ingredients = (Ingredient("frontier_penalty", "phi", 0.0, "the lead costs nothing but its training"),)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    phi: Annotated[NonNegative, Unit("currency per value of lead")] = 1.0
    """Penalty per unit of lead."""
    x: Capability = 0.25
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Capability trained, by the better of training best and staying out."""
        best = self.best()
        return listed(y_star=best.maximisers[-1], payoff=best.value, maximisers=best.maximisers)

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

    def offered(self) -> tuple[float, ...]:
        """Best capabilities, here and without an open model."""
        return (*self.best().maximisers, *self.at(0.0).best().maximisers)

    def game(self) -> ReleaseGame:
        """The lab chooses what to train, or stays out."""
        penalty = FrontierPenalty(weight=self.phi, form=Form.LINEAR, base=Base.OPEN, units=Units.VALUE)
        terms = (Revenue(), penalty, TrainingCost())
        lab = chosen("lab", self.offered(), max(self.N**2, self.x), terms=terms)
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab trains; an indifferent one does."""
        return "trains" if self.best().maximisers[-1] > 0 else "stays out"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max((self.N - self.phi) ** 2 / 4, 1.2 * self.x, 1e-3)
