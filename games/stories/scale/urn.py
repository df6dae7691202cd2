"""Row 37: an urn with one bad ball among ``N``.

Drawing with replacement every draw has ``p = 1/N``, and the story is ``scaling``. Without replacement the risk of the
next draw rises: ``EV(K) = (1 - K/N) K A - (K/N) B``, a parabola with its top at ``K = (N - B/A)/2``.

By hand: N = 100, A = 2, B = 100: K = 25, worth .75 * 50 - .25 * 100 = 12.5.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from games.classics.claims.risk import best_integers, best_scale, expected_value
from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Unit
from games.risk.ways import Independent, Risk
from games.risk.ways import Urn as Balls
from games.stories.scale.uses import made_to
from games.stories.telling.base import Story
from games.stories.telling.claim import Where
from games.stories.telling.exports import whole
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class Urn(Story):
    """Balls from an urn."""

    name = "urn"
    rows = ("37",)
    who = "the second post's thread"
    claim = "a small scale can only be better than a large one if the probability of harm rises"
    lever = "K"
    numbers = (
        level("ev", "expected value of K draws", "utility"),
        reported("k_star", "best number of draws"),
        reported("k_star_constant", "best number of draws at a constant risk"),
        reported("best_K", "best whole numbers of draws"),
    )
    rules = along("ev", more_is_better=MORE, more_is_worse=LESS, all_the_same=NEUTRAL)
    says = Where(("the value turns only if the risk rises",), of="claim")
    reads = "ev is the payoff of K draws; best_K are the best plans"
    premise = "some scale is worth its risk, constant or rising"

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of a good ball."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss from the bad ball, with all that was won."""
    N: Annotated[int, Field(ge=1), Unit("balls")] = 100
    """Balls in the urn, one of them bad."""
    K: Annotated[NonNegative, Unit("draws")] = 25.0
    """Balls drawn."""
    replacement: bool = False
    """Whether balls are put back."""

    @model_validator(mode="after")
    def _enough(self) -> Urn:
        if not self.replacement and self.K > self.N:
            raise ValueError(f"K = {self.K:g} balls cannot be drawn without replacement from N = {self.N}")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Expected value and best number of draws."""
        best, constant = self.best(), self.at_constant_risk()
        top = None if self.replacement else self.N
        best_k = best_integers(self.ev, best, top, self.A * best + self.B)
        return listed(ev=self.ev(self.K), k_star=best, k_star_constant=constant, best_K=best_k)

    def ev(self, draws: float) -> float:
        """Expected value of so many draws."""
        if self.replacement:
            return expected_value(self.A, self.B, 1 / self.N, draws)
        return (1 - draws / self.N) * draws * self.A - draws / self.N * self.B

    def best(self) -> float:
        """Best number of draws."""
        return self.at_constant_risk() if self.replacement else self.at_rising_risk()

    def at_constant_risk(self) -> float:
        """Best number of draws if balls are put back."""
        return best_scale(self.A, self.B, 1 / self.N) or 0.0

    def at_rising_risk(self) -> float:
        """Best number of draws if they are not."""
        return max(0.0, (self.N - self.B / self.A) / 2) if self.A > 0 else 0.0

    def granted(self) -> bool:
        """Where the premise holds."""
        return max(self.at_constant_risk(), self.at_rising_risk()) > 0

    def game(self) -> ScalingGame:
        """One releaser chooses the number of draws."""
        most = max(1, whole(self.K, "K"), math.ceil(2 * self.best()) if self.replacement else self.N)
        risk: Risk = Independent(p=1 / self.N) if self.replacement else Balls(balls=float(self.N))
        return ScalingGame(name=self.name, summary=self.claim, A=self.A, B=self.B, K_max=most, risk=risk)

    def event(self) -> str:
        """So many uses, where the releaser would choose."""
        return made_to(self.K)

    def regime(self, metric: str) -> str:
        """On which side of the best number of draws; and what it takes for the value to turn."""
        if metric == "claim":
            constant = self.at_constant_risk() > 0
            return (
                "the value turns at a constant risk as well" if constant else "the value turns only if the risk rises"
            )
        if self.A + self.B == 0 or (self.replacement and self.N == 1):
            return "all the same"
        return "more is better" if self.best() > self.K else "more is worse"

    def span(self) -> tuple[float, float]:
        """From no draw to the whole urn, or to many draws."""
        return 0.0, float(self.N) if not self.replacement else max(10.0, 3 * self.best(), min(self.K, 5.0 * self.N))
