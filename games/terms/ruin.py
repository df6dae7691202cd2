"""Shared ruin: the first to deploy puts everybody at risk, the less the later.

Let ``T`` be the first date at which any lab, or anybody outside, releases a model of at least ``threshold``.
Understanding grows at rate ``g``, so the expected loss at ``T`` is ``h0 e^{-g T}``, and seen from the start
``h0 e^{-(r+g) T}``; the weight is ``h0``. Threshold and ``g`` are the world's (``risk.deployment``).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Probability, Unit
from games.terms.base import Slot, Term
from games.time.danger import Danger
from games.time.timeline import Timeline


class SharedRuin(Term):
    """``-share * e^{-(r+g) T}`` to every lab that has the term, whoever deployed first."""

    kind: Literal["shared_ruin"] = "shared_ruin"
    share: Annotated[Probability, Unit("share of the loss")] = 1.0
    """Part of the loss that this lab itself feels."""

    summary: ClassVar[str] = "loses, like everybody else, if the first dangerous model comes too soon"
    formula: ClassVar[str] = "-share * exp(-(r + g) T), T the first deployment date, no loss if there is none"
    unit: ClassVar[str] = "expected loss h0 at an immediate deployment"
    slot: ClassVar[Slot] = Slot.HARM
    needs: ClassVar[str] = "deployment"
    former: ClassVar[tuple[str, ...]] = ("safety_growth", "threshold")

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the lab's share of the discounted loss."""
        loss = Danger(history).deployment_loss(history.discount(lab))
        return np.asarray(-np.asarray(self.share) * loss, dtype=np.float64)


class Liability(Term):
    """``-e^{-(r+g) T}`` to the lab that deploys first, shared by those that do so together: it answers for the harm."""

    kind: Literal["liability"] = "liability"
    summary: ClassVar[str] = "pays for the harm if it is the first to deploy a dangerous model"
    formula: ClassVar[str] = "-1[first to deploy] / (number of first) * exp(-(r + g) T)"
    unit: ClassVar[str] = "expected damages at an immediate deployment"
    slot: ClassVar[Slot] = Slot.COST
    needs: ClassVar[str] = "deployment"
    former: ClassVar[tuple[str, ...]] = ("safety_growth", "threshold")

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the lab's share of the discounted damages."""
        danger = Danger(history)
        _, deployers = danger.first_deployment
        count = np.add.reduce(np.broadcast_arrays(*[d.astype(np.float64) for d in deployers]))
        own = deployers[lab] / np.maximum(count, 1.0)
        return np.asarray(-own * danger.deployment_loss(history.discount(lab)), dtype=np.float64)


class WorldHarm(Term):
    """Minus everything that the world may lose, by whatever way: a lab that minds what a planner minds."""

    kind: Literal["world_harm"] = "world_harm"
    summary: ClassVar[str] = "minds the harm that the world may come to, whatever brings it about"
    formula: ClassVar[str] = "-(expected loss by uses, deployment and hazards, in present value)"
    unit: ClassVar[str] = "loss of the world"
    slot: ClassVar[Slot] = Slot.HARM
    needs: ClassVar[str] = "hazard"

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted losses."""
        return -Danger(history).loss(history.discount(lab))
