"""A strategic goal: something that a release of sufficient capability achieves, whatever others do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import BoolArray, FloatArray, NonNegative, Range, Unit
from games.terms.base import Slot, Term
from games.time.timeline import Timeline


class Goal(Term):
    """``e^{-r t}`` at the first release of capability ``T`` or more."""

    kind: Literal["goal"] = "goal"
    capability: Annotated[NonNegative, Unit("capability")] = 10.0
    """Capability T that achieves the goal."""

    summary: ClassVar[str] = "wants to have built a model of a given capability"
    formula: ClassVar[str] = "exp(-r t) at the first release with y >= T"
    source: ClassVar[str] = "comment thread: Wei Dai's state that races if the goal is in reach"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 50)}
    unit: ClassVar[str] = "goal"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discount factor at the first release that is good enough."""
        paid: FloatArray = np.zeros(())
        reached: BoolArray = np.zeros((), dtype=np.bool_)
        for number in history.numbers(lab):
            good = history.size(lab, number) >= self.capability
            paid = paid + np.where(good & ~reached, history.factor(lab, number), 0.0)
            reached = reached | (good & history.releases(lab, number))
        return paid
