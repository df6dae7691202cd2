"""Pleasure in being ahead that falls off: a concave function of the gap to everybody else."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Positive, Unit
from games.parts.state import State
from games.terms.base import FlowTerm


class GapUtility(FlowTerm):
    """Integral of ``g^alpha``, ``g = (f(y) - max(f(others), f(x)))+``, over time.

    With ``alpha < 1`` the lab wants to be a little ahead, and a better open model draws its own model up one for one.
    """

    kind: Literal["gap_utility"] = "gap_utility"
    exponent: Annotated[Positive, Unit("power")] = 0.5
    """Power alpha of the gap; below 1, each further step ahead is worth less."""

    summary: ClassVar[str] = "likes to be ahead of everybody, open models included, but less and less so"
    formula: ClassVar[str] = "integral of g**alpha * exp(-r t), g = (f(y) - max(f(others), f(x)))+"
    source: ClassVar[str] = "comment thread: jessicata's utility that is sublinear in the gap"
    unit: ClassVar[str] = "unit of gap**alpha and period"

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:
        """Utility of the gap."""
        best = np.maximum(state.best_other(lab), state.best_open)
        gap = np.maximum(market.value(state.capability(lab)) - market.value(best), 0.0)
        gap = np.where(state.is_first_of_team(lab), gap, 0.0)
        return np.asarray(gap ** np.asarray(self.exponent), dtype=np.float64)
