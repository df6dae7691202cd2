"""A market: who sells to whom at what price, given everybody's models.

Revenue and surplus are per customer and day; the market multiplies by customers, days and the discounted length of each
cell. Customers who are indifferent buy.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.history import History
from games.part import FloatArray, KindedPart, NonNegative, Unit
from games.values import AnyValue, SquareRoot


class Market(KindedPart):
    """How customers are served."""

    customers: Annotated[NonNegative, Unit("customers")] = 1.0
    """Number of customers n."""
    value: AnyValue = SquareRoot()
    """What a customer pays per day for capability, f."""

    def revenue_rate(self, history: History, lab: int) -> FloatArray:
        """Revenue of ``lab`` per customer and day in each cell, ``[cell, *batch, *profile]``."""
        raise NotImplementedError

    def surplus_rate(self, history: History) -> FloatArray:
        """Consumer surplus per customer and day in each cell."""
        raise NotImplementedError

    def discounted_revenue(self, history: History, lab: int) -> FloatArray:
        """Revenue of ``lab`` over the horizon, discounted at its own rate, in currency."""
        return self._discounted(history.sales_flow(lab) * self.revenue_rate(history, lab), history)

    def discounted_surplus(self, history: History) -> FloatArray:
        """Consumer surplus over the horizon in currency, discounted at the calendar's rate."""
        weight = history.social_flow()
        return self._discounted(weight * self.surplus_rate(history), history)

    def _discounted(self, per_cell: FloatArray, history: History) -> FloatArray:
        scale = np.asarray(self.customers) * np.asarray(history.calendar.days_per_period)
        return np.asarray(scale * per_cell.sum(axis=0), dtype=np.float64)


def best_rival_value(market: Market, history: History, lab: int) -> FloatArray:
    """Value of the best model that somebody else sells, 0 for none."""
    rivals = [history.closed_capability(j) for j in range(history.n_labs) if j != lab]
    if not rivals:
        return np.zeros((1,) * history.n_labs)
    return market.value(np.maximum.reduce(np.broadcast_arrays(*rivals)))
