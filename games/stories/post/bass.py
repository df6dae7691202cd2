"""Row 14: demand changes over time; adopters imitate adopters (Bass 1969).

A share ``F(t)`` has adopted, ``F' = (p + q F)(1 - F)``: innovators at rate ``p``, imitators at ``q``. The adoption rate
peaks at ``ln(q/p)/(p + q)`` if ``q > p``, else at once. More imitation first delays the peak (there is something to
wait for) and then hastens it, from where ``ln(q/p) = (p + q)/q`` on.

By hand: p = .03, q = .38: ln(12.6667)/.41 = 6.192619.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Positive, Unit
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import DOWN, NEUTRAL, UP, along, listed, sooner


class Bass(Story):
    """When demand comes fastest."""

    name: ClassVar[str] = "bass"
    rows: ClassVar[tuple[str, ...]] = ("14",)
    who: ClassVar[str] = "jessicata (the post)"
    claim: ClassVar[str] = "customer demand changes over time, and with it when a better model is worth most"
    lever: ClassVar[str] = "q"
    measures: ClassVar[tuple[Measure, ...]] = (sooner("peak", "periods"),)
    rules: ClassVar[tuple[Rule, ...]] = along("peak", innovators=NEUTRAL, imitators_gather=DOWN, imitators_rush=UP)
    claimed: ClassVar[tuple[Direction, ...]] = (UP, DOWN)

    p: Annotated[Positive, Unit("per period")] = 0.03
    """Rate of innovation."""
    q: Annotated[NonNegative, Unit("per period")] = 0.38
    """Rate of imitation."""

    def values(self) -> tuple[Quantity, ...]:
        """Date at which the adoption rate peaks, and the share that has adopted by then."""
        return listed(peak=self.peak(), adopted=max(0.0, (self.q - self.p) / (2 * self.q)) if self.q > 0 else 0.0)

    def peak(self) -> float:
        """Date at which the adoption rate peaks."""
        return math.log(self.q / self.p) / (self.p + self.q) if self.q > self.p else 0.0

    def outcome(self) -> tuple[Interval, ...]:
        """The date."""
        return (point(self.peak()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether imitation matters, and which way."""
        if self.q <= self.p:
            return "innovators"
        return "imitators gather" if math.log(self.q / self.p) < (self.p + self.q) / self.q else "imitators rush"

    def span(self) -> tuple[float, float]:
        """From no imitation to much."""
        return 0.0, 2 * max(self.q, 5 * self.p)
