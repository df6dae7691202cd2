"""Row 33: irresponsible use of open models makes regulation harder; a race that is less likely stopped is longer.

Regulation ends the sales at hazard ``rho(x) = rho0 e^{-eta x}``, which falls with the open model; a lab discounts at
``r + rho``. A closed lab whose capability grows, ``q0 + g t``, and that sells for ever until stopped, releases at
``1/(r + rho) - q0/g``. Less hazard makes it wait longer for a better model: it races harder and releases later.

By hand: q0/g = 4: at r + rho = .1 the date is 10 - 4 = 6, at .2 it is 5 - 4 = 1.
"""

from __future__ import annotations

import math
from typing import Annotated

from games.markets import LimitPricing, Niche, Niches
from games.modifiers import Regulation as Hazard
from games.parts.part import NonNegative, Positive, Unit
from games.race import RaceGame, RaceLab
from games.race import Regulation as Stopped
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.exports import waiting
from games.stories.telling.number import Quantity, listed, racing, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Rate, along
from games.stories.telling.races import climb
from games.terms import Revenue
from games.time.open_path import OpenPath
from games.values import Linear

GONE = 1e-14
"""A hazard below this share of the discount rate changes nothing any more."""


class Regulation(Story):
    """Regulation as a hazard."""

    name = "regulation"
    rows = ("33",)
    who = "Mikhail Samin"
    claim = "open models make it harder to regulate the race, which would have slowed it down"
    numbers = (
        racing("training_spend", "capability released", "capability trained"),
        sooner("date", "release date", "periods"),
        racing("value", "its present value", "currency"),
        reported("hazard", "hazard of regulation"),
    )
    rules = (
        *along("training_spend", waits=UP, at_once=NEUTRAL, no_hazard=NEUTRAL),
        *along("date", waits=DOWN, at_once=NEUTRAL, no_hazard=NEUTRAL),
        *along("value", waits=UP, at_once=UP, no_hazard=NEUTRAL),
    )
    says = moves(UP, NEUTRAL)
    reads = "date is the best plan"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    ingredients = (
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

    def compute(self) -> tuple[Quantity, ...]:
        """Best release; a lab that would rather have released before releases now."""
        date = self.date()
        trained = self.q0 + self.g * date
        return listed(
            training_spend=trained,
            date=date,
            # Of a release for one customer-day per period.
            value=math.exp(-self.rate() * date) * trained / self.rate(),
            hazard=self.rate() - self.r,
        )

    def date(self) -> float:
        """Best release date."""
        return max(0.0, 1 / self.rate() - self.q0 / self.g)

    def rate(self) -> float:
        """Discount rate and hazard together."""
        return self.r + self.rho0 * math.exp(-self.eta * self.x)

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, and sells for ever, or until it is stopped.

        Customers have no use for the open model here: it matters to regulation alone.
        """
        return waiting(
            self,
            self.q0,
            self.g,
            self.r,
            self.date(),
            1 / self.r,
            open=OpenPath(capability=self.x),
            market=Niches(value=Linear(), niches=(Niche(open_strength=0.0),)),
            modifiers=(Hazard(hazard=self.rho0, eta=self.eta),),
        )

    def race(self) -> RaceGame | None:
        """The lab works on what it would otherwise wait for, until regulation stops it."""
        if self.q0 == 0:
            return None
        lab = RaceLab(name="lab", effort_cost=1 / self.r, terms=(Revenue(),))
        return climb(
            self,
            (self.q0, self.q0 + self.g / self.r),
            lab,
            discount_rate=self.r,
            market=LimitPricing(value=Linear()),
            regulation=Stopped(hazard=self.rate() - self.r),
        )

    def regime(self, metric: str) -> str:  # noqa: ARG002 - all measures have the same
        """Whether the lab waits, and whether there is a hazard to lower."""
        if self.rho0 * self.eta == 0 or self.rate() - self.r <= GONE * self.r:
            return "no hazard"
        return "waits" if self.rate() * self.q0 < self.g else "at once"

    def span(self) -> tuple[float, float]:
        """From no open model to one that lowers the hazard to a tenth."""
        return 0.0, max(1.2 * self.x, math.log(10) / self.eta if self.eta > 1e-6 else 1.0)
