"""Row 3: an open model that will improve, from ``x`` to ``x2`` after ``k`` of ``m`` days, and is known to.

The upgrade from ``y`` to ``z`` now adds ``n k [(f(z) - f(x))+ - (f(y) - f(x))+]`` on the first ``k`` days and
``n (m - k) [(f(z) - f(x2))+ - (f(y) - f(x2))+]`` on the rest, ``f = sqrt``. An announcement ``x2 <= y`` changes
nothing; one between ``y`` and ``z`` lowers the gain of the second stretch; from ``z`` on that stretch is worth nothing.

By hand: n = 1000, m = 30, k = 10, y = 9, z = 16, x = 4. At x2 = 6.25 and at 9: 10000 + 20000 = 30000. At x2 = 16 and
beyond: 10000 + 0.
"""

from __future__ import annotations

from pydantic import model_validator

from games.markets import LimitPricing
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, racing
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customers, Days, along, lead
from games.stories.telling.races import climb
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease


class AnnouncedUpgrade(Story):
    """The gain from an upgrade when the open model will improve."""

    name = "announced-upgrade"
    rows = ("3",)
    who = "jessicata (the post)"
    claim = "announcing a better open model lowers the incentive to train the next closed one"
    lever = "x2"
    numbers = (racing("gain", "what the upgrade adds to revenue", "currency"),)
    rules = along("gain", both_ahead=NEUTRAL, only_the_upgrade_ahead=DOWN, only_the_old_ahead=UP, none_ahead=NEUTRAL)
    says = moves(DOWN)
    reads = "gain is what a release pays above never"
    moved_by = "open:{x2}@{k}"
    less = "open.releases.0.capability=0"
    premise = "the open model comes to lie between the two closed ones, y < x2 < z"

    n: Customers = 1000.0
    """Customers."""
    m: Days = 30.0
    """Days of sale."""
    k: Days = 10.0
    """Days until the open model improves."""
    y: Capability = 9.0
    """Capability of the model there is."""
    z: Capability = 16.0
    """Capability of the upgrade."""
    x: Capability = 4.0
    """Capability of the open model now."""
    x2: Capability = 12.25
    """Capability of the open model released on day k; what was released before stays, so no better one is lost."""

    @model_validator(mode="after")
    def _within(self) -> AnnouncedUpgrade:
        if self.k > self.m:
            raise ValueError(f"the open model improves on day k = {self.k:g}, after the last of m = {self.m:g} days")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Revenue with the upgrade less revenue without."""
        before = lead(self.z, self.x) - lead(self.y, self.x)
        after = lead(self.z, self.later) - lead(self.y, self.later)
        return listed(gain=self.n * (self.k * before + (self.m - self.k) * after))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.y < self.x2 < self.z

    @property
    def later(self) -> float:
        """Capability of the best open model from day k on."""
        return max(self.x, self.x2)

    def game(self) -> ReleaseGame:
        """The monopolist upgrades at once, or never; a day is a period."""
        lab = Lab(name="monopolist", start=self.y, path=(self.z,), terms=(Revenue(),))
        improved = (OpenRelease(capability=self.x2, date=self.k),) if self.k < self.m else ()
        return at_once(
            self,
            lab,
            market=LimitPricing(customers=self.n),
            calendar=Calendar(horizon=self.m, slots=1, days_per_period=1.0),
            open=OpenPath(capability=self.x, releases=improved),
        )

    def event(self) -> str:
        """The better open model, if it comes before the end."""
        return super().event() if self.k < self.m else ""

    def race(self) -> RaceGame | None:
        """The monopolist works on the upgrade; the open model improves at once."""
        if not 0 < self.y < self.z or self.n == 0:
            return None
        lab = RaceLab(name="monopolist", effort_cost=self.n, terms=(Revenue(),))
        return climb(self, (self.y, self.z), lab, x=self.later, market=LimitPricing(customers=self.n))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Which of the two closed models beat the announced open one."""
        old, new = self.y > self.later, self.z > self.later
        if self.n * (self.m - self.k) == 0:
            return "none ahead"
        if old and new:
            return "both ahead"
        return "only the upgrade ahead" if new else "only the old ahead" if old else "none ahead"

    def span(self) -> tuple[float, float]:
        """From no improvement to one far ahead of the upgrade."""
        return self.x, 1.25 * max(self.x, self.x2, self.y, self.z, 1.0)
