"""An open model comes at a date, which a closed lab knows or does not know."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np

from games.modifiers import Belief
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.parts.reading import write_value
from games.release.release_game import ReleaseGame
from games.stories.telling.against import FromNever
from games.stories.telling.claim import Ingredient, Kind, Reading, moves
from games.stories.telling.exports import in_slots, waiting
from games.stories.telling.number import Values, ends, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Date, Rate, along, best_choice
from games.time.open_path import OpenPath, OpenRelease
from solver.decision.decision import Choice, Decision

SAME = 1e-9
"""Dates that agree to this share of themselves are the same date."""
TAIL = 9.0
"""The tail looked at, in units of ``1/r``: at its end the open model's date is discounted to e^-9 and less."""
MARKS = 32
"""Dates of the open model looked at in the near part of the span."""
MAX_SLOTS = 2000
"""Slots of the calendar version at most."""
RELEASED = "open.releases.0.capability"
"""Path of the open model to come."""


class WaitingLab(FromNever):
    """A closed lab whose model grows while it waits, and an open model of capability ``X`` that comes at date ``tau``.

    ``announced-date`` derives what it does if it knows of the open model, ``surprise-release`` if it does not.
    """

    kind = Kind.CHOICE
    lever = "tau"
    less = (f"{RELEASED}=0",)

    q0: Capability = 2.0
    """Capability of a release at date 0."""
    g: Annotated[Positive, Unit("capability per period")] = 0.5
    """Growth of capability."""
    r: Rate = 0.1
    """Continuous discount rate."""
    X: Annotated[NonNegative, Unit("capability")] = 4.0
    """Capability of the announced open model."""
    tau: Date = 10.0
    """Date for which it is announced; never if there is none."""

    def alone(self) -> float:
        """The date without an open model."""
        return max(0.0, 1 / self.r - self.q0 / self.g)

    def latest(self) -> float:
        """A date after which nothing more is to be waited for, with or without the open model."""
        return 1 / self.r + self.X / self.g + 1.0

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
        """Every best date."""
        last = self.latest()
        # A far date of the open model must not stretch the interval: what happens early would be lost in it.
        kinks = [(self.X - self.q0) / self.g, *(() if self.tau is None or self.tau > last else (self.tau,))]
        return best_choice(Decision(self.worth, 0.0, last, kinks=tuple(kinks), derivative=self.slope))

    def span(self) -> tuple[float, float]:
        """From an open model that is there to one that is discounted away."""
        return 0.0, self.near() + TAIL / self.r

    def near(self) -> float:
        """A date beyond everything that the lab could wait for."""
        return 2 / self.r + self.X / self.g + max(self.alone(), self.tau or 0.0)

    def marks(self) -> tuple[float, ...]:
        """Densely where the lab could still be waiting."""
        return tuple(self.near() * k / MARKS for k in range(1, MARKS))

    def to_come(self) -> OpenPath:
        """The open model at its date; none if it never comes."""
        return OpenPath(releases=() if self.tau is None else (OpenRelease(capability=self.X, date=self.tau),))

    def written(self, best: float) -> ReleaseGame:
        """The game with slots of which one is the best date, and the open model at its date."""
        return waiting(self, self.q0, self.g, self.r, best, self.latest(), open=self.to_come())

    def answer(self) -> str:
        """Whether knowing of the open model makes the lab wait, hurry, or do as it would alone."""
        date, alone = self.best().maximisers[0], self.alone()
        if abs(date - alone) <= SAME * max(date, alone):
            return "as alone"
        return "delays" if date > alone else "hurries"


class AnnouncedDate(WaitingLab):
    """One game, three signs. A closed lab knows that an open model of capability ``X`` comes at date ``tau``.

    The lab's model grows, ``q(T) = q0 + g T``; released at ``T`` it earns ``(q(T) - x(t))+`` from then on, for ever, at
    discount rate ``r``. Alone it waits until ``T0 = 1/r - q0/g``. With the open model it may
    * release after ``tau`` and earn ``q - X``: best at ``T0 + X/g``, worth ``e^{-r T} (g/r) / r``;
    * release before ``tau`` with ``q >= X``: worth ``[e^{-r T} q - e^{-r tau} X] / r``, best at ``T0`` again;
    * release before ``tau`` with ``q < X`` and lose everything at ``tau``: worth ``q [e^{-r T} - e^{-r tau}] / r``,
      best before ``T0``, because what is earned must be earned before ``tau``. An early ``tau`` therefore delays, a
      late one changes nothing, and between the two the lab hurries.

    By hand: q0 = 2, g = 0.5, r = 0.1, X = 4: T0 = 6, and 14 after the open model, worth e^{-1.4} * 50 = 12.3298.
    Hurrying is worth as much at tau = 8.8475 (release at 1.299 with q = 2.6496: 26.496 * (0.87817 - 0.41282) = 12.33),
    and waiting for T0, worth e^{-.6} * 50 - 40 e^{-.1 tau}, catches up with hurrying at tau = 12.6033.
    """

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
    ingredients = (Ingredient("open", "tau", None),)

    def compute(self) -> Values:
        """Every best release date."""
        best = self.best()
        dates = best.maximisers
        return listed(first_release=dates[0], date=dates[0], alone=self.alone(), value=best.value, dates=dates)

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, knowing when the open model comes."""
        return self.written(self.best().maximisers[0])

    def event(self) -> str:
        """The announced open model."""
        return "" if self.tau is None else f"open:{self.X}@{self.tau}"

    def regime(self) -> str:
        """Whether the announcement makes the lab wait, hurry, or do as it would alone."""
        return self.answer()

    def on_calendar(self, step: float) -> tuple[ReleaseGame, ReleaseGame]:
        """The same story on a calendar of slots ``step`` apart: without and with the open model."""
        n_slots = int(min(MAX_SLOTS, np.ceil(self.latest() / step) + 1))
        game = in_slots(self, self.q0, self.g, self.r, step, n_slots)
        return game, game.model_copy(update={"open": self.to_come()})


class SurpriseRelease(WaitingLab):
    """An open model that nobody expected beside the same one announced.

    The lab of ``announced-date`` waits until ``T0 = 1/r - q0/g``. An open model ``X`` that comes at ``tau`` as a
    surprise finds it either released already, and changes no date, or still waiting: then it waits on, until ``T0 +
    X/g`` (or does what is best from ``tau`` on). A surprise never makes it hurry; only what it knows of beforehand
    does.

    By hand: q0 = 2, g = .5, r = .1, X = 4: at tau = 5 the lab goes on waiting until 14, announced or not. At tau = 10
    it has released at 6; had it known, it would have released at 1.66.
    """

    name = "surprise-release"
    rows = ("30", "3")
    who = "Mikhail Samin"
    claim = "it is knowing of an open model that makes a lab hurry: one that comes as a surprise never does"
    reading = Reading.OPENRACE
    says = moves(DOWN, NEUTRAL)
    numbers = (
        sooner("first_release", "release date if the open model is a surprise", "periods"),
        sooner("announced", "release date if it is announced", "periods", over="dates"),
        reported("alone", "date without an open model"),
        reported("forgone", "what knowing would have been worth"),
    )
    rules = (
        *along("first_release", still_waits=DOWN, has_released=NEUTRAL),
        *along("announced", delays=DOWN, hurries=UP, as_alone=NEUTRAL),
    )
    reads = "first_release is the best plan of a lab that expects no open model"

    def compute(self) -> Values:
        """The date of a lab that is surprised, and of one that is not."""
        best = self.best()
        date = self.surprised()
        return listed(
            first_release=date,
            announced=best.maximisers[0],
            dates=best.maximisers,
            alone=self.alone(),
            forgone=best.value - self.of(date),
        )

    def surprised(self) -> float:
        """The date alone, or what is best once the open model is there."""
        alone = self.alone()
        if self.tau is None or self.tau >= alone:
            return alone
        return max(self.tau, 1 / self.r - self.q0 / self.g + self.X / self.g)

    def of(self, date: float) -> float:
        """What a release at a date is worth."""
        return float(self.worth(np.array(date)))

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, and does not believe in the open model."""
        if self.tau is not None and self.tau < self.alone():
            raise self.without("a lab that is surprised before its release plans anew, which no plan can say")
        unknown = () if self.tau is None else (Belief(path=RELEASED, value=0.0),)
        return self.written(self.alone()).model_copy(update={"modifiers": unknown})

    def event(self) -> str:
        """The open model comes, which nobody expects."""
        return "" if self.tau is None else f"set:{RELEASED}={write_value(self.X)}"

    def regime_of(self, metric: str) -> str:
        """Whether the lab has released when the open model comes; and what it would do if it knew."""
        if metric == "announced":
            return self.answer()
        waits = self.tau is not None and self.tau < self.alone() and self.surprised() > self.alone() * (1 + SAME)
        return "still waits" if waits else "has released"
