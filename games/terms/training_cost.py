"""Training cost, paid at release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.terms.base import ReleaseTerm
from games.time.timeline import Timeline


class TrainingCost(ReleaseTerm):
    """``-C(y) e^{-r t}`` at the release date; the starting model is sunk."""

    kind: Literal["training_cost"] = "training_cost"
    summary: ClassVar[str] = "pays for training what it releases"
    formula: ClassVar[str] = "-C(y) * exp(-r t) at release, C(y) = y unless a modifier changes it"
    source: ClassVar[str] = "the blog post: capability is measured by training expense"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 3)}
    unit: ClassVar[str] = "currency"

    def at_release(self, history: Timeline, lab: int, number: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted cost of the release."""
        return -history.cost(lab, number) * history.factor(lab, number)
