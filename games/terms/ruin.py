"""Shared ruin: the first to deploy puts everybody at risk, the less the later.

Let ``T`` be the first date at which any lab releases a model of at least ``threshold``. Understanding grows at rate
``g``, so the expected loss at ``T`` is ``h0 e^{-g T}``, and seen from the start ``h0 e^{-(r+g) T}``; the weight is
``h0``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import BoolArray, FloatArray, NonNegative, Probability, Unit
from games.terms.base import Slot, Term
from games.time.timeline import Timeline


class SharedRuin(Term):
    """``-share * e^{-(r+g) T}`` to every lab that has the term, whoever deployed first."""

    kind: Literal["shared_ruin"] = "shared_ruin"
    safety_growth: Annotated[NonNegative, Unit("per period")] = 0.0
    """Rate g at which waiting makes deployment safer."""
    threshold: Annotated[NonNegative, Unit("capability")] = 0.0
    """Least capability that is dangerous."""
    share: Annotated[Probability, Unit("share of the loss")] = 1.0
    """Part of the loss that this lab itself feels."""

    summary: ClassVar[str] = "loses, like everybody else, if the first dangerous model comes too soon"
    formula: ClassVar[str] = "-share * exp(-(r + g) T), T the first deployment date, no loss if there is none"
    unit: ClassVar[str] = "expected loss h0 at an immediate deployment"
    slot: ClassVar[Slot] = Slot.HARM

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the lab's share of the discounted loss."""
        first, _ = first_deployment(history, np.asarray(self.threshold))
        return -np.asarray(self.share) * _weight(history, lab, first, self.safety_growth)


class Liability(Term):
    """``-e^{-(r+g) T}`` to the lab that deploys first, shared by those that do so together: it answers for the harm."""

    kind: Literal["liability"] = "liability"
    safety_growth: Annotated[NonNegative, Unit("per period")] = 0.0
    """Rate g at which waiting makes deployment safer."""
    threshold: Annotated[NonNegative, Unit("capability")] = 0.0
    """Least capability that is dangerous."""

    summary: ClassVar[str] = "pays for the harm if it is the first to deploy a dangerous model"
    formula: ClassVar[str] = "-1[first to deploy] / (number of first) * exp(-(r + g) T)"
    unit: ClassVar[str] = "expected damages at an immediate deployment"
    slot: ClassVar[Slot] = Slot.COST

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the lab's share of the discounted damages."""
        first, deployers = first_deployment(history, np.asarray(self.threshold))
        count = np.add.reduce(np.broadcast_arrays(*[d.astype(np.float64) for d in deployers]))
        own = deployers[lab] / np.maximum(count, 1.0)
        return np.asarray(-own * _weight(history, lab, first, self.safety_growth), dtype=np.float64)


def first_deployment(history: Timeline, threshold: FloatArray) -> tuple[FloatArray, list[BoolArray]]:
    """Date of the first release of at least ``threshold`` (``inf`` for none), and per lab whether it is its own."""
    labs = range(history.n_labs)
    dates = [np.where(history.size(i) >= threshold, history.date(i), np.inf) for i in labs]
    first = np.minimum.reduce(np.broadcast_arrays(*dates))
    return first, [(dates[i] == first) & np.isfinite(first) for i in labs]


def _weight(history: Timeline, lab: int, first: FloatArray, growth: float | FloatArray) -> FloatArray:
    date = np.where(np.isfinite(first), first, 0.0)
    return np.where(np.isfinite(first), history.discount(lab).at(date) * np.exp(-np.asarray(growth) * date), 0.0)
