"""Adoption of a technology that gets cheaper: Reinganum 1981; Fudenberg and Tirole 1985; shared ruin, Tan 2025.

Primitives and letters are those of :class:`games.classics.adoption.flows.AdoptionFlows`: flows ``p00``, ``p10``,
``p01``, ``p11``, cost ``K e^{-(r+a) T}``. Fudenberg and Tirole write ``pi_0(0), pi_1(1), pi_0(1), pi_1(2)`` for the
flows, by own adoption and number of adopters. Reinganum's firms fix dates at the start (a Nash equilibrium in dates);
Fudenberg and Tirole's see who has adopted (subgame perfection). Formulas: ``games.classics.adoption.dates``.

*An open model of quality x appears*: each flow falls by ``0.2 x``, alone and all alike; or the price of adopting does,
since what is open is cheaper to build on; or the harm of a first adoption rises.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from games.classics.adoption.dates import AdoptionDates, adoption_dates, leading
from games.classics.adoption.first_acts import Worth, alike
from games.classics.adoption.flows import AdoptionFlows
from games.classics.adoption.zoomed_dates import (
    ZoomedDates,
    first_together,
    fixed_at_the_start,
    seen,
    zoomed_dates,
)
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading, solved_once
from games.parts.part import FloatArray, NonNegative, Unit
from solver.decision.choice import choose
from solver.decision.decision import Choice, Decision

FLAT = 1e-5
"""Accuracy of a date around which payoffs are flat, in units of the last date."""
DEVIATIONS = "deviations from every date of both"
"""How dates of adopting together are found."""
LATE = {"p00": 1.5, "p10": 4.2, "p01": 1.0, "p11": 3.5}
"""Flows at which adopting together late is worth more than leading."""


class Reinganum(AdoptionFlows, Classic):
    """Dates fixed at the start."""

    name = "reinganum"
    source = "Reinganum 1981, Review of Economic Studies 48"
    concept = "Nash equilibrium in dates fixed at the start"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_date", 5.493061, 1e-4, "proposition 1: first-order conditions", formula=True),
        Published("second_date", 12.424533, 1e-5, "proposition 1: first-order conditions", formula=True),
    )
    asked = (Asked("date", "first_date"),)

    def formula(self) -> AdoptionDates:
        """The dates in closed form."""
        return adoption_dates(self)

    def last(self) -> float:
        """A date by which whoever ever adopts has."""
        dates = (self.follower_date(), self.leader_date(), self.joint_date())
        return 2.0 * max(d for d in (1.0, *dates) if np.isfinite(d))

    def alone(self) -> tuple[float, ...]:
        """The follower's own dates, which do not depend on the leader's and so are on every grid."""
        return choose(Decision(lambda t: self.gain(t, np.zeros_like(t)), 0.0, self.last())).maximisers

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """The dates that firms fix."""
        return zoomed_dates(fixed_at_the_start(self.gain), self.last(), self.alone(), unravels=False)

    def readings(self) -> tuple[Found, ...]:
        """Both dates, by the pure equilibria of the normal form."""
        found, formula = self.zoomed(), self.formula()
        how = found.how("pure equilibria")
        return (
            Found(found.first, how, found.within(0), min(formula.t1_star, formula.t2)),
            Found(found.second, how, found.within(1), formula.t2),
        )

    first_date = reading("date of the first adoption", 0)
    second_date = reading("date of the second adoption", 1)

    def changes(self, x: float) -> Changes:
        """Flows of who adopted, of who did not, and of today fall by ``0.2 x``; adopting costs a tenth less per x."""
        fall = 0.2 * x
        win = {"p10": self.p10 - fall, "p11": self.p11 - fall}
        lose, now = {"p01": self.p01 - fall}, {"p00": self.p00 - fall}
        return {
            Channel.WIN: win,
            Channel.LOSE: lose,
            Channel.STATUS_QUO: now,
            Channel.ALIKE: win | lose | now,
            Channel.COST: {"K": self.K * (1 - 0.1 * x)},
        }


class FudenbergTirole(Reinganum):
    """Firms see who has adopted: preemption, and joint late adoption."""

    name = "fudenberg-tirole"
    source = "Fudenberg and Tirole 1985, Review of Economic Studies 52"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_date", 1.936961, 2e-5, "proposition 2A, early diffusion", formula=True),
        Published("second_date", 12.424533, 2e-5, "proposition 2A, early diffusion", formula=True),
        Published("rent", 1.924501, 1e-4, "proposition 2A: rents are equal", formula=True),
        Published("joint_value_gain", -4.811252, 1e-6, "condition of case A: M below L at its best", formula=True),
        Published("last_joint_date", 8.958797, 1e-5, "proposition 2B, late joint adoption", LATE, formula=True),
        Published("first_joint_date", 7.925766, 1e-5, "proposition 2B, late joint adoption", LATE, formula=True),
    )

    def worth(self) -> Worth:
        """What first adoptions are worth; whoever is left alone answers with its best date."""
        return alike(self.gain, self.alone())

    def turns(self) -> tuple[float, ...]:
        """Dates at which payoffs turn: the best ones of a follower, of a leader, and of both together."""
        return (*self.alone(), *self.ahead().maximisers, *self.together().maximisers)

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """Dates of backward induction; where there are several plays, those with the earliest adoption."""
        return zoomed_dates(seen(self.worth()), self.last(), self.turns())

    @solved_once
    def zoomed_together(self) -> ZoomedDates:
        """The first date at which both may adopt together; never is one too, and comes after all others."""
        far = self.far() if np.isinf(self.joint_date()) else self.last()
        return zoomed_dates(first_together(self.worth()), far, self.turns())

    @solved_once
    def together(self) -> Choice:
        """The best date to adopt together."""
        return choose(Decision(lambda t: self.gain(t, t), 0.0, self.last()))

    @solved_once
    def ahead(self) -> Choice:
        """The best date to lead, up to the follower's."""
        second = self.follower_date()

        def worth(t: FloatArray) -> FloatArray:
            # A leader who comes later than the follower would is not ahead.
            return np.where(t <= second, self.gain(t, np.maximum(t, second)), -np.inf)

        return choose(Decision(worth, 0.0, self.last(), kinks=(second,) if np.isfinite(second) else ()))

    def readings(self) -> tuple[Found, ...]:
        """Both dates by backward induction on grids of dates, and what leading at the first is worth."""
        found, formula = self.zoomed(), self.formula()
        how, flat = found.how("backward induction"), max(found.accuracy, FLAT * self.last())
        # Around the first date of both, adopting with the other is worth hardly less than waiting.
        accuracy = flat if found.first == found.second else found.accuracy
        rent = float(self.payoff(np.array(found.first), np.array(found.second)))
        first = formula.first
        return (
            Found(found.first, how, accuracy, first),
            Found(found.second, how, flat, formula.second),
            Found(rent, how, 1e-4, None if first is None else self.status_quo() + leading(self, first)),
        )

    rent = reading("rent of the first adopter, money", 2)

    @quantity("what adopting together at the best date is worth above leading at the best date, money")
    def joint_value_gain(self) -> Found:
        """Above 0 joint late adoption is possible (case B), below 0 it is not (case A)."""
        formula = self.formula()
        # Never is a joint date too.
        best = max(self.together().value, 0.0)
        beside = formula.joint_value - formula.best_lead
        return Found(best - self.ahead().value, "decision solver", 1e-9, beside)

    @quantity("last date at which both may adopt together")
    def last_joint_date(self) -> Found:
        """The date that is best for both, which backward induction confirms as an equilibrium."""
        found, best, joint = self.zoomed_together(), self.together(), self.formula().joint
        how = f"decision solver; {found.how(DEVIATIONS)}"
        formula = None if joint is None else joint[1]
        if np.isinf(found.first) or best.value <= 0:
            return Found(float("inf"), how, 0.0, formula)
        return Found(best.leader, how, 1e-6, formula)

    @quantity("first date at which both may adopt together")
    def first_joint_date(self) -> Found:
        """Where nobody gains by going first before, nor by waiting on."""
        found, joint = self.zoomed_together(), self.formula().joint
        return Found(found.first, found.how(DEVIATIONS), found.accuracy, None if joint is None else joint[0])


class Tan(FudenbergTirole):
    """Shared ruin: what both bear cancels from the comparison of leading and following."""

    name = "tan"
    source = "Tan 2025, arXiv 2512.07526 (deterministic version)"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_date", 1.936961, 2e-5, "abstract: a shared ruin cancels from the indifference condition",
                  formula=True),
        Published("first_date", 2.983382, 2e-5, "private liability puts deployment off", {"ruin_private": 1.0},
                  formula=True),
    )  # fmt: skip
    ruin: Annotated[NonNegative, Unit("money")] = 5.0
    """Expected harm of a first adoption at date 0."""
    ruin_decline: Annotated[NonNegative, Unit("per unit of time")] = 0.1
    """Rate at which that harm falls the later the first adoption comes."""

    @quantity("present value of the harm at the first adoption, money")
    def harm(self) -> Found:
        """At the date that backward induction finds."""
        found = self.zoomed()
        formula = self.formula().first
        beside = None if formula is None else float(self.harm_at(np.array(formula)))
        return Found(float(self.harm_at(np.array(found.first))), found.how("backward induction"), 1e-4, beside)

    def changes(self, x: float) -> Changes:
        """Flows as in Reinganum's model; the harm that both bear rises by a tenth per ``x``."""
        return super().changes(x) | {Channel.HAZARD: {"ruin": self.ruin * (1 + 0.1 * x)}}
