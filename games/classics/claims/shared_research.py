"""Two firms lower their cost, and a share of what each learns reaches the other (d'Aspremont and Jacquemin 1988).

Demand is ``a - B Q``, unit cost ``A``. Firm ``i`` spends ``g d_i^2 / 2`` on lowering its own cost by ``d_i`` and the
rival's by ``beta d_i``; then both sell as in Cournot: ``q_i = (a - A + (2 - beta) d_i + (2 beta - 1) d_j) / (3 B)``
earns ``B q_i^2``. In equilibrium ``d = (a - A)(2 - beta) / (4.5 B g - (2 - beta)(1 + beta))``, their equation 9.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray, NonNegative, Positive, Probability, Unit
from solver.game.normal_form import NormalForm


class SharedResearchGame(PayoffGame):
    """Two firms choose an effort from a list; markets clear by themselves."""

    kind: Literal["shared-research"] = "shared-research"
    """What sort of game this is."""
    name: str = "shared-research"
    summary: str = "two firms lower their cost, and a share of what each learns reaches the other"
    demand: Annotated[Positive, Unit("currency")] = 10.0
    """Highest willingness to pay, a."""
    cost: Annotated[NonNegative, Unit("currency")] = 4.0
    """Unit cost before any effort, A."""
    slope: Annotated[Positive, Unit("currency per unit sold")] = 1.0
    """Slope of demand, B."""
    effort_cost: Annotated[Positive, Unit("currency per squared cost reduction")] = 2.0
    """Cost of effort, g."""
    beta: Annotated[Probability, Unit("share")] = 0.5
    """Share of each firm's effort that helps the other."""
    efforts: Annotated[tuple[NonNegative, ...], Field(min_length=1), Unit("currency")] = (0.0, 1.0, 2.0)
    """Cost reductions among which each firm chooses."""

    def normal_form(self) -> NormalForm:
        """Profits less the cost of effort."""
        own, other = self._pairs()
        sold = (self.demand - self.cost + (2 - self.beta) * own + (2 * self.beta - 1) * other) / (3 * self.slope)
        row = self.slope * np.maximum(sold, 0.0) ** 2 - self.effort_cost * own**2 / 2
        labels = tuple(f"{d:g}" for d in self.efforts)
        firms = ("firm 1", "firm 2")
        return NormalForm.from_bimatrix(row, row.T, players=firms, actions=(labels, labels), title=self.name)

    def metrics(self) -> tuple[Metric, ...]:
        """Own effort of the first firm, and by how much its cost falls in all."""
        own, other = self._pairs()
        return (
            Metric("own", "cost reduction", Sense.MORE, own + 0.0 * other),
            Metric("effective", "cost reduction", Sense.MORE, own + self.beta * other),
        )

    def _pairs(self) -> tuple[FloatArray, FloatArray]:
        efforts = np.array(self.efforts, dtype=np.float64)
        return efforts[:, None], efforts[None, :]
