"""Row 6: specialised models are small monopolies, and the open model is felt where niches are contested.

Two closed labs sit at the ends of Hotelling's line; a customer at distance ``d`` values a lab's model at ``v - t d``,
and the open model, the same for everybody, at ``x``. Customers are spread evenly over a line of length 1. The symmetric
equilibrium price is
* ``t`` while even the customer in the middle prefers a closed model, ``v - t/2 - t >= x``: labs fight each other;
* ``v - x - t/2`` while each lab just keeps the customer in the middle, ``v - 3t/2 <= x <= v - t``;
* ``(v - x)/2`` from ``x = v - t`` on: local monopolies, each against the open model only.

By hand: t = 1, v = 5: 1 until x = 3.5, then 4.5 - x until 4, then (5 - x)/2, which is 0.25 at x = 4.5.
"""

from __future__ import annotations

from typing import Annotated

from games.markets import Hotelling
from games.parts.part import NonNegative, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, NEUTRAL, along
from games.terms import Revenue
from games.values import Linear

Worth = Annotated[NonNegative, Unit("currency per customer-day")]

ROUNDING = 1e-9


class Niches(Story):
    """Prices in niches."""

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
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    premise = "models are so specialised that the labs do not fight over customers"

    v: Worth = 5.0
    """Worth of a perfectly fitting model."""
    t: Worth = 1.0
    """Loss of worth over the whole line."""
    x: Worth = 3.75
    """Worth of the open model to everybody."""

    def compute(self) -> tuple[Quantity, ...]:
        """Price and customers of the symmetric equilibrium."""
        return listed(price=self.price(), served=self.served())

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.regime("price") in ("the middle is held", "local monopolies")

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

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
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
