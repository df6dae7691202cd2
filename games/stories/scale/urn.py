"""Row 37: an urn with one bad ball among ``N``.

Drawing with replacement every draw has ``p = 1/N``, and the story is ``scaling``. Without replacement the risk of the
next draw rises: ``EV(K) = (1 - K/N) K A - (K/N) B``, a parabola with its top at ``K = (N - B/A)/2``.

By hand: N = 100, A = 2, B = 100: K = 25, worth .75 * 50 - .25 * 100 = 12.5.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.scale.risk import best_integers, best_scale, expected_value
from games.stories.telling.base import Finding, Measure, Quantity, Rule, Story, Verdict, point
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along, level, listed


class Urn(Story):
    """Balls from an urn."""

    name: ClassVar[str] = "urn"
    rows: ClassVar[tuple[str, ...]] = ("37",)
    who: ClassVar[str] = "the second post's thread"
    claim: ClassVar[str] = "a small scale can only be better than a large one if the probability of harm rises"
    lever: ClassVar[str] = "K"
    measures: ClassVar[tuple[Measure, ...]] = (level("ev", "utility"),)
    rules: ClassVar[tuple[Rule, ...]] = along("ev", more_is_better=MORE, more_is_worse=LESS, all_the_same=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (MORE, LESS)

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

    def values(self) -> tuple[Quantity, ...]:
        """Expected value of K draws, the best number of draws, and the best whole numbers."""
        best = self.best()
        top = None if self.replacement else self.N
        return listed(ev=self.ev(self.K), k_star=best, best_K=best_integers(self.ev, best, top, self.A * best + self.B))

    def ev(self, draws: float) -> float:
        """Expected value of so many draws."""
        if self.replacement:
            return expected_value(self.A, self.B, 1 / self.N, draws)
        return (1 - draws / self.N) * draws * self.A - draws / self.N * self.B

    def best(self) -> float:
        """Best number of draws."""
        if self.replacement:
            return best_scale(self.A, self.B, 1 / self.N) or 0.0
        return max(0.0, (self.N - self.B / self.A) / 2) if self.A > 0 else 0.0

    def outcome(self) -> tuple[Interval, ...]:
        """Expected value."""
        return (point(self.ev(self.K)),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """On which side of the best number of draws."""
        if self.A + self.B == 0 or (self.replacement and self.N == 1):
            return "all the same"
        return "more is better" if self.best() > self.K else "more is worse"

    def span(self) -> tuple[float, float]:
        """From no draw to the whole urn, or to many draws."""
        return 0.0, float(self.N) if not self.replacement else max(10.0, 3 * self.best(), min(self.K, 5.0 * self.N))

    def finding(self, observed: tuple[Direction, ...]) -> Finding:
        """With replacement the probability is constant and small scales can be better all the same."""
        del observed
        constant = best_scale(self.A, self.B, 1 / self.N) or 0.0
        if constant > 0:
            return Finding(
                Verdict.NO,
                f"with a constant risk of 1/N the value turns as well, at {constant:.6g} draws: "
                "what turns it is that one bad outcome takes all benefits",
            )
        return Finding(Verdict.CONDITIONAL, "with these numbers no draw is worth its risk, constant or rising")
