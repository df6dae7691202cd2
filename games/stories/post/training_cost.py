"""Row 4: what model to train at all, when a model of capability ``y`` costs ``y``.

The lab maximises ``N (f(y) - f(x))+ - y``, ``f = sqrt``, ``N`` customer-days. As long as it trains, ``f(x)`` is a
constant: ``y* = (N/2)^2`` for every ``x``. Its profit there is ``N^2/4 - N sqrt(x)``, so it stays out (``y* = 0``)
from ``x = (N/4)^2`` on.

By hand: N = 4 gives y* = 4 with profit 4 - 4 sqrt(x): 4 without an open model, 2 at x = 0.25, and 0 at x = 1, where
training 4 and staying out tie.
"""

from __future__ import annotations

import numpy as np

from games.markets import LimitPricing
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, Kind, Rule, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.number import Quantity, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, Capability, Customerdays, along, best_choice, leads
from games.terms import Revenue
from games.terms import TrainingCost as Cost
from solver.decision.choice import Choice, Decision


class TrainingCost(Story):
    """How much to train."""

    name = "training-cost"
    rows = ("4",)
    who = "jessicata (the post)"
    claim = "a better open model lowers the closed lab's incentive to train, or changes nothing"
    kind = Kind.CHOICE
    numbers = (
        racing("y_star", "capability trained; 0 where the lab stays out", "capability trained", over="maximisers"),
        reported("profit", "what the best capability earns"),
        begins("exit_x", "open capability from which the lab stays out", "y_star", "stays out"),
        reported("maximisers", "every best capability"),
    )
    rules = (
        *along("y_star", trains=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains", DOWN, "stays out"),
    )
    says = moves(NEUTRAL, DOWN)
    reads = "y_star is the capability of the best plan, 0 at never, and profit its payoff"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    ingredients = (Ingredient("open", "x", 0.0, "there is no open model"),)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    x: Capability = 0.25
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Capability trained, by the better of training best and staying out."""
        best = self.best()
        return listed(y_star=best.maximisers[-1], profit=best.value, maximisers=best.maximisers)

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

    def game(self) -> ReleaseGame:
        """The monopolist chooses what to train, or stays out."""
        best = (*self.best().maximisers, *self.at(0.0).best().maximisers)
        lab = chosen("monopolist", best, max(self.N**2, self.x), terms=(Revenue(), Cost()))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab trains; an indifferent one does."""
        return "trains" if self.best().maximisers[-1] > 0 else "stays out"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max(self.N**2 / 4, 1.2 * self.x)
