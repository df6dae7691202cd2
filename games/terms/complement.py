"""A business that open models are good for: compute, hosting, services around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from games.parts.part import FloatArray
from games.terms.base import Slot, Term

if TYPE_CHECKING:
    from games.markets import Market
    from games.release.history import History


class Complement(Term):
    """Integral of the best open capability ``x`` over time: demand for what goes with it."""

    kind: Literal["complement"] = "complement"
    summary: ClassVar[str] = "sells what goes with open models, so that better ones bring it customers"
    formula: ClassVar[str] = "integral of x(t) * exp(-r t)"
    source: ClassVar[str] = "comment thread: infrastructure built on open models"
    unit: ClassVar[str] = "unit of open capability and period"
    slot: ClassVar[Slot] = Slot.FLOW

    def evaluate(self, history: History, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted integral of the best open model."""
        return np.asarray((history.flow(lab) * history.best_open).sum(axis=0), dtype=np.float64)
