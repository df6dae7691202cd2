"""Uses that are each worth something, and may each ruin everything: what several stories are about."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from games.classics.claims.risk import expected_value, left, ruin, safe
from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Probability, Unit
from games.stories.telling.base import Story

Utility = Annotated[NonNegative, Unit("utility")]
Uses = Annotated[NonNegative, Unit("uses")]


def exactly(uses: str) -> tuple[str, str]:
    """Settings of a game of uses that leave its releaser no choice of their number; a symbol stands in braces."""
    return f"K_min={uses}", f"K_max={uses}"


def made_to(uses: str) -> str:
    """The event that so many uses are made, no more and no fewer."""
    return f"set:{'+'.join(exactly(uses))}"


class Stakes(Story):
    """One releaser chooses a number of uses, of which each is worth something and may ruin everything."""

    A: Utility = 2.0
    """Worth of one use, if nothing goes wrong."""
    B: Utility = 100.0
    """Loss if anything goes wrong."""

    def chosen(self, most: int, **parts: Any) -> ScalingGame:
        """The game in which the releaser chooses up to ``most`` uses, of which there is at least one."""
        return ScalingGame(name=self.name, summary=self.claim, A=self.A, B=self.B, K_max=max(1, most), **parts)


class RiskyUses(Stakes):
    """``K`` uses are worth ``EV(K) = K A q^K - B (1 - q^K)``, ``q = 1 - p``."""

    p: Probability = 0.01
    """Chance that one use ruins everything."""

    def ev(self, uses: float) -> float:
        """Expected value of so many uses."""
        return expected_value(self.A, self.B, self.p, uses)

    def added(self, uses: float, more: float) -> float:
        """Expected value of ``m`` uses more than ``K``, less that of ``K``.

        ``q^K [A (K (q^m - 1) + m q^m) + B (q^m - 1)]``, in which nothing large is taken from anything large.
        """
        lost = -float(ruin(self.p, np.array(more)))
        # A zero has no sign.
        return left(self.p, uses) * (self.A * (uses * lost + more * safe(self.p, more)) + self.B * lost) + 0.0

    def offered(self, most: int, least: int = 0) -> ScalingGame:
        """One releaser chooses a number of uses."""
        return self.chosen(most, p=self.p, K_min=least)
