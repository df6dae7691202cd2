"""A contest for a prize: effort ``e_i`` wins with probability ``e_i / (e_1 + e_2)`` (Tullock 1980).

Contestants who take the prize ``V`` for ``kappa V`` play the contest for that prize: in equilibrium each spends
``kappa V / 4``, and truly gets ``V/2 - kappa V/4``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray, NonNegative, Unit
from solver.game.normal_form import NormalForm


class ContestGame(PayoffGame):
    """Two contestants choose an effort from a list."""

    kind: Literal["contest"] = "contest"
    """What sort of game this is."""
    name: str = "contest"
    summary: str = "two founders spend effort on a prize that they may overrate"
    prize: Annotated[NonNegative, Unit("currency")] = 8.0
    """What winning is worth, V."""
    overrated: Annotated[NonNegative, Unit("times the prize")] = 1.0
    """For how many prizes contestants take it, kappa."""
    efforts: Annotated[tuple[NonNegative, ...], Field(min_length=1), Unit("currency")] = (0.0, 1.0, 2.0, 3.0, 4.0)
    """Efforts among which each chooses."""

    def normal_form(self) -> NormalForm:
        """Payoffs as contestants believe them."""
        row = self._payoff(self.overrated * self.prize)
        labels = tuple(f"{e:g}" for e in self.efforts)
        return NormalForm.from_bimatrix(row, row.T, players=("alice", "bob"), actions=(labels, labels), title=self.name)

    def metrics(self) -> tuple[Metric, ...]:
        """Effort of both together, and what the first contestant truly gets."""
        effort = np.array(self.efforts)
        return (
            Metric("effort", "currency", Sense.MORE, effort[:, None] + effort[None, :]),
            Metric("true_payoff", "currency", Sense.LEVEL, self._payoff(self.prize)),
        )

    def _payoff(self, prize: float) -> FloatArray:
        own, other = np.array(self.efforts)[:, None], np.array(self.efforts)[None, :]
        total = own + other
        chance = np.where(total > 0, own / np.where(total > 0, total, 1.0), 0.5)
        return np.asarray(chance * prize - own, dtype=np.float64)
