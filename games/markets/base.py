"""A market: who sells to whom at what price, given everybody's models.

Revenue and surplus are per customer and day; the market multiplies by customers, days and the discounted length of each
cell. Customers who are indifferent buy. Surplus is what customers have from all models, the free open one included.

Letters: ``g`` a seller's gap, what its model is worth to a customer beyond the free open one.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.parts.part import FloatArray, KindedPart, NonNegative, Unit
from games.release.history import History
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

    def free_value(self, history: History) -> FloatArray:
        """``f(x)`` in each cell: what the free open model is worth; 0 where there is none."""
        x = history.best_open
        return np.where(x > 0, self.value(x), 0.0)

    def advantages(self, history: History) -> FloatArray:
        """``[lab, cell, *batch, *profile]`` what each lab's model is worth beyond the free one; ``-inf`` for none sold.

        The cost of switching away from the open model is taken off; it may be negative.
        """
        models = [history.sold(i) for i in range(history.n_labs)]
        worth = [np.where(m > 0, self.value(m) - history.shocks.switching, -np.inf) for m in models]
        free = self.free_value(history)
        return np.stack(np.broadcast_arrays(*[w - free for w in worth]))

    def gaps(self, history: History) -> FloatArray:
        """``g = (f(y) - f(x))+`` of each lab, ``[lab, cell, *batch, *profile]``."""
        return np.maximum(self.advantages(history), 0.0)

    def _discounted(self, per_cell: FloatArray, history: History) -> FloatArray:
        scale = np.asarray(self.customers) * np.asarray(history.calendar.days_per_period)
        return np.asarray(scale * per_cell.sum(axis=0), dtype=np.float64)
