"""Fixed sums at release: what entering costs, and what somebody pays for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from games.parts.part import FloatArray
from games.terms.base import Slot, Term

if TYPE_CHECKING:
    from games.markets import Market
    from games.release.history import History


class EntryCost(Term):
    """``-e^{-r t}`` at release, whatever is released."""

    kind: Literal["entry_cost"] = "entry_cost"
    summary: ClassVar[str] = "pays a fixed cost of entering the market"
    formula: ClassVar[str] = "-exp(-r t) at release"
    source: ClassVar[str] = "comment thread: fewer closed labs where open models serve customers (free entry)"
    unit: ClassVar[str] = "release"
    slot: ClassVar[Slot] = Slot.COST

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discount factor at release."""
        return -history.factor(lab)


class Subsidy(Term):
    """``e^{-r t}`` at release: somebody pays for it."""

    kind: Literal["subsidy"] = "subsidy"
    summary: ClassVar[str] = "is paid for releasing"
    formula: ClassVar[str] = "exp(-r t) at release"
    unit: ClassVar[str] = "release"
    slot: ClassVar[Slot] = Slot.COST

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """The discount factor at release."""
        return history.factor(lab)
