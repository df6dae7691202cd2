"""Row 13: time discounting.

A flow of 1 over ``T`` is worth ``(1 - e^{-rT})/r`` (``T`` itself at ``r = 0``). A lab whose capability grows,
``q0 + g t``, and that sells for ever after its release, releases when waiting no longer pays: at ``1/r - q0/g``.
The more it discounts, the earlier; a lab that does not discount at all waits for ever.

By hand: r = .1, T = 30: (1 - e^{-3})/.1 = 9.502129; q0 = 2, g = .5: release at 10 - 4 = 6.
"""

from __future__ import annotations

import math
from typing import Annotated

from games.parts.part import NonNegative, Positive, Unit
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import waiting
from games.stories.telling.number import Quantity, listed, reported, sooner
from games.stories.telling.parts import NEUTRAL, UP, Capability, along


class Discounting(Story):
    """Impatience and the date of release."""

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

    def compute(self) -> tuple[Quantity, ...]:
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

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether waiting pays at all."""
        return "waits" if self.r * self.q0 < self.g else "releases at once"

    def span(self) -> tuple[float, float]:
        """From a lab that hardly discounts to one that discounts twice as much."""
        top = 2 * max(self.r, min(self.g / self.q0, 1.0) if self.q0 > 0 else 1.0)
        return min(1e-3 * top, self.r / 2 or top), top
