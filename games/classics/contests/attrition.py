"""War of attrition in discrete time (Maynard Smith 1974; Hendricks, Weiss and Wilson 1988).

Two rivals hold out for a prize ``V`` at a cost ``c`` per period each. Conceding at ``t`` against a rival who concedes
at ``s`` pays ``-c t`` if ``t < s``, ``V - c s`` if ``t > s`` and ``-c t`` at a tie (nobody gets the prize). "Never"
holds out for all ``H`` periods; against "never" it pays ``-c H``.

Why the mixed equilibrium has hazard ``c / (V + c)``: given that both still hold out at ``t``, conceding pays ``-c t``
whatever the rival does. Holding out one more period and conceding then pays ``V - c t`` if the rival concedes now
(probability ``h``) and ``-c (t + 1)`` if not. Equal when ``h V = (1 - h) c``, so ``h = c / (V + c)`` in every period.
The tie matters: where each gets a share ``s`` of the prize at a tie, conceding now is worth ``W_t = h_t s V``
above ``-c t``, so ``h_t (1 - s) V = (1 - h_t) (c - W_{t+1})`` with ``W_H = 0``: a higher hazard, no longer constant.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from games.parts.part import FloatArray, NonNegative, Part, Probability, Unit
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.bridge import staged_from_timing
from solver.staged.timing import TimingGame


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

    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Per player the slot of each action, for ``solver.staged``: its period, ``NEVER`` for never."""
        return ((*range(self.periods), NEVER),) * 2

    def staged(self) -> TimingGame:
        """The game in which both see each period whether the other has conceded.

        Who is left has won: its later concessions change nothing.
        """
        names = tuple(f"period {t}" for t in range(self.periods))
        return staged_from_timing(self.build(), self.slots(), slot_names=names)

    def hazards(self) -> FloatArray:
        """``(H,)``: probability of conceding in each period, given that both still hold out, when both play alike.

        By the recursion at the top of this file. Where nothing depends on it (prize and cost 0) it is 0.
        """
        hazards = np.zeros(self.periods)
        later = 0.0
        for t in reversed(range(self.periods)):
            # What the last to hold out loses by a period of waiting; none is lost where later concessions are worth it.
            loss = max(0.0, self.cost - later)
            hazards[t] = loss / total if (total := (1 - self.tie_share) * self.prize + loss) else 0.0
            later = max(hazards[t] * self.tie_share * self.prize, later - self.cost)
        return hazards

    def mixed(self) -> FloatArray:
        """``(H + 1,)``: the symmetric equilibrium that the hazards make, as probabilities of the dates and of never."""
        stay = np.append(1.0, np.cumprod(1 - self.hazards()))
        return np.append(self.hazards() * stay[:-1], stay[-1])
