"""Row 13: time discounting.

A flow of 1 over ``T`` is worth ``(1 - e^{-rT})/r`` (``T`` itself at ``r = 0``). A lab whose capability grows,
``q0 + g t``, and that sells for ever after its release, releases when waiting no longer pays: at ``1/r - q0/g``.
The more it discounts, the earlier; a lab that does not discount at all waits for ever.

By hand: r = .1, T = 30: (1 - e^{-3})/.1 = 9.502129; q0 = 2, g = .5: release at 10 - 4 = 6.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Positive, Unit
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import NEUTRAL, UP, Capability, along, listed, sooner


class Discounting(Story):
    """Impatience and the date of release."""

    name: ClassVar[str] = "discounting"
    rows: ClassVar[tuple[str, ...]] = ("13",)
    who: ClassVar[str] = "jessicata (the post)"
    claim: ClassVar[str] = "how much labs discount the future weighs on their incentive to race"
    lever: ClassVar[str] = "r"
    measures: ClassVar[tuple[Measure, ...]] = (sooner("date", "periods"),)
    rules: ClassVar[tuple[Rule, ...]] = along("date", waits=UP, releases_at_once=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (UP, NEUTRAL)

    r: Annotated[NonNegative, Unit("per period")] = 0.1
    """Continuous discount rate."""
    T: Annotated[NonNegative, Unit("periods")] = 30.0
    """Length of the flow."""
    q0: Capability = 2.0
    """Capability at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""

    def values(self) -> tuple[Quantity, ...]:
        """Worth of a flow of 1, and the date at which a growing lab releases (``None``: it waits for ever)."""
        flow = self.T if self.r == 0 else -math.expm1(-self.r * self.T) / self.r
        return listed(flow=flow, date=None if self.r == 0 else self.date())

    def date(self) -> float:
        """Best release date at a positive discount rate."""
        return max(0.0, 1 / self.r - self.q0 / self.g)

    def outcome(self) -> tuple[Interval, ...]:
        """The date; a lab that does not discount is given the date of one that hardly does."""
        return (point(self.at(max(self.r, self.span()[0])).date()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether waiting pays at all."""
        return "waits" if self.r * self.q0 < self.g else "releases at once"

    def span(self) -> tuple[float, float]:
        """From a lab that hardly discounts to one that discounts twice as much."""
        top = 2 * max(self.r, min(self.g / self.q0, 1.0) if self.q0 > 0 else 1.0)
        return 1e-3 * top, top
