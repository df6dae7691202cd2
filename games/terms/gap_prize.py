"""Capability-gap prize: the lab that opens a gap of X over everybody else wins."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.terms.base import Slot, Term
from games.time.timeline import Timeline


class GapPrize(Term):
    """1 at the first date at which ``y_i - max(others, x) >= X``; fuzzy: the chance of having won so far rises."""

    kind: Literal["gap_prize"] = "gap_prize"
    gap: Annotated[Positive, Unit("capability")] = 3.0
    """The gap X that wins."""
    softness: Annotated[NonNegative, Unit("capability")] = 0.0
    """Scale s of the fuzzy version, in which the chance is logistic((gap - X)/s); 0 for a hard threshold."""

    summary: ClassVar[str] = "wins if it gets far enough ahead of everybody, open models included"
    formula: ClassVar[str] = "exp(-r t) at the first t with y - max(others, x) >= X; fuzzy: logistic((gap - X)/s)"
    source: ClassVar[str] = "comment thread: Wei Dai's gap of size X over everyone else"
    unit: ClassVar[str] = "prize"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted chance of winning: its increases are paid at the cells in which they happen."""
        lead = history.capability(lab) - np.maximum(history.best_other(lab), history.best_open)
        if np.all(np.asarray(self.softness) == 0):
            chance = (lead >= self.gap).astype(np.float64)
        else:
            chance = 0.5 * (1.0 + np.tanh((lead - self.gap) / (2.0 * np.asarray(self.softness))))
        chance = np.where(history.is_first_of_team(lab), chance, 0.0)
        won = np.maximum.accumulate(chance, axis=0)
        gained = np.diff(won, axis=0, prepend=np.zeros_like(won[:1]))
        paid = gained * history.discount(lab).at_cells()
        return np.asarray(np.where(history.lasts, paid, 0.0).sum(axis=0), dtype=np.float64)
