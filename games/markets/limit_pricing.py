"""Limit pricing with identical customers: the leader charges what it is better by.

The leader's price leaves customers indifferent to the best alternative, a rival's model at cost or the free open one.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, NonNegative, Positive, Range, Unit
from games.parts.state import State


class LimitPricing(Market):
    """Leader ``(f(y1) - max(f(y2), f(x)))+``, others 0; surplus ``max(f(y2), f(x))``."""

    kind: Literal["limit-pricing"] = "limit-pricing"
    serving_cost: Annotated[NonNegative, Unit("currency per customer-day"), Range(0, 1)] = 0.0
    """Cost c_y of serving a customer with a closed model."""
    open_serving_cost: Annotated[NonNegative, Unit("currency per customer-day"), Range(0, 1)] = 0.0
    """Cost c_x of running the open model oneself."""
    efficiency: Annotated[Positive, Unit("effective per nominal capability"), Range(0.5, 2)] = 1.0
    """Training efficiency e of the sellers: a closed model of cost y is worth f(e y)."""

    summary: ClassVar[str] = "identical customers; the best seller charges the value of its lead"
    formula: ClassVar[str] = "leader (f(e y1) - max(f(e y2), f(x)) - (c_y - c_x))+, others 0"
    source: ClassVar[str] = "the blog post: a customer pays up to f(y) - f(x)"

    def revenue_rate(self, state: State, lab: int) -> FloatArray:
        """Price of the leader; two equal best models earn nothing."""
        rivals = [self._offer(state, j) for j in range(state.n_labs) if j != lab]
        best = np.maximum.reduce(np.broadcast_arrays(self._outside_offer(state), *rivals))
        return np.asarray(np.maximum(self._offer(state, lab) - best, 0.0), dtype=np.float64)

    def surplus_rate(self, state: State) -> FloatArray:
        """What the best alternative to the leader is worth to a customer."""
        offers = np.broadcast_arrays(self._outside_offer(state), *[self._offer(state, j) for j in range(state.n_labs)])
        # Whatever is free leaves its whole value to customers; a best seller leaves them the second best offer.
        second = np.sort(np.stack([*offers[1:], np.zeros_like(offers[0])]), axis=0)[-2]
        return np.asarray(np.maximum(offers[0], second), dtype=np.float64)

    def _offer(self, state: State, lab: int) -> FloatArray:
        """Value less serving cost of a lab's closed model; nothing if it sells none."""
        model = state.sold(lab)
        return np.where(
            model > 0,
            self.value(np.asarray(self.efficiency) * model) - self.serving_cost - state.switching,
            0.0,
        )

    def _outside_offer(self, state: State) -> FloatArray:
        """Value of the open model less the cost of running it, and never less than doing without."""
        x = state.best_open
        return np.maximum(np.where(x > 0, self.value(x) - self.open_serving_cost, 0.0), 0.0)
