"""Row 18: preferences that waver; better plans are only chosen more often (quantal response, McKelvey, Palfrey 1995).

A plan worth ``U_a`` is chosen with probability proportional to ``e^{lambda U_a}``. At ``lambda = 0`` a lab tosses
coins, at large ``lambda`` it takes the best plan; in between a small change of worth shifts behaviour a little instead
of not at all.

By hand: lambda = 1, U = (1, 0): e/(e + 1) = .731059.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from pydantic import Field

from games.direction import Direction, Interval
from games.part import Finite, NonNegative, Unit
from games.stories.base import Measure, Quantity, Rule, Story, point
from games.stories.parts import NEUTRAL, UP, along, listed, racing


class Quantal(Story):
    """Choice probabilities."""

    name: ClassVar[str] = "quantal"
    rows: ClassVar[tuple[str, ...]] = ("18",)
    who: ClassVar[str] = "RobertM"
    claim: ClassVar[str] = "preferences may simply be inconsistent; then labs answer smoothly to what plans are worth"
    lever: ClassVar[str] = "U[0]"
    measures: ClassVar[tuple[Measure, ...]] = (racing("p", "probability of the first plan"),)
    rules: ClassVar[tuple[Rule, ...]] = along("p", answers=UP, tosses_coins=NEUTRAL, one_plan=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (UP,)

    sharpness: Annotated[NonNegative, Field(alias="lambda"), Unit("per currency")] = 1.0
    """How sharply the lab tells plans apart."""
    U: Annotated[tuple[Finite, ...], Field(min_length=1), Unit("currency")] = (1.0, 0.0)
    """What each plan is worth."""

    def values(self) -> tuple[Quantity, ...]:
        """Probability of every plan."""
        return listed(p=self.p())

    def p(self) -> tuple[float, ...]:
        """Probability of every plan; the best is subtracted first, so that nothing overflows."""
        weights = [math.exp(self.sharpness * (u - max(self.U))) for u in self.U]
        return tuple(w / sum(weights) for w in weights)

    def outcome(self) -> tuple[Interval, ...]:
        """Probability of the first plan."""
        return (point(self.p()[0]),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab tells plans apart."""
        if len(self.U) == 1:
            return "one plan"
        return "answers" if self.sharpness > 0 else "tosses coins"

    def span(self) -> tuple[float, float]:
        """Worths of the first plan around those of the others, as far as differences are felt."""
        middle = sum(self.U) / len(self.U)
        reach = max(3 / self.sharpness if self.sharpness > 0 else 1.0, 1e-6)
        return middle - reach, middle + reach

    def move(self) -> tuple[float, float]:
        """From a first plan that is worth nothing to the one there is."""
        return 0.0, self.U[0]

    def at(self, level: float) -> Quantal:
        """The story with a first plan of another worth."""
        return self.model_copy(update={"U": (level, *self.U[1:])})
