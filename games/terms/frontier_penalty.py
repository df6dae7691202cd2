"""Frontier penalty: a lab that would rather not be the one who pushes the frontier."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray
from games.terms.base import ReleaseTerm
from games.time.timeline import Timeline


class Form(StrEnum):
    """How the penalty grows with the advance ``g``."""

    INDICATOR = "indicator"
    """1 for any advance."""
    LINEAR = "linear"
    """``g``."""
    CONVEX = "convex"
    """``g**2 / 2``."""
    CONCAVE = "concave"
    """``sqrt(g)``."""


class Base(StrEnum):
    """What an advance is measured from."""

    MARKET = "market"
    """The best model on the market."""
    OPEN = "open"
    """The best open model."""


class Units(StrEnum):
    """In what an advance is measured."""

    CAPABILITY = "capability"
    """``y - base``."""
    VALUE = "value"
    """``f(y) - f(base)``."""


class FrontierPenalty(ReleaseTerm):
    """Minus a function of ``(y - frontier before)+``, at the lab's own release."""

    kind: Literal["frontier_penalty"] = "frontier_penalty"
    form: Form = Form.LINEAR
    """How the penalty grows with the advance: the same for any advance (indicator), linear, convex or concave."""
    base: Base = Base.MARKET
    """Whether the advance is measured from the best model on the market or from the best open model."""
    units: Units = Units.CAPABILITY
    """Whether the advance is measured in capability or in customers' value."""

    summary: ClassVar[str] = "would rather not push the frontier itself"
    formula: ClassVar[str] = "-h(g) * exp(-r t) at release, g = (y - best before)+; h: 1[g > 0], g, g**2 / 2, sqrt(g)"
    source: ClassVar[str] = "comment thread: RobertM's penalty, jessicata's linear and convex readings"
    unit: ClassVar[str] = "advance of the frontier"

    def at_release(self, history: Timeline, lab: int, number: int, market: Market) -> FloatArray:
        """Minus the discounted penalty."""
        size = history.size(lab, number)
        before = history.open_before(lab, number) if self.base is Base.OPEN else history.frontier_before(lab, number)
        if self.units is Units.VALUE:
            size, before = market.value(size), market.value(before)
        advance = np.maximum(size - before, 0.0)
        if self.form is Form.INDICATOR:
            advance = (advance > 0).astype(np.float64)
        elif self.form is Form.CONVEX:
            advance = advance**2 / 2
        elif self.form is Form.CONCAVE:
            advance = np.sqrt(advance)
        return -advance * history.factor(lab, number)
