"""Row 38: the additive reading, in which one bad outcome does not undo the good ones.

``K`` draws are then worth ``K ((N - 1) A - B)/N`` on average: every draw the same, so scale never changes the sign.

By hand: A = 2, B = 100, N = 100: (198 - 100)/100 = .98 per draw, 980 for a thousand.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Unit
from games.risk.ways import Additive as AddedUp
from games.stories.scale.uses import made_to
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import whole
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class Additive(Story):
    """No wipe-out."""

    name = "additive"
    rows = ("38",)
    who = "the second post's thread"
    claim = "what is bad (or good) on a large scale is so on a small one already"
    lever = "K"
    numbers = (
        level("ev", "expected value of K draws", "utility"),
        level("sign", "whether that is good (1) or bad (-1)", "sign"),
        reported("each", "expected value of one draw"),
    )
    rules = (
        *along("ev", each_is_good=MORE, each_is_bad=LESS, each_is_neutral=NEUTRAL),
        *along("sign", each_is_good=NEUTRAL, each_is_bad=NEUTRAL, each_is_neutral=NEUTRAL),
    )
    says = moves(sign=(NEUTRAL,))
    reads = "ev is the payoff of K draws"

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of a good ball."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss from a bad ball."""
    N: Annotated[int, Field(ge=1), Unit("balls")] = 100
    """Balls in the urn, one of them bad."""
    K: Annotated[NonNegative, Unit("draws")] = 1000.0
    """Balls drawn."""

    def compute(self) -> tuple[Quantity, ...]:
        """The expected value and its sign."""
        ev = self.K * self.each()
        # No draw is the limit of few: it has the sign of the first.
        told = ev if self.K > 0 else self.each()
        return listed(ev=ev, sign=math.copysign(1.0, told) if told else 0.0, each=self.each())

    def each(self) -> float:
        """Expected value of a draw."""
        return ((self.N - 1) * self.A - self.B) / self.N

    def game(self) -> ScalingGame:
        """One releaser chooses the number of draws."""
        most = max(1, whole(self.K, "K"))
        risk = AddedUp(p=1 / self.N)
        return ScalingGame(name=self.name, summary=self.claim, A=self.A, B=self.B, K_max=most, risk=risk)

    def event(self) -> str:
        """So many uses, where the releaser would choose."""
        return made_to(self.K)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Sign of a draw."""
        return "each is good" if self.each() > 0 else "each is bad" if self.each() < 0 else "each is neutral"

    def span(self) -> tuple[float, float]:
        """From no draw to many."""
        return 0.0, max(10.0, 2 * self.K)
