"""A market whose prices are an equilibrium of what sellers' models are worth beyond the free open one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from games.markets.base import Market
from games.markets.distinct import distinct
from games.markets.sales import Sales
from games.parts.part import FloatArray
from games.parts.state import State


class PricedMarket(Market):
    """A market that is solved once for each combination of models that occurs in a state.

    A subclass gives the equilibrium by ``sales``; where it depends on numbers besides the gaps, ``numbers`` lists them.
    """

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:
        """The equilibrium.

        Args:
            gaps: ``[seller, K]`` what each model is worth beyond the free one, less the cost of switching; negative
                for one that is behind, ``-inf`` for a seller without a model.
            numbers: ``(K,)`` each, what ``numbers`` lists.
        """
        raise NotImplementedError

    def numbers(self) -> tuple[float | FloatArray, ...]:
        """Numbers of the market, besides gaps, on which prices depend."""
        return ()

    def free_share(self) -> float | FloatArray:
        """What customers have of the free open model on average, as a share of its value."""
        return 1.0

    def sellers(self, state: State) -> Sequence[int]:
        """The labs that sell here, in the order of ``sales``; -1 for a seller's place that is empty."""
        return range(state.n_labs)

    def revenue_rate(self, state: State, lab: int) -> FloatArray:
        """Revenue of a lab per customer and day."""
        (sales, index), sellers = self._solved(state), self.sellers(state)
        if lab not in sellers:
            return np.zeros((1,) * index.ndim)
        return np.asarray(sales.profit[sellers.index(lab)][index], dtype=np.float64)

    def surplus_rate(self, state: State) -> FloatArray:
        """Surplus of all customers, the free model included."""
        sales, index = self._solved(state)
        return np.asarray(sales.surplus[index] + self.free_share() * self.free_value(state))

    def _solved(self, state: State) -> tuple[Sales, NDArray[np.intp]]:
        """The equilibrium of each combination that occurs, and which of them is at each place of the state's arrays."""
        return state.once(self, lambda: self._solve(state))

    def _solve(self, state: State) -> tuple[Sales, NDArray[np.intp]]:
        nothing = np.array(-np.inf)
        worth = [self.worth(state, lab) if lab >= 0 else nothing for lab in self.sellers(state)]
        numbers = [np.asarray(number, dtype=np.float64) for number in self.numbers()]
        columns, index = distinct([*worth, self.free_value(state), *numbers])
        models, free = columns[: len(worth)], columns[len(worth)]
        return self.sales(np.stack(models) - free, *columns[len(worth) + 1 :]), index
