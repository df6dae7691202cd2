"""Row 26: an open model as good as the next closed one would have been.

Training the next closed model ``y`` costs ``y`` and earns ``N (f(y) - f(x))+``, ``f = sqrt``. If the open model is as
good, ``y <= x``, it earns nothing; before that it pays only while ``sqrt(x) < sqrt(y) - y/N``.

By hand: N = 4, y = 4: 4 * 2 - 4 = 4 at x = 0; trained until sqrt(x) = 2 - 1, x = 1; at x = 4 revenue is 0.
"""

from __future__ import annotations

from typing import ClassVar

from games.parts.direction import Direction, Interval
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import (
    DOWN,
    LESS,
    NEUTRAL,
    Capability,
    Customerdays,
    along,
    lead,
    level,
    listed,
    racing,
)


class NothingLeft(Story):
    """The next closed model."""

    name: ClassVar[str] = "nothing-left"
    rows: ClassVar[tuple[str, ...]] = ("26",)
    who: ClassVar[str] = "Mikhail Samin"
    claim: ClassVar[str] = "if the open model matches the next closed one, there is less incentive to train that"
    measures: ClassVar[tuple[Measure, ...]] = (racing("trains", "models trained"), level("revenue"))
    rules: ClassVar[tuple[Rule, ...]] = (
        *along("trains", pays=NEUTRAL, does_not_pay=NEUTRAL),
        Rule("trains", "pays", DOWN, "does not pay"),
        *along("revenue", ahead=LESS, matched=NEUTRAL),
    )
    claimed: ClassVar[tuple[Direction, ...]] = (DOWN, NEUTRAL)

    N: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the next closed model."""
    x: Capability = 4.0
    """Capability of the open model."""

    def values(self) -> tuple[Quantity, ...]:
        """Revenue and profit of the next model, and whether it is trained."""
        revenue = self.N * lead(self.y, self.x)
        return listed(revenue=revenue, profit=revenue - self.y, trains=revenue >= self.y and self.y > 0)

    def outcome(self) -> tuple[Interval, ...]:
        """Training, and the revenue it would bring."""
        revenue = self.N * lead(self.y, self.x)
        return point(float(revenue >= self.y > 0)), point(revenue)

    def regime(self, metric: str) -> str:
        """Whether training pays; whether the next model would be ahead."""
        if metric == "revenue":
            return "ahead" if self.y > self.x else "matched"
        return "pays" if self.N * lead(self.y, self.x) >= self.y > 0 else "does not pay"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the next closed one."""
        return 0.0, 1.25 * max(self.x, self.y, 1.0)
