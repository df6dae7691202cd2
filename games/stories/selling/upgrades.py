"""What a monopolist earns, and what an upgrade adds to it, beside an open model."""

from __future__ import annotations

from pydantic import model_validator

from games.markets import LimitPricing
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen, Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once, climb
from games.stories.telling.number import Values, level, listed, racing
from games.stories.telling.parts import DOWN, LESS, NEUTRAL, UP, Capability, Customers, Days, along, lead
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease


class MonopolyRevenue(Story):
    """The closed monopolist earns what its model is better by.

    The best open model has capability ``x`` and is free. The monopolist's has ``y``, so each of ``n`` customers pays up
    to ``f(y) - f(x)`` per day, with ``f = sqrt``. Over ``m`` days that is ``n m (f(y) - f(x))+``.

    By hand: n = 1000, m = 30, y = 9, x = 4 gives 1000 * 30 * (3 - 2) = 30000; without an open model 90000; from x = 9
    on nothing.
    """

    name = "monopoly-revenue"
    rows = ("1",)
    who = "jessicata (the post)"
    claim = "the better the open model, the less the closed monopolist earns with a given model"
    numbers = (level("revenue", "what customers pay the closed lab in all"),)
    rules = along("revenue", ahead=LESS, caught=NEUTRAL)
    says = moves(LESS)
    no_game = "the model is there already, and nobody chooses anything"
    premise = "the closed model is the better one, y > x"

    n: Customers = 1000.0
    """Customers."""
    m: Days = 30.0
    """Days of sale."""
    y: Capability = 9.0
    """Capability of the closed model."""
    x: Capability = 4.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Revenue in currency."""
        return listed(revenue=self.n * self.m * lead(self.y, self.x))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.y > self.x

    def regime(self) -> str:
        """Whether the closed model is still ahead."""
        return "ahead" if self.y > self.x and self.n * self.m > 0 else "caught"

    def span(self) -> tuple[float, float]:
        """From no open model to one well ahead."""
        return 0.0, 1.5 * max(self.x, self.y, 1.0)


class Upgrade(BesideOpen):
    """Whether to upgrade does not depend on the open model, as long as that is behind the model one has.

    The monopolist has a model ``y`` and could have ``z``. Over ``m`` days the upgrade adds ``n m [(f(z) - f(x))+ -
    (f(y) - f(x))+]``, ``f = sqrt``. While ``x <= y`` both brackets fall alike and the difference ``f(z) - f(y)`` is
    left. Beyond, the old model earns nothing any more and the gain falls with ``f(x)``.

    By hand: n = 1000, m = 30, y = 9, z = 16: 30000 * (4 - 3) = 30000 for every x up to 9; at x = 12.25 it is
    30000 * (4 - 3.5) = 15000, and from 16 on it is 0.
    """

    name = "upgrade"
    rows = ("2",)
    who = "jessicata (the post)"
    claim = "what an upgrade adds to revenue does not depend on the open model"
    numbers = (racing("gain", "what the upgrade adds to revenue", "currency"),)
    rules = along("gain", both_ahead=NEUTRAL, only_the_upgrade_ahead=DOWN, only_the_old_ahead=UP, none_ahead=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "gain is what a release pays above never"
    premise = "both closed models are better than the open one, y > x and z > x"

    n: Customers = 1000.0
    """Customers."""
    m: Days = 30.0
    """Days of sale."""
    y: Capability = 9.0
    """Capability of the model there is."""
    z: Capability = 16.0
    """Capability of the upgrade."""
    x: Capability = 4.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Revenue with the upgrade less revenue without."""
        return listed(gain=self.n * self.m * (lead(self.z, self.x) - lead(self.y, self.x)))

    def granted(self) -> bool:
        """Where the premise holds."""
        return min(self.y, self.z) > self.x

    def game(self) -> ReleaseGame:
        """The monopolist upgrades at once, or never."""
        lab = Lab(name="monopolist", start=self.y, path=(self.z,), terms=(Revenue(),))
        return at_once(self, lab, x=self.x, market=LimitPricing(customers=self.n * self.m))

    def race(self) -> RaceGame | None:
        """The monopolist works on the upgrade."""
        return _race(self, self.x)

    def regime(self) -> str:
        """Which of the two models beat the open one."""
        return _ahead(self, self.x) if self.n * self.m else "none ahead"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the upgrade."""
        return 0.0, 1.25 * max(self.x, self.y, self.z, 1.0)


class AnnouncedUpgrade(Story):
    """An open model that will improve, from ``x`` to ``x2`` after ``k`` of ``m`` days, and is known to.

    The upgrade from ``y`` to ``z`` now adds ``n k [(f(z) - f(x))+ - (f(y) - f(x))+]`` on the first ``k`` days and ``n
    (m - k) [(f(z) - f(x2))+ - (f(y) - f(x2))+]`` on the rest, ``f = sqrt``. An announcement ``x2 <= y`` changes
    nothing; one between ``y`` and ``z`` lowers the gain of the second stretch; from ``z`` on that stretch is worth
    nothing.

    By hand: n = 1000, m = 30, k = 10, y = 9, z = 16, x = 4. At x2 = 6.25 and at 9: 10000 + 20000 = 30000. At x2 = 16
    and beyond: 10000 + 0.
    """

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
    less = ("open.releases.0.capability=0",)
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

    def compute(self) -> Values:
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
        return _race(self, self.later)

    def regime(self) -> str:
        """Which of the two closed models beat the announced open one."""
        return _ahead(self, self.later) if self.n * (self.m - self.k) else "none ahead"

    def span(self) -> tuple[float, float]:
        """From no improvement to one far ahead of the upgrade."""
        return self.x, 1.25 * max(self.x, self.x2, self.y, self.z, 1.0)


def _ahead(of: Upgrade | AnnouncedUpgrade, x: float) -> str:
    """Which of the two closed models beat an open one of capability ``x``."""
    old, new = of.y > x, of.z > x
    if old and new:
        return "both ahead"
    return "only the upgrade ahead" if new else "only the old ahead" if old else "none ahead"


def _race(of: Upgrade | AnnouncedUpgrade, x: float) -> RaceGame | None:
    """The monopolist works its way from the model there is to the upgrade."""
    if not 0 < of.y < of.z or of.n == 0:
        return None
    lab = RaceLab(name="monopolist", effort_cost=of.n, terms=(Revenue(),))
    return climb(of, (of.y, of.z), lab, x=x, market=LimitPricing(customers=of.n))
