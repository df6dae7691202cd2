"""Row 26: an open model as good as the next closed one would have been.

Training the next closed model ``y`` costs ``y`` and earns ``N (f(y) - f(x))+``, ``f = sqrt``. If the open model is as
good, ``y <= x``, it earns nothing; before that it pays only while ``sqrt(x) < sqrt(y) - y/N``.

By hand: N = 4, y = 4: 4 * 2 - 4 = 4 at x = 0; trained until sqrt(x) = 2 - 1, x = 1; at x = 4 revenue is 0.
"""

from __future__ import annotations

from games.markets import LimitPricing
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Rule, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed, racing, reported
from games.stories.telling.parts import DOWN, LESS, NEUTRAL, Capability, Customerdays, along, lead
from games.terms import Revenue, TrainingCost


class NothingLeft(Story):
    """The next closed model."""

    name = "nothing-left"
    rows = ("26",)
    who = "Mikhail Samin"
    claim = "if the open model matches the next closed one, there is less incentive to train that"
    numbers = (
        racing("trains", "whether the next closed model is trained", "models trained"),
        level("revenue", "what it would earn"),
        reported("profit", "that less its cost"),
    )
    rules = (
        *along("trains", pays=NEUTRAL, does_not_pay=NEUTRAL),
        Rule("trains", "pays", DOWN, "does not pay"),
        *along("revenue", ahead=LESS, matched=NEUTRAL),
    )
    says = moves(DOWN, NEUTRAL)
    reads = "profit is the payoff of a release"
    moved_by = "open:{x}@0"
    less = "open.capability=0"

    N: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the next closed model."""
    x: Capability = 4.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """The next model against nothing."""
        revenue = self.N * lead(self.y, self.x)
        return listed(trains=revenue >= self.y > 0, revenue=revenue, profit=revenue - self.y)

    def game(self) -> ReleaseGame:
        """The lab trains its next model at once, or never."""
        lab = Lab(name="monopolist", path=(self.y,), terms=(Revenue(), TrainingCost()))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.N))

    def regime(self, metric: str) -> str:
        """Whether training pays; whether the next model would be ahead."""
        if metric == "revenue":
            return "ahead" if self.y > self.x else "matched"
        return "pays" if self.N * lead(self.y, self.x) >= self.y > 0 else "does not pay"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the next closed one."""
        return 0.0, 1.25 * max(self.x, self.y, 1.0)
