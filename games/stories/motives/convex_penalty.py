"""Row 17b, the boundary of row 17: a penalty that grows faster than the lead.

The lab maximises ``N g - (phi/2) g^2 - y`` with ``g = (f(y) - f(x))+`` and ``f = sqrt``. With ``u = sqrt(y)`` and
``s = sqrt(x)`` the first-order condition ``N - phi (u - s) = 2 u`` gives ``u* = (N + phi s)/(2 + phi)``: a better open
model shrinks the penalty of any given capability, and the lab trains more. Its payoff
``(N - 2 s)^2 / (2 (2 + phi)) - s^2`` is gone at ``s = N / (2 + sqrt(2 (2 + phi)))``.

By hand: N = 4, phi = 1: u* = 4/3 at x = 0, so y* = 1.777778; at x = 0.25 u* = 4.5/3, y* = 2.25. The lab stays out from
s = 4/(2 + sqrt 6) = 0.898979 on, x = 0.808164.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.markets import LimitPricing
from games.parts.part import FloatArray, NonNegative, Unit
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Ingredient, Story
from games.stories.telling.claim import Kind, Reading, Rule, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.number import Quantity, begins, listed, racing, told
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customerdays, along, best_choice, leads
from games.terms import FrontierPenalty, Revenue, TrainingCost
from games.terms.frontier_penalty import Base, Form, Units
from solver.decision.choice import Choice, Decision


class ConvexPenalty(Story):
    """A penalty that grows with the square of the lead."""

    name = "convex-penalty"
    rows = ("17b", "18")
    who = "RobertM, answering jessicata"
    claim = "if the penalty is nonlinear, a better open model makes the lab train more"
    kind = Kind.CHOICE
    numbers = (
        racing("y_star", "capability trained; 0 where the lab stays out", "capability trained", over="maximisers"),
        begins("exit_x", "open capability from which the lab stays out", "y_star", "stays out"),
        told("payoff", "what the best capability is worth"),
        told("maximisers", "every best capability"),
    )
    rules = (
        *along("y_star", trains_with_penalty=UP, trains_without=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains with penalty", DOWN, "stays out"),
        Rule("y_star", "trains without", DOWN, "stays out"),
    )
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "y_star is the capability of the best plan, 0 at never, and payoff what it pays"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    ingredients = (Ingredient("frontier_penalty", "phi", 0.0, "the lead costs nothing but its training"),)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    phi: Annotated[NonNegative, Unit("currency per squared value of lead")] = 1.0
    """Penalty: half of it is paid per square of the lead."""
    x: Capability = 0.25
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Capability trained, by the better of training best and staying out."""
        best = self.best()
        return listed(y_star=best.maximisers[-1], payoff=best.value, maximisers=best.maximisers)

    def best(self) -> Choice:
        """Every best capability."""

        def payoff(y: FloatArray) -> FloatArray:
            gap = leads(y, self.x)
            return self.N * gap - self.phi / 2 * gap**2 - y

        def slope(y: FloatArray) -> FloatArray:
            gain = (self.N - self.phi * leads(y, self.x)) / (2 * np.sqrt(y))
            return np.where(y > self.x, gain, 0.0) - 1.0

        high = max(self.N**2, self.x)
        return best_choice(Decision(payoff, 0.0, high, kinks=(self.x,), derivative=slope, concave=True))

    def offered(self) -> tuple[float, ...]:
        """Best capabilities, here and without an open model."""
        return (*self.best().maximisers, *self.at(0.0).best().maximisers)

    def game(self) -> ReleaseGame:
        """The lab chooses what to train, or stays out."""
        penalty = FrontierPenalty(weight=self.phi, form=Form.CONVEX, base=Base.OPEN, units=Units.VALUE)
        terms = (Revenue(), penalty, TrainingCost())
        lab = chosen("lab", self.offered(), max(self.N**2, self.x), terms=terms)
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab trains; an indifferent one does."""
        if self.best().maximisers[-1] <= 0:
            return "stays out"
        return "trains with penalty" if self.phi > 0 else "trains without"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max(self.N**2 / 4, 1.2 * self.x)
