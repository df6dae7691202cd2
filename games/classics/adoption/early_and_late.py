"""Adoption of a technology that gets cheaper: Reinganum 1981; Fudenberg and Tirole 1985; shared ruin, Tan 2025.

Primitives and letters are those of :class:`games.classics.adoption.flows.AdoptionFlows`: flows ``p00``, ``p10``,
``p01``, ``p11``, cost ``K e^{-(r+a) T}``. Fudenberg and Tirole write ``pi_0(0), pi_1(1), pi_0(1), pi_1(2)`` for the
flows, by own adoption and number of adopters. Reinganum's firms fix dates at the start (a Nash equilibrium in dates);
Fudenberg and Tirole's see who has adopted (subgame perfection). Formulas: ``games.classics.adoption.dates``.

*An open model of quality x appears*: each flow falls by ``0.2 x``, alone and all alike; or the price of adopting does,
since what is open is cheaper to build on; or the harm of a first adoption rises.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

import numpy as np

from games.classics.adoption.dates import AdoptionDates, adoption_dates, joint_value
from games.classics.adoption.flows import Adoption, AdoptionFlows, AdoptionParameters
from games.classics.adoption.zoomed_dates import (
    ZoomedDates,
    alike,
    earliest,
    fixed_at_the_start,
    seen,
    zoomed_dates,
)
from games.classics.model import Channel, Classic, Found, Published, date, quantity, solved_once
from games.parts.part import NonNegative, Unit
from solver.decision.choice import choose
from solver.decision.decision import Choice, Decision
from solver.staged.backward import solve_staged
from solver.staged.induction.run import BackwardInduction
from solver.staged.selection import SELECTIONS
from solver.staged.timing import Ended

JOINT_STEP = 0.25
"""Step of the grid on which joint late dates are listed."""


class Reinganum(AdoptionParameters, Classic):
    """Dates fixed at the start."""

    name: ClassVar[str] = "reinganum"
    source: ClassVar[str] = "Reinganum 1981, Review of Economic Studies 48"
    concept: ClassVar[str] = "Nash equilibrium in dates fixed at the start"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_date", 5.493061, 1e-4, "proposition 1: first-order conditions", formula=True),
        Published("second_date", 12.424533, 1e-5, "proposition 1: first-order conditions", formula=True),
    )
    asked = (date("first_date"),)

    def flows(self) -> AdoptionFlows:
        """Flows and costs."""
        return AdoptionFlows(**self.model_dump())

    def formula(self) -> AdoptionDates:
        """The dates in closed form."""
        return adoption_dates(self.flows())

    def last(self) -> float:
        """A date by which whoever ever adopts has."""
        dates = (self.flows().follower_date(), self.flows().leader_date(), self.flows().joint_date())
        return 2.0 * max(d for d in (1.0, *dates) if np.isfinite(d))

    def alone(self) -> tuple[float, ...]:
        """The follower's own dates, which do not depend on the leader's and so are on every grid."""
        flows = self.flows()
        return choose(Decision(lambda t: flows.payoff(t, np.zeros_like(t)), 0.0, self.last())).maximisers

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """The dates that firms fix."""
        return zoomed_dates(alike(self.flows().payoff), self.last(), fixed_at_the_start, self.alone())

    @quantity("date of the first adoption")
    def first_date(self) -> Found:
        """By the pure equilibria of the normal form."""
        found = self.zoomed()
        formula = self.formula()
        return Found(found.first, found.how("pure equilibria"), found.within(0), min(formula.t1_star, formula.t2))

    @quantity("date of the second adoption")
    def second_date(self) -> Found:
        """By the pure equilibria of the normal form."""
        found = self.zoomed()
        return Found(found.second, found.how("pure equilibria"), found.within(1), self.formula().t2)

    def opened(self, x: float) -> dict[Channel, Self]:
        """Flows of who adopted, of who did not, and of today fall by ``0.2 x``; adopting costs a tenth less per x."""
        fall = 0.2 * x
        win = {"p10": self.p10 - fall, "p11": self.p11 - fall}
        lose, now = {"p01": self.p01 - fall}, {"p00": self.p00 - fall}
        return {
            Channel.WIN: self.model_copy(update=win),
            Channel.LOSE: self.model_copy(update=lose),
            Channel.STATUS_QUO: self.model_copy(update=now),
            Channel.ALIKE: self.model_copy(update=win | lose | now),
            Channel.COST: self.model_copy(update={"K": self.K * (1 - 0.1 * x)}),
        }


class FudenbergTirole(Reinganum):
    """Firms see who has adopted: preemption, and joint late adoption."""

    name: ClassVar[str] = "fudenberg-tirole"
    source: ClassVar[str] = "Fudenberg and Tirole 1985, Review of Economic Studies 52"
    concept: ClassVar[str] = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_date", 1.936961, 2e-5, "proposition 2A, early diffusion", formula=True),
        Published("second_date", 12.424533, 2e-5, "proposition 2A, early diffusion", formula=True),
        Published("rent", 1.924501, 1e-4, "proposition 2A: rents are equal", formula=True),
        Published("joint_value_gain", -4.811252, 1e-6, "condition of case A: M below L at its best", formula=True),
        Published(
            "last_joint_date",
            8.958797,
            1e-5,
            "proposition 2B, late joint adoption",
            {"p00": 1.5, "p10": 4.2, "p01": 1.0, "p11": 3.5},
            formula=True,
        ),
        Published(
            "first_joint_date",
            7.925766,
            JOINT_STEP,
            "proposition 2B, late joint adoption",
            {"p00": 1.5, "p10": 4.2, "p01": 1.0, "p11": 3.5},
            formula=True,
        ),
    )

    @solved_once
    def zoomed(self) -> ZoomedDates:
        """Dates of backward induction; where joint adoption is possible too, those with the earliest adoption."""
        payoffs, last = alike(self.flows().payoff), self.last()
        if self.formula().joint is None:
            return zoomed_dates(payoffs, last, seen(0), self.alone())
        return zoomed_dates(payoffs, last, earliest, (*self.alone(), *self.together().maximisers))

    @solved_once
    def together(self) -> Choice:
        """The best date to adopt together."""
        flows = self.flows()
        return choose(Decision(lambda t: flows.payoff(t, t), 0.0, self.last()))

    @quantity("date of the first adoption")
    def first_date(self) -> Found:
        """By backward induction on grids of dates."""
        found = self.zoomed()
        return Found(found.first, found.how("backward induction"), found.accuracy, self.formula().t1)

    @quantity("date of the second adoption")
    def second_date(self) -> Found:
        """By backward induction on grids of dates."""
        found = self.zoomed()
        # Payoffs are flat around the second date.
        return Found(found.second, found.how("backward induction"), max(found.accuracy, 1e-4), self.formula().t2)

    @quantity("rent of the first adopter, money")
    def rent(self) -> Found:
        """What leading at the date found is worth."""
        found = self.zoomed()
        worth = float(self.flows().payoff(np.array(found.first), np.array(found.second)))
        return Found(worth, found.how("backward induction"), 1e-4, self.formula().rent)

    @quantity("what adopting together at the best date is worth above leading at the best date, money")
    def joint_value_gain(self) -> Found:
        """Above 0 joint late adoption is possible (case B), below 0 it is not (case A)."""
        flows, far = self.flows(), self.last()
        second = flows.follower_date()
        ahead = choose(Decision(lambda t: flows.payoff(t, np.maximum(t, second)), 0.0, min(far, second)))
        formula = joint_value(flows, flows.joint_date()) - self.formula().best_lead
        # Never is a joint date too.
        best = max(self.together().value, float(flows.payoff(np.array(np.inf), np.array(np.inf))))
        return Found(best - ahead.value, "decision solver", 1e-9, formula)

    @quantity("last date at which both may adopt together")
    def last_joint_date(self) -> Found:
        """The date that is best for both, which backward induction confirms as an equilibrium."""
        best = self.together().leader
        joint = self.joint_dates()
        near = min(joint, key=lambda t: abs(t - best), default=float("inf"))
        formula = self.formula().joint
        if abs(near - best) > JOINT_STEP:
            return Found(float("inf"), "backward induction: nobody adopts together", 0.0, None)
        how = (
            f"decision solver; backward induction at step {JOINT_STEP} lists {near:.7g} among {len(joint)} joint dates"
        )
        return Found(best, how, 1e-6, None if formula is None else formula[1])

    @quantity("first date at which both may adopt together")
    def first_joint_date(self) -> Found:
        """The first joint date that backward induction lists."""
        joint, formula = self.joint_dates(), self.formula().joint
        how = f"backward induction at step {JOINT_STEP}, answers within the slot: {len(joint)} joint dates"
        return Found(min(joint, default=float("inf")), how, JOINT_STEP, None if formula is None else formula[0])

    @solved_once
    def joint_dates(self) -> tuple[float, ...]:
        """Dates at which both adopt together for sure in an equilibrium on a grid."""
        if not np.isfinite(self.flows().joint_date()):
            return ()
        game = Adoption(**self.model_dump(), step=JOINT_STEP, last=1.5 * self.flows().joint_date())
        staged = game.staged()
        found = set()
        for equilibrium in solve_staged(staged, BackwardInduction(selection=SELECTIONS["pure"])).equilibria:
            ending = equilibrium.outcomes[0].ending
            if len(equilibrium.outcomes) > 1 or not isinstance(ending, Ended):
                continue
            if ending.profile[0] == ending.profile[1]:
                found.add(staged.labels[0][ending.profile[0]])
        return tuple(sorted(float(label) for label in found if label != "never"))


class Tan(FudenbergTirole):
    """Shared ruin: what both bear cancels from the comparison of leading and following."""

    name: ClassVar[str] = "tan"
    source: ClassVar[str] = "Tan 2025, arXiv 2512.07526 (deterministic version)"
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
        formula = self.formula().t1
        beside = None if formula is None else float(self.flows().harm(np.array(formula)))
        return Found(float(self.flows().harm(np.array(found.first))), found.how("backward induction"), 1e-4, beside)

    def opened(self, x: float) -> dict[Channel, Self]:
        """Flows as in Reinganum's model; the harm that both bear rises by a tenth per ``x``."""
        return super().opened(x) | {Channel.HAZARD: self.model_copy(update={"ruin": self.ruin * (1 + 0.1 * x)})}
