"""Slowness: a lab that prefers progress to come later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.terms.base import ReleaseTerm
from games.time.timeline import Timeline


class Slowness(ReleaseTerm):
    """``-(1 - t/H)`` at the lab's own release: the earlier, the worse.

    Discounted, that is ``-(1 - t/H) e^{-r t}``; over an infinite horizon ``-e^{-r t}``, the share of all discounted
    time that is left at the release.
    """

    kind: Literal["slowness"] = "slowness"
    summary: ClassVar[str] = "would rather release later"
    formula: ClassVar[str] = "-(1 - t/H) * exp(-r t) at release; -exp(-r t) over an infinite horizon"
    source: ClassVar[str] = "comment thread: Alice prefers progress to slow down"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 30)}
    unit: ClassVar[str] = "share of the horizon left at release"

    def at_release(self, history: Timeline, lab: int, number: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the discounted share of the horizon that is left at release."""
        # The factor is 0 at never, where the date is infinite; measured from the horizon both stay finite.
        early = 1.0 - history.finite_date(lab, number) / history.calendar.horizon
        return -early * history.factor(lab, number)
