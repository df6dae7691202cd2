"""War of attrition in discrete time (Maynard Smith 1974; Hendricks, Weiss and Wilson 1988).

Two rivals hold out for a prize ``V`` at a cost ``c`` per period each. Conceding at ``t`` against a rival who concedes
at ``s`` pays ``-c t`` if ``t < s``, ``V - c s`` if ``t > s`` and ``-c t`` at a tie (nobody gets the prize). "Never"
holds out for all ``H`` periods; against "never" it pays ``-c H``.

Why the mixed equilibrium has hazard ``c / (V + c)``: given that both still hold out at ``t``, conceding pays ``-c t``
whatever the rival does. Holding out one more period and conceding then pays ``V - c t`` if the rival concedes now
(probability ``h``) and ``-c (t + 1)`` if not. Equal when ``h V = (1 - h) c``, so ``h = c / (V + c)`` in every period.
Where each gets a share of the prize at a tie the hazard is higher, and no longer constant.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.part import NonNegative, Probability, Unit
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER


class AttritionGame(PayoffGame):
    """War of attrition: who concedes when, at one of the periods ``0..periods-1`` or never."""

    name: str = "attrition"
    summary: str = "two labs wait for the other to give up; conceding later costs more"
    prize: Annotated[NonNegative, Unit("money")] = 10.0
    """What the survivor gets, ``V``."""
    cost: Annotated[NonNegative, Unit("money per period")] = 2.0
    """What one period of holding out costs each player, ``c``."""
    periods: Annotated[int, Field(ge=1, le=200), Unit("periods")] = 5
    """Number of periods, ``H``; "never" is one plan more."""
    tie_share: Annotated[Probability, Unit("share of the prize")] = 0.0
    """What each gets of the prize when both concede in one period; 0 is the usual convention, 0.5 splits it."""
    kind: Literal["attrition"] = "attrition"
    """What sort of game this is."""

    def normal_form(self) -> NormalForm:
        """Actions are labelled by the period of conceding, the last one ``never``."""
        dates = np.arange(self.periods + 1)
        own, other = dates[:, None], dates[None, :]
        row = np.where(own > other, self.prize, 0.0) - self.cost * np.minimum(own, other)
        # "Never" against "never" is no concession at all, so the tie's share does not apply there.
        row += np.where((own == other) & (own < self.periods), self.tie_share * self.prize, 0.0)
        labels = (*(str(t) for t in range(self.periods)), "never")
        return NormalForm.from_bimatrix(
            row, row.T, players=("player 1", "player 2"), actions=(labels, labels), title="attrition"
        )

    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Per player the slot of each action: its period, ``NEVER`` for never."""
        return ((*range(self.periods), NEVER),) * 2
