"""Row 36: a low probability of great harm can swamp many small goods, and need not.

A single use is worth ``A (1 - p) - B p``: good iff ``A/B > p/(1 - p)``.

By hand: A = 2, B = 100, p = .01: .02 > .010101, worth 1.98 - 1 = .98; at p = .02 it is 1.96 - 2 < 0.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Probability, Unit
from games.stories.telling.base import Finding, Measure, Quantity, Rule, Story, Verdict, point
from games.stories.telling.parts import LESS, NEUTRAL, along, level, listed


class SmallRisk(Story):
    """One use."""

    name: ClassVar[str] = "small-risk"
    rows: ClassVar[tuple[str, ...]] = ("36",)
    who: ClassVar[str] = "the second post's thread"
    claim: ClassVar[str] = "a low probability of large harm swamps a high probability of small good"
    lever: ClassVar[str] = "p"
    measures: ClassVar[tuple[Measure, ...]] = (level("ev", "utility"),)
    rules: ClassVar[tuple[Rule, ...]] = along("ev", good=LESS, bad=LESS, nothing_at_stake=NEUTRAL)
    claimed: ClassVar[tuple[Direction, ...]] = (LESS,)

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of the use, if nothing goes wrong."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss if it goes wrong."""
    p: Probability = 0.01
    """Chance that it goes wrong."""

    def values(self) -> tuple[Quantity, ...]:
        """Whether one use is good, its worth, and the risk up to which it is."""
        return listed(good=self.ev() > 0, ev=self.ev(), p_max=self.limit())

    def ev(self) -> float:
        """Worth of one use."""
        return self.A * (1 - self.p) - self.B * self.p

    def limit(self) -> float | None:
        """Risk at which one use is worth nothing."""
        return self.A / (self.A + self.B) if self.A + self.B > 0 else None

    def outcome(self) -> tuple[Interval, ...]:
        """Worth of one use."""
        return (point(self.ev()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the use is good."""
        if self.A + self.B == 0:
            return "nothing at stake"
        return "good" if self.ev() > 0 else "bad"

    def span(self) -> tuple[float, float]:
        """From no risk to four times the risk, or to twice what is tolerable."""
        return 0.0, min(1.0, max(4 * self.p, 2 * (self.limit() or 0.0), 1e-6))

    def finding(self, observed: tuple[Direction, ...]) -> Finding:
        """Whether harm swamps good is a matter of two ratios."""
        del observed
        told = "does here" if self.ev() < 0 else "does not here"
        return Finding(
            Verdict.CONDITIONAL, f"it does iff A/B < p/(1 - p), from p = {self.limit() or 0:.6g} on; it {told}"
        )
