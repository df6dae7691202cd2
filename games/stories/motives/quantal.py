"""Row 18: preferences that waver; better plans are only chosen more often (quantal response, McKelvey, Palfrey 1995).

A plan worth ``U_a`` is chosen with probability proportional to ``e^{lambda U_a}``. At ``lambda = 0`` a lab tosses
coins, at large ``lambda`` it takes the best plan; in between a small change of worth shifts behaviour a little instead
of not at all.

By hand: lambda = 1, U = (1, 0): e/(e + 1) = .731059.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from games.parts.part import Finite, NonNegative, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.number import Quantity, listed, racing
from games.stories.telling.parts import NEUTRAL, UP, along

CERTAIN = 1e-14
"""Other plans that weigh no more than this together are as good as never chosen."""


class Quantal(Story):
    """Choice probabilities."""

    name = "quantal"
    rows = ("18",)
    who = "RobertM"
    claim = "preferences may simply be inconsistent; then labs answer smoothly to what plans are worth"
    lever = "U[0]"
    numbers = (racing("p", "probability of every plan", "probability of the first plan", over="first"),)
    rules = along("p", answers=UP, certain=NEUTRAL, tosses_coins=NEUTRAL, one_plan=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    no_game = "its lab takes worse plans with some probability, which no equilibrium does"

    sharpness: Annotated[NonNegative, Field(alias="lambda"), Unit("per currency")] = 1.0
    """How sharply the lab tells plans apart."""
    U: Annotated[tuple[Finite, ...], Field(min_length=1), Unit("currency")] = (1.0, 0.0)
    """What each plan is worth."""

    def compute(self) -> tuple[Quantity, ...]:
        """Probabilities; the best plan is subtracted first, so that nothing overflows."""
        weights = self.weights()
        p = tuple(w / sum(weights) for w in weights)
        return listed(p=p, first=p[0])

    def weights(self) -> tuple[float, ...]:
        """What probabilities are proportional to, 1 for the best plan."""
        return tuple(math.exp(self.sharpness * (u - max(self.U))) for u in self.U)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the lab tells plans apart, and whether any doubt is left that a number can hold."""
        if len(self.U) == 1:
            return "one plan"
        if self.sharpness == 0:
            return "tosses coins"
        first, *others = self.weights()
        return "certain" if first == 0 or sum(others) <= CERTAIN else "answers"

    def span(self) -> tuple[float, float]:
        """From nothing to the worth there is, and around the best other as far as differences are felt."""
        ends = (0.0, self.U[0], max(self.U[1:], default=0.0))
        reach = max(3 / self.sharpness if self.sharpness > 0 else 1.0, 1e-6)
        return min(ends) - reach, max(ends) + reach

    def marks(self) -> tuple[float, ...]:
        """The worth of the best other: a sharp lab answers in a narrow stretch around it."""
        return (max(self.U[1:], default=0.0),)

    def move(self) -> tuple[float, float]:
        """From a first plan that is worth nothing to the one there is."""
        return 0.0, self.U[0]

    def at(self, level: float) -> Quantal:
        """The story with a first plan of another worth."""
        return self.model_copy(update={"U": (level, *self.U[1:])})
