"""Row 14: demand that grows makes waiting worth more.

A closed lab whose capability grows, ``q0 + g t``, sells for ever to ``n0 e^{gamma t}`` customers at discount rate
``r``. What it earns from a release at ``T`` is ``n0 (q0 + g T) e^{-(r - gamma) T} / (r - gamma)``: growth works like
patience, and the best date is ``1/(r - gamma) - q0/g``. At ``gamma >= r`` revenue is infinite and there is no best
date.

By hand: r = .1, gamma = .05, q0 = 2, g = .5: 20 - 4 = 16; without growth 6.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from games.modifiers import DemandGrowth
from games.parts.part import NonNegative, Positive, Unit
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import waiting
from games.stories.telling.number import Quantity, listed, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, Capability, Rate, along


class GrowingDemand(Story):
    """Growth of demand and the date of release."""

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

    def compute(self) -> tuple[Quantity, ...]:
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

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether waiting pays at all."""
        return "waits" if (self.r - self.gamma) * self.q0 < self.g else "releases at once"

    def span(self) -> tuple[float, float]:
        """From no growth to nearly the discount rate."""
        return 0.0, 0.9 * self.r + 0.1 * self.gamma
