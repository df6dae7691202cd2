"""Customers who differ, and models made for some of them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from games.markets import Hotelling, Pricing, TwoTypes
from games.parts.part import NonNegative, Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen, Story
from games.stories.telling.claim import Reading, Rule, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Values, level, listed, racing, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, UP, along
from games.terms import Revenue
from games.values import Linear

Worth = Annotated[NonNegative, Unit("currency per customer-day")]
ROUNDING = 1e-9


class Niches(BesideOpen):
    """Specialised models are small monopolies, and the open model is felt where niches are contested.

    Two closed labs sit at the ends of Hotelling's line; a customer at distance ``d`` values a lab's model at ``v - t
    d``, and the open model, the same for everybody, at ``x``. Customers are spread evenly over a line of length 1. The
    symmetric equilibrium price is
    * ``t`` while even the customer in the middle prefers a closed model, ``v - t/2 - t >= x``: labs fight each other;
    * ``v - x - t/2`` while each lab just keeps the customer in the middle, ``v - 3t/2 <= x <= v - t``;
    * ``(v - x)/2`` from ``x = v - t`` on: local monopolies, each against the open model only.

    By hand: t = 1, v = 5: 1 until x = 3.5, then 4.5 - x until 4, then (5 - x)/2, which is 0.25 at x = 4.5.
    """

    name = "niches"
    rows = ("6",)
    who = "jessicata (the post)"
    claim = "specialised models are separate monopolies, each facing the open model by itself"
    numbers = (
        level("price", "symmetric equilibrium price", "currency per customer-day"),
        reported("served", "share of customers who buy a closed model"),
    )
    rules = along("price", labs_compete=NEUTRAL, the_middle_is_held=LESS, local_monopolies=LESS, nobody_buys=NEUTRAL)
    says = moves(LESS)
    reads = "each lab earns price times half of served"
    premise = "models are so specialised that the labs do not fight over customers"

    v: Worth = 5.0
    """Worth of a perfectly fitting model."""
    t: Worth = 1.0
    """Loss of worth over the whole line."""
    x: Worth = 3.75
    """Worth of the open model to everybody."""

    def compute(self) -> Values:
        """Price and customers of the symmetric equilibrium."""
        return listed(price=self.price(), served=self.served())

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime() in ("the middle is held", "local monopolies")

    def price(self) -> float:
        """The symmetric equilibrium price."""
        if self.x <= self.v - 1.5 * self.t:
            return self.t
        if self.x <= self.v - self.t:
            return self.v - self.x - self.t / 2
        return max(0.0, (self.v - self.x) / 2)

    def served(self) -> float:
        """Share of customers who buy."""
        if self.t == 0:
            return 1.0 if self.v > self.x else 0.0
        return min(1.0, 2 * max(0.0, self.v - self.x - self.price()) / self.t)

    def game(self) -> ReleaseGame:
        """Two specialised labs release at once, or never."""
        labs = [Lab(name=name, path=(self.v,), terms=(Revenue(),)) for name in ("left", "right")]
        return at_once(self, *labs, x=self.x, market=Hotelling(transport=self.t, value=Linear()))

    def regime(self) -> str:
        """Whom the labs compete with, known from who buys at the price and at a price above it."""
        price = self.price()
        if self.v - price <= self.x:
            return "nobody buys"
        middle = self.v - self.t / 2 - price
        # At the two kinks these hold as equalities, up to rounding.
        if middle > self.x + ROUNDING * self.v:
            return "labs compete"
        return "local monopolies" if self.served() < 1 - ROUNDING else "the middle is held"

    def span(self) -> tuple[float, float]:
        """From no open model to one worth more than any fit."""
        return 0.0, 1.2 * max(self.v, self.x, 1.0)


class Substitution(Story):
    """A model that is very good at one thing is of some use for another.

    The effective capability in niche ``k`` is ``q_k = sum_l S_kl y_l``: what the models built for it bring, and what
    other niches' models bring in substitution. A better model in the first niche helps the others exactly as far as the
    first column of ``S`` says.

    By hand: S = [[1, .5], [.25, 1]], y = (8, 4): (8 + 2, 2 + 4) = (10, 6).
    """

    name = "substitution"
    rows = ("8",)
    who = "jessicata (the post)"
    claim = "a model with an absolute advantage in one niche is useful in others as well"
    lever = "y[0]"
    numbers = (
        racing("elsewhere", "effective capability in the last niche", "effective capability in the last niche"),
        reported("effective", "effective capability in every niche"),
    )
    rules = along("elsewhere", substitutes=UP, separate=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    no_game = "capabilities are given, and nobody chooses anything"

    S: tuple[tuple[NonNegative, ...], ...] = ((1.0, 0.5), (0.25, 1.0))
    """What a unit of capability in the column's niche is worth in the row's."""
    y: Annotated[tuple[NonNegative, ...], Unit("capability")] = (8.0, 4.0)
    """Capability of the best model built for each niche."""

    @model_validator(mode="after")
    def _square(self) -> Substitution:
        rows = [len(row) for row in self.S]
        if not rows or any(n != len(rows) for n in rows):
            raise ValueError(f"the substitution matrix S has {len(rows)} rows of lengths {rows}; it must be square")
        if len(self.y) != len(rows):
            raise ValueError(f"{len(self.y)} capabilities came for {len(rows)} niches")
        return self

    def compute(self) -> Values:
        """``S y``."""
        effective = tuple(sum(s * y for s, y in zip(row, self.y, strict=True)) for row in self.S)
        return listed(elsewhere=effective[-1], effective=effective)

    def regime(self) -> str:
        """Whether the first niche's model is of any use in the last."""
        return "substitutes" if self.S[-1][0] > 0 else "separate"

    def span(self) -> tuple[float, float]:
        """Capabilities of the first niche's model."""
        return 0.0, 2 * max(self.y[0], 1.0)

    def move(self) -> tuple[float, float]:
        """From no model in the first niche to the one there is."""
        return 0.0, self.y[0]

    def at(self, level: float) -> Substitution:
        """The story with another model in the first niche."""
        return self.model_copy(update={"y": (level, *self.y[1:])})


class TwoGroups(Story):
    """A share of the customers values a model more than the others do."""

    rows = ("10",)
    who = "jessicata (the post)"

    s: Probability = 0.4
    """Share of customers who value the model more."""
    a: Worth = 10.0
    """What they would pay."""
    b: Worth = 5.0
    """What the others would pay."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.b > self.a:
            raise ValueError(f"b = {self.b:g} must not exceed a = {self.a:g}: the first group values the model more")
        return self

    def sold_to(self, high: float, low: float, pricing: Pricing = Pricing.ONE_PRICE) -> ReleaseGame:
        """The seller releases a model of capability 1 at once, or never; the groups pay at most these prices."""
        market = TwoTypes(share_high=self.s, high=high, low=low, pricing=pricing, value=Linear())
        return at_once(self, Lab(name="monopolist", path=(1.0,), terms=(Revenue(),)), market=market)


class PriceDiscrimination(TwoGroups):
    """Customers who value the model differently.

    A share ``s`` of customers would pay ``a``, the rest ``b <= a``. With one price the seller serves everybody at ``b``
    or the first group at ``a``: ``max(s a, b)``. If it can tell them apart it earns ``s a + (1 - s) b`` and leaves
    nothing. The lever spreads willingness around an unchanged mean, from 0 (everybody at the mean) to 1 (``a`` and
    ``b``).

    By hand: s = .4, a = 10, b = 5: one price 5 beats .4 * 10 = 4, leaving .4 * 5 = 2; mean 7; discriminating earns all
    7. Half the spread gives 8.5 and 6: price 6, surplus .4 * 2.5 = 1. From 1.3125 times the spread on the first group
    alone is served, and nothing is left to anybody.
    """

    name = "price-discrimination"
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

    spread: Annotated[float, Field(ge=0, le=10)] = 1.0
    """Spread around the mean: 1 gives a and b, 0 the mean to all; the lower value never falls below 0."""

    def compute(self) -> Values:
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
        """Sold at one price."""
        return self.sold_to(*self.types())

    def regime(self) -> str:
        """Whom the best price serves."""
        high, low = self.types()
        if self.a == self.b or self.s in (0.0, 1.0):
            return "no spread"
        return "all are served" if low >= self.s * high else "the first are served"

    def span(self) -> tuple[float, float]:
        """From equal customers to the spread at which the others would pay nothing."""
        mean = self.s * self.a + (1 - self.s) * self.b
        return 0.0, mean / (mean - self.b) if mean > self.b else 1.0


class TellingApart(TwoGroups):
    """Price discrimination, the other half of ``price-discrimination``.

    A share ``s`` of customers would pay ``a``, the rest ``b <= a``. A seller who can tell a share ``told`` of them
    apart earns ``s a + (1 - s) b`` of each of those and leaves them nothing, and the best single price ``max(s a, b)``
    of the others. What variation takes from revenue, discrimination gives back, and what it leaves to customers,
    discrimination takes.

    By hand: s = .4, a = 10, b = 5: 5 and a surplus of 2 without; 7 and 0 with; 6 and 1 if half are told apart.
    """

    name = "telling-apart"
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

    told: Annotated[Probability, Unit("share")] = 1.0
    """Share of customers whom the seller can tell apart."""

    def compute(self) -> Values:
        """Each price's part of the customers; at a tie of single prices everybody is served."""
        each, one = self.s * self.a + (1 - self.s) * self.b, max(self.s * self.a, self.b)
        left = self.s * (self.a - self.b) if self.b >= self.s * self.a else 0.0
        told = self.told
        return listed(revenue=told * each + (1 - told) * one, consumer_surplus=(1 - told) * left)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime() != "no difference"

    def game(self) -> ReleaseGame:
        """Sold at one price, or to each group at its own."""
        if self.told not in (0, 1):
            raise self.without("its market tells all customers apart or none")
        return self.sold_to(self.a, self.b, Pricing.DISCRIMINATING if self.told else Pricing.ONE_PRICE)

    def regime(self) -> str:
        """Whom the single price serves."""
        if self.a == self.b or self.s in (0.0, 1.0) or (self.b == 0 and self.s * self.a > 0):
            return "no difference"
        return "all were served" if self.b >= self.s * self.a else "the first were served"
