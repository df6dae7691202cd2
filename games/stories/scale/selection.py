"""Row 43: hard courses select for talent and intent, schools watch, and whoever could do harm has a good job to lose.

Users come in the order in which access is easy for them, each with a probability ``p_i`` of ruining everything.
The first ``K`` are worth ``K A prod(1 - p_i) - B (1 - prod(1 - p_i))``. Whether those who come early are the safe ones
is a correlation: at ``correlation`` 0 everybody has the mean probability, at 1 the stated one. The thread has examples
for both; at 0 it is scale alone that turns the sign.

By hand: p = (.001, .01, .1), A = 2, B = 100: .999 * 2 - .1 = 1.898; .98901 * 4 - 1.099 = 2.857040; -5.648446.
"""

from __future__ import annotations

from itertools import accumulate
from operator import mul
from typing import Annotated

from pydantic import Field

from games.classics.claims.scaling import ScalingGame
from games.parts.part import NonNegative, Probability, Unit
from games.risk.ways import OrderedUsers
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class Selection(Story):
    """Users in the order of their access."""

    name = "selection"
    rows = ("43",)
    who = "the second post's thread"
    claim = "hard access selects for people who will not do harm, so it is better than easy access"
    lever = "correlation"
    numbers = (
        level("ev_first", "expected value of the first user", "utility"),
        level("ev_all", "expected value of all users", "utility"),
        reported("ev", "expected value of the first K users, K = 1, 2, ..."),
        reported("best_K", "best numbers of users"),
    )
    rules = (
        *along("ev_first", safe_first=MORE, dangerous_first=LESS, alike=NEUTRAL),
        *along("ev_all", different=LESS, alike=NEUTRAL),
    )
    says = moves(MORE)
    reads = "ev lists the payoffs of 1, 2, ... users"
    sets = ("risk.p",)
    ingredients = (Ingredient("selection", "correlation", 0.0, "early users are no safer than late ones"),)

    A: Annotated[NonNegative, Unit("utility")] = 2.0
    """Worth of one user, if nothing goes wrong."""
    B: Annotated[NonNegative, Unit("utility")] = 100.0
    """Loss if anything goes wrong."""
    p: Annotated[tuple[Probability, ...], Field(min_length=1)] = (0.001, 0.01, 0.1)
    """Chance that each user ruins everything, in the order of access."""
    correlation: Probability = 1.0
    """How much of each user's own chance is due to the order of access."""

    def compute(self) -> tuple[Quantity, ...]:
        """Expected values."""
        ev = self.ev()
        best = max((0.0, *ev))
        best_k = tuple(k for k, w in enumerate((0.0, *ev)) if w >= best - 1e-12 * (self.B + 1))
        return listed(ev_first=ev[0], ev_all=ev[-1], ev=ev, best_K=best_k)

    def own(self) -> tuple[float, ...]:
        """Chance that each user ruins everything."""
        mean = sum(self.p) / len(self.p)
        return tuple(mean + self.correlation * (p - mean) for p in self.p)

    def ev(self) -> tuple[float, ...]:
        """Expected value of the first K users, K = 1, 2, ..."""
        good = accumulate((1 - p for p in self.own()), mul)
        return tuple(k * self.A * g - self.B * (1 - g) for k, g in enumerate(good, start=1))

    def game(self) -> ScalingGame:
        """One releaser chooses how many users to let in, in the order of their access."""
        risk = OrderedUsers(p=self.own())
        return ScalingGame(name=self.name, summary=self.claim, A=self.A, B=self.B, K_max=len(self.p), risk=risk)

    def regime(self, metric: str) -> str:
        """Who comes first; whether users differ."""
        mean = sum(self.p) / len(self.p)
        if len(set(self.p)) == 1 or self.A + self.B == 0:
            return "alike"
        if metric == "ev_all":
            return "different"
        return "safe first" if self.p[0] < mean else "dangerous first" if self.p[0] > mean else "alike"

    def span(self) -> tuple[float, float]:
        """From access that selects nobody to access that selects by risk."""
        return 0.0, 1.0
