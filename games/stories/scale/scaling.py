"""Rows 34, 35 and 41: what is good when a few do it can be bad when many do.

Every use is worth ``A``; each ruins everything with probability ``p``, which costs ``B`` and all benefits. ``K`` uses
are worth ``EV(K) = K A q^K - B (1 - q^K)``, ``q = 1 - p``. The best scale is ``K* = 1/L - B/A``, ``L = -ln q``.

By hand: A = 2, B = 100, p = .01: EV(1) = 1.98 - 1 = 0.98; EV(1000) = -99.909340; K* = 99.499162 - 50 = 49.499162, and
49 and 50 uses tie exactly, because ``q (50 A + B) = 198 = 49 A + B``. One person in ten thousand (p = .0001) makes
K* = 9999.5 - 50.
"""

from __future__ import annotations

import math
from typing import ClassVar

from games.classics.claims.risk import best_integers, best_scale
from games.classics.claims.scaling import ScalingGame
from games.parts.part import Probability
from games.stories.scale.uses import RiskyUses, Uses, made_to
from games.stories.telling.claim import Course
from games.stories.telling.exports import whole
from games.stories.telling.number import Number, Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along
from games.stories.telling.stretches import Stretch


class Scaling(RiskyUses):
    """Expected value of K uses."""

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

    K: Uses = 1000.0
    """Number of uses."""

    def compute(self) -> tuple[Quantity, ...]:
        """Expected value and best scale."""
        best = best_scale(self.A, self.B, self.p)
        return listed(ev=self.ev(self.K), k_star=best, best_K=None if best is None else self.integers(best))

    def integers(self, near: float) -> tuple[int, ...]:
        """Every best whole number."""
        return best_integers(self.ev, near, None, self.A * near + self.B)

    def game(self) -> ScalingGame:
        """One releaser chooses the number of uses."""
        return self.offered(max(whole(self.K, "K"), math.ceil(2 * (best_scale(self.A, self.B, self.p) or 0.0))))

    def event(self) -> str:
        """So many uses, where the releaser would choose."""
        return made_to(self.K)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
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

    def compute(self) -> tuple[Quantity, ...]:
        """Expected value, and the worst scale."""
        return listed(ev=self.ev(self.K), k_worst=best_scale(self.A, self.B, self.p))

    def ev(self, uses: float) -> float:
        """Minus the expected value of the story it reverses."""
        return -super().ev(uses)

    def game(self) -> ScalingGame:
        """The game that it reverses, with payoffs of the other sign."""
        return super().game().model_copy(update={"reversed": True})
