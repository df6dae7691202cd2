"""Bertrand competition on a grid of prices: unit demand, the cheapest firm serves it, ties split it.

With whole prices ``0..P`` and cost 0 two firms have exactly three equilibria, ``(0, 0)``, ``(1, 1)`` and ``(2, 2)``
(Bertrand 1883 on a grid): undercutting a common price ``p`` earns ``p - 1`` instead of ``p / 2``, which does not pay
up to ``p = 2``.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from games.parts.part import NonNegative, Part, Unit
from solver.game.normal_form import NormalForm


class Bertrand(Part):
    """Firms set whole prices ``0..highest_price`` at once; one customer buys from the cheapest."""

    highest_price: Annotated[int, Field(ge=1, le=1000), Unit("money")] = 10
    """The highest price on the grid; prices are the integers from 0 to it."""
    unit_cost: Annotated[NonNegative, Unit("money")] = 0.0
    """Cost of serving the customer, the same for every firm."""
    prices: tuple[NonNegative, ...] = ()
    """Prices that may be asked instead, if any are listed."""
    firms: Annotated[int, Field(ge=2, le=4), Unit("firms")] = 2
    """How many firms set prices."""

    def listed(self) -> tuple[float, ...]:
        """The prices that may be asked."""
        return self.prices or tuple(float(p) for p in range(self.highest_price + 1))

    def build(self) -> NormalForm:
        """The normal form; actions are labelled by their price.

        Raises:
            GameError: more profiles than a payoff tensor may have.
        """
        prices = np.array(self.listed())
        asked = np.array(np.broadcast_arrays(*np.ix_(*[prices] * self.firms)))
        cheapest = asked == asked.min(axis=0)
        payoffs = np.where(cheapest, (asked - self.unit_cost) / cheapest.sum(axis=0), 0.0)
        labels = tuple(f"{p:g}" for p in self.listed())
        return NormalForm.from_payoffs(
            payoffs,
            players=tuple(f"firm {i + 1}" for i in range(self.firms)),
            actions=(labels,) * self.firms,
            title="bertrand",
        )
