"""Row 25: it takes long until "it does not pay" arrives.

The open model jumps from ``x0`` to ``x1``; founders' belief about it follows by a share ``eta`` per period,
``b' = b + eta (x1 - b)``, and they stop once ``b >= level``. After ``k`` periods ``b = x1 - (x1 - x0)(1 - eta)^k``.
Until then they race as if nothing had happened, for ever if the belief never gets there.

By hand: x0 = 0, x1 = 2, level = 1, eta = .2: .8^k <= .5 first at k = 4 (.4096).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated

from games.modifiers import Belief
from games.parts.part import NonNegative, Probability, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, racing
from games.stories.telling.parts import NEUTRAL, UP, Capability, along
from games.stories.telling.stretches import Stretch
from games.terms import Revenue, StayingOut

ROUNDING = 1e-12
"""Beliefs that miss the level by this share of the jump have reached it."""

COUNTABLE = 1e6
"""Periods up to which one more or less makes a difference that floats can hold."""


class SlowNews(Story):
    """How long founders race on."""

    name = "slow-news"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "it takes a while for 'hard to make money' to slow training down, and meanwhile firms race"
    lever = "slowness"
    numbers = (racing("periods", "periods until founders stop; none if they never do", "periods of racing on"),)
    rules = along("periods", news_arrives=UP, nothing_to_learn=NEUTRAL)
    says = moves(UP)
    reads = "never is best at belief.periods, and a release at every smaller number of them"

    x0: Capability = 0.0
    """Open capability that is believed in at first."""
    x1: Capability = 2.0
    """Open capability there is."""
    level: Annotated[NonNegative, Unit("capability")] = 1.0
    """Believed open capability at which it does not pay any more."""
    eta: Annotated[Probability, Unit("per period")] = 0.2
    """Share of the error that is corrected each period."""

    def compute(self) -> tuple[Quantity, ...]:
        """How long they race on."""
        return listed(periods=self.periods())

    def periods(self) -> int | None:
        """Periods until the belief reaches the level."""
        slack = self.slack()
        if self.x0 >= self.level - slack:
            return 0
        if self.eta == 1:
            return 1 if self.x1 >= self.level - slack else None
        if self.x1 <= self.level + slack or self.eta == 0:
            return None
        left = (self.x1 - self.level) / (self.x1 - self.x0)
        wait = math.log(left) / math.log1p(-self.eta)
        if wait > COUNTABLE:
            return math.ceil(wait)
        guess = max(1, math.ceil(wait) - 1)
        # The logarithms may round across a period; the belief itself decides.
        while self.belief(guess) < self.level - slack:
            guess += 1
        return guess

    def slack(self) -> float:
        """What beliefs may miss by rounding."""
        return ROUNDING * max(abs(self.x1 - self.x0), abs(self.level))

    def belief(self, periods: int) -> float:
        """What is believed after some periods."""
        return self.x1 - (self.x1 - self.x0) * (1 - self.eta) ** periods

    def game(self) -> ReleaseGame:
        """Founders decide once their belief has arrived, on releasing or on something worth what the level leaves."""
        periods = self.periods()
        if periods is None:
            raise self.without("the news never arrives")
        model = 1.0 + max(self.level, self.x0, self.x1)
        lab = Lab(name="founders", path=(model,), terms=(Revenue(), StayingOut(weight=model - self.level)))
        belief = Belief(path="open.capability", value=self.x0, learning=self.eta, periods=float(periods))
        return at_once(self, lab, x=self.x1, modifiers=(belief,))

    def event(self) -> str:
        """The belief has arrived, where before founders believe what they first did."""
        return f"set:belief.periods={self.periods()}"

    def beforehand(self) -> tuple[str, ...]:
        """Founders who have learnt nothing yet."""
        return ("belief.periods=0",)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether there is anything to learn that would stop them."""
        slack = self.slack()
        return "news arrives" if self.x0 < self.level - slack <= self.x1 else "nothing to learn"

    def span(self) -> tuple[float, float]:
        """From news that arrives at once to news that never does."""
        return 0.0, 1.0

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From end to end: periods go up in steps, some of them close to an end."""
        return tuple(pairwise(stretch.lo + share * (stretch.hi - stretch.lo) for share in (0.0, 0.31, 0.62, 1.0)))

    def move(self) -> tuple[float, float]:
        """From news that arrives within a period to what arrives here."""
        return 0.0, 1 - self.eta

    def at(self, level: float) -> SlowNews:
        """The story with this share of the error left each period."""
        return self.model_copy(update={"eta": 1 - level})
