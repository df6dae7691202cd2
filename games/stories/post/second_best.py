"""Row 5: with several closed labs the open model matters only once it beats the second best of them.

The best closed lab asks ``f(y1) - max(f(y2), f(x))`` per customer-day, ``f = sqrt``: what it is better by than the best
alternative, whether that is sold or free. While ``x < y2`` the open model changes no price.

By hand: y1 = 16, y2 = 9: the price is 4 - 3 = 1 for every x up to 9, 4 - 3.5 = 0.5 at x = 12.25, and 0 from 16 on.
"""

from __future__ import annotations

import math

from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, NEUTRAL, Capability, along


class SecondBest(Story):
    """The leader's price."""

    name = "second-best"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "with competing closed labs the open model matters less than their competition"
    numbers = (
        level("price", "price of the best closed model", "currency per customer-day"),
        reported("consumer_surplus", "what customers keep per day"),
    )
    rules = along("price", rival_is_better=NEUTRAL, open_is_next=LESS, open_is_best=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(NEUTRAL)
    no_game = "both models are there already, and nobody chooses anything"

    y1: Capability = 16.0
    """Capability of one closed model."""
    y2: Capability = 9.0
    """Capability of the other."""
    x: Capability = 12.25
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """What the leader is better by."""
        best, second = max(self.y1, self.y2), min(self.y1, self.y2)
        free = max(math.sqrt(second), math.sqrt(self.x))
        return listed(price=max(0.0, math.sqrt(best) - free), consumer_surplus=free)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Where the open model ranks."""
        if self.x <= min(self.y1, self.y2):
            return "rival is better"
        return "open is next" if self.x < max(self.y1, self.y2) else "open is best"

    def span(self) -> tuple[float, float]:
        """From no open model to one that beats both."""
        return 0.0, 1.25 * max(self.x, self.y1, self.y2, 1.0)
