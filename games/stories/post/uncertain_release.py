"""Row 9: the open model will improve from ``fx`` to ``fx2``, and nobody knows when.

The improvement arrives at rate ``l``. A closed model worth ``fy`` earns ``n (fy - fx)+`` until then and
``n (fy - fx2)+`` after, discounted at ``r``: ``V = n (fy - fx)+ / (r + l) + l/(r + l) * n (fy - fx2)+ / r``.
A lab that cares about bad luck looks at the mean of its worst ``tail`` of outcomes (CVaR). The worst are the early
arrivals, up to ``T_c = -ln(1 - tail)/l``, over which ``e^{-rT}`` averages ``l/(l + r) (1 - e^{-(l + r) T_c}) / tail``.

By hand: fy = 3, fx = 1, fx2 = 2.5, r = .1, l = .3, n = 1: 2/0.4 + 0.75 * 0.5/0.1 = 5 + 3.75 = 8.75.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from games.markets import LimitPricing
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed
from games.stories.telling.parts import LESS, MORE, NEUTRAL, Customers, Rate, along
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear

Worth = Annotated[NonNegative, Unit("currency per customer and unit of time")]


class UncertainRelease(Story):
    """Value of a closed model under an uncertain open release."""

    name = "uncertain-release"
    rows = ("9",)
    who = "jessicata (the post)"
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
    reading = Reading.OPENRACE
    says = moves(LESS)
    reads = "value is the payoff of a release"
    sets = ("open.arrival_rate",)

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
    l: Annotated[NonNegative, Unit("per unit of time")] = 0.3  # noqa: E741 - the symbol of the formula
    """Arrival rate of the open model to come."""
    tail: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Share of worst outcomes that a cautious lab averages; 1 is risk-neutral."""

    def compute(self) -> tuple[Quantity, ...]:
        """Expected value, and the mean of the worst outcomes."""
        return listed(value=self.value(), cvar=self.cvar())

    def flows(self) -> tuple[float, float]:
        """What the closed model earns before and after the improvement."""
        return self.n * max(0.0, self.fy - self.fx), self.n * max(0.0, self.fy - self.fx2)

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
        """The lab sells for ever, until and after the improvement, or never releases."""
        lab = Lab(name="monopolist", path=(self.fy,), terms=(Revenue(),))
        return at_once(
            self,
            lab,
            market=LimitPricing(customers=self.n, value=Linear()),
            calendar=Calendar(horizon=math.inf, slots=1, days_per_period=1.0, discount_rate=self.r),
            open=OpenPath(capability=self.fx, arrival_rate=self.l, arrival_capability=self.fx2),
        )

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Whether the improvement costs the lab anything."""
        now, then = self.flows()
        return "loses" if then < now else "gains" if then > now else "unaffected"

    def span(self) -> tuple[float, float]:
        """From certainty that nothing comes to an improvement that comes soon."""
        return 0.0, 2 * max(self.l, self.r)
