"""Row 25: up first, then down, after an open release.

An open model jumps from ``x0`` to ``x1``. Founders want to stay ahead of it by ``lead`` and pay ``k`` per unit of
capability, so from then on they spend ``k (x1 + lead)`` per period instead of ``k (x0 + lead)``. What the release does
to the money that can be made they only learn bit by bit: their belief follows by a share ``eta`` per period, and when
it reaches ``level`` they stop (``slow-news``). Spending is compared with what it was before the release.

By hand: x0 = 0, x1 = 2, lead = 1, k = 3, level = 1, eta = .2: 3 per period before, 9 for the 4 periods until the belief
is 1.1808, and nothing from then on.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from games.parts.part import NonNegative, Probability, Unit
from games.stories.race.slow_news import SlowNews
from games.stories.telling.against import AgainstNothing
from games.stories.telling.claim import Course
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, along


class UpThenDown(AgainstNothing):
    """Spending after an open release, period by period."""

    name = "up-then-down"
    rows = ("25",)
    who = "Chris_Leong"
    claim = "after an open release founders first spend more to stay ahead, and later less, once it has sunk in"
    says = Course((UP, DOWN))
    premise = "the open model gets better"
    no_game = "its founders follow their belief period by period, and nobody answers anybody"
    lever = "t"
    numbers = (
        racing("spending", "spending per period", "currency"),
        reported("before", "spending before the release"),
        reported("periods", "periods until founders stop; none if they never do"),
    )
    rules = along("spending", stay_ahead=UP, have_given_up=DOWN, as_before=NEUTRAL)

    x0: Capability = 0.0
    """Open capability before the release."""
    x1: Capability = 2.0
    """Open capability from then on."""
    lead: Capability = 1.0
    """By how much founders want to be ahead of it."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability per period."""
    level: Annotated[NonNegative, Unit("capability")] = 1.0
    """Believed open capability at which it does not pay any more."""
    eta: Annotated[Probability, Unit("per period")] = 0.2
    """Share of the error that is corrected each period."""
    t: Annotated[float, Unit("periods")] = 2.0
    """Periods since the release; below 0 it has not come yet."""

    @model_validator(mode="after")
    def _rises(self) -> UpThenDown:
        if self.x1 < self.x0:
            raise ValueError(f"x1 = {self.x1:g} is below x0 = {self.x0:g}: what is open stays open")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Spending now and before."""
        periods = self.periods()
        before = self.k * (self.x0 + self.lead)
        after = 0.0 if periods is not None and self.t >= periods else self.k * (self.x1 + self.lead)
        return listed(spending=before if self.t < 0 else after, before=before, periods=periods)

    def periods(self) -> int | None:
        """Periods until the belief reaches the level."""
        return SlowNews(x0=self.x0, x1=self.x1, level=self.level, eta=self.eta).periods()

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.x1 > self.x0

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether founders still race."""
        periods, before = self.periods(), self.k * (self.x0 + self.lead)
        if periods is not None and self.t >= periods:
            return "have given up" if before > 0 else "as before"
        return "stay ahead" if self.x1 > self.x0 and self.k > 0 else "as before"

    def span(self) -> tuple[float, float]:
        """From the release to well after founders have stopped."""
        return 0.0, 2.0 * max(self.periods() or 0, self.t, 5)

    def move(self) -> tuple[float, float]:
        """From before the release to now."""
        return -1.0, self.t
