"""Labs and their plans.

A lab has a model on the market from the start (its cost is sunk), a capability path, and plans. A plan is a set of
releases at different dates, each with a capability and openness, or never; most labs release once at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator, model_validator

from games.parts.memory import Latest
from games.parts.part import BoolArray, FloatArray, NonNegative, Part, Positive, Range, Share, Unit, kind_of
from games.terms import TERMS, AnyTerm
from games.time.calendar import Calendar

Openness = Literal["open", "closed", "either"]
MAX_RELEASES = 12
"""Releases of one lab at most; the number of profiles sets a lower bound soon."""
NEVER = -1
"""Extended by the plans of one release: no plan of the list."""
_One = tuple[float, float, bool]
"""One release: its date, its effort, whether it is open."""


@dataclass(frozen=True)
class Plans:
    """The plans of one lab; ``A`` of them, never (if allowed) last, with ``R`` releases at most.

    Attributes:
        dates: ``(R, A)`` dates in periods of the first release of each plan, of the second and so on; ``inf`` where a
            plan has fewer.
        effort: ``(R, A)`` share of the capability that the lab could release at that date.
        is_open: ``(R, A)`` whether the release is open.
        extends: ``(A,)`` the plan that lacks the last release of this one, or ``NEVER`` where it is the first.
        labels: what users see.
    """

    dates: FloatArray
    effort: FloatArray
    is_open: BoolArray
    extends: tuple[int, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def last(self) -> FloatArray:
        """``(A,)`` date of each plan's last release, ``inf`` for never."""
        counted = np.where(np.isfinite(self.dates), self.dates, -np.inf).max(axis=0)
        return np.where(np.isfinite(counted), counted, np.inf)


class Lab(Part):
    """A player: a firm, an open-model developer, a state."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Lower-case name, the first part of this lab's paths."""
    start: Annotated[NonNegative, Unit("capability")] = 0.0
    """Capability of the model that the lab has on the market from the start; 0 for none."""
    start_open: bool | None = None
    """Whether the starting model is open; by default it is if the lab releases openly."""
    start_age: Annotated[NonNegative | None, Unit("periods"), Range(0, 24)] = None
    """How long its starting model has been on the market; left out, so long that whoever follows it has."""
    growth: Annotated[NonNegative, Unit("capability per period")] = 0.0
    """Growth of what the lab can release: at date t, a model of capability (start + growth * t) * growth_factor^t."""
    growth_factor: Annotated[Positive, Unit("factor per period"), Range(1, 1.2)] = 1.0
    """Factor by which what it can release grows in a period, besides."""
    path: Annotated[tuple[NonNegative, ...], Unit("capability")] = ()
    """Capabilities that the lab can release instead, one number for each slot; they must not fall."""
    releases: Annotated[int, Field(ge=1, le=MAX_RELEASES), Unit("releases")] = 1
    """How often it may release, at most, each time at another date."""
    release: Openness = "closed"
    """Whether the lab releases openly (open), sells what it releases (closed), or chooses (either)."""
    efforts: Annotated[tuple[Share, ...], Unit("share")] = (1.0,)
    """Shares of the capability that it could reach, among which the lab chooses."""
    dates: Annotated[tuple[NonNegative, ...] | None, Unit("periods")] = None
    """Dates at which the lab may release; by default all slots of the calendar. An empty list: never."""
    may_wait: bool = True
    """Whether the lab may also never release."""
    discount_rate: Annotated[NonNegative | None, Unit("per period")] = None
    """Discount rate of this lab; by default the calendar's."""
    terms: tuple[AnyTerm, ...] = ()
    """What the lab cares about; its payoff is the weighted sum."""

    @field_validator("path")
    @classmethod
    def _never_falls(cls, path: tuple[float, ...]) -> tuple[float, ...]:
        for slot, (a, b) in enumerate(pairwise(path)):
            if b < a:
                raise ValueError(f"the capability path falls from {a:g} to {b:g} after slot {slot}; it must never fall")
        return path

    @model_validator(mode="after")
    def _consistent(self) -> Lab:
        names = [term.label for term in self.terms]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(f"lab {self.name} has two terms named {', '.join(twice)}; give one of them a 'name'")
        if not self.may_wait and self.dates == ():
            raise ValueError(f"lab {self.name} has no plan: allow a date, or never")
        return self

    def addable(self) -> tuple[str, ...]:
        """Every listed term that the lab lacks: at weight 0 it does nothing."""
        labels = {term.label for term in self.terms}
        return tuple(kind for kind in map(kind_of, TERMS) if kind not in labels)

    def with_added(self, name: str) -> Lab:
        """The lab with a term of that kind, at weight 0."""
        return self.model_copy(update={"terms": (*self.terms, TERMS[name](weight=0.0))})

    @property
    def starts_open(self) -> bool:
        """Whether the model it starts with is open."""
        return self.release == "open" if self.start_open is None else self.start_open

    def plans(self, calendar: Calendar) -> Plans:
        """All plans: of one release by date, then effort, then openness; then of two, and so on; never last."""
        # Where efforts differ, labels say how far each gets.
        reach = (self.start, self.growth, self.growth_factor, self.path) if len(self.efforts) > 1 else ()
        key = self.dates, self.efforts, self.release, self.releases, self.may_wait, calendar, reach
        return _LATEST.of(key, lambda: self._plans(calendar))

    def _plans(self, calendar: Calendar) -> Plans:
        slots = calendar.dates() if self.dates is None else np.array(self.dates, dtype=np.float64)
        kinds = {"open": (True,), "closed": (False,), "either": (True, False)}[self.release]
        single: list[_One] = [(float(t), e, o) for t in slots for e in self.efforts for o in kinds]
        rows: list[tuple[_One, ...]] = [(one,) for one in single]
        extends, first = [NEVER] * len(rows), 0
        for _ in range(1, self.releases):
            longest, first = list(enumerate(rows))[first:], len(rows)
            for k, plan in longest:
                more = [(*plan, one) for one in single if one[0] > plan[-1][0]]
                rows += more
                extends += [k] * len(more)
        labels = [" then ".join(self._label(*one, calendar) for one in plan) for plan in rows]
        if self.may_wait:
            rows.append(())
            extends.append(NEVER)
            labels.append("never")
        none: _One = (np.inf, 1.0, False)
        full = [(*plan, *[none] * (self.releases - len(plan))) for plan in rows]
        dates, efforts, opens = (np.array([[one[k] for one in plan] for plan in full]).T for k in range(3))
        found = Plans(dates, efforts, opens.astype(bool), tuple(extends), tuple(labels))
        for shared in (found.dates, found.effort, found.is_open):
            shared.setflags(write=False)
        return found

    def attainable(self, dates: FloatArray, calendar: Calendar) -> FloatArray:
        """Capability that a release at ``dates`` could have (0 at never); ``dates`` broadcasts against the numbers."""
        finite = np.where(np.isinf(dates), 0.0, dates)
        if self.path:
            slots = np.rint(finite / calendar.step).astype(int)
            own = np.array(self.path)[np.minimum(slots, len(self.path) - 1)]
        else:
            own = (self.start + self.growth * finite) * np.exp(np.log(self.growth_factor) * finite)
        return np.where(np.isinf(dates), 0.0, own)

    def _label(self, date: float, effort: float, is_open: bool, calendar: Calendar) -> str:
        text = f"t={date:g}"
        if len(self.efforts) > 1:
            text += f" y={effort * float(self.attainable(np.array(date), calendar)):g}"
        if self.release == "either":
            text += " open" if is_open else " closed"
        return text


_LATEST: Latest[Plans] = Latest(64)
"""Plans of the latest labs: one game needs those of each lab a dozen times."""
