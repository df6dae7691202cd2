"""Few uses and many: what is good on one scale is bad on another."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from pydantic import Field

from games.classics.claims.risk import best_integers, best_scale
from games.classics.claims.scaling import ScalingGame
from games.parts.part import Positive, Probability, Unit
from games.stories.scale.uses import RiskyUses, Uses, exactly, made_to
from games.stories.telling.claim import Course, Reading, Where
from games.stories.telling.exports import whole
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Number, Values, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

DO_MORE = "doing more is better"
BAD, GOOD = "making is bad as well", "making is good"


class Scaling(RiskyUses):
    """What is good when a few do it can be bad when many do.

    Every use is worth ``A``; each ruins everything with probability ``p``, which costs ``B`` and all benefits. ``K``
    uses are worth ``EV(K) = K A q^K - B (1 - q^K)``, ``q = 1 - p``. The best scale is ``K* = 1/L - B/A``, ``L = -ln
    q``.

    By hand: A = 2, B = 100, p = .01: EV(1) = 1.98 - 1 = 0.98; EV(1000) = -99.909340; K* = 99.499162 - 50 = 49.499162,
    and 49 and 50 uses tie exactly, because ``q (50 A + B) = 198 = 49 A + B``. One person in ten thousand (p = .0001)
    makes K* = 9999.5 - 50.
    """

    name = "scaling"
    rows: ClassVar[tuple[str, ...]] = ("34", "35")
    who = "the second post"
    claim = "what is worth doing on a small scale can be bad on a large one"
    lever = "K"
    numbers: ClassVar[tuple[Number, ...]] = (
        level("ev", "expected value of K uses", "utility"),
        reported("k_star", "best scale; none if there is no limit"),
        reported("best_K", "best whole numbers of uses"),
    )
    rules = along("ev", more_is_better=MORE, more_is_worse=LESS, all_the_same=NEUTRAL, first_ruins=LESS)
    says = Course((MORE, LESS))
    reads = "ev is the payoff of K uses; best_K are the best plans"
    moved_by = made_to("{K:.0f}")

    K: Uses = 1000.0
    """Number of uses."""

    def compute(self) -> Values:
        """Expected value and best scale."""
        best = best_scale(self.A, self.B, self.p)
        return listed(ev=self.ev(self.K), k_star=best, best_K=None if best is None else self.integers(best))

    def integers(self, near: float) -> tuple[int, ...]:
        """Every best whole number."""
        return best_integers(self.ev, near, None, self.A * near + self.B)

    def game(self) -> ScalingGame:
        """One releaser chooses the number of uses."""
        return self.offered(max(whole(self.K, "K"), math.ceil(2 * (best_scale(self.A, self.B, self.p) or 0.0))))

    def regime(self) -> str:
        """On which side of the best scale."""
        best = best_scale(self.A, self.B, self.p)
        if self.p == 1 and self.B > 0:
            return "first ruins"
        if self.p in (0.0, 1.0) or self.A + self.B == 0:
            return "more is better" if self.p == 0 and self.A > 0 else "all the same"
        return "more is better" if best is not None and best > self.K else "more is worse"

    def span(self) -> tuple[float, float]:
        """From no use to many."""
        return 0.0, max(10.0, 3 * (best_scale(self.A, self.B, self.p) or 0.0), min(self.K, 5 / max(self.p, 1e-6)))

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """Where the first use ruins everything, from none to some: that use is the only one that matters."""
        inside = super().moves_in(stretch)
        return ((stretch.lo, inside[0][0]), *inside) if stretch.regime == "first ruins" else inside


class OneInTenThousand(Scaling):
    """Row 41: one person in ten thousand would do it."""

    name = "one-in-ten-thousand"
    rows = ("41",)
    claim = "with one dangerous person in ten thousand, teaching some is fine and teaching all is not"

    p: Probability = 1e-4
    """Chance that one use ruins everything."""
    K: Uses = 100_000.0
    """Number of uses."""


class ReversedSign(Scaling):
    """Row 39: with the sign reversed, what is bad when a few do it is good when many do."""

    name = "reversed-sign"
    rows = ("39",)
    claim = "some things are bad if a few do them and good if many do"
    numbers = (
        level("ev", "expected value of K uses", "utility"),
        reported("k_worst", "the worst scale"),
    )
    says = Course((LESS, MORE))
    rules = along("ev", more_is_better=LESS, more_is_worse=MORE, all_the_same=NEUTRAL, first_ruins=MORE)

    def compute(self) -> Values:
        """Expected value, and the worst scale."""
        return listed(ev=self.ev(self.K), k_worst=best_scale(self.A, self.B, self.p))

    def ev(self, uses: float) -> float:
        """Minus the expected value of the story it reverses."""
        return -super().ev(uses)

    def game(self) -> ScalingGame:
        """The game that it reverses, with payoffs of the other sign."""
        return super().game().model_copy(update={"reversed": True})


class MoreDakka(RiskyUses):
    """More Dakka, today's scale against the best one.

    What works on a small scale is often worth doing more of. With ``EV(K) = K A q^K - B (1 - q^K)`` today's ``K`` uses
    are worth less than ``K* = 1/L - B/A`` of them, and what is missed falls as one does more; from ``K*`` on doing more
    makes it worse, and what is missed is what was overdone.

    By hand: A = 2, B = 100, p = .01: K* = 49.499162, worth 21.002741; today's 10 are worth 8.525849, so 12.476892 is
    missed. At 100 uses EV = 9.809702, and 11.193039 is overdone.
    """

    name = "more-dakka"
    rows = ("35",)
    who = "the second post's thread, naming Zvi's post"
    claim = "what works on today's scale should be done more"
    reading = Reading.OPENRACE
    says = Where((DO_MORE,))
    premise = "it works on today's scale"
    lever = "K"
    numbers = (
        level("missed", "what the best scale is worth above today's", "utility"),
        reported("ev", "expected value of today's uses"),
        reported("k_star", "the best scale"),
    )
    rules = along("missed", doing_more_is_better=LESS, it_is_overdone=MORE, nothing_is_at_stake=NEUTRAL)
    reads = "missed is what the best plan pays above today's, up to whole numbers of uses"
    less = exactly("{K:.0f}")

    p: Annotated[Positive, Field(lt=1), Unit("per use")] = 0.01
    """Chance that one use ruins everything."""
    K: Uses = 10.0
    """Uses today."""

    def compute(self) -> Values:
        """Today's worth beside the best."""
        best, now = self.best(), self.ev(self.K)
        return listed(missed=self.ev(best) - now, ev=now, k_star=best)

    def best(self) -> float:
        """The best scale."""
        return best_scale(self.A, self.B, self.p) or 0.0

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.ev(self.K) > 0

    def game(self) -> ScalingGame:
        """One releaser chooses the number of uses."""
        return self.offered(max(whole(self.K, "K"), round(2 * self.best())))

    def event(self) -> str:
        """The best scale, where before there is today's."""
        return f"set:K_min=0+K_max={self.game().K_max}"

    def regime(self) -> str:
        """On which side of the best scale today's is."""
        if self.A + self.B == 0:
            return "nothing is at stake"
        return DO_MORE if self.best() > self.K else "it is overdone"

    def span(self) -> tuple[float, float]:
        """From no use to many."""
        return 0.0, max(10.0, 3 * self.best(), min(self.K, 5 / self.p))


class MakingOrReleasing(RiskyUses):
    """Making a model against releasing it.

    The argument: people run a model unsupervised if it is released; but whoever makes it can do so as well; so if
    releasing is bad, making is. With ``EV(K) = K A q^K - B (1 - q^K)`` the maker's own ``staff`` uses are worth
    ``EV(staff)``, and a release that adds the public's ``dK`` makes them ``EV(staff + dK)``. The first can be good and
    the second bad.

    By hand: A = 2, B = 100, p = .01, staff = 10: EV(10) = 20 * .904382 - 100 * .095618 = 8.525849. With dK = 1000 more
    uses nearly everything is lost, EV(1010) = .0788 - 99.9961 = -99.917228.
    """

    name = "making-or-releasing"
    rows = ("42",)
    who = "the argument that the second post answers"
    claim = "if it is bad to release a model, it is bad to make it in the first place"
    says = Where((BAD,), of="claim")
    premise = "releasing it is bad"
    lever = "dK"
    numbers = (
        level("made", "expected value of the maker's own uses", "utility"),
        level("released", "expected value of these and the public's", "utility"),
    )
    rules = along("made", always=NEUTRAL)
    reads = "made is the payoff of the maker's own uses, released that of the most uses"
    less = exactly("{staff:.0f}")

    staff: Uses = 10.0
    """Uses by the maker's own staff."""
    dK: Uses = 1000.0  # noqa: N815 - the symbol of the formula
    """Uses that a release adds."""

    def compute(self) -> Values:
        """The worth of making, and of releasing."""
        return listed(made=self.ev(self.staff), released=self.ev(self.staff + self.dK))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.ev(self.staff + self.dK) < 0

    def game(self) -> ScalingGame:
        """One maker chooses the number of uses."""
        return self.offered(whole(self.staff, "staff") + whole(self.dK, "dK"))

    def event(self) -> str:
        """All uses, where before there are the maker's alone."""
        return made_to(f"{self.staff + self.dK:.0f}")

    def regime_of(self, metric: str) -> str:
        """Whether making is good by itself."""
        if metric != "claim":
            return "always"
        return GOOD if self.ev(self.staff) > 0 else BAD

    def span(self) -> tuple[float, float]:
        """From no release to one that ruin is sure to follow."""
        return 0.0, max(1.2 * self.dK, min(5 / max(self.p, 1e-6), 1e6))
