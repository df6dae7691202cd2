"""Row 35: More Dakka, today's scale against the best one.

What works on a small scale is often worth doing more of. With ``EV(K) = K A q^K - B (1 - q^K)`` today's ``K`` uses are
worth less than ``K* = 1/L - B/A`` of them, and what is missed falls as one does more; from ``K*`` on doing more makes
it worse, and what is missed is what was overdone.

By hand: A = 2, B = 100, p = .01: K* = 49.499162, worth 21.002741; today's 10 are worth 8.525849, so 12.476892 is
missed. At 100 uses EV = 9.809702, and 11.193039 is overdone.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.classics.claims.risk import best_scale
from games.classics.claims.scaling import ScalingGame
from games.parts.part import Positive, Unit
from games.stories.scale.uses import RiskyUses, Uses, exactly
from games.stories.telling.claim import Reading, Where
from games.stories.telling.exports import whole
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along

DO_MORE = "doing more is better"


class MoreDakka(RiskyUses):
    """What is missed by doing too little, or too much."""

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

    p: Annotated[Positive, Field(lt=1), Unit("per use")] = 0.01
    """Chance that one use ruins everything."""
    K: Uses = 10.0
    """Uses today."""

    def compute(self) -> tuple[Quantity, ...]:
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

    def beforehand(self) -> tuple[str, ...]:
        """Today's scale."""
        return exactly(self.K)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """On which side of the best scale today's is."""
        if self.A + self.B == 0:
            return "nothing is at stake"
        return DO_MORE if self.best() > self.K else "it is overdone"

    def span(self) -> tuple[float, float]:
        """From no use to many."""
        return 0.0, max(10.0, 3 * self.best(), min(self.K, 5 / self.p))
