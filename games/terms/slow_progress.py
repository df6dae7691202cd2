"""A preference about progress itself, whoever makes it: the lab would rather that the frontier rose later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from games.markets.base import Market
from games.parts.part import FloatArray, Range
from games.parts.state import State
from games.terms.base import FlowTerm


class SlowProgress(FlowTerm):
    """Minus the integral of the best capability on the market over time.

    ``slowness`` is about the lab's own release date; this is about everybody's, so it also moves a lab that could keep
    another one from releasing, and not one whose release adds nothing to the frontier.
    """

    kind: Literal["slow_progress"] = "slow_progress"
    summary: ClassVar[str] = "would rather that progress slowed down, whoever makes it"
    formula: ClassVar[str] = "-integral of max(all models on the market) * exp(-r t)"
    source: ClassVar[str] = "comment thread: Zach Stein-Perlman's Alice, who prefers progress to slow down"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 2)}
    unit: ClassVar[str] = "unit of frontier capability and period"

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Minus the frontier."""
        return -state.frontier
