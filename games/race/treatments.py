"""What events do to a race: every event as the game before and the game after.

A race has no dates, only hazards: an open model that comes "at ``t``" comes after ``t`` periods on average. Labs that
merge become one lab with what both know and have: it stands on the higher of their rungs, spreads its effort over both
at the least cost, and may open whatever one of them may open.
"""

from __future__ import annotations

import math
from typing import Any, Self

from games.parts.event import NewModel, Treated, regulation_words
from games.race.lab import CLOSED, RaceLab
from games.race.setup import RaceSetup
from games.terms import AnyTerm
from games.terms.release_payment import with_subsidy
from solver.common.errors import OpenraceError

OPEN = 0
"""The share of openness that opens the model itself."""


class RaceTreatments(RaceSetup):
    """A race, to which events happen."""

    def opened(self, capability: float, date: float) -> Treated[Self]:
        """Without and with an outside model: from the start, or at hazard ``1 / date``."""
        outside = self.open
        there = outside.capability_at_start(self.rungs) or 0.0
        model = NewModel(capability, date, there)
        if date == 0:
            best = {"rung": None, "capability": capability}
            path = outside if capability <= there else outside.model_copy(update=best)
            words = f"an open model of capability {capability:g} is there from the start"
            return Treated(self, self.model_copy(update={"open": path}), words, model)
        if outside.may_arrive:
            raise OpenraceError(
                f"an open model is to arrive in {self.name}, where another one may arrive already",
                "one arrival",
                "set open.arrival_rate to 0 first, or ask for a model that is there from the start: open:C@0",
            )
        hazard = 1 / date
        arrival = {"arrival_rate": hazard, "arrival_rung": None, "arrival_capability": capability}
        wait = "1 period" if date == 1 else f"{date:g} periods"
        words = f"an open model of capability {capability:g} comes after {wait} on average (hazard {hazard:g})"
        path = outside.model_copy(update=arrival)
        return Treated(self, self.model_copy(update={"open": path}), f"{words}, and every lab knows it may", model)

    def regulated(self, hazard: float) -> Treated[Self]:
        """Without and with a hazard of regulation that stops all climbs, on top of any that there is."""
        rule = self.regulation.model_copy(update={"hazard": self.regulation.hazard + hazard})
        return Treated(self, self.model_copy(update={"regulation": rule}), regulation_words(hazard, "climbs"))

    def fixed(self, lab: str, plan: float) -> Treated[Self]:
        """The lab free, and the lab with an effort by decree wherever it can climb."""
        effort = 0.0 if math.isinf(plan) else plan
        words = f"{lab} never climbs" if effort == 0 else f"{lab} works at effort {effort:g} wherever it can climb"
        return Treated(self, self._with(lab, effort=effort), f"{words}, and every lab knows it")

    def banned(self, lab: str) -> Treated[Self]:
        """The lab free, and with closed releases alone."""
        return Treated(self, self._with(lab, openness=(CLOSED,)), f"{lab} is forbidden to release openly")

    def allowed(self, lab: str) -> Treated[Self]:
        """With closed releases alone, and free; a lab that never opens may choose to."""
        own = self.labs[self.lab_index(lab)].openness
        after = self._with(lab, openness=(CLOSED, OPEN)) if own == (CLOSED,) else self
        return Treated(self._with(lab, openness=(CLOSED,)), after, f"{lab} may now release openly")

    def subsidised(self, lab: str, amount: float) -> Treated[Self]:
        """Without and with a payment at every climb, on top of any that it has already."""
        after = self._with(lab, terms=with_subsidy(self.labs[self.lab_index(lab)].terms, amount))
        return Treated(self, after, f"{lab} is paid {amount:g} at every climb")

    def merged(self, labs: tuple[str, ...]) -> Treated[Self]:
        """Apart, and as one lab in the place of the first."""
        members = [self.labs[self.lab_index(name)] for name in labs]
        whole = _pooled(members, float(self.effort_exponent), len(self.rungs) - 1)
        kept = [lab for lab in self.labs if lab not in members or lab is members[0]]
        after = self.model_copy(update={"labs": tuple(whole if lab is members[0] else lab for lab in kept)})
        words = f"{' and '.join(labs)} become one lab, on the higher rung, with the terms and the effort of all"
        return Treated(self, after, words, joined=(whole.name,))

    def _with(self, lab: str, **fields: Any) -> Self:
        """The game with some fields of one lab changed."""
        index = self.lab_index(lab)
        changed = self.labs[index].model_copy(update=fields)
        return self.model_copy(update={"labs": (*self.labs[:index], changed, *self.labs[index + 1 :])})


def _pooled(members: list[RaceLab], exponent: float, top: int) -> RaceLab:
    """One lab with what all members have.

    Efforts ``h_i`` that add up to ``H`` cost least in sum at equal marginal costs ``c_i h_i**(g - 1)``, namely
    ``C H**g / g`` with ``C**(-1 / (g - 1)) = sum c_i**(-1 / (g - 1))``.
    """
    name = "_and_".join(lab.name for lab in members)
    if any(lab.effort is not None for lab in members):
        raise OpenraceError(f"{name} would merge an effort that is fixed", "labs that choose", "free their efforts")
    terms: dict[str, AnyTerm] = {}
    for term in (t for lab in members for t in lab.terms):
        if terms.setdefault(term.label, term) != term:
            raise OpenraceError(
                f"the labs that merge have different terms {term.label}",
                "labs whose terms of one name are the same, for one lab has one",
                f"set the numbers of {term.label} equal first",
            )
    power = 1 / (exponent - 1)
    shares = dict.fromkeys(share for lab in members for share in lab.openness)
    return RaceLab(
        name=name,
        rung=max(lab.rung for lab in members),
        top=max(top if lab.top is None else lab.top for lab in members),
        effort_cost=float(sum(lab.effort_cost**-power for lab in members) ** (-1 / power)),
        openness=tuple(shares),
        income=float(sum(lab.income for lab in members)),
        fixed_cost=float(sum(lab.fixed_cost for lab in members)),
        may_exit=all(lab.may_exit for lab in members),
        ruin_loss=float(sum(lab.ruin_loss for lab in members)),
        terms=tuple(terms.values()),
    )
