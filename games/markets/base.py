"""A market: who sells to whom at what price, given everybody's models.

Revenue and surplus are per customer and day; the market multiplies by customers, days and the discounted length of each
cell. Customers who are indifferent buy. Surplus is what customers have from all models, the free open one included.
A market sees the state of the world alone (``games.parts.state``), so it serves games with dates and games without.

Letters: ``g`` a seller's gap, what its model is worth to a customer beyond the free open one.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.parts.part import FloatArray, KindedPart, NonNegative, Unit
from games.parts.state import Alone, State
from games.time.timeline import Timeline
from games.values import AnyValue, SquareRoot


class Market(KindedPart):
    """How customers are served."""

    customers: Annotated[NonNegative, Unit("customers")] = 1.0
    """Number of customers n."""
    value: AnyValue = SquareRoot()
    """What a customer pays per day for capability, f."""
    separate: bool = False
    """Whether customers are shared out equally among the labs, so that no rival sells to those of another."""

    def revenue_rate(self, state: State, lab: int) -> FloatArray:
        """Revenue of ``lab`` per customer and day, with the axes of the state."""
        raise NotImplementedError

    def surplus_rate(self, state: State) -> FloatArray:
        """Consumer surplus per customer and day."""
        raise NotImplementedError

    def revenue(self, state: State, lab: int) -> FloatArray:
        """Revenue of ``lab`` per period while a state lasts, in currency."""
        return np.asarray(self._scale(state) * self._rate(state, lab), dtype=np.float64)

    def surplus(self, state: State) -> FloatArray:
        """Consumer surplus per period while a state lasts, in currency."""
        return np.asarray(self._scale(state) * self._surplus_rate(state), dtype=np.float64)

    def discounted_revenue(self, history: Timeline, lab: int) -> FloatArray:
        """Revenue of ``lab`` over the horizon, discounted at its own rate, in currency."""
        per_cell = history.sales_flow(lab) * history.in_cells(self._rate(history.states, lab))
        return np.asarray(self._scale(history) * per_cell.sum(axis=0), dtype=np.float64)

    def discounted_surplus(self, history: Timeline) -> FloatArray:
        """Consumer surplus over the horizon in currency, discounted at the calendar's rate."""
        per_cell = history.social_flow() * history.in_cells(self._surplus_rate(history.states))
        return np.asarray(self._scale(history) * per_cell.sum(axis=0), dtype=np.float64)

    def free_value(self, state: State) -> FloatArray:
        """``f(x)``: what the free open model is worth; 0 where there is none."""
        x = state.best_open
        return np.where(x > 0, self.value(x), 0.0)

    def worth(self, state: State, lab: int) -> FloatArray:
        """What a customer would pay for the lab's model, less the cost of switching; ``-inf`` if it sells none."""
        model = state.sold(lab)
        return np.where(model > 0, self.value(model) - state.switching, -np.inf)

    def _rate(self, state: State, lab: int) -> FloatArray:
        if not self.separate:
            return self.revenue_rate(state, lab)
        return self.revenue_rate(Alone(state, lab), lab) / state.n_labs

    def _surplus_rate(self, state: State) -> FloatArray:
        if not self.separate:
            return self.surplus_rate(state)
        each = [self.surplus_rate(Alone(state, lab)) for lab in range(state.n_labs)]
        return np.asarray(np.add.reduce(np.broadcast_arrays(*each)) / state.n_labs, dtype=np.float64)

    def _scale(self, state: State) -> FloatArray:
        """Customer-days in a period."""
        return np.asarray(np.asarray(self.customers) * state.days_per_period, dtype=np.float64)
