"""What events do to a release game: every event as the game before and the game after."""

from __future__ import annotations

import math
from typing import Self

from games.modifiers import Regulation
from games.modifiers.regulation import Effect
from games.parts.event import NewModel, Treated, regulation_words
from games.release.finer import FinerGame
from games.release.lab import Lab
from games.terms.release_payment import with_subsidy
from games.time.open_path import OpenRelease
from solver.common.errors import OpenraceError

SAME_DATE = 1e-9
"""Periods within which a date and a slot are the same."""


class ReleaseTreatments(FinerGame):
    """A release game, to which events happen."""

    def opened(self, capability: float, date: float) -> Treated[Self]:
        """Without and with an open model on the open path."""
        model = OpenRelease(capability=capability, date=self.date_within(date))
        path = self.open.model_copy(update={"releases": (*self.open.releases, model)})
        words = f"an open model of capability {capability:g} is announced for t={date:g} and comes"
        return Treated(self, self.model_copy(update={"open": path}), words, NewModel(model.capability, model.date))

    def announced(self, capability: float, date: float) -> Treated[Self]:
        """Without and with the model in what labs believe: what expecting it does by itself."""
        model = OpenRelease(capability=capability, date=self.date_within(date))
        path = self.open.model_copy(update={"announced": (*self.open.announced, model)})
        words = (
            f"every lab believes that an open model of capability {capability:g} comes at t={date:g}, which is false"
        )
        return Treated(self, self.model_copy(update={"open": path}), words)

    def released(self, lab: str, date: float) -> Treated[Self]:
        """The lab kept from releasing, and made to release."""
        words = f"{lab} releases at t={date:g}, where before it never does, and every lab knows it"
        return Treated(self.kept_from_releasing(lab), self.made_to_release(lab, date), words)

    def fixed(self, lab: str, plan: float) -> Treated[Self]:
        """The lab free, and the lab fixed; a lab that has no other plan is compared with one that never releases."""
        if math.isinf(plan):
            return Treated(self, self.kept_from_releasing(lab), f"{lab} never releases, and every lab knows it")
        after = self.made_to_release(lab, plan)
        own, fixed = (g.labs[g.lab_index(lab)].plans(self.calendar).labels for g in (self, after))
        before = self.kept_from_releasing(lab) if own == fixed else self
        return Treated(before, after, f"{lab} releases at t={plan:g}, and every lab knows it")

    def banned(self, lab: str) -> Treated[Self]:
        """The lab free, and the lab banned."""
        return Treated(self, self.kept_from_releasing(lab), f"{lab} is forbidden to release")

    def allowed(self, lab: str) -> Treated[Self]:
        """The lab banned, and the lab free."""
        return Treated(self.kept_from_releasing(lab), self, f"{lab} may now release")

    def subsidised(self, lab: str, amount: float) -> Treated[Self]:
        """Without and with a payment at the lab's release, on top of any that it has already."""
        index = self.lab_index(lab)
        own = self.labs[index]
        after = self.with_lab(index, own.model_copy(update={"terms": with_subsidy(own.terms, amount)}))
        return Treated(self, after, f"{lab} is paid {amount:g} at its release, whenever that is")

    def merged(self, labs: tuple[str, ...]) -> Treated[Self]:
        """Apart and together."""
        for name in labs:
            self.lab_index(name)
        taken = sorted({name for group in self.coalitions for name in group} & set(labs))
        if taken:
            raise OpenraceError(
                f"{', '.join(taken)} cannot be merged", "labs on their own", f"{self.name} has them in a coalition"
            )
        after = self.model_copy(update={"coalitions": (*self.coalitions, labs)})
        return Treated(self, after, f"{' and '.join(labs)} plan together and share what they get")

    def regulated(self, hazard: float) -> Treated[Self]:
        """Without and with a hazard of regulation that stops all releases, on top of any that there is."""
        taken = {modifier.label for modifier in self.modifiers}
        names = ("", *(f"regulation_{k}" for k in range(2, len(taken) + 3)))
        name = next(own for own in names if (own or "regulation") not in taken)
        none, some = (Regulation(name=name, hazard=rate, eta=0.0, effect=Effect.STOP) for rate in (0.0, hazard))
        before, after = (self.model_copy(update={"modifiers": (*self.modifiers, own)}) for own in (none, some))
        return Treated(before, after, regulation_words(hazard, "releases"))

    @property
    def step(self) -> float:
        """Time between two slots."""
        return float(self.calendar.step)

    def kept_from_releasing(self, lab: str) -> Self:
        """The game in which one lab never releases.

        Raises:
            OpenraceError: no lab has that name.
        """
        return self._restricted(lab, dates=(), may_wait=True)

    def made_to_release(self, lab: str, date: float) -> Self:
        """The game in which one lab releases at a date.

        Raises:
            OpenraceError: no lab has that name, or the date is no slot.
        """
        return self._restricted(lab, dates=(self.slot_at(date),), may_wait=False)

    def _restricted(self, lab: str, *, dates: tuple[float, ...], may_wait: bool) -> Self:
        index = self.lab_index(lab)
        return self.with_lab(index, self.labs[index].model_copy(update={"dates": dates, "may_wait": may_wait}))

    def with_lab(self, index: int, lab: Lab) -> Self:
        """The game with another lab in that place."""
        return self.model_copy(update={"labs": (*self.labs[:index], lab, *self.labs[index + 1 :])})

    def date_within(self, date: float) -> float:
        """A date of the calendar: exactly that of a slot where it is one up to rounding.

        Raises:
            OpenraceError: it is not before the horizon.
        """
        if date >= self.calendar.horizon:
            raise OpenraceError(
                f"the open release is dated {date:g}",
                f"a date before the horizon {self.calendar.horizon:g}",
                "choose an earlier date, or a longer calendar.horizon",
            )
        return next((slot for slot in self.calendar.dates().tolist() if abs(slot - date) <= SAME_DATE), date)

    def slot_at(self, date: float) -> float:
        """The date of a slot, which the given date is up to rounding.

        Raises:
            OpenraceError: it is no slot.
        """
        slots = self.calendar.dates().tolist()
        nearest = min(slots, key=lambda slot: abs(slot - date))
        if abs(nearest - date) > SAME_DATE:
            raise OpenraceError(
                f"{date:g} is no slot of {self.name}",
                f"a multiple of {self.calendar.step:g} from 0 to {slots[-1]:g}, or never",
                "choose a slot, or change calendar.slots",
            )
        return float(nearest)
