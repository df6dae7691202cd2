"""Row 14: demand changes over time; adopters imitate adopters (Bass 1969).

A share ``F(t)`` has adopted, ``F' = (p + q F)(1 - F)``: innovators at rate ``p``, imitators at ``q``. The adoption rate
peaks at ``ln(q/p)/(p + q)`` if ``q > p``, else at once. More imitation first delays the peak (there is something to
wait for) and then hastens it, from where ``ln(q/p) = (p + q)/q`` on.

By hand: p = .03, q = .38: ln(12.6667)/.41 = 6.192619.
"""

from __future__ import annotations

import math
from typing import Annotated

from games.parts.part import NonNegative, Positive, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Course, Reading
from games.stories.telling.number import Quantity, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, along


class Bass(Story):
    """When demand comes fastest."""

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

    def compute(self) -> tuple[Quantity, ...]:
        """The peak of the adoption rate."""
        peak = math.log(self.q / self.p) / (self.p + self.q) if self.q > self.p else 0.0
        return listed(peak=peak, adopted=max(0.0, (self.q - self.p) / (2 * self.q)) if self.q > 0 else 0.0)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether imitation matters, and which way."""
        if self.q <= self.p:
            return "innovators"
        return "imitators gather" if math.log(self.q / self.p) < (self.p + self.q) / self.q else "imitators rush"

    def span(self) -> tuple[float, float]:
        """From no imitation to much."""
        return 0.0, 2 * max(self.q, 5 * self.p)
