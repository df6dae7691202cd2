"""Training cost, paid at release."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from games.parts.part import FloatArray
from games.terms.base import Slot, Term

if TYPE_CHECKING:
    from games.markets import Market
    from games.release.history import History


class TrainingCost(Term):
    """``-C(y) e^{-r t}`` at the release date; the starting model is sunk."""

    kind: Literal["training_cost"] = "training_cost"
    summary: ClassVar[str] = "pays for training what it releases"
    formula: ClassVar[str] = "-C(y) * exp(-r t) at release, C(y) = y unless a modifier changes it"
    source: ClassVar[str] = "the blog post: capability is measured by training expense"
    unit: ClassVar[str] = "currency"
    slot: ClassVar[Slot] = Slot.COST

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted cost of the release."""
        return -history.cost(lab) * history.factor(lab)
