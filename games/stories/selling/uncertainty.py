"""An open model will come, and nobody knows when."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from games.markets import LimitPricing
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Values, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, Customers, Rate, along
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease, Scenario
from games.values import Linear

Worth = Annotated[NonNegative, Unit("currency per customer and unit of time")]
FELT = 1e-14
"""A loss below this share of what is earned, discounted, is none."""
Date = Annotated[NonNegative, Unit("periods")]


class ToCome(Story):
    """A closed model earns what it is better by, for ever, until and after a better open one."""

    rows = ("9",)
    who = "jessicata (the post)"
    reading = Reading.OPENRACE
    says = moves(LESS)
    reads = "value is the payoff of a release"

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

    def flows(self) -> tuple[float, float]:
        """What the closed model earns before and after the improvement."""
        return self.n * max(0.0, self.fy - self.fx), self.n * max(0.0, self.fy - self.fx2)

    def sold(self, open_path: OpenPath) -> ReleaseGame:
        """The lab sells for ever, or never releases, beside these open models."""
        return at_once(
            self,
            Lab(name="monopolist", path=(self.fy,), terms=(Revenue(),)),
            market=LimitPricing(customers=self.n, value=Linear()),
            calendar=Calendar(horizon=math.inf, slots=1, days_per_period=1.0, discount_rate=self.r),
            open=open_path,
        )


class UncertainRelease(ToCome):
    """The open model will improve from ``fx`` to ``fx2``, and nobody knows when.

    The improvement arrives at rate ``l``. A closed model worth ``fy`` earns ``n (fy - fx)+`` until then and ``n (fy -
    fx2)+`` after, discounted at ``r``: ``V = n (fy - fx)+ / (r + l) + l/(r + l) * n (fy - fx2)+ / r``. A lab that cares
    about bad luck looks at the mean of its worst ``tail`` of outcomes (CVaR). The worst are the early arrivals, up to
    ``T_c = -ln(1 - tail)/l``, over which ``e^{-rT}`` averages ``l/(l + r) (1 - e^{-(l + r) T_c}) / tail``.

    By hand: fy = 3, fx = 1, fx2 = 2.5, r = .1, l = .3, n = 1: 2/0.4 + 0.75 * 0.5/0.1 = 5 + 3.75 = 8.75.
    """

    name = "uncertain-release"
    claim = "uncertainty over open releases lowers the value of a closed model"
    lever = "l"
    numbers = (
        level("value", "expected present value of the closed model"),
        level("cvar", "mean present value over the worst outcomes"),
    )
    rules = (
        *along("value", loses=LESS, unaffected=NEUTRAL, gains=MORE),
        *along("cvar", loses=LESS, unaffected=NEUTRAL),
    )
    sets = ("open.arrival_rate",)

    l: Annotated[NonNegative, Unit("per unit of time")] = 0.3  # noqa: E741 - the symbol of the formula
    """Arrival rate of the open model to come."""
    tail: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Share of worst outcomes that a cautious lab averages; 1 is risk-neutral."""

    def compute(self) -> Values:
        """Expected value, and the mean of the worst outcomes."""
        return listed(value=self.value(), cvar=self.cvar())

    def value(self) -> float:
        """Expected present value."""
        now, then = self.flows()
        return now / (self.r + self.l) + self.l / (self.r + self.l) * then / self.r

    def cvar(self) -> float:
        """Mean present value over the worst ``tail`` of arrival dates."""
        now, then = self.flows()
        if self.l == 0:
            return now / self.r
        total = self.l + self.r
        # (1 - tail)^(total/l) is e^{-total T_c}; it is also what the late arrivals are worth.
        beyond = (1 - self.tail) ** (total / self.l)
        early = self.l / total * (1 - beyond) / self.tail
        late = self.l / total * self.tail ** (total / self.l) / self.tail
        discount = early if now >= then else late
        return float(now - (now - then) * discount) / self.r

    def game(self) -> ReleaseGame:
        """The improvement arrives at a rate."""
        return self.sold(OpenPath(capability=self.fx, arrival_rate=self.l, arrival_capability=self.fx2))

    def regime(self) -> str:
        """Whether the improvement costs the lab anything."""
        now, then = self.flows()
        return "loses" if then < now else "gains" if then > now else "unaffected"

    def span(self) -> tuple[float, float]:
        """From certainty that nothing comes to an improvement that comes soon."""
        return 0.0, 2 * max(self.l, self.r)


class SpreadOfDates(ToCome):
    """Uncertainty about the date of an open release, the mean date staying where it is.

    A closed model earns the flow ``n (fy - fx)+`` until an open one comes and ``n (fy - fx2)+`` from then on, for ever
    at discount rate ``r``. The open model comes at ``m``, or, each with chance one half, ``d`` earlier or later. What
    it takes counts ``E[e^{-r tau}] = e^{-r m} cosh(r d)``, which rises with the spread: an early loss weighs more than
    a late one saves. So uncertainty as such lowers the value of the closed model, and the more so the wider it is.

    By hand: fy = 3, fx = 1, fx2 = 2.5, r = .1, m = 10: 2/.1 - 15 e^{-1} = 14.481808; with d = 10 the mean of 1 and
    e^{-2} is .567668, and 20 - 15 * .567668 = 11.484985.
    """

    name = "spread-of-dates"
    claim = "uncertainty about when an open model comes, its mean date unchanged, lowers the value of a closed one"
    premise = "the open model takes something from the closed one"
    lever = "d"
    numbers = (
        level("value", "expected present value of the closed model"),
        reported("certain", "the same if the open model comes at its mean date for sure"),
    )
    rules = along("value", loses=LESS, unaffected=NEUTRAL, too_far_to_be_felt=NEUTRAL)
    sets = ("open.scenarios.0.releases.0.date", "open.scenarios.1.releases.0.date")

    m: Date = 10.0
    """Mean date of the open model to come."""
    d: Date = 10.0
    """How much earlier or later it may be."""

    @model_validator(mode="after")
    def _after_the_start(self) -> SpreadOfDates:
        if self.d > self.m:
            raise ValueError(f"the open model would come d = {self.d:g} before m = {self.m:g}, before the start")
        return self

    def compute(self) -> Values:
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
        """The open model comes on one of two dates."""
        comes = [OpenRelease(capability=self.fx2, date=date) for date in (self.m - self.d, self.m + self.d)]
        scenarios = tuple(Scenario(probability=0.5, releases=(release,)) for release in comes)
        return self.sold(OpenPath(capability=self.fx, scenarios=scenarios))

    def regime(self) -> str:
        """Whether the open model costs the lab anything, and may come earlier or later."""
        now, then = self.flows()
        if then >= now or self.m == 0:
            return "unaffected"
        return "loses" if (now - then) * math.exp(-self.r * (self.m - self.d)) > FELT * now else "too far to be felt"

    def span(self) -> tuple[float, float]:
        """From certainty to a model that may be there at once."""
        return 0.0, max(self.m, 1e-6)
