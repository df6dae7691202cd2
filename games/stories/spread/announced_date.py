"""Row 30: one game, three signs. A closed lab knows that an open model of capability ``X`` comes at date ``tau``.

The lab's model grows, ``q(T) = q0 + g T``; released at ``T`` it earns ``(q(T) - x(t))+`` from then on, for ever, at
discount rate ``r``. Alone it waits until ``T0 = 1/r - q0/g``. With the open model it may
* release after ``tau`` and earn ``q - X``: best at ``T0 + X/g``, worth ``e^{-r T} (g/r) / r``;
* release before ``tau`` with ``q >= X``: worth ``[e^{-r T} q - e^{-r tau} X] / r``, best at ``T0`` again;
* release before ``tau`` with ``q < X`` and lose everything at ``tau``: worth ``q [e^{-r T} - e^{-r tau}] / r``, best
  before ``T0``, because what is earned must be earned before ``tau``.
An early ``tau`` therefore delays, a late one changes nothing, and between the two the lab hurries.

By hand: q0 = 2, g = 0.5, r = 0.1, X = 4: T0 = 6, and 14 after the open model, worth e^{-1.4} * 50 = 12.3298.
Hurrying is worth as much at tau = 8.8475 (release at 1.299 with q = 2.6496: 26.496 * (0.87817 - 0.41282) = 12.33), and
waiting for T0, worth e^{-.6} * 50 - 40 e^{-.1 tau}, catches up with hurrying at tau = 12.6033.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from pydantic import field_validator

from games.markets import LimitPricing
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.against import AgainstNothing
from games.stories.telling.base import Ingredient
from games.stories.telling.claim import Kind, moves
from games.stories.telling.exports import waiting
from games.stories.telling.number import Quantity, ends, listed, sooner, told
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Rate, along, best_choice
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.values import Linear
from solver.decision.choice import Choice, Decision

SAME = 1e-9
"""Dates that agree to this share of ``1/r`` are the same date."""
TAIL = 9.0
"""The tail looked at, in units of ``1/r``: at its end the open model's date is discounted to e^-9 and less."""
MARKS = 32
"""Dates of the open model looked at in the near part of the span."""
MAX_SLOTS = 2000
"""Slots of the calendar version at most."""


class AnnouncedDate(AgainstNothing):
    """When to release, knowing when the open model comes."""

    name = "announced-date"
    rows = ("30", "12")
    who = "Mikhail Samin"
    claim = "a lab that knows an open model is coming releases before its customers can switch"
    kind = Kind.CHOICE
    lever = "tau"
    numbers = (
        sooner("first_release", "best release date", "periods", over="dates"),
        told("date", "the first best release date"),
        ends("delay_below", "date of the open model below which it delays", "first_release", "delays"),
        ends("neutral_above", "date above which it changes nothing", "first_release", "delays", "hurries"),
        told("alone", "date without an open model"),
        told("value", "what the best date is worth"),
        told("dates", "every best date"),
    )
    rules = along("first_release", delays=DOWN, hurries=UP, as_alone=NEUTRAL)
    says = moves(UP)
    reads = "date is the best plan"
    less = "open.releases.0.capability=0"
    ingredients = (Ingredient("open", "tau", None, "no open model is expected"),)

    q0: Capability = 2.0
    """Capability of a release at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""
    r: Rate = 0.1
    """Continuous discount rate."""
    X: Annotated[NonNegative, Unit("capability")] = 4.0
    """Capability of the announced open model."""
    tau: Annotated[NonNegative, Unit("periods")] | None = 10.0
    """Date for which it is announced; never if there is none."""

    @field_validator("tau", mode="before")
    @classmethod
    def _never(cls, tau: Any) -> Any:
        return None if tau in ("never", "inf", math.inf) else tau

    def compute(self) -> tuple[Quantity, ...]:
        """Every best release date."""
        best = self.best()
        dates = best.maximisers
        return listed(first_release=dates[0], date=dates[0], alone=self.alone(), value=best.value, dates=dates)

    def alone(self) -> float:
        """The date without an open model."""
        return max(0.0, 1 / self.r - self.q0 / self.g)

    def worth(self, date: FloatArray) -> FloatArray:
        """Present value of a release at each date."""
        q, now = self.q0 + self.g * date, np.exp(-self.r * date)
        then = 0.0 if self.tau is None else math.exp(-self.r * self.tau)
        before = q * np.maximum(0.0, now - then)
        after = np.maximum(0.0, q - self.X) * np.minimum(now, then)
        return np.asarray((before + after) / self.r, dtype=np.float64)

    def slope(self, date: FloatArray) -> FloatArray:
        """Derivative of the present value in the date, times ``r``."""
        q, now = self.q0 + self.g * date, np.exp(-self.r * date)
        then = 0.0 if self.tau is None else math.exp(-self.r * self.tau)
        ahead = q > self.X
        late = np.where(ahead, (self.g - self.r * (q - self.X)) * now, 0.0)
        early = self.g * (now - then) - self.r * q * now + np.where(ahead, self.g * then, 0.0)
        return np.asarray(np.where(now > then, early, late), dtype=np.float64)

    def best(self) -> Choice:
        """Every best date. After ``1/r + X/g`` nothing more is to be waited for, with or without the open model."""
        last = 1 / self.r + self.X / self.g + 1.0
        # A far date of the open model must not stretch the interval: what happens early would be lost in it.
        kinks = [(self.X - self.q0) / self.g, *(() if self.tau is None or self.tau > last else (self.tau,))]
        return best_choice(Decision(self.worth, 0.0, last, kinks=tuple(kinks), derivative=self.slope))

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, knowing when the open model comes."""
        last = 1 / self.r + self.X / self.g + 1.0
        best = self.best().maximisers[0]
        release = () if self.tau is None else (OpenRelease(capability=self.X, date=self.tau),)
        path = OpenPath(releases=release)
        return waiting(self, self.q0, self.g, self.r, best, last, terms=(Revenue(),), open=path)

    def event(self) -> str:
        """The announced open model."""
        return "" if self.tau is None else f"open:{self.X}@{self.tau}"

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the announcement makes the lab wait, hurry, or do as it would alone."""
        shift = self.best().maximisers[0] - self.alone()
        if abs(shift) <= SAME / self.r:
            return "as alone"
        return "delays" if shift > 0 else "hurries"

    def span(self) -> tuple[float, float]:
        """From an open model that is there to one that is discounted away."""
        return 0.0, self.near() + TAIL / self.r

    def near(self) -> float:
        """A date beyond everything that the lab could wait for."""
        return 2 / self.r + self.X / self.g + max(self.alone(), self.tau or 0.0)

    def marks(self) -> tuple[float, ...]:
        """Densely where the lab could still be waiting."""
        return tuple(self.near() * k / MARKS for k in range(1, MARKS))

    def move(self) -> tuple[float, float]:
        """From no open model to one at ``tau``."""
        return math.inf, math.inf if self.tau is None else self.tau

    def at(self, level: float) -> AnnouncedDate:
        """The story with the open model at ``level``; never at infinity."""
        return self.model_copy(update={"tau": None if math.isinf(level) else level})

    def on_calendar(self, step: float) -> tuple[ReleaseGame, ReleaseGame]:
        """The same story on a calendar of slots ``step`` apart: without and with the open model."""
        last = 1 / self.r + self.X / self.g + 1.0
        n_slots = int(min(MAX_SLOTS, np.ceil(last / step) + 1))
        path = tuple(self.q0 + self.g * k * step for k in range(n_slots))
        lab = Lab(name="monopolist", path=path, release="closed", terms=(Revenue(),))
        game = ReleaseGame(
            name=self.name,
            summary="a closed lab chooses when to release, knowing when the open model comes",
            labs=(lab,),
            calendar=Calendar(horizon=math.inf, slots=n_slots, step=step, days_per_period=1.0, discount_rate=self.r),
            market=LimitPricing(customers=1.0, value=Linear()),
        )
        release = () if self.tau is None else (OpenRelease(capability=self.X, date=self.tau),)
        return game, game.model_copy(update={"open": OpenPath(releases=release)})
