"""Benefits that grow as a power of use."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import model_validator

from games.classics.claims.risk import (
    LARGEST,
    benefit,
    best_integers,
    expected_value,
    hazard,
    slope_sign,
    stationary_maximum,
)
from games.classics.claims.scaling import ScalingGame
from games.parts.part import Positive, Unit
from games.stories.scale.uses import RiskyUses, Uses, Utility, made_to
from games.stories.telling.claim import Course
from games.stories.telling.exports import whole
from games.stories.telling.number import Values, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class Metcalfe(RiskyUses):
    """Benefits that grow as a power of the number of users (Metcalfe: ``d = 2``; falling benefits: ``d < 1``).

    ``EV(K) = A K^d q^K - B (1 - q^K)`` rises where ``A K^{d-1} (d - L K) > B L``, ``L = -ln(1 - p)``. For ``d = 2``
    that is between ``(1 -+ sqrt(1 - B L^2/A))/L``: the lower root is a minimum, the upper one the maximum. A first few
    users only bring risk, many bring value, too many ruin.

    By hand: A = 2, B = 100, p = .01: L = .0100503, B L^2/A = .00505, the roots are .2516 and 198.7468. At d = 1 the
    maximum is 1/L - B/A.
    """

    name = "metcalfe"
    rows = ("40",)
    who = "the second post"
    claim = "also with benefits that grow as a power of use, small scales can be good and large ones bad"
    lever = "K"
    numbers = (
        level("ev", "expected value of K uses", "utility"),
        reported("k_max", "scale of the last maximum; none if there is none"),
        reported("best_K", "best whole numbers of uses"),
    )
    rules = along("ev", rises=MORE, falls=LESS, stays=NEUTRAL)
    says = Course((MORE, LESS))
    reads = "ev is the payoff of K uses; best_K are the best plans"
    moved_by = made_to("{K:.0f}")
    premise = "uses are whole, K >= 1"

    A: Utility = 2.0
    """Worth of the first use, if nothing goes wrong."""
    d: Annotated[Positive, Unit("power")] = 2.0
    """Power with which benefits grow."""
    K: Uses = 100.0
    """Number of uses."""

    @model_validator(mode="after")
    def _countable(self) -> Metcalfe:
        # Benefits peak at d/L, or rise over the whole span.
        peak = self.d / hazard(self.p) if self.p > 0 else math.inf
        for uses in (self.K, min(peak, self.span()[1])):
            if benefit(self.A, self.p, uses, self.d) > LARGEST:
                raise ValueError(
                    f"the benefit A K^d q^K of {uses:.6g} uses is larger than {LARGEST:g}, the largest number this "
                    "story counts to; choose a smaller power d, fewer uses K, or a larger p"
                )
        return self

    def compute(self) -> Values:
        """Expected value and best scale."""
        top = self.top()
        best = None if top is None else best_integers(self.ev, top, None, self._stake(top))
        return listed(ev=self.ev(self.K), k_max=top, best_K=best)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.K >= 1

    def _stake(self, uses: float) -> float:
        """What is at stake with so many uses: what can be gained and lost."""
        return benefit(self.A, self.p, uses, self.d) + self.B

    def ev(self, uses: float) -> float:
        """Expected value of so many uses."""
        return expected_value(self.A, self.B, self.p, uses, self.d)

    def top(self) -> float | None:
        """The stationary maximum."""
        return stationary_maximum(self.A, self.B, self.p, self.d)

    def game(self) -> ScalingGame:
        """One releaser chooses the number of uses."""
        most = max(whole(self.K, "K"), math.ceil(2 * (self.top() or 0.0)))
        return self.chosen(most, p=self.p, exponent=self.d)

    def regime(self) -> str:
        """Whether one use more is good, from the derivative's bracket."""
        if self.p in (0.0, 1.0):
            return "rises" if self.p == 0 and self.A > 0 else "stays"
        sign = slope_sign(self.A, self.B, self.p, self.d, max(self.K, 1e-12))
        return "rises" if sign > 0 else "falls" if sign < 0 else "stays"

    def span(self) -> tuple[float, float]:
        """From no use to well beyond the maximum."""
        far = 3 * (self.top() or 0.0)
        return 0.0, max(10.0, far, min(self.K, 5 / max(self.p, 1e-6)))
