"""Row 11: releasing good models wins prestige, and prestige wins recruits.

Hiring costs ``c / (1 + kappa prestige)``: talent comes cheaper to a lab that is admired.

By hand: c = 10, kappa = .25, prestige 4: 10 / 2 = 5.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Measure, Quantity, Rule, Story, point
from games.stories.telling.parts import NEUTRAL, UP, Money, along, listed, sooner


class Hiring(Story):
    """Cost of talent."""

    name: ClassVar[str] = "hiring"
    rows: ClassVar[tuple[str, ...]] = ("11",)
    who: ClassVar[str] = "jessicata (the post)"
    claim: ClassVar[str] = "releasing models wins prestige and recruits, which is an incentive of its own"
    lever: ClassVar[str] = "prestige"
    measures: ClassVar[tuple[Measure, ...]] = (sooner("cost", "currency"),)
    rules: ClassVar[tuple[Rule, ...]] = along("cost", admired=UP, nobody_cares=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (UP,)

    c: Money = 10.0
    """Cost of hiring without prestige."""
    kappa: Annotated[NonNegative, Unit("per unit of prestige")] = 0.25
    """How much prestige eases hiring."""
    prestige: Annotated[NonNegative, Unit("prestige")] = 4.0
    """Prestige."""

    def values(self) -> tuple[Quantity, ...]:
        """Cost of hiring."""
        return listed(cost=self.cost())

    def cost(self) -> float:
        """Cost of hiring."""
        return self.c / (1 + self.kappa * self.prestige)

    def outcome(self) -> tuple[Interval, ...]:
        """The cost; a lower one is racing up."""
        return (point(self.cost()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether prestige matters."""
        return "admired" if self.kappa * self.c > 0 else "nobody cares"

    def span(self) -> tuple[float, float]:
        """From no prestige to twice as much."""
        return 0.0, 2 * max(self.prestige, 1.0)
