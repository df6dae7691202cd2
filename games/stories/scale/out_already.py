"""Uses there are already: what a release adds to them."""

from __future__ import annotations

from typing import Annotated

from games.classics.claims.risk import left, safe, slope_sign
from games.classics.claims.scaling import ScalingGame
from games.parts.direction import EQUALITY
from games.parts.part import NonNegative, Unit
from games.stories.scale.uses import RiskyUses, Uses, exactly, made_to
from games.stories.telling.base import FINER
from games.stories.telling.claim import Where, moves
from games.stories.telling.exports import whole
from games.stories.telling.number import Values, ends, level, listed
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

STEP = 1e-6
LEAST_USES = 1e-12
"""Uses at which the next one is looked at where there are none."""
UNFELT = FINER * EQUALITY
"""Share of the gain so far that all further uses must be able to move, or nothing is at stake in them."""
Line = Annotated[NonNegative, Unit("capability")]


class AddedUses(RiskyUses):
    """A release that adds ``dK`` uses to the ``K0`` that there are already."""

    rows = ("42",)
    reads = "gain is the payoff of the last plan less that of the first"
    less = exactly("{K0:.0f}")

    K0: Uses = 50.0
    """Uses there are already."""
    dK: Uses = 50.0  # noqa: N815 - the symbol of the formula
    """Uses that the release adds."""

    def gain(self) -> float:
        """Expected value with the release less without."""
        return self.added(self.K0, self.dK)

    def game(self) -> ScalingGame:
        """One releaser chooses how many uses to add to those there are."""
        least = whole(self.K0, "K0")
        return self.offered(least + whole(self.dK, "dK"), least)

    def event(self) -> str:
        """All uses, where before there are those that there are alone."""
        return made_to(f"{self.K0 + self.dK:.0f}")


class Marginal(AddedUses):
    """The cat is out of the bag. What counts is what release adds to the uses there are already.

    With ``K0`` uses possible anyway (own staff, teachers, textbooks) a release that makes ``dK`` more possible is worth
    ``EV(K0 + dK) - EV(K0)``, ``EV(K) = K A q^K - B (1 - q^K)``. That small uses are fine says nothing about it; and
    once ruin is all but certain, more uses hardly make it worse.

    By hand: A = 2, B = 100, p = .01: EV(100) - EV(50) = 9.8096 - 21.0012 = -11.1915, though EV(50) is the best there
    is.
    """

    name = "marginal"
    who = "the argument that the second post answers"
    claim = "what exists on a small scale already cannot be held against releasing it on a large one"
    lever = "K0"
    numbers = (level("gain", "what the release adds to the expected value", "utility"),)
    rules = along("gain", worsens=LESS, fades=MORE, nothing_added=NEUTRAL, nothing_left=NEUTRAL)
    says = Where(("the release is worth it",), of="claim")
    premise = "the uses there are are worth their risk"

    def compute(self) -> Values:
        """What the release adds."""
        return listed(gain=self.gain())

    def still_good(self) -> float:
        """Chance that nothing has gone wrong beforehand; 0 where numbers could not hold what it leaves."""
        return left(self.p, self.K0)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.ev(self.K0) >= 0

    def regime_of(self, metric: str) -> str:
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


class CatOutOfTheBag(AddedUses):
    """The cat is out of the bag: a constraint on what may be done, against its consequentialist reading.

    Read as a constraint: a release that teaches nothing beyond what the public can find already crosses no new line,
    and it is unfair to hold against it that more people find it. It is permitted iff ``teaches <= known`` and the
    information is public at all (``K0 > 0``), however many uses ``dK`` it adds. Read by consequences, what counts is
    what it adds, ``EV(K0 + dK) - EV(K0)`` with ``EV(K) = K A q^K - B (1 - q^K)``, and easier access alone may make that
    bad.

    By hand: A = 2, B = 100, p = .01, K0 = 10, teaches 3 of the 5 that are known: permitted. dK = 50 adds EV(60) -
    EV(10) = 20.374461 - 8.525849 = 11.848612, dK = 990 adds -99.909340 - 8.525849 = -108.435189.
    """

    name = "cat-out-of-the-bag"
    who = "the second post's thread"
    claim = "what is public already may be made easier to find: no new line is crossed, however many find it"
    says = moves(NEUTRAL)
    premise = "the information is public at all"
    lever = "dK"
    numbers = (
        level("permitted", "whether it crosses no new line", "permission"),
        level("gain", "what the uses that it adds are worth", "utility"),
        ends("harmless_up_to", "uses up to which it adds no harm", "harm", "adds good"),
    )
    rules = (
        *along("permitted", always=NEUTRAL),
        *along("gain", each_adds=MORE, each_takes=LESS, nothing_at_stake=NEUTRAL),
    )

    K0: Uses = 10.0
    """Uses by those who find it already."""
    dK: Uses = 990.0  # noqa: N815 - the symbol of the formula
    """Uses by those who find it more easily."""
    teaches: Line = 3.0
    """The most that the release teaches."""
    known: Line = 5.0
    """The most that the public can find already."""

    def compute(self) -> Values:
        """The constraint, and the consequences."""
        return listed(permitted=self.K0 > 0 and self.teaches <= self.known, gain=self.gain())

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.K0 > 0

    def regime_of(self, metric: str) -> str:
        """Whether the next user who finds it adds to its worth; and whether all of them together do."""
        if metric == "permitted":
            return "always"
        if metric == "harm":
            return "adds good" if self.gain() >= 0 else "adds harm"
        uses = self.K0 + self.dK
        slope = slope_sign(self.A, self.B, self.p, 1.0, max(uses, LEAST_USES))
        if slope == 0 or (self.A * uses + self.B) * safe(self.p, uses) <= UNFELT * abs(self.gain()):
            return "nothing at stake"
        return "each adds" if slope > 0 else "each takes"

    def span(self) -> tuple[float, float]:
        """From no easier access to so much that ruin is likely."""
        return 0.0, max(1.2 * min(self.dK, 10 / max(self.p, 1e-6)), min(3 / max(self.p, 1e-6), 1e6))
