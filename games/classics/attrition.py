"""War of attrition in discrete time (Maynard Smith 1974; Hendricks, Weiss and Wilson 1988).

Two rivals hold out for a prize ``V`` at a cost ``c`` per period each. Conceding at ``t`` against a rival who concedes
at ``s`` pays ``-c t`` if ``t < s``, ``V - c s`` if ``t > s`` and ``-c t`` at a tie (nobody gets the prize). "Never"
holds out for all ``H`` periods; against "never" it pays ``-c H``.

Why the mixed equilibrium has hazard ``c / (V + c)``: given that both still hold out at ``t``, conceding pays ``-c t``
whatever the rival does. Holding out one more period and conceding then pays ``V - c t`` if the rival concedes now
(probability ``h``) and ``-c (t + 1)`` if not. Equal when ``h V = (1 - h) c``, so ``h = c / (V + c)``. It is the tie
that matters: were the prize split at a tie, conceding now would earn ``h V / 2`` more and the hazard would be
``2 c / (V + 2 c)``.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from games.part import NonNegative, Part, Probability, Unit
from solver.normal_form import NormalForm

FloatArray = NDArray[np.float64]


class Attrition(Part):
    """Two players, each conceding at one of the periods ``0..periods-1`` or never."""

    prize: Annotated[NonNegative, Unit("money")] = 10.0
    """What the survivor gets, ``V``."""
    cost: Annotated[NonNegative, Unit("money per period")] = 2.0
    """What one period of holding out costs each player, ``c``."""
    periods: Annotated[int, Field(ge=1, le=200), Unit("periods")] = 5
    """Number of periods, ``H``; "never" is one plan more."""
    tie_share: Annotated[Probability, Unit("share of the prize")] = 0.0
    """What each gets of the prize when both concede in one period; 0 is the usual convention, 0.5 splits it."""

    def build(self) -> NormalForm:
        """The normal form; actions are labelled by the period of conceding, the last one ``never``."""
        dates = np.arange(self.periods + 1)
        own, other = dates[:, None], dates[None, :]
        row = np.where(own > other, self.prize, 0.0) - self.cost * np.minimum(own, other)
        # "Never" against "never" is no concession at all, so the tie's share does not apply there.
        row += np.where((own == other) & (own < self.periods), self.tie_share * self.prize, 0.0)
        labels = (*(str(t) for t in range(self.periods)), "never")
        return NormalForm.from_bimatrix(
            row, row.T, players=("player 1", "player 2"), actions=(labels, labels), title="attrition"
        )

    @property
    def hazard(self) -> float:
        """Probability of conceding in a period, given that both still hold out, in the symmetric mixed equilibrium.

        ``h = c / ((1 - s) V + c)`` with ``s`` the share of the prize at a tie: conceding pays ``h s V``, holding out
        one period ``h V - (1 - h) c``. Where both are 0 whatever the rival does, every hazard is an equilibrium, and 0
        is returned.
        """
        return self.cost / total if (total := (1 - self.tie_share) * self.prize + self.cost) else 0.0

    def mixed(self) -> FloatArray:
        """``(H + 1,)``: the symmetric mixed equilibrium, ``h (1-h)^t`` at each period and ``(1-h)^H`` for never."""
        stay = (1 - self.hazard) ** np.arange(self.periods + 1)
        return np.append(self.hazard * stay[:-1], stay[-1])
