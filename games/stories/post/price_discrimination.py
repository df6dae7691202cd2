"""Row 10: customers who value the model differently.

A share ``s`` of customers would pay ``a``, the rest ``b <= a``. With one price the seller serves everybody at ``b`` or
the first group at ``a``: ``max(s a, b)``. If it can tell them apart it earns ``s a + (1 - s) b`` and leaves nothing.
The lever spreads willingness around an unchanged mean, from 0 (everybody at the mean) to 1 (``a`` and ``b``).

By hand: s = .4, a = 10, b = 5: one price 5 beats .4 * 10 = 4, leaving .4 * 5 = 2; mean 7; discriminating earns all 7.
Half the spread gives 8.5 and 6: price 6, surplus .4 * 2.5 = 1. From 1.3125 times the spread on the first group alone is
served, and nothing is left to anybody.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from games.markets import TwoTypes
from games.parts.part import NonNegative, Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Rule, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along
from games.terms import Revenue
from games.values import Linear

Worth = Annotated[NonNegative, Unit("currency per customer-day")]


class PriceDiscrimination(Story):
    """Revenue and surplus with two types of customers."""

    name = "price-discrimination"
    rows = ("10",)
    who = "jessicata (the post)"
    claim = "variation in what customers value lowers revenue and raises consumer surplus"
    lever = "spread"
    numbers = (
        level("revenue", "revenue at the best single price", "currency per customer-day"),
        reported("discriminating", "revenue of a seller who can tell customers apart"),
        level("consumer_surplus", "what the single price leaves to customers", "currency per customer-day"),
    )
    rules = (
        *along("revenue", all_are_served=LESS, the_first_are_served=MORE, no_spread=NEUTRAL),
        *along("consumer_surplus", all_are_served=MORE, the_first_are_served=NEUTRAL, no_spread=NEUTRAL),
        Rule("consumer_surplus", "all are served", LESS, "the first are served"),
    )
    says = moves(LESS, consumer_surplus=(MORE,))
    reads = "revenue is the payoff of a release; market.pricing=discriminating is the other seller"
    sets = ("market.high", "market.low")

    s: Probability = 0.4
    """Share of customers who value the model more."""
    a: Worth = 10.0
    """What they would pay."""
    b: Worth = 5.0
    """What the others would pay."""
    spread: Annotated[float, Field(ge=0, le=10)] = 1.0
    """Spread around the mean: 1 gives a and b, 0 the mean to all; the lower value never falls below 0."""

    @model_validator(mode="after")
    def _ordered(self) -> PriceDiscrimination:
        if self.b > self.a:
            raise ValueError(f"b = {self.b:g} must not exceed a = {self.a:g}: the first group values the model more")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """The better of the two prices, all numbers per customer-day."""
        high, low = self.types()
        return listed(
            revenue=max(self.s * high, low),
            discriminating=self.s * high + (1 - self.s) * low,
            # At a tie everybody is served.
            consumer_surplus=self.s * (high - low) if low >= self.s * high else 0.0,
        )

    def types(self) -> tuple[float, float]:
        """What the two groups would pay."""
        mean = self.s * self.a + (1 - self.s) * self.b
        return mean + self.spread * (self.a - mean), max(0.0, mean + self.spread * (self.b - mean))

    def game(self) -> ReleaseGame:
        """The seller releases a model of capability 1 at once, or never."""
        high, low = self.types()
        lab = Lab(name="monopolist", path=(1.0,), terms=(Revenue(),))
        return at_once(self, lab, market=TwoTypes(share_high=self.s, high=high, low=low, value=Linear()))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Whom the best price serves."""
        high, low = self.types()
        if self.a == self.b or self.s in (0.0, 1.0):
            return "no spread"
        return "all are served" if low >= self.s * high else "the first are served"

    def span(self) -> tuple[float, float]:
        """From equal customers to the spread at which the others would pay nothing."""
        mean = self.s * self.a + (1 - self.s) * self.b
        return 0.0, mean / (mean - self.b) if mean > self.b else 1.0
