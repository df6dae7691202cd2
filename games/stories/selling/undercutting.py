"""Closed models that are close to one another: who may ask for what."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
from pydantic import Field, field_validator, model_validator

from games.classics.play.travelers_dilemma import TravelersDilemmaGame
from games.classics.pricing.bertrand import BertrandGame
from games.parts.part import FloatArray, NonNegative, Unit
from games.stories.telling.against import GameStory
from games.stories.telling.base import Story
from games.stories.telling.claim import Finding, Reading, Seen, Verdict, moves
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, level, listed, reported
from games.stories.telling.parts import LESS, NEUTRAL, Capability, Money, along

MOST_PRICES = 13
"""With more prices than this only pure equilibria are compared: the proof for all others takes too long."""
MOST_CLAIMS = 120
"""With more claims than this only pure equilibria are compared."""


class PriceWar(GameStory):
    """Two labs with equal models undercut each other.

    One customer, whole prices, no cost, ties split the sale. At a common price ``p`` undercutting by one earns ``p -
    1`` instead of ``p/2``: worth it from ``p = 3`` on, a matter of indifference at 2, a loss at 1. At different prices
    the dearer lab earns nothing and would come down. So (0,0), (1,1) and (2,2) are the equilibria, whatever customers
    would pay.

    By hand, prices 0 to 10: at (2,2) each earns 1; asking 1 earns 1 as well, asking 3 nothing.
    """

    name = "price-war"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "equal closed models undercut each other to almost nothing, whatever customers would pay"
    lever = "prices"
    numbers = (
        level("price", "what the customer pays"),
        reported("n_equilibria", "number of equilibria"),
        reported("equilibria", "their pairs of prices"),
        reported("proven", "whether no other is proven to exist"),
    )
    rules = along("price", undercut=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "equilibria lists the prices of every equilibrium"
    sets = ("highest_price",)

    prices: Annotated[int, Field(ge=1, le=200), Unit("currency")] | tuple[NonNegative, ...] = 10
    """The highest of the whole prices 0, 1, 2, ... that may be asked; or the list of prices."""

    @field_validator("prices")
    @classmethod
    def _several(cls, prices: int | tuple[float, ...]) -> int | tuple[float, ...]:
        if isinstance(prices, tuple) and len(set(prices)) < max(2, len(prices)):
            raise ValueError(f"{len(prices)} prices came, {len(set(prices))} of them different; give two or more")
        return prices

    def compute(self) -> Values:
        """Number of equilibria, the equilibria as pairs of prices, and whether no other is proven to exist."""
        return _played(self, np.array(self.game().listed()))

    def pure_only(self) -> bool:
        """All equilibria where that is quick, the pure ones beyond."""
        return len(self.game().listed()) > MOST_PRICES

    def game(self) -> BertrandGame:
        """The game with these prices."""
        own = {"highest_price": self.prices} if isinstance(self.prices, int) else {"prices": self.prices}
        return BertrandGame(name=self.name, **own)

    def regime(self) -> str:
        """From the highest price 3 on there is something to undercut."""
        return "undercut" if isinstance(self.prices, int) else "own list of prices"

    def span(self) -> tuple[float, float]:
        """Highest prices."""
        return 3.0, float(max(self.prices, 4)) if isinstance(self.prices, int) else 4.0

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From the lowest to the highest price looked at."""
        return ((stretch.lo, stretch.hi),)

    def move(self) -> tuple[float, float]:
        """From whole prices up to 3 to those here."""
        return 3.0, float(self.prices) if isinstance(self.prices, int) else 3.0

    def at(self, level: float) -> PriceWar:
        """The story with another highest price; a list of prices stays as it is."""
        return self if isinstance(self.prices, tuple) else super().at(level)


class TravelersDilemmaStory(GameStory):
    """The Traveler's Dilemma, to which the post compares undercutting (Basu 1994).

    Both claim a whole number from ``low`` to ``high``; the lower claim is paid to both, with ``R`` added for whoever
    made it and taken from the other. For ``R > 1`` claiming one less than the other always pays, down to ``low``.

    By hand: 2..100, R = 2: against 100, claiming 99 pays 101. The only equilibrium is (2, 2), where each gets 2.
    """

    name = "travelers-dilemma"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "whoever asks a little less wins, so both end at the lowest, however high the stakes"
    lever = "high"
    numbers = (
        level("claim", "the lower of the two claims"),
        reported("n_equilibria", "number of equilibria"),
        reported("equilibria", "the claims made in them"),
        reported("proven", "whether no other is proven to exist"),
    )
    rules = along("claim", undercutting_pays=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "equilibria lists the claims of every equilibrium"
    sets = ("high",)

    low: Annotated[int, Field(ge=0, le=1000), Unit("currency")] = 2
    """The lowest claim."""
    high: Annotated[int, Field(ge=1, le=1200), Unit("currency")] = 100
    """The highest claim."""
    R: Money = 2.0
    """Bonus of the lower claim, and fine on the higher one."""

    @model_validator(mode="after")
    def _ordered(self) -> TravelersDilemmaStory:
        if self.high <= self.low:
            raise ValueError(f"high = {self.high} must be above low = {self.low}")
        return self

    def compute(self) -> Values:
        """Number of equilibria, and the claims made in them."""
        return _played(self, np.arange(self.low, self.high + 1, dtype=np.float64))

    def pure_only(self) -> bool:
        """All equilibria where dominance settles it, the pure ones where every common claim is an equilibrium."""
        return self.too_many() or self.R <= 1

    def too_many(self) -> bool:
        """Whether there are more claims than dominance settles in a second or so."""
        return self.high - self.low >= MOST_CLAIMS

    def found(self, seen: tuple[Seen, ...]) -> Finding:
        """With very many claims only pure equilibria are compared, and what they say is not proven of all."""
        found = super().found(seen)
        if found.verdict is Verdict.YES and self.too_many():
            because = (
                f"{found.because}, if pure equilibria are all there are: with so many claims only they were compared"
            )
            return Finding(Verdict.CONDITIONAL, because)
        return found

    def game(self) -> TravelersDilemmaGame:
        """The game with these claims."""
        return TravelersDilemmaGame(low=self.low, high=self.high, reward=self.R)

    def regime(self) -> str:
        """Whether asking one less pays."""
        return "undercutting pays" if self.R > 1 else "undercutting does not pay"

    def span(self) -> tuple[float, float]:
        """Highest claims."""
        return self.low + 1.0, float(max(self.high, self.low + 2))

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From the lowest stakes to the highest looked at."""
        return ((stretch.lo, stretch.hi),)


def _played(story: GameStory, numbers: FloatArray) -> Values:
    """Number of equilibria, what both name in them on average, and whether no other is proven to exist."""
    solution = story.solution()
    found = tuple(tuple(float(s @ numbers) for s in e.strategies) for e in solution.equilibria)
    return listed(n_equilibria=len(found), equilibria=found, proven=solution.complete)


class SecondBest(Story):
    """With several closed labs the open model matters only once it beats the second best of them.

    The best closed lab asks ``f(y1) - max(f(y2), f(x))`` per customer-day, ``f = sqrt``: what it is better by than the
    best alternative, whether that is sold or free. While ``x < y2`` the open model changes no price.

    By hand: y1 = 16, y2 = 9: the price is 4 - 3 = 1 for every x up to 9, 4 - 3.5 = 0.5 at x = 12.25, and 0 from 16 on.
    """

    name = "second-best"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "with competing closed labs the open model matters less than their competition"
    numbers = (
        level("price", "price of the best closed model", "currency per customer-day"),
        reported("consumer_surplus", "what customers keep per day"),
    )
    rules = along("price", rival_is_better=NEUTRAL, open_is_next=LESS, open_is_best=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(NEUTRAL)
    no_game = "both models are there already, and nobody chooses anything"

    y1: Capability = 16.0
    """Capability of one closed model."""
    y2: Capability = 9.0
    """Capability of the other."""
    x: Capability = 12.25
    """Capability of the open model."""

    def compute(self) -> Values:
        """What the leader is better by."""
        best, second = max(self.y1, self.y2), min(self.y1, self.y2)
        free = max(math.sqrt(second), math.sqrt(self.x))
        return listed(price=max(0.0, math.sqrt(best) - free), consumer_surplus=free)

    def regime(self) -> str:
        """Where the open model ranks."""
        if self.x <= min(self.y1, self.y2):
            return "rival is better"
        return "open is next" if self.x < max(self.y1, self.y2) else "open is best"

    def span(self) -> tuple[float, float]:
        """From no open model to one that beats both."""
        return 0.0, 1.25 * max(self.x, self.y1, self.y2, 1.0)
