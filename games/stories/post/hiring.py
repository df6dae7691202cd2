"""Row 11: releasing good models wins prestige, and prestige wins recruits.

Hiring costs ``c / (1 + kappa prestige)``: talent comes cheaper to a lab that is admired.

By hand: c = 10, kappa = .25, prestige 4: 10 / 2 = 5.
"""

from __future__ import annotations

from typing import Annotated

from games.modifiers import Hiring as Admired
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, sooner
from games.stories.telling.parts import NEUTRAL, UP, Money, along
from games.terms import Goal, TrainingCost


class Hiring(Story):
    """Cost of talent."""

    name = "hiring"
    rows = ("11",)
    who = "jessicata (the post)"
    claim = "releasing models wins prestige and recruits, which is an incentive of its own"
    lever = "prestige"
    numbers = (sooner("cost", "cost of hiring", "currency"),)
    rules = along("cost", admired=UP, nobody_cares=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "cost is what c exceeds the payoff of a release by"
    sets = ("hiring.initial",)

    c: Money = 10.0
    """Cost of hiring without prestige."""
    kappa: Annotated[NonNegative, Unit("per unit of prestige")] = 0.25
    """How much prestige eases hiring."""
    prestige: Annotated[NonNegative, Unit("prestige")] = 4.0
    """Prestige."""

    def compute(self) -> tuple[Quantity, ...]:
        """Cost of hiring."""
        return listed(cost=self.c / (1 + self.kappa * self.prestige))

    def game(self) -> ReleaseGame:
        """The lab may build a model that is worth c to it."""
        terms = (Goal(weight=self.c, capability=self.c), TrainingCost())
        lab = Lab(name="lab", path=(self.c,), terms=terms)
        return at_once(self, lab, modifiers=(Admired(kappa=self.kappa, initial=self.prestige),))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether prestige matters."""
        return "admired" if self.kappa * self.c > 0 else "nobody cares"

    def span(self) -> tuple[float, float]:
        """From no prestige to twice as much."""
        return 0.0, 2 * max(self.prestige, 1.0)
