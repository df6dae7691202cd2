"""When to sell: impatience, demand and regulation move the best date of a model that grows."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import model_validator

from games.markets import LimitPricing, Niche, Niches
from games.modifiers import DemandGrowth
from games.modifiers import Regulation as Hazard
from games.parts.part import NonNegative, Positive, Unit
from games.race import RaceGame, RaceLab
from games.race import Regulation as Stopped
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen, Story
from games.stories.telling.claim import Course, Ingredient, Reading, moves
from games.stories.telling.exports import climb, waiting
from games.stories.telling.number import Values, listed, racing, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Rate, along
from games.terms import Revenue
from games.time.open_path import OpenPath
from games.values import Linear

GONE = 1e-14
"""A hazard below this share of the discount rate changes nothing any more."""


class Discounting(Story):
    """Time discounting.

    A flow of 1 over ``T`` is worth ``(1 - e^{-rT})/r`` (``T`` itself at ``r = 0``). A lab whose capability grows,
    ``q0 + g t``, and that sells for ever after its release, releases when waiting no longer pays: at ``1/r - q0/g``.
    The more it discounts, the earlier; a lab that does not discount at all waits for ever.

    By hand: r = .1, T = 30: (1 - e^{-3})/.1 = 9.502129; q0 = 2, g = .5: release at 10 - 4 = 6.
    """

    name = "discounting"
    rows = ("13",)
    who = "jessicata (the post)"
    claim = "how much labs discount the future weighs on their incentive to race"
    lever = "r"
    numbers = (
        reported("flow", "worth of a flow of 1 over T"),
        sooner("date", "best release date of a growing lab; none if it waits for ever", "periods"),
    )
    rules = along("date", waits=UP, releases_at_once=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP, NEUTRAL)
    reads = "date is the best plan"
    sets = ("calendar.discount_rate",)

    r: Annotated[NonNegative, Unit("per period")] = 0.1
    """Continuous discount rate."""
    T: Annotated[NonNegative, Unit("periods")] = 30.0
    """Length of the flow."""
    q0: Capability = 2.0
    """Capability at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""

    def compute(self) -> Values:
        """The flow's worth and the date."""
        flow = self.T if self.r == 0 else -math.expm1(-self.r * self.T) / self.r
        return listed(flow=flow, date=None if self.r == 0 else self.date())

    def date(self) -> float:
        """Best release date at a positive discount rate."""
        return max(0.0, 1 / self.r - self.q0 / self.g)

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, and sells for ever."""
        if self.r == 0:
            raise self.without("a lab that does not discount waits for ever")
        return waiting(self, self.q0, self.g, self.r, self.date(), 1 / self.r)

    def regime(self) -> str:
        """Whether waiting pays at all."""
        return "waits" if self.r * self.q0 < self.g else "releases at once"

    def span(self) -> tuple[float, float]:
        """From a lab that hardly discounts to one that discounts twice as much."""
        top = 2 * max(self.r, min(self.g / self.q0, 1.0) if self.q0 > 0 else 1.0)
        return min(1e-3 * top, self.r / 2 or top), top


class Bass(Story):
    """Demand changes over time; adopters imitate adopters (Bass 1969).

    A share ``F(t)`` has adopted, ``F' = (p + q F)(1 - F)``: innovators at rate ``p``, imitators at ``q``. The adoption
    rate peaks at ``ln(q/p)/(p + q)`` if ``q > p``, else at once. More imitation first delays the peak (there is
    something to wait for) and then hastens it, from where ``ln(q/p) = (p + q)/q`` on.

    By hand: p = .03, q = .38: ln(12.6667)/.41 = 6.192619.
    """

    name = "bass"
    rows = ("14",)
    who = "jessicata (the post)"
    claim = "customer demand changes over time, and with it when a better model is worth most"
    lever = "q"
    numbers = (
        sooner("peak", "date at which the adoption rate peaks", "periods"),
        reported("adopted", "share that has adopted by then"),
    )
    rules = along("peak", innovators=NEUTRAL, imitators_gather=DOWN, imitators_rush=UP)
    reading = Reading.OPENRACE
    says = Course((DOWN, UP))
    no_game = "customers adopt at given rates, and nobody chooses anything"

    p: Annotated[Positive, Unit("per period")] = 0.03
    """Rate of innovation."""
    q: Annotated[NonNegative, Unit("per period")] = 0.38
    """Rate of imitation."""

    def compute(self) -> Values:
        """The peak of the adoption rate."""
        peak = math.log(self.q / self.p) / (self.p + self.q) if self.q > self.p else 0.0
        return listed(peak=peak, adopted=max(0.0, (self.q - self.p) / (2 * self.q)) if self.q > 0 else 0.0)

    def regime(self) -> str:
        """Whether imitation matters, and which way."""
        if self.q <= self.p:
            return "innovators"
        return "imitators gather" if math.log(self.q / self.p) < (self.p + self.q) / self.q else "imitators rush"

    def span(self) -> tuple[float, float]:
        """From no imitation to much."""
        return 0.0, 2 * max(self.q, 5 * self.p)


class GrowingDemand(Story):
    """Demand that grows makes waiting worth more.

    A closed lab whose capability grows, ``q0 + g t``, sells for ever to ``n0 e^{gamma t}`` customers at discount rate
    ``r``. What it earns from a release at ``T`` is ``n0 (q0 + g T) e^{-(r - gamma) T} / (r - gamma)``: growth works
    like patience, and the best date is ``1/(r - gamma) - q0/g``. At ``gamma >= r`` revenue is infinite and there is no
    best date.

    By hand: r = .1, gamma = .05, q0 = 2, g = .5: 20 - 4 = 16; without growth 6.
    """

    name = "growing-demand"
    rows = ("14",)
    who = "jessicata (the post)"
    claim = "customer demand changes over time, which weighs early and late dates differently"
    lever = "gamma"
    numbers = (sooner("date", "best release date", "periods"),)
    rules = along("date", waits=DOWN, releases_at_once=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(DOWN, NEUTRAL)
    reads = "date is the best plan"
    sets = ("demand_growth.rate",)

    r: Rate = 0.1
    """Continuous discount rate."""
    gamma: Annotated[NonNegative, Unit("per period")] = 0.05
    """Growth rate of the number of customers."""
    q0: Capability = 2.0
    """Capability at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""

    @model_validator(mode="after")
    def _finite(self) -> GrowingDemand:
        if self.gamma >= self.r:
            raise ValueError(
                f"demand grows at gamma = {self.gamma:g}, not below the discount rate r = {self.r:g}: "
                "over an infinite horizon revenue is infinite"
            )
        return self

    def compute(self) -> Values:
        """Best release date."""
        return listed(date=self.date())

    def date(self) -> float:
        """Best release date."""
        return max(0.0, 1 / (self.r - self.gamma) - self.q0 / self.g)

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, and sells for ever to ever more customers."""
        growth = (DemandGrowth(rate=self.gamma),)
        last = 1 / (self.r - self.gamma)
        return waiting(self, self.q0, self.g, self.r, self.date(), last, modifiers=growth)

    def regime(self) -> str:
        """Whether waiting pays at all."""
        return "waits" if (self.r - self.gamma) * self.q0 < self.g else "releases at once"

    def span(self) -> tuple[float, float]:
        """From no growth to nearly the discount rate."""
        return 0.0, 0.9 * self.r + 0.1 * self.gamma


class Regulation(BesideOpen):
    """Irresponsible use of open models makes regulation harder; a race that is less likely stopped is longer.

    Regulation ends the sales at hazard ``rho(x) = rho0 e^{-eta x}``, which falls with the open model; a lab discounts
    at ``r + rho``. A closed lab whose capability grows, ``q0 + g t``, and that sells for ever until stopped, releases
    at ``1/(r + rho) - q0/g``. Less hazard makes it wait longer for a better model: it races harder and releases later.

    By hand: q0/g = 4: at r + rho = .1 the date is 10 - 4 = 6, at .2 it is 5 - 4 = 1.
    """

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
    ingredients = (Ingredient("regulation", "rho0", 0.0), Ingredient("irresponsible_use", "eta", 0.0))

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

    def compute(self) -> Values:
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

    def regime(self) -> str:
        """Whether the lab waits, and whether there is a hazard to lower."""
        if self.rho0 * self.eta == 0 or self.rate() - self.r <= GONE * self.r:
            return "no hazard"
        return "waits" if self.rate() * self.q0 < self.g else "at once"

    def span(self) -> tuple[float, float]:
        """From no open model to one that lowers the hazard to a tenth."""
        return 0.0, max(1.2 * self.x, math.log(10) / self.eta if self.eta > 1e-6 else 1.0)
