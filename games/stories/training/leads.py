"""What a lead over the open model is worth: utility that is not linear in it, and penalties on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, model_validator

from games.markets import LimitPricing
from games.parts.direction import Direction
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.race import RaceGame, RaceLab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen
from games.stories.telling.claim import Ingredient, Kind, Reading, Rule, moves
from games.stories.telling.exports import RATE, at_once, chosen, climb
from games.stories.telling.number import Values, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customerdays, along, best_choice, leads
from games.terms import FrontierPenalty, GapUtility, Revenue, TrainingCost
from games.terms.frontier_penalty import Base, Form, Units
from solver.decision.decision import Choice, Decision

LARGEST = 1e30
"""Leads beyond this are refused: ``alpha`` is then as good as 1, and no lead is best."""


PENALTIES: dict[Form, tuple[Callable[[FloatArray], FloatArray], Callable[[FloatArray], FloatArray]]] = {
    Form.LINEAR: (lambda lead: lead, np.ones_like),
    Form.CONVEX: (lambda lead: lead**2 / 2, lambda lead: lead),
    Form.CONCAVE: (np.sqrt, lambda lead: 0.5 / np.sqrt(lead)),
}
"""Penalties ``h(g)`` on a lead ``g``, and their slopes ``h'(g)``."""


class JustBetter(BesideOpen):
    """Utility sublinear in the lead makes a lab want to be just a bit better than the open model.

    The lab's utility is ``N g^alpha - k y`` with lead ``g = (y - x)+``, value linear in capability, ``0 < alpha < 1``.
    The best lead ``g* = (alpha N / k)^{1/(1-alpha)}`` does not depend on ``x``, so ``y* = x + g*`` rises one for one
    with the open model, until utility ``N g*^alpha - k g* - k x`` is gone at ``x = (N/k) g*^alpha - g*``.

    By hand: alpha = 1/2, N = 4, k = 1: g* = 2^2 = 4, worth 4*2 - 4 - x. So y* = 4 at x = 0, 5 at x = 1, and exit at x =
    4.
    """

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

    def compute(self) -> Values:
        """Capability trained and lead."""
        best = self.best()
        trained = tuple(self.x + g if g > 0 else 0.0 for g in best.maximisers)
        return listed(y_star=trained[-1], gap=best.maximisers[-1], utility=best.value, maximisers=trained)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime() == "just ahead"

    def best(self) -> Choice:
        """Every best lead; 0 stands for staying out, and a lead that costs all it is worth ends the search."""
        return best_choice(
            Decision(
                lambda g: np.where(g > 0, self.N * g**self.alpha - self.k * (self.x + g), 0.0),
                low=0.0,
                high=self.widest(),
                derivative=lambda g: self.alpha * self.N * g ** (self.alpha - 1) - self.k,
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

    def regime(self) -> str:
        """Whether the lab trains; an indifferent one does."""
        return "just ahead" if self.best().maximisers[-1] > 0 else "out"

    def span(self) -> tuple[float, float]:
        """From no open model to one that is worth more than any lead."""
        return 0.0, max(self.widest(), 1.2 * self.x)


def _rules(way: Direction) -> tuple[Rule, ...]:
    """While the lab trains under a penalty the measure goes one way; without one it stays, and giving up is down."""
    return (
        *along("y_star", trains_with_penalty=way, trains_without=NEUTRAL, stays_out=NEUTRAL),
        Rule("y_star", "trains with penalty", DOWN, "stays out"),
        Rule("y_star", "trains without", DOWN, "stays out"),
    )


class PenalisedLab(BesideOpen):
    """A penalty on how far one's model is above the open one, linear, convex or concave in the lead.

    The lab maximises ``N g - phi h(g) - y`` with the lead ``g = (f(y) - f(x))+``, ``f = sqrt``; ``u = sqrt(y)``, ``s =
    sqrt(x)``. While it trains, ``N - phi h'(u - s) = 2 u``:
    * linear, ``h = g``: the penalty is nothing but fewer customers. ``y* = ((N - phi)/2)^2`` for every ``x``, until the
      lab stays out at ``x = ((N - phi)/4)^2``;
    * convex, ``h = g^2/2``: ``u* = (N + phi s)/(2 + phi)``. A better open model shrinks the penalty of any given
      capability, and the lab trains more, until ``s = N / (2 + sqrt(2 (2 + phi)))``;
    * concave, ``h = sqrt(g)``: the first steps ahead cost most. A better open model makes the lead smaller and each
      further step dearer, and the lab trains less.

    By hand, N = 4, phi = 1. Linear: y* = 1.5^2 = 2.25 until x = 0.75^2 = 0.5625; without the penalty 4 until 1. Convex:
    u* = 4/3 at x = 0, y* = 1.777778; at x = 0.25 u* = 4.5/3, y* = 2.25; out from s = 4/(2 + sqrt 6), x = 0.808164, on.
    Concave at x = 0: 4 - 0.5/sqrt(u) = 2 u at u = 1.8144, y* = 3.292.
    """

    kind = Kind.CHOICE
    numbers = (
        racing("y_star", "capability trained; 0 where the lab stays out", "capability trained", over="maximisers"),
        begins("exit_x", "open capability from which the lab stays out", "y_star", "stays out"),
        reported("payoff", "what the best capability is worth"),
        reported("maximisers", "every best capability"),
    )
    reads = "y_star is the capability of the best plan, 0 at never, and payoff what it pays"
    ingredients = (Ingredient("frontier_penalty", "phi", 0.0),)
    form: ClassVar[Form]
    """How the penalty grows with the lead."""

    N: Customerdays = 4.0
    """Customers times days of sale."""
    phi: Annotated[NonNegative, Unit("currency per unit of the penalty")] = 1.0
    """Weight of the penalty."""
    x: Capability = 0.25
    """Capability of the open model."""

    def compute(self) -> Values:
        """Capability trained, by the better of training best and staying out."""
        best = self.best()
        return listed(y_star=best.maximisers[-1], payoff=best.value, maximisers=best.maximisers)

    def best(self) -> Choice:
        """Every best capability; beyond ``N^2`` even all customers' value does not pay the cost."""
        penalty, rise = PENALTIES[self.form]

        def payoff(y: FloatArray) -> FloatArray:
            lead = leads(y, self.x)
            return self.N * lead - self.phi * penalty(lead) - y

        def slope(y: FloatArray) -> FloatArray:
            ahead = y > self.x
            lead = np.where(ahead, leads(y, self.x), 1.0)
            gain = (self.N - self.phi * rise(lead)) / (2 * np.sqrt(np.where(ahead, y, 1.0)))
            return np.where(ahead, gain, 0.0) - 1.0

        return best_choice(Decision(payoff, 0.0, max(self.N**2, self.x), kinks=(self.x,), derivative=slope))

    def game(self) -> ReleaseGame:
        """The lab chooses what to train, or stays out."""
        penalty = FrontierPenalty(weight=self.phi, form=self.form, base=Base.OPEN, units=Units.VALUE)
        offered = (*self.best().maximisers, *self.at(0.0).best().maximisers)
        lab = chosen("lab", offered, max(self.N**2, self.x), terms=(Revenue(), penalty, TrainingCost()))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def race(self) -> RaceGame | None:
        """The lab works its way from a quarter of what it would train without a penalty up to all of it."""
        penalty = FrontierPenalty(weight=self.phi, form=self.form, base=Base.OPEN, units=Units.VALUE)
        lab = RaceLab(name="lab", effort_cost=self.N, terms=(Revenue(), penalty))
        rungs = (self.N**2 / 16, self.N**2 / 4)
        return climb(self, rungs, lab, x=self.x, market=LimitPricing(customers=RATE * self.N))

    def regime(self) -> str:
        """Whether the lab trains; an indifferent one does."""
        if self.best().maximisers[-1] <= 0:
            return "stays out"
        return "trains with penalty" if self.phi > 0 else "trains without"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max(self.N**2 / 4, 1.2 * self.x, 1e-3)


class LinearPenalty(PenalisedLab):
    """A penalty proportional to the lead."""

    name = "linear-penalty"
    rows = ("17",)
    who = "jessicata"
    claim = "a penalty on the lead over the open model only scales revenue down and leaves the conclusion as it was"
    says = moves(NEUTRAL, DOWN)
    rules = _rules(NEUTRAL)
    form = Form.LINEAR


class ConvexPenalty(PenalisedLab):
    """A penalty that grows with the square of the lead."""

    name = "convex-penalty"
    rows = ("17b", "18")
    who = "RobertM, answering jessicata"
    claim = "if the penalty is nonlinear, a better open model makes the lab train more"
    reading = Reading.OPENRACE
    says = moves(UP)
    rules = _rules(UP)
    form = Form.CONVEX


class ConcavePenalty(PenalisedLab):
    """A penalty of which the first steps ahead cost most."""

    name = "concave-penalty"
    rows = ("17b", "18")
    who = "RobertM, answering jessicata"
    claim = "if the penalty is nonlinear the other way, concave, a better open model makes the lab train less"
    reading = Reading.OPENRACE
    says = moves(DOWN, NEUTRAL)
    rules = _rules(DOWN)
    form = Form.CONCAVE
