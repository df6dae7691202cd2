"""Row 5: with several closed labs the open model matters only once it beats the second best of them.

The best closed lab asks ``f(y1) - max(f(y2), f(x))`` per customer-day, ``f = sqrt``: what it is better by than the best
alternative, whether that is sold or free. While ``x < y2`` the open model changes no price.

By hand: y1 = 16, y2 = 9: the price is 4 - 3 = 1 for every x up to 9, 4 - 3.5 = 0.5 at x = 12.25, and 0 from 16 on.
"""

from __future__ import annotations

import math
from typing import ClassVar

from games.parts.direction import Direction, Interval
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import LESS, NEUTRAL, Capability, along, level, listed


class SecondBest(Story):
    """The leader's price."""

    name: ClassVar[str] = "second-best"
    rows: ClassVar[tuple[str, ...]] = ("5",)
    who: ClassVar[str] = "jessicata (the post)"
    claim: ClassVar[str] = "with competing closed labs the open model matters less than their competition"
    measures: ClassVar[tuple[Measure, ...]] = (level("price", "currency per customer-day"),)
    rules: ClassVar[tuple[Rule, ...]] = along("price", rival_is_better=NEUTRAL, open_is_next=LESS, open_is_best=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (NEUTRAL,)

    y1: Capability = 16.0
    """Capability of one closed model."""
    y2: Capability = 9.0
    """Capability of the other."""
    x: Capability = 12.25
    """Capability of the open model."""

    def values(self) -> tuple[Quantity, ...]:
        """Price of the best closed model, and what customers keep."""
        return listed(price=self.price(), consumer_surplus=max(math.sqrt(min(self.y1, self.y2)), math.sqrt(self.x)))

    def price(self) -> float:
        """What the leader is better by."""
        first, second = max(self.y1, self.y2), min(self.y1, self.y2)
        return max(0.0, math.sqrt(first) - max(math.sqrt(second), math.sqrt(self.x)))

    def outcome(self) -> tuple[Interval, ...]:
        """The price."""
        return (point(self.price()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Where the open model ranks."""
        if self.x <= min(self.y1, self.y2):
            return "rival is better"
        return "open is next" if self.x < max(self.y1, self.y2) else "open is best"

    def span(self) -> tuple[float, float]:
        """From no open model to one that beats both."""
        return 0.0, 1.25 * max(self.x, self.y1, self.y2, 1.0)
