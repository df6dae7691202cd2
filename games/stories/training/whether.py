"""Whether to train the next closed model beside an open one."""

from __future__ import annotations

import math

import numpy as np

from games.markets import LimitPricing
from games.parts.direction import Direction
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.against import GameStory
from games.stories.telling.base import BesideOpen
from games.stories.telling.claim import Ingredient, Kind, Reading, Rule, moves
from games.stories.telling.exports import RATE, at_once, chosen, climb
from games.stories.telling.number import Values, begins, level, listed, racing, reported
from games.stories.telling.parts import (
    DOWN,
    LESS,
    NEUTRAL,
    UP,
    Capability,
    Customerdays,
    along,
    best_choice,
    lead,
    leads,
)
from games.terms import Revenue
from games.terms import TrainingCost as Cost
from games.time.calendar import Calendar
from solver.decision.decision import Choice, Decision


class TrainingCost(BesideOpen):
    """What model to train at all, when a model of capability ``y`` costs ``y``.

    The lab maximises ``N (f(y) - f(x))+ - y``, ``f = sqrt``, ``N`` customer-days. As long as it trains, ``f(x)`` is a
    constant: ``y* = (N/2)^2`` for every ``x``. Its profit there is ``N^2/4 - N sqrt(x)``, so it stays out (``y* = 0``)
    from ``x = (N/4)^2`` on.

    By hand: N = 4 gives y* = 4 with profit 4 - 4 sqrt(x): 4 without an open model, 2 at x = 0.25, and 0 at x = 1, where
    training 4 and staying out tie.
    """

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
    ingredients = (Ingredient("open", "x", 0.0),)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    x: Capability = 0.25
    """Capability of the open model."""

    def compute(self) -> Values:
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
            )
        )

    def game(self) -> ReleaseGame:
        """The monopolist chooses what to train, or stays out."""
        best = (*self.best().maximisers, *self.at(0.0).best().maximisers)
        lab = chosen("monopolist", best, max(self.N**2, self.x), terms=(Revenue(), Cost()))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime(self) -> str:
        """Whether the lab trains; an indifferent one does."""
        return "trains" if self.best().maximisers[-1] > 0 else "stays out"

    def span(self) -> tuple[float, float]:
        """From no open model to one of the capability that a lab without rivals would train."""
        return 0.0, max(self.N**2 / 4, 1.2 * self.x)


class NothingLeft(BesideOpen):
    """An open model as good as the next closed one would have been.

    Training the next closed model ``y`` costs ``y`` and earns ``N (f(y) - f(x))+``, ``f = sqrt``. If the open model is
    as good, ``y <= x``, it earns nothing; before that it pays only while ``sqrt(x) < sqrt(y) - y/N``.

    By hand: N = 4, y = 4: 4 * 2 - 4 = 4 at x = 0; trained until sqrt(x) = 2 - 1, x = 1; at x = 4 revenue is 0.
    """

    name = "nothing-left"
    rows = ("26",)
    who = "Mikhail Samin"
    claim = "if the open model matches the next closed one, there is less incentive to train that"
    numbers = (
        racing("trains", "whether the next closed model is trained", "models trained"),
        level("revenue", "what it would earn"),
        reported("profit", "that less its cost"),
    )
    rules = (
        *along("trains", pays=NEUTRAL, does_not_pay=NEUTRAL),
        Rule("trains", "pays", DOWN, "does not pay"),
        *along("revenue", ahead=LESS, matched=NEUTRAL),
    )
    says = moves(DOWN, NEUTRAL)
    reads = "profit is the payoff of a release"

    N: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the next closed model."""
    x: Capability = 4.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """The next model against nothing."""
        revenue = self.N * lead(self.y, self.x)
        return listed(trains=revenue >= self.y > 0, revenue=revenue, profit=revenue - self.y)

    def game(self) -> ReleaseGame:
        """The lab trains its next model at once, or never."""
        lab = Lab(name="monopolist", path=(self.y,), terms=(Revenue(), Cost()))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime_of(self, metric: str) -> str:
        """Whether training pays; whether the next model would be ahead."""
        if metric == "revenue":
            return "ahead" if self.y > self.x else "matched"
        return "pays" if self.N * lead(self.y, self.x) >= self.y > 0 else "does not pay"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the next closed one."""
        return 0.0, 1.25 * max(self.x, self.y, 1.0)


class RaceOrProgress(BesideOpen, GameStory):
    """By "race" people often mean the speed of progress, which is something else than what labs do.

    A closed lab may train a model ``y`` at cost ``y`` and sells it to ``N`` customer-days at ``(f(y) - f(x))+``,
    ``f = sqrt``, beside an open model ``x`` that is there from the start. It trains while
    ``sqrt(x) <= sqrt(y) - y/N``. Beyond, its race is over; but the best model there is falls only as long as ``x < y``.
    A very good open model ends the race and is progress.

    By hand: N = 4, y = 4: trained up to x = 1. At x = 2.25 nothing is trained and the best model is 2.25 instead of 4;
    at x = 6 nothing is trained and the best model is 6.
    """

    name = "race-or-progress"
    rows = ("23", "26")
    who = "Zach Stein-Perlman"
    claim = "race dynamics often means speed of progress, which open models raise"
    numbers = (
        racing("frontier_end", "best model at the end", "capability"),
        racing("training_spend", "spending on training", "currency"),
        reported("trained", "whether the closed model is trained"),
        reported("frontier", "the best model there is"),
    )
    rules = (
        *along("frontier_end", trained=NEUTRAL, given_up_for_less=DOWN, given_up_for_better=UP, never_trained=UP),
        *along(
            "training_spend", trained=NEUTRAL, given_up_for_less=DOWN, given_up_for_better=DOWN, never_trained=NEUTRAL
        ),
        *along("frontier_end", tied_and_less=Direction.AMBIGUOUS, tied_and_better=UP),
        *along("training_spend", tied_and_less=DOWN, tied_and_better=DOWN),
    )
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "trained is whether the lab releases; frontier and spending are metrics of shift"

    N: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the closed model."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Whether the closed model is trained, and the best model there is."""
        trained = self.trained()
        return listed(trained=trained, frontier=max(self.x, self.y) if trained else self.x)

    def trained(self) -> bool:
        """Whether revenue covers the cost."""
        return self.N * lead(self.y, self.x) > self.y

    def game(self) -> ReleaseGame:
        """One slot, one lab: train and release, or never."""
        lab = Lab(name="monopolist", path=(self.y,), terms=(Revenue(), Cost()))
        calendar = Calendar(horizon=1.0, slots=1, days_per_period=self.N)
        told = "a closed lab trains its next model or does not, beside an open one"
        return at_once(self, lab, x=self.x, market=LimitPricing(), calendar=calendar, summary=told)

    def race(self) -> RaceGame | None:
        """The lab works its way from a quarter of its next model up to all of it."""
        if self.y == 0:
            return None
        lab = RaceLab(name="monopolist", effort_cost=self.N, terms=(Revenue(),))
        return climb(self, (self.y / 4, self.y), lab, x=self.x, market=LimitPricing(customers=RATE * self.N))

    def regime(self) -> str:
        """Whether the model is trained, and what there is instead."""
        if math.isclose(self.N * lead(self.y, 0.0), self.y, rel_tol=1e-12) and self.y > 0:
            # Without an open model the lab is indifferent: it trains or does not, and any open model settles it.
            return "tied and less" if self.x < self.y else "tied and better"
        if not self.at(0.0).trained():
            return "never trained"
        if self.trained():
            return "trained"
        return "given up for less" if self.x < self.y else "given up for better"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the closed one."""
        return 0.0, 1.5 * max(self.x, self.y, 1.0)
