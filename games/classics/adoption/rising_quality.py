"""Release timing when quality rises: release early and earn first, or late and be better.

After Dutta, Lach and Rustichini (1995) and Hoppe and Lehmann-Grube (2005). Two labs can each release once. A release at
``T`` has quality ``g T``; an open model of quality ``x`` is free; customers' willingness to pay is uniform. Until
anybody releases nobody earns anything; the first earns ``b / 4`` alone, ``b = g T1 - x``; after the second release,
with ``a = g T2 - x``, the better one earns ``4 a^2 (a-b) / (4a-b)^2`` and the other ``a b (a-b) / (4a-b)^2`` (vertical
duopoly, Choi and Shin 1992). A lab that has not released pays the flow ``k``. The horizon is infinite.

With ``H(a, b)`` the better one's flow, the second releases where ``g H_a = r (H + k)``, which is unique because ``H``
is concave in ``a``. Without commitment the first release comes at the first ``T1`` at which leading is worth as much as
following. A constant ``x`` from the start shifts both dates by exactly ``x / g`` and multiplies payoffs by
``e^{-r x / g}`` if waiting is free: ``T - x / g`` takes the place of ``T`` in every formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from games.classics.adoption.flows import dates_up_to
from games.classics.roots import SCAN, first_crossing, root
from games.parts.part import FloatArray, NonNegative, Part, Positive, Unit
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.bridge import staged_from_timing
from solver.staged.timing import TimingGame


@dataclass(frozen=True)
class ReleaseDates:
    """Dates of release without commitment.

    Attributes:
        first: the date of the first release.
        second: that of the second.
        payoff: what the first lab gets; the other one gets the same, unless waiting costs more than that is worth.
        settled: whether nobody would rather lead before; else each waits for the other to, and these are no dates that
            labs would keep to.
    """

    first: float
    second: float
    payoff: float
    settled: bool


class RisingQuality(Part):
    """Two labs whose quality rises with time, in continuous time and on a grid of dates."""

    growth: Annotated[Positive, Unit("quality per unit of time")] = 1.0
    """How fast quality rises, ``g``."""
    open_quality: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, there from the start, ``x``."""
    waiting_cost: Annotated[NonNegative, Unit("money per unit of time")] = 0.0
    """Flow that a lab pays until it releases, ``k``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Continuous discount rate."""
    last: Annotated[NonNegative, Unit("time")] = 30.0
    """The last date on the grid."""
    step: Annotated[Positive, Unit("time")] = 1.0
    """Distance between two dates on the grid."""

    def payoff(self, own: FloatArray, rival: FloatArray) -> FloatArray:
        """Present value of releasing at ``own`` when the rival does at ``rival`` (they broadcast; ``inf`` is never)."""
        first, second = np.minimum(own, rival), np.maximum(own, rival)
        d_first, d_second, d_own = (np.exp(-self.r * t) / self.r for t in (first, second, own))
        # Never is worth nothing whatever its quality: date 0 stands in for it in the products below.
        b, a = (
            np.maximum(self.growth * np.where(np.isinf(t), 0.0, t) - self.open_quality, 0.0) for t in (first, second)
        )
        denominator = np.where(a > 0, 4 * a - b, 1.0) ** 2
        better = np.where(a > 0, 4 * a * a * (a - b) / denominator, 0.0)
        worse = np.where(a > 0, a * b * (a - b) / denominator, 0.0)
        together = np.where(own < rival, worse, np.where(own > rival, better, 0.0)) * d_second
        alone = np.where(own < rival, b / 4, 0.0) * (d_first - d_second)
        waited = self.waiting_cost * (1 / self.r - d_own)
        return np.asarray(alone + together - waited, dtype=np.float64)

    def follower_date(self, first: float) -> float:
        """The best date of a second release after a first one at ``first``: no earlier, where ``g H_a = r (H + k)``."""
        b = max(0.0, self.growth * first - self.open_quality)
        start = max(first, self.open_quality / self.growth)

        def slope(date: float) -> float:
            a = self.growth * date - self.open_quality
            if a <= 0:
                # Alone with quality a the better one earns a / 4.
                return self.growth / 4 - self.r * self.waiting_cost
            flow = 4 * a * a * (a - b) / (4 * a - b) ** 2
            rising = 4 * a * (4 * a * a - 3 * a * b + 2 * b * b) / (4 * a - b) ** 3
            return self.growth * rising - self.r * (flow + self.waiting_cost)

        if slope(start) <= 0:
            return start
        # H_a is at most 4/9 and H at least (a - b) / 4, so the slope is negative this far out.
        far = start + 16 / (9 * self.r) + 1 / self.growth
        return root(slope, start, far)

    def dates(self) -> ReleaseDates:
        """Release dates and payoff without commitment.

        Raises:
            GameError: following beats leading at every date (waiting too costly for anybody to be better second).
        """
        start = self.open_quality / self.growth

        def lead(t: float) -> float:
            second = self.follower_date(t)
            return float(self.payoff(np.array(t), np.array(second)) - self.payoff(np.array(second), np.array(t)))

        # Alone for ever a lab would release at x / g + 1 / r at the latest; a leader who is pre-empted, before.
        first = first_crossing(lead, start, start + 1 / self.r)
        if first is not None:
            second = self.follower_date(first)
            rent = float(self.payoff(np.array(first), np.array(second)))
            dates = np.linspace(start, first, SCAN)
            before = [float(self.payoff(np.array(t), np.array(self.follower_date(t)))) for t in dates]
            settled = max(before) <= max(rent, 0.0) + 1e-9 * abs(rent)
            return ReleaseDates(first, second, rent, settled) if rent >= 0 else self._at_once(settled)
        raise GameError(
            f"following beats leading at every date up to {start + 1 / self.r:g}",
            "a date at which leading is worth as much",
            "lower waiting_cost",
        )

    def _at_once(self, settled: bool) -> ReleaseDates:
        """Where waiting costs more than the rent: one releases what is worth nothing at date 0 rather than wait."""
        second = self.follower_date(0.0)
        follows = float(self.payoff(np.array(second), np.array(0.0))) > 0
        return ReleaseDates(0.0, second if follows else 0.0, 0.0, settled)

    def grid(self) -> FloatArray:
        """``(A,)`` dates of the plans, in order; the last is never, ``inf``.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        return np.append(dates_up_to(self.last, self.step), np.inf)

    def build(self) -> NormalForm:
        """The precommitment game on the grid; actions are labelled by the date. Equal qualities earn nothing."""
        dates = self.grid()
        row = self.payoff(dates[:, None], dates[None, :])
        labels = (*(f"{date:.10g}" for date in dates[:-1]), "never")
        return NormalForm.from_bimatrix(
            row, row.T, players=("lab 1", "lab 2"), actions=(labels, labels), title="rising-quality"
        )

    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Per lab the slot of each action, for ``solver.staged``."""
        return ((*range(len(self.grid()) - 1), NEVER),) * 2

    def staged(self) -> TimingGame:
        """The game on the grid without commitment: labs see who has released.

        Raises:
            TooLargeError: too many states.
        """
        names = tuple(f"date {date:.10g}" for date in self.grid()[:-1])
        return staged_from_timing(self.build(), self.slots(), slot_names=names)
