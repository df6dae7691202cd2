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

import numpy as np

from games.markets import LimitPricing
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.spread.waiting_lab import WaitingLab
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.number import Quantity, ends, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, along
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease
from games.values import Linear

MAX_SLOTS = 2000
"""Slots of the calendar version at most."""


class AnnouncedDate(WaitingLab):
    """When to release, knowing when the open model comes."""

    name = "announced-date"
    rows = ("30", "12")
    who = "Mikhail Samin"
    claim = "a lab that knows an open model is coming releases before its customers can switch"
    numbers = (
        sooner("first_release", "best release date", "periods", over="dates"),
        reported("date", "the first best release date"),
        ends("delay_below", "date of the open model below which it delays", "first_release", "delays"),
        ends("neutral_above", "date above which it changes nothing", "first_release", "delays", "hurries"),
        reported("alone", "date without an open model"),
        reported("value", "what the best date is worth"),
        reported("dates", "every best date"),
    )
    rules = along("first_release", delays=DOWN, hurries=UP, as_alone=NEUTRAL)
    says = moves(UP)
    reads = "date is the best plan"
    less = "open.releases.0.capability=0"
    ingredients = (Ingredient("open", "tau", None, "no open model is expected"),)

    def compute(self) -> tuple[Quantity, ...]:
        """Every best release date."""
        best = self.best()
        dates = best.maximisers
        return listed(first_release=dates[0], date=dates[0], alone=self.alone(), value=best.value, dates=dates)

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, knowing when the open model comes."""
        return self.written(self.best().maximisers[0], self.tau)

    def event(self) -> str:
        """The announced open model."""
        return "" if self.tau is None else f"open:{self.X}@{self.tau}"

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the announcement makes the lab wait, hurry, or do as it would alone."""
        return self.answer()

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
