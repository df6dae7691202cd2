"""Pleasure in being ahead that falls off: a concave function of the gap to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np

from games.parts.part import FloatArray, Positive, Unit
from games.terms.base import Slot, Term

if TYPE_CHECKING:
    from games.markets import Market
    from games.release.history import History


class GapUtility(Term):
    """Integral of ``g^alpha``, ``g = (f(y) - max(f(others), f(x)))+``, over time.

    With ``alpha < 1`` the lab wants to be a little ahead, and a better open model draws its own model up one for one.
    """

    kind: Literal["gap_utility"] = "gap_utility"
    exponent: Annotated[Positive, Unit("power")] = 0.5
    """alpha: below 1 each further step ahead is worth less."""

    summary: ClassVar[str] = "likes to be ahead of everybody, open models included, and is content with a little"
    formula: ClassVar[str] = "integral of g**alpha * exp(-r t), g = (f(y) - max(f(others), f(x)))+"
    source: ClassVar[str] = "comment thread: jessicata's utility that is sublinear in the gap"
    unit: ClassVar[str] = "unit of gap**alpha and period"
    slot: ClassVar[Slot] = Slot.FLOW

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:
        """Discounted utility of the gap."""
        best = np.maximum(history.best_other(lab), history.best_open)
        gap = np.maximum(market.value(history.capability(lab)) - market.value(best), 0.0)
        gap = np.where(history.is_first_of_team(lab), gap, 0.0)
        return np.asarray((history.flow(lab) * gap ** np.asarray(self.exponent)).sum(axis=0), dtype=np.float64)
