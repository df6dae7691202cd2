"""Two types of customers, who value the same model differently: what price discrimination is about.

A share ``s`` values a lead of ``l`` at ``a l``, the rest at ``b l``, with ``b <= a``. One price sells either to all, at
``b l``, or to the first type alone, at ``a l``; where both pay the same, to all. Rivals' models count as free, as in
limit pricing: competition leaves a seller that is behind no profit.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import model_validator

from games.markets.priced import PricedMarket
from games.markets.sales import Pricing, Sales, lead_over_others
from games.parts.part import FloatArray, NonNegative, Probability, Unit


class TwoTypes(PricedMarket):
    """Customers of two types; a seller sets one price, or one for each."""

    kind: Literal["two-types"] = "two-types"
    """Which market this is."""
    share_high: Annotated[Probability, Unit("share of customers")] = 0.5
    """Share s of customers who value models highly."""
    high: Annotated[NonNegative, Unit("times the value f")] = 1.0
    """How much they value a model, a times the value f."""
    low: Annotated[NonNegative, Unit("times the value f")] = 0.5
    """How much the other customers value it, b times the value f; not more than a."""
    pricing: Pricing = Pricing.ONE_PRICE
    """One price for all, or one for each type."""

    summary: ClassVar[str] = "two types of customers, who value the same model differently"
    formula: ClassVar[str] = "leader: one price max(s a, b) * lead, discriminating (s a + (1 - s) b) * lead"
    source: ClassVar[str] = "the blog post: varying value raises consumer surplus and lowers revenue"

    @model_validator(mode="after")
    def _ordered(self) -> TwoTypes:
        if self.low > self.high:
            raise ValueError(f"low is {self.low:g}, above high, which is {self.high:g}; exchange the types")
        return self

    def sales(self, gaps: FloatArray, *numbers: FloatArray) -> Sales:
        """Limit pricing against both types."""
        share, high, low = numbers
        return two_types(np.maximum(gaps, 0.0), share, high, low, self.pricing)

    def numbers(self) -> tuple[float | FloatArray, ...]:
        """The share of the first type, and how much each type values a model."""
        return self.share_high, self.high, self.low

    def free_share(self) -> float | FloatArray:
        """The mean of both types."""
        return self.share_high * self.high + (1 - self.share_high) * self.low


def two_types(
    gaps: FloatArray, share: float | FloatArray, high: float | FloatArray, low: float | FloatArray, pricing: Pricing
) -> Sales:
    """Limit pricing against customers of two types.

    Args:
        gaps: ``[seller, ...]``, 0 or more.
        share: of the first type.
        high: worth of one unit of gap to it.
        low: worth of one unit to the second type.
        pricing: one price, or one for each type.
    """
    s, a, b = np.asarray(share), np.asarray(high), np.asarray(low)
    lead = lead_over_others(gaps)
    # Worth of the best alternative to the leader, on top of the free model.
    base = (s * a + (1 - s) * b) * (gaps.max(axis=0) - lead.max(axis=0))
    mean = s * a + (1 - s) * b
    if pricing is Pricing.DISCRIMINATING:
        return Sales(mean * lead, (lead > 0).astype(np.float64), base + np.zeros_like(lead[0]))
    all_buy = b >= s * a
    price = np.where(all_buy, b, a) * lead
    sold = np.where(all_buy, 1.0, s) * (lead > 0)
    return Sales(price, sold, base + np.where(all_buy, s * (a - b), 0.0) * lead.max(axis=0))
