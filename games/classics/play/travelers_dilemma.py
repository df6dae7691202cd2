"""The Traveler's Dilemma (Basu 1994, American Economic Review 84): both are paid the lower claim, honesty is rewarded.

Each claims a whole number from ``low`` to ``high``. Equal claims are paid; otherwise both get the lower claim, plus
``reward`` for whoever made it and less ``reward`` for the other. For ``reward`` above 1 the only equilibrium is
``(low, low)``.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from games.parts.part import NonNegative, Part, Unit
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm


class TravelersDilemma(Part):
    """Two travelers claim for the same lost suitcase."""

    low: Annotated[int, Field(ge=0, le=10_000), Unit("money")] = 2
    """The lowest claim allowed."""
    high: Annotated[int, Field(ge=0, le=10_000), Unit("money")] = 100
    """The highest claim allowed, no less than the lowest."""
    reward: Annotated[NonNegative, Unit("money")] = 2.0
    """Bonus of the lower claim, and fine on the higher one."""

    def build(self) -> NormalForm:
        """The normal form; actions are labelled by the claim.

        Raises:
            GameError: ``high`` is below ``low``.
        """
        if self.high < self.low:
            raise GameError(
                f"high is {self.high} and low is {self.low}", "high no less than low", "raise high, or lower low"
            )
        claims = np.arange(self.low, self.high + 1, dtype=np.float64)
        own, other = claims[:, None], claims[None, :]
        row = np.minimum(own, other) + self.reward * np.sign(other - own)
        labels = tuple(str(c) for c in range(self.low, self.high + 1))
        return NormalForm.from_bimatrix(
            row, row.T, players=("traveler 1", "traveler 2"), actions=(labels, labels), title="travelers-dilemma"
        )
