"""The value of not racing: what a lab has that never releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.terms.base import Slot, Term
from games.time.timeline import Timeline


class StayingOut(Term):
    """1 for a lab that never releases: its means go into something else, such as protection."""

    kind: Literal["staying_out"] = "staying_out"
    summary: ClassVar[str] = "can use its means for something else, such as protecting itself"
    formula: ClassVar[str] = "1 if it never releases, counted at the start"
    source: ClassVar[str] = "comment thread: Wei Dai's state that spends on mitigating the risk instead"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 20)}
    unit: ClassVar[str] = "life without racing"
    slot: ClassVar[Slot] = Slot.PRIZE

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """1 at never."""
        return np.where(history.releases(lab), 0.0, 1.0)
