"""Row 9: uncertainty about the date of an open release, the mean date staying where it is.

A closed model earns the flow ``n (fy - fx)+`` until an open one comes and ``n (fy - fx2)+`` from then on, for ever at
discount rate ``r``. The open model comes at ``m``, or, each with chance one half, ``d`` earlier or later. What it takes
counts ``E[e^{-r tau}] = e^{-r m} cosh(r d)``, which rises with the spread: an early loss weighs more than a late one
saves. So uncertainty as such lowers the value of the closed model, and the more so the wider it is.

By hand: fy = 3, fx = 1, fx2 = 2.5, r = .1, m = 10: 2/.1 - 15 e^{-1} = 14.481808; with d = 10 the mean of 1 and e^{-2}
is .567668, and 20 - 15 * .567668 = 11.484985.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import model_validator

from games.markets import LimitPricing
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.post.uncertain_release import Worth
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, NEUTRAL, Customers, Rate, along
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease, Scenario
from games.values import Linear

FELT = 1e-14
"""A loss below this share of what is earned, discounted, is none."""
Date = Annotated[NonNegative, Unit("periods")]


class SpreadOfDates(Story):
    """The same mean date, more or less certain."""

    name = "spread-of-dates"
    rows = ("9",)
    who = "jessicata (the post)"
    claim = "uncertainty about when an open model comes, its mean date unchanged, lowers the value of a closed one"
    reading = Reading.OPENRACE
    says = moves(LESS)
    premise = "the open model takes something from the closed one"
    lever = "d"
    numbers = (
        level("value", "expected present value of the closed model"),
        reported("certain", "the same if the open model comes at its mean date for sure"),
    )
    rules = along("value", loses=LESS, unaffected=NEUTRAL, too_far_to_be_felt=NEUTRAL)
    reads = "value is the payoff of a release"
    sets = ("open.scenarios.0.releases.0.date", "open.scenarios.1.releases.0.date")

    n: Customers = 1.0
    """Customers."""
    fy: Worth = 3.0
    """Worth of the closed model."""
    fx: Worth = 1.0
    """Worth of the open model now."""
    fx2: Worth = 2.5
    """Worth of the open model to come."""
    r: Rate = 0.1
    """Continuous discount rate."""
    m: Date = 10.0
    """Mean date of the open model to come."""
    d: Date = 10.0
    """How much earlier or later it may be."""

    @model_validator(mode="after")
    def _after_the_start(self) -> SpreadOfDates:
        if self.d > self.m:
            raise ValueError(f"the open model would come d = {self.d:g} before m = {self.m:g}, before the start")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """The mean of both dates."""
        spread = min(self.d, self.m)
        early, late = self.worth(self.m - spread), self.worth(self.m + spread)
        return listed(value=(early + late) / 2, certain=self.worth(self.m))

    def worth(self, date: float) -> float:
        """Present value if the open model comes at that date."""
        now, then = self.flows()
        gone = math.exp(-self.r * date)
        return (now * (1 - gone) + then * gone) / self.r

    def flows(self) -> tuple[float, float]:
        """What the closed model earns before and after."""
        return self.n * max(0.0, self.fy - self.fx), self.n * max(0.0, self.fy - max(self.fx, self.fx2))

    def granted(self) -> bool:
        """Where the premise holds."""
        now, then = self.flows()
        return then < now and self.m > 0

    def game(self) -> ReleaseGame:
        """The lab sells for ever, or never releases; the open model comes on one of two dates."""
        comes = [OpenRelease(capability=self.fx2, date=date) for date in (self.m - self.d, self.m + self.d)]
        scenarios = tuple(Scenario(probability=0.5, releases=(release,)) for release in comes)
        return at_once(
            self,
            Lab(name="monopolist", path=(self.fy,), terms=(Revenue(),)),
            market=LimitPricing(customers=self.n, value=Linear()),
            calendar=Calendar(horizon=math.inf, slots=1, days_per_period=1.0, discount_rate=self.r),
            open=OpenPath(capability=self.fx, scenarios=scenarios),
        )

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the open model costs the lab anything, and may come earlier or later."""
        now, then = self.flows()
        if then >= now or self.m == 0:
            return "unaffected"
        return "loses" if (now - then) * math.exp(-self.r * (self.m - self.d)) > FELT * now else "too far to be felt"

    def span(self) -> tuple[float, float]:
        """From certainty to a model that may be there at once."""
        return 0.0, max(self.m, 1e-6)
