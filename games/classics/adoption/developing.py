"""Who develops first where the other may imitate (Katz and Shapiro 1987), and releases of rising quality.

Primitives, letters and closed forms are those of :mod:`games.classics.adoption.imitation` (flows before and after,
imitation ``s``, cost ``K e^{-(r+a) T}``) and :mod:`games.classics.adoption.rising_quality` (Dutta, Lach and
Rustichini 1995; Hoppe and Lehmann-Grube 2005). The concept of both is subgame perfection: firms see whether the other
has moved. Ours is backward induction on shrinking grids of dates.

*An open model of quality x appears*: flows fall, alone or alike; or nothing sells up to its quality.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, ClassVar, Self

import numpy as np

from games.classics.adoption.first_acts import FirstActs
from games.classics.adoption.flows import FAR
from games.classics.adoption.imitation import Firm, Imitation
from games.classics.adoption.rising_quality import ReleaseDates, RisingQuality
from games.classics.adoption.zoomed_dates import ZoomedDates, seen, zoomed_dates
from games.classics.model import Channel, Classic, Found, Published, date, quantity, solved_once
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.decision.choice import choose
from solver.decision.decision import Decision

REPLIES = 65
"""Dates at which the second release is looked for."""


class KatzShapiro(Imitation, Classic):
    """Development with imitation."""

    name: ClassVar[str] = "katz-shapiro"
    source: ClassVar[str] = "Katz and Shapiro 1987, American Economic Review 77"
    concept: ClassVar[str] = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("development", 0.0, 1e-4, "preemption date ln(K r / (win - lose)) / a", formula=True),
        Published("development", 3.992538, 1e-4, "preemption date ln(K r / (win - lose)) / a", {"K": 100.0},
                  formula=True),
        Published("stand_alone", 5.493061, 1e-6, "ln(K (r + a) / (win - today)) / a", formula=True),
    )  # fmt: skip
    asked = (date("development"),)
    asked_at: ClassVar[dict[str, float]] = {"K": 100.0}

    def last(self) -> float:
        """A date by which whoever ever develops has."""
        finite = [d for d in (*self.dates().stand_alone, *self.dates().preemption) if np.isfinite(d)]
        return min(FAR / min(self.r, self.a), 2 * max([1.0, *finite]))

    def alone(self, firm: Firm) -> float:
        """The best date of a firm without a rival."""
        gain = self.with_imitation(firm.win, firm.both) - firm.today

        def worth(t: FloatArray) -> FloatArray:
            return np.asarray(gain / self.r * np.exp(-self.r * t) - self.K * np.exp(-(self.r + self.a) * t))

        best = choose(Decision(worth, 0.0, self.last()))
        # Never is worth nothing.
        return best.leader if best.value > 0 else np.inf

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """Dates of backward induction; of several plays the one with the earliest development."""
        firms, r = (self.first, self.second), self.r
        wins = np.array([self.with_imitation(firm.win, firm.both) for firm in firms])[:, None]
        loses = np.array([self.with_imitation(firm.lose, firm.both) for firm in firms])[:, None]
        never = np.array([firm.today for firm in firms]) / r

        def acts(dates: FloatArray) -> FirstActs:
            end, paid = np.exp(-r * dates), self.K * np.exp(-(r + self.a) * dates)
            before = np.array([firm.today * (1 - end) for firm in firms])
            lead, follow = (before + wins * end) / r - paid, (before + loses * end) / r
            # Of two that develop at one date either may be the first; the other one never develops.
            return FirstActs(lead, follow, (lead + follow) / 2, never, np.full(lead.shape, np.inf))

        return zoomed_dates(seen(acts), self.last(), tuple(d for d in map(self.alone, firms) if np.isfinite(d)))

    @quantity("date of the development")
    def development(self) -> Found:
        """By backward induction on shrinking grids; of several plays the one with the earliest development."""
        found = self.zoomed()
        return Found(found.first, found.how("backward induction"), 1e-3, self.dates().date)

    @quantity("best date of the first firm if it had no rival")
    def stand_alone(self) -> Found:
        """By the decision solver."""
        return Found(self.alone(self.first), "decision solver", 1e-6, self.dates().stand_alone[0])

    def _with_less(self, fall: float, *names: str) -> Self:
        firms = {
            "first": self.first.model_copy(update={name: getattr(self.first, name) - fall for name in names}),
            "second": self.second.model_copy(update={name: getattr(self.second, name) - fall for name in names}),
        }
        return self.model_copy(update=firms)

    def opened(self, x: float) -> dict[Channel, Self]:
        """Flows of developer, of the beaten, and of today fall by ``0.2 x``; developing costs a tenth less."""
        fall = 0.2 * x
        return {
            Channel.WIN: self._with_less(fall, "win"),
            Channel.LOSE: self._with_less(fall, "lose"),
            Channel.STATUS_QUO: self._with_less(fall, "today"),
            Channel.ALIKE: self._with_less(fall, "win", "lose", "today", "both"),
            Channel.COST: self.model_copy(update={"K": self.K * (1 - 0.1 * x)}),
        }


class DuttaLachRustichini(Classic):
    """Early and worse, or late and better."""

    name: ClassVar[str] = "dutta-lach-rustichini"
    source: ClassVar[str] = "Dutta, Lach and Rustichini 1995, Journal of Economics & Management Strategy 4"
    concept: ClassVar[str] = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_release", 7.11243, 1e-3, "leading and following are worth the same", formula=True),
        Published("second_release", 15.71564, 1e-2, "the follower's first-order condition", formula=True),
        Published("payoff", 5.680301, 1e-2, "rents are equal", formula=True),
    )
    asked = (date("first_release"),)

    growth: Annotated[Positive, Unit("quality per unit of time")] = 1.0
    """How fast quality rises, ``g``."""
    open_quality: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, there from the start, ``x``."""
    waiting_cost: Annotated[NonNegative, Unit("money per unit of time")] = 0.0
    """Flow that a lab pays until it releases, ``k``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""

    def model(self) -> RisingQuality:
        """The game and its closed form."""
        return RisingQuality(**self.model_dump())

    def formula(self) -> ReleaseDates | None:
        """Dates in closed form; ``None`` where waiting is so costly that each would rather lead before."""
        dates = self.model().dates()
        return dates if dates.settled else None

    @quantity("date of the first release")
    def first_release(self) -> Found:
        """By backward induction on shrinking grids, over the second lab's best date."""
        found, formula = _releases(self.model()), self.formula()
        beside = None if formula is None else formula.first
        return Found(found.first, found.how("backward induction"), 2 * found.accuracy, beside)

    @quantity("date of the second release")
    def second_release(self) -> Found:
        """The best answer to the first."""
        found, formula = _releases(self.model()), self.formula()
        beside = None if formula is None else formula.second
        return Found(_reply(self.model(), found.first)[0], "decision solver", 100 * found.step, beside)

    @quantity("what either lab gets, money")
    def payoff(self) -> Found:
        """Of the first."""
        found, formula = _releases(self.model()), self.formula()
        beside = None if formula is None else formula.payoff
        return Found(_reply(self.model(), found.first)[1], found.how("backward induction"), 1e-2, beside)

    def opened(self, x: float) -> dict[Channel, Self]:
        """Nothing sells up to quality ``x``; or waiting costs 0.1 more per ``x``, for rent that an open model takes."""
        return {
            Channel.ALL: self.model_copy(update={"open_quality": self.open_quality + x}),
            Channel.STATUS_QUO: self.model_copy(update={"waiting_cost": self.waiting_cost + 0.1 * x}),
        }


@lru_cache(maxsize=4096)
def _reply(model: RisingQuality, first: float) -> tuple[float, float, float]:
    """The second release after one at ``first``, and what both get."""
    # Before the open model's quality is reached there is nothing to sell.
    start = model.open_quality / model.growth
    far = max(first, start) + 16 / (9 * model.r) + 1 / model.growth
    best = choose(Decision(lambda t: model.payoff(t, np.full_like(t, first)), first, far), REPLIES)
    second = best.leader
    return second, float(model.payoff(np.array(first), np.array(second))), best.value


@lru_cache(maxsize=256)
def _releases(model: RisingQuality) -> ZoomedDates:
    """Dates of the game whose second release is the best one after the first."""

    def acts(dates: FloatArray) -> FirstActs:
        replies = np.array([_reply(model, float(t)) for t in dates]).T
        both, never = model.payoff(dates, dates), float(model.payoff(np.array(np.inf), np.array(np.inf)))
        reply, lead, follow = (np.stack([row, row]) for row in replies)
        return FirstActs(lead, follow, np.stack([both, both]), np.array([never, never]), reply)

    start = model.open_quality / model.growth
    return zoomed_dates(seen(acts), start + 2 / model.r)
