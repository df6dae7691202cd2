"""The Traveler's Dilemma (Basu 1994, American Economic Review 84): both are paid the lower claim, honesty is rewarded.

Each claims a whole number from ``low`` to ``high``. Equal claims are paid; otherwise both get the lower claim, plus
``reward`` for whoever made it and less ``reward`` for the other. For ``reward`` above 1 the only equilibrium is
``(low, low)``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray, NonNegative, Unit
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm


class TravelersDilemmaGame(PayoffGame):
    """The Traveler's Dilemma: two travelers claim for the same lost suitcase."""

    name: str = "travelers-dilemma"
    summary: str = "two claims, the lower one is paid, and the lower claimant gets a reward"
    low: Annotated[int, Field(ge=0, le=10_000), Unit("money")] = 2
    """The lowest claim allowed."""
    high: Annotated[int, Field(ge=0, le=10_000), Unit("money")] = 100
    """The highest claim allowed, no less than the lowest."""
    reward: Annotated[NonNegative, Unit("money")] = 2.0
    """Bonus of the lower claim, and fine on the higher one."""
    kind: Literal["travelers-dilemma"] = "travelers-dilemma"
    """What sort of game this is."""

    def pairs(self) -> tuple[FloatArray, FloatArray]:
        """``(A, 1)`` and ``(1, A)``: both travelers' claims."""
        claims = np.arange(self.low, self.high + 1, dtype=np.float64)
        return claims[:, None], claims[None, :]

    def normal_form(self) -> NormalForm:
        """Actions are labelled by the claim.

        Raises:
            GameError: ``high`` is below ``low``.
        """
        if self.high < self.low:
            raise GameError(
                f"high is {self.high} and low is {self.low}", "high no less than low", "raise high, or lower low"
            )
        own, other = self.pairs()
        row = np.minimum(own, other) + self.reward * np.sign(other - own)
        labels = tuple(str(c) for c in range(self.low, self.high + 1))
        return NormalForm.from_bimatrix(
            row, row.T, players=("traveler 1", "traveler 2"), actions=(labels, labels), title="travelers-dilemma"
        )

    def metrics(self) -> tuple[Metric, ...]:
        """The lower of the two claims, and each traveler's payoff."""
        return Metric("claim", "currency", Sense.LEVEL, np.minimum(*self.pairs())), *super().metrics()
