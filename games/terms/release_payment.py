"""Fixed sums at release: what entering costs, and what somebody pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray
from games.terms.base import ReleaseTerm, Slot, Term
from games.time.timeline import Timeline


class EntryCost(Term):
    """``-e^{-r t}`` at the first release, whatever is released."""

    kind: Literal["entry_cost"] = "entry_cost"
    summary: ClassVar[str] = "pays a fixed cost of entering the market"
    formula: ClassVar[str] = "-exp(-r t) at the first release"
    source: ClassVar[str] = "comment thread: fewer closed labs where open models serve customers (free entry)"
    unit: ClassVar[str] = "release"
    slot: ClassVar[Slot] = Slot.COST

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discount factor at release."""
        return -history.factor(lab)


class Subsidy(ReleaseTerm):
    """``e^{-r t}`` at release: somebody pays for it."""

    kind: Literal["subsidy"] = "subsidy"
    summary: ClassVar[str] = "is paid for releasing"
    formula: ClassVar[str] = "exp(-r t) at every release"
    unit: ClassVar[str] = "release"

    def at_release(self, history: Timeline, lab: int, number: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """The discount factor at release."""
        return history.factor(lab, number)


def with_subsidy(terms: Sequence[Term], amount: float) -> tuple[Term, ...]:
    """The terms of a lab that is paid so much at release, on top of what its own subsidy without a name pays."""
    others = [term for term in terms if not isinstance(term, Subsidy) or term.name]
    paid = sum(term.weight for term in terms if isinstance(term, Subsidy) and not term.name)
    return (*others, Subsidy(weight=paid + amount))
