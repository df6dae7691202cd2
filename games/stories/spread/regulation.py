"""Row 33: irresponsible use of open models makes regulation harder; a race that is less likely stopped is longer.

Regulation ends the sales at hazard ``rho(x) = rho0 e^{-eta x}``, which falls with the open model; a lab discounts at
``r + rho``. A closed lab whose capability grows, ``q0 + g t``, and that sells for ever until stopped, releases at
``1/(r + rho) - q0/g``. Less hazard makes it wait longer for a better model: it races harder and releases later.

By hand: q0/g = 4: at r + rho = .1 the date is 10 - 4 = 6, at .2 it is 5 - 4 = 1.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Positive, Unit
from games.stories.telling.base import Ingredient, Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Rate, along, listed, racing, sooner

GONE = 1e-14
"""A hazard below this share of the discount rate changes nothing any more."""


class Regulation(Story):
    """Regulation as a hazard."""

    name: ClassVar[str] = "regulation"
    rows: ClassVar[tuple[str, ...]] = ("33",)
    who: ClassVar[str] = "Mikhail Samin"
    claim: ClassVar[str] = "open models make it harder to regulate the race, which would have slowed it down"
    measures: ClassVar[tuple[Measure, ...]] = (
        racing("training_spend", "capability trained"),
        sooner("date", "periods"),
        racing("value", "currency"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        *along("training_spend", waits=UP, at_once=NEUTRAL, no_hazard=NEUTRAL),
        *along("date", waits=DOWN, at_once=NEUTRAL, no_hazard=NEUTRAL),
        *along("value", waits=UP, at_once=UP, no_hazard=NEUTRAL),
    )
    claimed: ClassVar[tuple[Direction, ...]] = (UP, NEUTRAL)
    ingredients: ClassVar[tuple[Ingredient, ...]] = (
        Ingredient("regulation", "rho0", 0.0, "there is no regulation to come"),
        Ingredient("irresponsible_use", "eta", 0.0, "open models do not make regulation harder"),
    )

    r: Rate = 0.1
    """Continuous discount rate."""
    rho0: Annotated[NonNegative, Unit("per period")] = 0.1
    """Hazard of regulation without open models."""
    eta: Annotated[NonNegative, Unit("per unit of open capability")] = 0.5
    """How much open models lower it."""
    x: Capability = 2.0
    """Capability of the open model."""
    q0: Capability = 2.0
    """Capability at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""

    def values(self) -> tuple[Quantity, ...]:
        """Release date, hazard, capability released and its present value."""
        date = self.date()
        return listed(
            date=date, hazard=self.rate() - self.r, training_spend=self.q0 + self.g * date, value=self.worth(date)
        )

    def rate(self) -> float:
        """Discount rate and hazard together."""
        return self.r + self.rho0 * math.exp(-self.eta * self.x)

    def date(self) -> float:
        """Best release date; a lab that would rather have released before releases now."""
        return max(0.0, 1 / self.rate() - self.q0 / self.g)

    def worth(self, date: float) -> float:
        """Present value of a release, for one customer-day per period."""
        return math.exp(-self.rate() * date) * (self.q0 + self.g * date) / self.rate()

    def outcome(self) -> tuple[Interval, ...]:
        """Capability released, date and value."""
        date = self.date()
        return point(self.q0 + self.g * date), point(date), point(self.worth(date))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - all measures have the same
        """Whether the lab waits, and whether there is a hazard to lower."""
        if self.rho0 * self.eta == 0 or self.rate() - self.r <= GONE * self.r:
            return "no hazard"
        return "waits" if self.rate() * self.q0 < self.g else "at once"

    def span(self) -> tuple[float, float]:
        """From no open model to one that lowers the hazard to a tenth."""
        return 0.0, max(1.2 * self.x, math.log(10) / self.eta if self.eta > 1e-6 else 1.0)
