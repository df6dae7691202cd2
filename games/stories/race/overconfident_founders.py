"""Row 25: founders believe that they will win.

Two founders compete for a prize ``V``; effort ``e_i`` wins with probability ``e_i / (e_1 + e_2)`` (Tullock). A founder
who takes the prize for ``kappa V`` spends ``kappa V / 4`` in equilibrium. What they truly get is
``V/2 - kappa V/4 = V (1/2 - kappa/4)``: nothing is left at ``kappa = 2``. Both are compared with sober founders,
``kappa = 1``; founders who underrate the prize, ``kappa < 1``, spend less than those.

By hand: V = 8, kappa = 1.5: effort 3, true payoff 8 * .125 = 1; with sober founders effort 2 and payoff 2.
"""

from __future__ import annotations

from typing import Annotated

from games.classics.claims.contest import ContestGame
from games.parts.part import NonNegative, Unit
from games.stories.telling.against import AgainstNothing
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.exports import listed_around
from games.stories.telling.number import Quantity, level, listed, racing
from games.stories.telling.parts import DOWN, LESS, MORE, NEUTRAL, UP, Money, along


class OverconfidentFounders(AgainstNothing):
    """Effort under overconfidence."""

    name = "overconfident-founders"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "founders overrate their chances, so they race on although it does not pay"
    lever = "kappa"
    numbers = (
        racing("effort", "equilibrium effort of each founder", "currency"),
        level("true_payoff", "what each truly gets"),
    )
    rules = (
        *along("effort", overrate=UP, underrate=DOWN, no_prize=NEUTRAL),
        *along("true_payoff", overrate=LESS, underrate=MORE, no_prize=NEUTRAL),
    )
    says = moves(UP)
    reads = "effort is the plan that both play"
    sets = ("overrated",)
    ingredients = (Ingredient("overconfidence", "kappa", 1.0, "founders see the prize as it is"),)

    V: Money = 8.0
    """The prize."""
    kappa: Annotated[NonNegative, Unit("currency per currency")] = 1.5
    """For how many prizes founders take it."""

    def compute(self) -> tuple[Quantity, ...]:
        """Effort as the best reply to itself, and the payoff it truly brings."""
        effort = self.kappa * self.V / 4
        return listed(effort=effort, true_payoff=self.V / 2 - effort)

    def game(self) -> ContestGame:
        """Both founders choose their effort."""
        efforts = listed_around(self.kappa * self.V / 4)
        return ContestGame(name=self.name, summary=self.claim, prize=self.V, overrated=self.kappa, efforts=efforts)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Whether there is anything to win, and on which side of sober the founders are."""
        if self.V == 0:
            return "no prize"
        return "overrate" if self.kappa > 1 else "underrate"

    def move(self) -> tuple[float, float]:
        """From sober founders to these."""
        return 1.0, self.kappa

    def span(self) -> tuple[float, float]:
        """From sober founders, or ones who see no prize, to ones who take it for twice as much again."""
        return 0.0 if self.kappa < 1 else 1.0, 2.0 + max(self.kappa, 1.0)
