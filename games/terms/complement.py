"""A business that open models are good for: compute, hosting, services around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.parts.state import State
from games.terms.base import FlowTerm


class Complement(FlowTerm):
    """Integral of the best open capability ``x`` over time: demand for what goes with it."""

    kind: Literal["complement"] = "complement"
    summary: ClassVar[str] = "sells services around open models, so better open models bring it customers"
    formula: ClassVar[str] = "integral of x(t) * exp(-r t)"
    source: ClassVar[str] = "comment thread: infrastructure built on open models"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 2)}
    unit: ClassVar[str] = "unit of open capability and period"

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Capability of the best open model."""
        return state.best_open
