"""Release timing when quality rises: release early and earn first, or late and be better.

After Dutta, Lach and Rustichini (1995) and Hoppe and Lehmann-Grube (2005). Two labs can each release once. A release at
``T`` has quality ``g T``; an open model of quality ``x`` is free; customers' willingness to pay is uniform. Until
anybody releases nobody earns anything; the first earns ``b / 4`` alone, ``b = g T1 - x``; after the second release,
with ``a = g T2 - x``, the better one earns ``4 a^2 (a-b) / (4a-b)^2`` and the other ``a b (a-b) / (4a-b)^2`` (vertical
duopoly, Choi and Shin 1992). A lab that has not released pays the flow ``k``. The horizon is infinite.

With ``H(a, b)`` the better one's flow, the second releases where ``g H_a = r (H + k)``, which is unique because ``H``
is concave in ``a``. Without commitment the first release comes at the first ``T1`` at which leading is worth as much as
following. A constant ``x`` from the start shifts both dates by exactly ``x / g`` and multiplies payoffs by
``e^{-r x / g}`` if waiting is free: ``T - x / g`` takes the place of ``T`` in every formula. The concept is subgame
perfection: labs see whether the other has released. Ours is backward induction on shrinking grids of dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np

from games.classics.adoption.first_acts import FirstActs
from games.classics.adoption.zoomed_dates import ZoomedDates, seen, zoomed_dates
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, reading
from games.classics.roots import SCAN, first_crossing, root
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.common.errors import GameError
from solver.decision.choice import choose
from solver.decision.decision import Decision

REPLIES = 65
"""Dates at which the second release is looked for."""


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


class DuttaLachRustichini(Classic):
    """Early and worse, or late and better."""

    name = "dutta-lach-rustichini"
    source = "Dutta, Lach and Rustichini 1995, Journal of Economics & Management Strategy 4"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_release", 7.11243, 1e-3, "leading and following are worth the same", formula=True),
        Published("second_release", 15.71564, 1e-2, "the follower's first-order condition", formula=True),
        Published("payoff", 5.680301, 1e-2, "rents are equal", formula=True),
    )
    asked = (Asked("date", "first_release"),)

    growth: Annotated[Positive, Unit("quality per unit of time")] = 1.0
    """How fast quality rises, ``g``."""
    open_quality: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, there from the start, ``x``."""
    waiting_cost: Annotated[NonNegative, Unit("money per unit of time")] = 0.0
    """Flow that a lab pays until it releases, ``k``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def worth(self, own: FloatArray, rival: FloatArray) -> FloatArray:
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

    def pair(self, first: float, second: float) -> tuple[float, float]:
        """What the first and the second lab get at two dates."""
        own, rival = np.array(first), np.array(second)
        return float(self.worth(own, rival)), float(self.worth(rival, own))

    def sells_from(self) -> float:
        """The date before which there is nothing to sell: quality is below the open model's."""
        return self.open_quality / self.growth

    def far(self, first: float) -> float:
        """A date before which the second release comes: ``H_a`` is at most 4/9 and ``H`` at least ``(a - b) / 4``."""
        return max(first, self.sells_from()) + 16 / (9 * self.r) + 1 / self.growth

    def follower_date(self, first: float) -> float:
        """The best date of a second release after a first one at ``first``: no earlier, where ``g H_a = r (H + k)``."""
        b = max(0.0, self.growth * first - self.open_quality)
        start = max(first, self.sells_from())

        def slope(date: float) -> float:
            a = self.growth * date - self.open_quality
            if a <= 0:
                # Alone with quality a the better one earns a / 4.
                return self.growth / 4 - self.r * self.waiting_cost
            flow = 4 * a * a * (a - b) / (4 * a - b) ** 2
            rising = 4 * a * (4 * a * a - 3 * a * b + 2 * b * b) / (4 * a - b) ** 3
            return self.growth * rising - self.r * (flow + self.waiting_cost)

        return start if slope(start) <= 0 else root(slope, start, self.far(first))

    def dates(self) -> ReleaseDates:
        """Release dates and payoff without commitment, in closed form.

        Raises:
            GameError: following beats leading at every date (waiting too costly for anybody to be better second).
        """
        start = self.sells_from()

        def lead(t: float) -> float:
            leads, follows = self.pair(t, self.follower_date(t))
            return leads - follows

        # Alone for ever a lab would release at x / g + 1 / r at the latest; a leader who is pre-empted, before.
        first = first_crossing(lead, start, start + 1 / self.r)
        if first is None:
            raise GameError(
                f"following beats leading at every date up to {start + 1 / self.r:g}",
                "a date at which leading is worth as much",
                "lower waiting_cost",
            )
        second = self.follower_date(first)
        rent = self.pair(first, second)[0]
        before = [self.pair(t, self.follower_date(t))[0] for t in np.linspace(start, first, SCAN).tolist()]
        settled = max(before) <= max(rent, 0.0) + 1e-9 * abs(rent)
        if rent >= 0:
            return ReleaseDates(first, second, rent, settled)
        # Waiting costs more than the rent: one releases what is worth nothing at date 0 rather than wait.
        second = self.follower_date(0.0)
        return ReleaseDates(0.0, second if self.pair(0.0, second)[1] > 0 else 0.0, 0.0, settled)

    def zoomed(self) -> ZoomedDates:
        """Dates of the game whose second release is the best one after the first."""

        def acts(dates: FloatArray) -> FirstActs:
            replies = np.array([_reply(self, float(t)) for t in dates]).T
            both, never = self.worth(dates, dates), float(self.worth(np.array(np.inf), np.array(np.inf)))
            reply, lead, follow = (np.stack([row, row]) for row in replies)
            return FirstActs(lead, follow, np.stack([both, both]), np.array([never, never]), reply)

        return zoomed_dates(seen(acts), self.sells_from() + 2 / self.r)

    def readings(self) -> tuple[Found, ...]:
        """Both dates by backward induction over the second lab's best date, and what the first lab gets."""
        zoom, dates = self.zoomed(), self.dates()
        # Where waiting is so costly that each would rather lead before there is no closed form.
        first, second, rent = (dates.first, dates.second, dates.payoff) if dates.settled else (None, None, None)
        reply, leads, _ = _reply(self, zoom.first)
        how = zoom.how("backward induction")
        return (
            Found(zoom.first, how, 2 * zoom.accuracy, first),
            Found(reply, "decision solver", 100 * zoom.step, second),
            Found(leads, how, 1e-2, rent),
        )

    first_release = reading("date of the first release", 0)
    second_release = reading("date of the second release", 1)
    payoff = reading("what either lab gets, money", 2)

    def changes(self, x: float) -> Changes:
        """Nothing sells up to quality ``x``; or waiting costs 0.1 more per ``x``, for rent that an open model takes."""
        return {
            Channel.ALL: {"open_quality": self.open_quality + x},
            Channel.STATUS_QUO: {"waiting_cost": self.waiting_cost + 0.1 * x},
        }


@lru_cache(maxsize=4096)
def _reply(model: DuttaLachRustichini, first: float) -> tuple[float, float, float]:
    """The second release after one at ``first``, and what both get."""
    best = choose(Decision(lambda t: model.worth(t, np.full_like(t, first)), first, model.far(first)), REPLIES)
    return best.leader, model.pair(first, best.leader)[0], best.value
