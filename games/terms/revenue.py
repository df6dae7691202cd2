"""Revenue: what customers pay the lab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.parts.state import State
from games.terms.base import FlowTerm
from games.time.timeline import Timeline


class Revenue(FlowTerm):
    """Sales of the lab's closed model, at the prices its market makes."""

    kind: Literal["revenue"] = "revenue"
    summary: ClassVar[str] = "earns what its customers pay for its closed model"
    formula: ClassVar[str] = "sum over time of customers(t) * days * revenue per customer-day, discounted"
    source: ClassVar[str] = "the blog post: revenue n m (f(y) - f(x))"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 3)}
    unit: ClassVar[str] = "currency"

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:
        """Revenue of ``lab`` per period, with the market's number of customers."""
        return market.revenue(state, lab)

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:
        """Discounted revenue of ``lab``, from as many customers as there are at each date."""
        return market.discounted_revenue(history, lab)
