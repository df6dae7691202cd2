"""Row 10: price discrimination, the other half of ``price-discrimination``.

A share ``s`` of customers would pay ``a``, the rest ``b <= a``. A seller who can tell a share ``told`` of them apart
earns ``s a + (1 - s) b`` of each of those and leaves them nothing, and the best single price ``max(s a, b)`` of the
others.
What variation takes from revenue, discrimination gives back, and what it leaves to customers, discrimination takes.

By hand: s = .4, a = 10, b = 5: 5 and a surplus of 2 without; 7 and 0 with; 6 and 1 if half are told apart.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from games.markets import Pricing, TwoTypes
from games.parts.part import Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.post.price_discrimination import Worth
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along
from games.terms import Revenue
from games.values import Linear


class TellingApart(Story):
    """A price for each."""

    name = "telling-apart"
    rows = ("10",)
    who = "jessicata (the post)"
    claim = "customers who value models differently drive price discrimination, which wins back what variation cost"
    reading = Reading.OPENRACE
    says = moves(revenue=(MORE,), consumer_surplus=(LESS, NEUTRAL))
    premise = "customers differ"
    lever = "told"
    numbers = (
        level("revenue", "revenue", "currency per customer-day"),
        level("consumer_surplus", "what prices leave to customers", "currency per customer-day"),
    )
    rules = (
        *along("revenue", all_were_served=MORE, the_first_were_served=MORE, no_difference=NEUTRAL),
        *along("consumer_surplus", all_were_served=LESS, the_first_were_served=NEUTRAL, no_difference=NEUTRAL),
    )
    reads = "revenue is the payoff of a release, where told is 0 or 1"
    sets = ("market.pricing",)

    s: Probability = 0.4
    """Share of customers who value the model more."""
    a: Worth = 10.0
    """What they would pay."""
    b: Worth = 5.0
    """What the others would pay."""
    told: Annotated[Probability, Unit("share")] = 1.0
    """Share of customers whom the seller can tell apart."""

    @model_validator(mode="after")
    def _ordered(self) -> TellingApart:
        if self.b > self.a:
            raise ValueError(f"b = {self.b:g} must not exceed a = {self.a:g}: the first group values the model more")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Each price's part of the customers; at a tie of single prices everybody is served."""
        each, one = self.s * self.a + (1 - self.s) * self.b, max(self.s * self.a, self.b)
        left = self.s * (self.a - self.b) if self.b >= self.s * self.a else 0.0
        told = self.told
        return listed(revenue=told * each + (1 - told) * one, consumer_surplus=(1 - told) * left)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime("revenue") != "no difference"

    def game(self) -> ReleaseGame:
        """The seller releases a model of capability 1 at once, or never."""
        if self.told not in (0, 1):
            raise self.without("its market tells all customers apart or none")
        pricing = Pricing.DISCRIMINATING if self.told else Pricing.ONE_PRICE
        lab = Lab(name="monopolist", path=(1.0,), terms=(Revenue(),))
        market = TwoTypes(share_high=self.s, high=self.a, low=self.b, pricing=pricing, value=Linear())
        return at_once(self, lab, market=market)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Whom the single price serves."""
        if self.a == self.b or self.s in (0.0, 1.0) or (self.b == 0 and self.s * self.a > 0):
            return "no difference"
        return "all were served" if self.b >= self.s * self.a else "the first were served"

    def span(self) -> tuple[float, float]:
        """From nobody told apart to everybody."""
        return 0.0, 1.0
