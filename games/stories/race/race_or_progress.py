"""Row 23: by "race" people often mean the speed of progress, which is something else than what labs do.

A closed lab may train a model ``y`` at cost ``y`` and sells it to ``N`` customer-days at ``(f(y) - f(x))+``,
``f = sqrt``, beside an open model ``x`` that is there from the start. It trains while
``sqrt(x) <= sqrt(y) - y/N``. Beyond, its race is over; but the best model there is falls only as long as ``x < y``.
A very good open model ends the race and is progress.

By hand: N = 4, y = 4: trained up to x = 1. At x = 2.25 nothing is trained and the best model is 2.25 instead of 4;
at x = 6 nothing is trained and the best model is 6.
"""

from __future__ import annotations

import math

from games.markets import LimitPricing
from games.parts.direction import Direction
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.claim import Reading, moves
from games.stories.telling.game_story import GameStory
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customerdays, along, lead
from games.stories.telling.races import RATE, climb
from games.terms import Revenue, TrainingCost
from games.time.calendar import Calendar
from games.time.open_path import OpenPath


class RaceOrProgress(GameStory):
    """Training against the best model there is."""

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
    moved_by = "open:{x}@0"
    less = "open.capability=0"

    N: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the closed model."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Whether the closed model is trained, and the best model there is."""
        trained = self.trained()
        return listed(trained=trained, frontier=max(self.x, self.y) if trained else self.x)

    def trained(self) -> bool:
        """Whether revenue covers the cost."""
        return self.N * lead(self.y, self.x) > self.y

    def game(self) -> ReleaseGame:
        """One slot, one lab: train and release, or never."""
        lab = Lab(name="monopolist", path=(self.y,), release="closed", terms=(Revenue(), TrainingCost()))
        return ReleaseGame(
            name=self.name,
            summary="a closed lab trains its next model or does not, beside an open one",
            labs=(lab,),
            calendar=Calendar(horizon=1.0, slots=1, days_per_period=self.N),
            market=LimitPricing(customers=1.0),
            open=OpenPath(capability=self.x),
        )

    def race(self) -> RaceGame | None:
        """The lab works its way from a quarter of its next model up to all of it."""
        if self.y == 0:
            return None
        lab = RaceLab(name="monopolist", effort_cost=self.N, terms=(Revenue(),))
        return climb(self, (self.y / 4, self.y), lab, x=self.x, market=LimitPricing(customers=RATE * self.N))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
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
