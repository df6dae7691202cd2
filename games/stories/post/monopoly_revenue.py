"""Row 1: the closed monopolist earns what its model is better by.

The best open model has capability ``x`` and is free. The monopolist's has ``y``, so each of ``n`` customers pays up to
``f(y) - f(x)`` per day, with ``f = sqrt``. Over ``m`` days that is ``n m (f(y) - f(x))+``.

By hand: n = 1000, m = 30, y = 9, x = 4 gives 1000 * 30 * (3 - 2) = 30000; without an open model 90000; from x = 9 on
nothing.
"""

from __future__ import annotations

from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.number import Quantity, level, listed
from games.stories.telling.parts import LESS, NEUTRAL, Capability, Customers, Days, along, lead


class MonopolyRevenue(Story):
    """Revenue falls with the open model."""

    name = "monopoly-revenue"
    rows = ("1",)
    who = "jessicata (the post)"
    claim = "the better the open model, the less the closed monopolist earns with a given model"
    numbers = (level("revenue", "what customers pay the closed lab in all"),)
    rules = along("revenue", ahead=LESS, caught=NEUTRAL)
    says = moves(LESS)
    no_game = "the model is there already, and nobody chooses anything"
    premise = "the closed model is the better one, y > x"

    n: Customers = 1000.0
    """Customers."""
    m: Days = 30.0
    """Days of sale."""
    y: Capability = 9.0
    """Capability of the closed model."""
    x: Capability = 4.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Revenue in currency."""
        return listed(revenue=self.n * self.m * lead(self.y, self.x))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.y > self.x

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the closed model is still ahead."""
        return "ahead" if self.y > self.x and self.n * self.m > 0 else "caught"

    def span(self) -> tuple[float, float]:
        """From no open model to one well ahead."""
        return 0.0, 1.5 * max(self.x, self.y, 1.0)
