"""Future market share: an installed base that moves to the lab with the best model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Probability, Range, Share, Surroundings, Unit
from games.terms.base import Slot, Term
from games.terms.standing import Among, Ties, share_of_best
from games.time.timeline import Timeline


class MarketShare(Term):
    """``s(t+1) = (1 - churn) s(t) + churn * 1[best at t] / ties`` per period, paid as ``s(H) e^{-r H}``."""

    kind: Literal["market_share"] = "market_share"
    churn: Annotated[Share, Unit("per period")] = 0.25
    """Share of customers who choose anew each period."""
    initial: Annotated[Probability | None, Unit("share of customers")] = None
    """The lab's share at the start; by default all labs have equal shares."""
    among: Among = Among.ALL
    """Whether customers go to the best of all models (all) or to the best open model (open)."""
    ties: Ties = Ties.SHARE
    """What each gets if several labs are best: an equal share, all of it, or none."""

    summary: ClassVar[str] = "wants many customers at the end; they drift to the lab with the best model"
    formula: ClassVar[str] = "s(H) * exp(-r H), s(t+1) = (1 - churn) s(t) + churn * 1[best at t] / ties"
    source: ClassVar[str] = "comment thread: future market share, if models are not interchangeable"
    ranges: ClassVar[Mapping[str, Range]] = {"weight": Range(0, 20)}
    unit: ClassVar[str] = "share of customers at the horizon"
    slot: ClassVar[Slot] = Slot.PRIZE

    def problems(self, game: Surroundings) -> list[str]:
        """An end that never comes."""
        if game.is_endless and self.weight:
            return ["customers are counted at the end, which an infinite horizon never reaches; take weight 0"]
        return []

    def evaluate(self, history: Timeline, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """Discounted share at the horizon; nothing over an infinite one, where only weight 0 is allowed."""
        if history.calendar.is_infinite:
            return np.zeros((1,) * history.n_labs)
        best = share_of_best(history, lab, self.among, self.ties)
        share = np.asarray(1.0 / history.n_labs if self.initial is None else self.initial)
        # A cell shorter or longer than a period keeps (1 - churn)^length of the base, so refining the calendar is free.
        keep = (1.0 - np.asarray(self.churn)) ** (history.end - history.start)
        # What a cell's winner gains, less what later cells take from it again.
        lasting = np.cumprod(np.concatenate([keep, np.ones_like(keep[:1])])[::-1], axis=0)[::-1]
        share = lasting[0] * share + ((1.0 - keep) * lasting[1:] * best).sum(axis=0)
        last = np.full((1,) * history.n_labs, history.calendar.horizon)
        return np.asarray(share * history.discount(lab).at(last), dtype=np.float64)
