"""Revenue: what customers pay the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from games.parts.part import FloatArray
from games.terms.base import Slot, Term

if TYPE_CHECKING:
    from games.markets import Market
    from games.release.history import History


class Revenue(Term):
    """Sales of the lab's closed model, at the prices its market makes."""

    kind: Literal["revenue"] = "revenue"
    summary: ClassVar[str] = "earns what its customers pay for its closed model"
    formula: ClassVar[str] = "sum over time of customers(t) * days * revenue per customer-day, discounted"
    source: ClassVar[str] = "the blog post: revenue n m (f(y) - f(x))"
    unit: ClassVar[str] = "currency"
    slot: ClassVar[Slot] = Slot.FLOW

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:
        """Discounted revenue of ``lab``."""
        return market.discounted_revenue(history, lab)
