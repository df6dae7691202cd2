"""A market whose prices are an equilibrium of what sellers' models are worth beyond the free open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.markets.base import Market
from games.markets.distinct import distinct
from games.markets.sales import Sales
from games.parts.part import FloatArray
from games.parts.state import State


@dataclass(frozen=True)
class Solved:
    """The equilibria of a market in one state of the world.

    Attributes:
        sales: of each combination of models and numbers that occurs, ``[seller, K]``.
        index: at each place of the state's arrays, which combination is there.
    """

    sales: Sales
    index: NDArray[np.intp]


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
        solved, sellers = self._solved(state), self.sellers(state)
        if lab not in sellers:
            return np.zeros((1,) * solved.index.ndim)
        return np.asarray(solved.sales.of(sellers.index(lab))[solved.index], dtype=np.float64)

    def surplus_rate(self, state: State) -> FloatArray:
        """Surplus of all customers, the free model included."""
        solved = self._solved(state)
        return np.asarray(solved.sales.surplus[solved.index] + self.free_share() * self.free_value(state))

    def _solved(self, state: State) -> Solved:
        return state.once(self, lambda: self._solve(state))

    def _solve(self, state: State) -> Solved:
        nothing = np.array(-np.inf)
        worth = [self.worth(state, lab) if lab >= 0 else nothing for lab in self.sellers(state)]
        numbers = [np.asarray(number, dtype=np.float64) for number in self.numbers()]
        found = distinct([*worth, self.free_value(state), *numbers])
        models, free = found.columns[: len(worth)], found.columns[len(worth)]
        return Solved(self.sales(np.stack(models) - free, *found.columns[len(worth) + 1 :]), found.index)
