"""Row 38: the additive reading, in which one bad outcome does not undo the good ones.

``K`` draws are then worth ``K ((N - 1) A - B)/N`` on average: every draw the same, so scale never changes the sign.

By hand: A = 2, B = 100, N = 100: (198 - 100)/100 = .98 per draw, 980 for a thousand.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along, level, listed


class Additive(Story):
    """No wipe-out."""

    name: ClassVar[str] = "additive"
    rows: ClassVar[tuple[str, ...]] = ("38",)
    who: ClassVar[str] = "the second post's thread"
    claim: ClassVar[str] = "what is bad (or good) on a large scale is so on a small one already"
    lever: ClassVar[str] = "K"
    measures: ClassVar[tuple[Measure, ...]] = (level("ev", "utility"),)
    rules: ClassVar[tuple[Rule, ...]] = along("ev", each_is_good=MORE, each_is_bad=LESS, each_is_neutral=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (MORE, LESS, NEUTRAL)

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of a good ball."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss from a bad ball."""
    N: Annotated[int, Field(ge=1), Unit("balls")] = 100
    """Balls in the urn, one of them bad."""
    K: Annotated[NonNegative, Unit("draws")] = 1000.0
    """Balls drawn."""

    def values(self) -> tuple[Quantity, ...]:
        """Expected value of K draws, and of one."""
        return listed(ev=self.K * self.each(), each=self.each())

    def each(self) -> float:
        """Expected value of a draw."""
        return ((self.N - 1) * self.A - self.B) / self.N

    def outcome(self) -> tuple[Interval, ...]:
        """Expected value."""
        return (point(self.K * self.each()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Sign of a draw."""
        return "each is good" if self.each() > 0 else "each is bad" if self.each() < 0 else "each is neutral"

    def span(self) -> tuple[float, float]:
        """From no draw to many."""
        return 0.0, max(10.0, 2 * self.K)
