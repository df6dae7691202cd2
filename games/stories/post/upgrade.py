"""Row 2: whether to upgrade does not depend on the open model, as long as that is behind the model one has.

The monopolist has a model ``y`` and could have ``z``. Over ``m`` days the upgrade adds
``n m [(f(z) - f(x))+ - (f(y) - f(x))+]``, ``f = sqrt``. While ``x <= y`` both brackets fall alike and the difference
``f(z) - f(y)`` is left. Beyond, the old model earns nothing any more and the gain falls with ``f(x)``.

By hand: n = 1000, m = 30, y = 9, z = 16: 30000 * (4 - 3) = 30000 for every x up to 9; at x = 12.25 it is
30000 * (4 - 3.5) = 15000, and from 16 on it is 0.
"""

from __future__ import annotations

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


class Upgrade(Story):
    """The gain from an upgrade."""

    name = "upgrade"
    rows = ("2",)
    who = "jessicata (the post)"
    claim = "what an upgrade adds to revenue does not depend on the open model"
    numbers = (racing("gain", "what the upgrade adds to revenue", "currency"),)
    rules = along("gain", both_ahead=NEUTRAL, only_the_upgrade_ahead=DOWN, only_the_old_ahead=UP, none_ahead=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "gain is what a release pays above never"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
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

    def compute(self) -> tuple[Quantity, ...]:
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
        if not 0 < self.y < self.z or self.n == 0:
            return None
        lab = RaceLab(name="monopolist", effort_cost=self.n, terms=(Revenue(),))
        return climb(self, (self.y, self.z), lab, x=self.x, market=LimitPricing(customers=self.n))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Which of the two models beat the open one."""
        old, new = self.y > self.x, self.z > self.x
        if not self.n * self.m:
            return "none ahead"
        if old and new:
            return "both ahead"
        return "only the upgrade ahead" if new else "only the old ahead" if old else "none ahead"

    def span(self) -> tuple[float, float]:
        """From no open model to one ahead of the upgrade."""
        return 0.0, 1.25 * max(self.x, self.y, self.z, 1.0)
