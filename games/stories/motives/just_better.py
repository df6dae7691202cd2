"""Row 16: utility sublinear in the lead makes a lab want to be just a bit better than the open model.

The lab's utility is ``N g^alpha - k y`` with lead ``g = (y - x)+``, value linear in capability, ``0 < alpha < 1``.
The best lead ``g* = (alpha N / k)^{1/(1-alpha)}`` does not depend on ``x``, so ``y* = x + g*`` rises one for one with
the open model, until utility ``N g*^alpha - k g* - k x`` is gone at ``x = (N/k) g*^alpha - g*``.

By hand: alpha = 1/2, N = 4, k = 1: g* = 2^2 = 4, worth 4*2 - 4 - x. So y* = 4 at x = 0, 5 at x = 1, and exit at x = 4.
"""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from games.parts.part import Positive, Unit
from games.race import RaceGame, RaceLab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Kind, Rule, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.number import Quantity, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customerdays, along, best_choice
from games.stories.telling.races import RATE, climb
from games.terms import GapUtility, TrainingCost
from solver.decision.choice import Choice, Decision

LARGEST = 1e30
"""Leads beyond this are refused: ``alpha`` is then as good as 1, and no lead is best."""


class JustBetter(Story):
    """Utility sublinear in the lead."""

    name = "just-better"
    rows = ("16", "18")
    who = "jessicata"
    claim = "with utility sublinear in its lead, a lab wants to stay just ahead of the open model"
    kind = Kind.CHOICE
    numbers = (
        racing("y_star", "capability trained; 0 where the lab gives up", "capability trained", over="maximisers"),
        reported("gap", "its lead over the open model"),
        begins("exit_x", "open capability from which the lab gives up", "y_star", "out"),
        reported("utility", "utility of the best lead"),
        reported("maximisers", "every best capability"),
    )
    rules = (
        *along("y_star", just_ahead=UP, out=NEUTRAL),
        Rule("y_star", "just ahead", DOWN, "out"),
    )
    says = moves(UP)
    reads = "y_star is the capability of the best plan, 0 at never, and utility its payoff"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    premise = "the lab trains at all"

    N: Customerdays = 4.0
    """Customers times days of sale."""
    k: Annotated[Positive, Unit("currency per unit of capability")] = 1.0
    """Cost of capability."""
    alpha: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Elasticity of utility with respect to the lead."""
    x: Capability = 1.0
    """Capability of the open model."""

    @model_validator(mode="after")
    def _finite(self) -> JustBetter:
        if self.N / self.k > 1 and math.log(self.N / self.k) / (1 - self.alpha) > math.log(LARGEST):
            raise ValueError(f"alpha = {self.alpha:g} is too near 1 for N / k = {self.N / self.k:g}: no lead is best")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Capability trained and lead."""
        best = self.best()
        trained = tuple(self.x + g if g > 0 else 0.0 for g in best.maximisers)
        return listed(y_star=trained[-1], gap=best.maximisers[-1], utility=best.value, maximisers=trained)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime("y_star") == "just ahead"

    def best(self) -> Choice:
        """Every best lead; 0 stands for staying out, and a lead that costs all it is worth ends the search."""
        return best_choice(
            Decision(
                lambda g: np.where(g > 0, self.N * g**self.alpha - self.k * (self.x + g), 0.0),
                low=0.0,
                high=self.widest(),
                derivative=lambda g: self.alpha * self.N * g ** (self.alpha - 1) - self.k,
                concave=True,
            )
        )

    def widest(self) -> float:
        """The lead that costs all it is worth."""
        return float((self.N / self.k) ** (1 / (1 - self.alpha)))

    def game(self) -> ReleaseGame:
        """The lab chooses what to train, or gives up."""
        trained = [s.x + g if g > 0 else 0.0 for s in (self, self.at(0.0)) for g in s.best().maximisers]
        terms = (GapUtility(weight=self.N, exponent=self.alpha), TrainingCost(weight=self.k))
        return at_once(self, chosen("lab", trained, self.x + self.widest(), terms=terms), x=self.x)

    def race(self) -> RaceGame | None:
        """The lab works its way from the lead that it likes best to twice that, which the open model takes from."""
        best = (self.alpha * self.N / self.k) ** (1 / (1 - self.alpha))
        likes = GapUtility(weight=RATE * self.N, exponent=self.alpha)
        return climb(self, (best, 2 * best), RaceLab(name="lab", effort_cost=self.N, terms=(likes,)), x=self.x)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab trains; an indifferent one does."""
        return "just ahead" if self.best().maximisers[-1] > 0 else "out"

    def span(self) -> tuple[float, float]:
        """From no open model to one that is worth more than any lead."""
        return 0.0, max(self.widest(), 1.2 * self.x)
