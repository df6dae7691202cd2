"""Customers with tastes of their own: logit demand against a free open model.

A customer values seller ``i`` at ``g_i - p_i`` and the open model at 0, each plus a taste drawn from an extreme-value
distribution of spread ``sigma``; a seller that is behind still has customers. Let ``T`` be 1 plus the sum of
``e^{(g_j - p_j)/sigma}`` over all sellers: then seller ``i`` has the share ``s = e^{(g - p)/sigma} / T``, and its best
price is ``p = sigma / (1 - s)``. Rivals matter through ``T`` alone (an aggregative game: Nocke and Schutz 2018;
Anderson, Erkal and Piccinin 2020), so each share is a function of ``T``, and the equilibrium is the one ``T`` at which
all shares, the open model's ``1/T`` included, sum to 1. A monopolist's price is ``sigma (1 + W(e^{g/sigma - 1}))``,
``W`` Lambert's function.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.priced import PricedMarket
from games.markets.sales import Sales
from games.parts.part import FloatArray, Positive, Unit
from solver.common.errors import SolverError

_MOST_STEPS = 200
_CLOSE = 1e-14
"""Relative change of log T at which the search ends."""
_LEAST = -700.0
"""Below, a share is 0 to all digits that matter, and its logarithm would underflow."""
_N_INNER = 5
"""Newton steps to full precision at the worst argument, near 0; tests compare with scipy's function."""


class Logit(PricedMarket):
    """Logit demand; one model per seller, and the open one for nothing."""

    kind: Literal["logit"] = "logit"
    """Which market this is."""
    sigma: Annotated[Positive, Unit("currency per customer-day")] = 0.25
    """Spread of tastes: how much customers care about things other than capability."""

    summary: ClassVar[str] = "customers have different tastes; for some of them the open model is close enough"
    formula: ClassVar[str] = (
        "monopolist: price sigma (1 + W), profit sigma W, W = W(e^(g/sigma - 1)); g may be negative"
    )
    source: ClassVar[str] = "McFadden 1974; Anderson, de Palma and Thisse 1992, ch. 7"

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:
        """The equilibrium in prices."""
        return logit(gaps, numbers[0])

    def numbers(self) -> tuple[float | FloatArray, ...]:
        """The spread of tastes."""
        return (self.sigma,)


def logit(gaps: FloatArray, sigma: float | FloatArray) -> Sales:
    """Equilibrium of price competition.

    The unknown is ``t = c - log T``, with ``c`` the largest ``g / sigma``, or 0 if that is negative, so that no gap is
    too large or too small to keep its digits. ``e^{t - c}`` is the share of the open model. All shares rise with ``t``,
    so they sum to 1 at one ``t`` only; a Newton step that leaves the bracket is replaced by halving the bracket.

    Args:
        gaps: ``[seller, ...]``, negative allowed; ``-inf`` for one that has nothing to sell.
        sigma: spread of tastes.

    Raises:
        SolverError: the shares do not settle.
    """
    worth = np.asarray(gaps, dtype=np.float64) / np.asarray(sigma, dtype=np.float64)
    c = np.maximum(worth.max(axis=0), 0.0)
    behind = worth - c
    # No markup is below sigma, which bounds what all sellers together attract.
    low = -np.logaddexp.reduce([-c, *(behind - 1.0)])
    high, t = c, low
    settled = np.zeros(np.shape(t), dtype=np.bool_)
    for _ in range(_MOST_STEPS):
        w = above_least(behind + t)
        share, free = w / (1.0 + w), np.exp(t - c)
        excess = free + share.sum(axis=0) - 1.0
        slope = free + (share / (1.0 + w + w * w)).sum(axis=0)
        low, high = np.where(excess <= 0, t, low), np.where(excess >= 0, t, high)
        step = t - excess / slope
        new = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        # What has settled stays, so that no state depends on those beside which it is computed.
        new = np.where(settled, t, new)
        settled = settled | (np.abs(new - t) <= _CLOSE * (1.0 + np.abs(t)))
        t = new
        if settled.all():
            break
    else:
        raise SolverError("prices under logit demand did not settle")
    w = above_least(behind + t)
    share = w / (1.0 + w)
    price = np.where(np.isneginf(worth), 0.0, np.asarray(sigma) * (1.0 + w))
    return Sales(price, share, np.asarray(sigma) * (c - t))


def above_least(reach: FloatArray) -> FloatArray:
    """``w = p/sigma - 1``, by how much the best price is above ``sigma``, the least that is ever best.

    ``s = e^{(g - p)/sigma}/T = w/(1 + w)`` makes ``w + log(w/(1 + w)) = g/sigma - log T - 1``. The left side rises
    and is convex in ``log w``, so Newton steps from above never overshoot; the start is above by 1/3 at most.

    Args:
        reach: ``g/sigma - log T``, any shape.
    """
    z = np.maximum(reach - 1.0, _LEAST)
    log_w = np.where(z > 0, np.log1p(np.maximum(z, 0.0)), z)
    for _ in range(_N_INNER):
        w = np.exp(log_w)
        log_w = log_w - (w + log_w - np.log1p(w) - z) * (1.0 + w) / (1.0 + w + w * w)
    return np.exp(log_w)
