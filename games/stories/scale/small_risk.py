"""Row 36: a low probability of great harm can swamp many small goods, and need not.

A single use is worth ``A (1 - p) - B p``: good iff ``A/B > p/(1 - p)``.

By hand: A = 2, B = 100, p = .01: .02 > .010101, worth 1.98 - 1 = .98; at p = .02 it is 1.96 - 2 < 0.
"""

from __future__ import annotations

from typing import Annotated

from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Probability, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Where
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, NEUTRAL, along


class SmallRisk(Story):
    """One use."""

    name = "small-risk"
    rows = ("36",)
    who = "the second post's thread"
    claim = "a low probability of large harm swamps a high probability of small good"
    lever = "p"
    numbers = (
        level("ev", "worth of one use", "utility"),
        reported("good", "whether one use is good"),
        reported("p_max", "risk up to which it is"),
    )
    rules = along("ev", one_use_is_good=LESS, one_use_is_bad=LESS, nothing_at_stake=NEUTRAL)
    says = Where(("one use is bad",))
    reads = "ev is the payoff of one use"
    sets = ("p",)
    premise = "the probability is low and the harm larger than the good, p < 1/2 and B > A"

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of the use, if nothing goes wrong."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss if it goes wrong."""
    p: Probability = 0.01
    """Chance that it goes wrong."""

    def compute(self) -> tuple[Quantity, ...]:
        """Worth of one use."""
        return listed(ev=self.ev(), good=self.ev() > 0, p_max=self.limit())

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.p < 1 / 2 and self.B > self.A

    def ev(self) -> float:
        """Worth of one use."""
        return self.A * (1 - self.p) - self.B * self.p

    def limit(self) -> float | None:
        """Risk at which one use is worth nothing."""
        return self.A / (self.A + self.B) if self.A + self.B > 0 else None

    def game(self) -> ScalingGame:
        """One releaser allows the use, or does not."""
        return ScalingGame(name=self.name, summary=self.claim, A=self.A, B=self.B, p=self.p, K_max=1)

    def beforehand(self) -> tuple[str, ...]:
        """A use without risk, which the releaser must allow: else it is never worth less than nothing."""
        return ("K_min=1", *super().beforehand())

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the use is good."""
        if self.A + self.B == 0:
            return "nothing at stake"
        return "one use is good" if self.ev() > 0 else "one use is bad"

    def span(self) -> tuple[float, float]:
        """From no risk to four times the risk, or to twice what is tolerable."""
        return 0.0, min(1.0, max(4 * self.p, 2 * (self.limit() or 0.0), 1e-6))
