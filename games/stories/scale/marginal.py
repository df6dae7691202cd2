"""Row 42: the cat is out of the bag. What counts is what release adds to the uses there are already.

With ``K0`` uses possible anyway (own staff, teachers, textbooks) a release that makes ``dK`` more possible is worth
``EV(K0 + dK) - EV(K0)``, ``EV(K) = K A q^K - B (1 - q^K)``. That small uses are fine says nothing about it; and once
ruin is all but certain, more uses hardly make it worse.

By hand: A = 2, B = 100, p = .01: EV(100) - EV(50) = 9.8096 - 21.0012 = -11.1915, though EV(50) is the best there is.
"""

from __future__ import annotations

import numpy as np

from games.classics.claims.risk import left, ruin, safe
from games.classics.claims.scaling import ScalingGame
from games.stories.scale.uses import RiskyUses, Uses, exactly, made_to
from games.stories.telling.claim import Where
from games.stories.telling.exports import whole
from games.stories.telling.number import Quantity, level, listed
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

STEP = 1e-6


class Marginal(RiskyUses):
    """What a release adds."""

    name = "marginal"
    rows = ("42",)
    who = "the argument that the second post answers"
    claim = "what exists on a small scale already cannot be held against releasing it on a large one"
    lever = "K0"
    numbers = (level("gain", "what the release adds to the expected value", "utility"),)
    rules = along("gain", worsens=LESS, fades=MORE, nothing_added=NEUTRAL, nothing_left=NEUTRAL)
    says = Where(("the release is worth it",), of="claim")
    reads = "gain is the payoff of the last plan less that of the first"
    premise = "the uses there are are worth their risk"

    K0: Uses = 50.0
    """Uses there are already."""
    dK: Uses = 50.0  # noqa: N815 - the symbol of the formula
    """Uses that the release adds."""

    def compute(self) -> tuple[Quantity, ...]:
        """What the release adds."""
        return listed(gain=self.gain())

    def gain(self) -> float:
        """Expected value with the release less without.

        ``q^K0 [A (K0 (q^dK - 1) + dK q^dK) + B (q^dK - 1)]``, in which nothing large is taken from anything large.
        """
        kept = safe(self.p, self.dK)
        lost = -float(ruin(self.p, np.array(self.dK)))
        return self.still_good() * (self.A * (self.K0 * lost + self.dK * kept) + self.B * lost)

    def still_good(self) -> float:
        """Chance that nothing has gone wrong beforehand; 0 where numbers could not hold what it leaves."""
        return left(self.p, self.K0)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.ev(self.K0) >= 0

    def game(self) -> ScalingGame:
        """One releaser chooses how many uses to add to those there are."""
        least = whole(self.K0, "K0")
        return self.offered(whole(self.K0 + self.dK, "dK"), least)

    def event(self) -> str:
        """All uses, where before there are those that there are alone."""
        return made_to(self.K0 + self.dK)

    def beforehand(self) -> tuple[str, ...]:
        """The uses there are."""
        return exactly(self.K0)

    def regime(self, metric: str) -> str:
        """Whether more uses beforehand make the release better; and whether it is worth it."""
        if metric == "claim":
            return "the release is worth it" if self.gain() >= 0 else "the release is not worth it"
        if self.dK == 0 or self.p in (0.0, 1.0) or self.A + self.B == 0:
            return "nothing added"
        if self.still_good() == 0:
            return "nothing left"
        step = STEP * (self.K0 + self.dK)
        more, less = self.at(self.K0 + step).gain(), self.at(max(0.0, self.K0 - step)).gain()
        return "fades" if more > less else "worsens"

    def span(self) -> tuple[float, float]:
        """From no uses beforehand to so many that ruin is likely."""
        return 0.0, max(2 * self.K0, 4 / max(self.p, 1e-6))
