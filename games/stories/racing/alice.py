"""Alice answers a release that is a date on the calendar."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from pydantic import Field

from games.parts.direction import Direction
from games.parts.part import NonNegative, Unit
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.against import FromNever, GameStory
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.exports import climb
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, listed, reported, sooner
from games.stories.telling.parts import NEUTRAL, UP, Date, along
from games.terms import MarketShare, Prestige, Slowness, Term
from games.terms.standing import Among
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease

KEPT = 0.75
"""Share of customers who stay, per period."""


class AliceAnswers(FromNever, GameStory):
    """Alice has the best open model and would rather go slowly; Bob releases a great one; Alice answers.

    Alice gets prestige ``rho`` per period while her model is the best open one, and pays ``sigma (1 - t/T)`` once if
    she releases in slot ``t`` of ``0..T-1``. Bob's model arrives at ``tau``; Alice's releases from then on top it, and
    win a tie in its slot. Without Bob she is best anyway, and a release only costs: never. With Bob she loses her
    prestige from ``tau`` on; a release at ``t >= tau`` regains ``rho (T - t)`` for ``sigma (T - t)/T``. Both are
    proportional to what is left of time, so she answers at once if ``rho T > sigma``, never if ``rho T < sigma``, and
    at ``rho T = sigma`` every date from ``tau`` on, and never, are equally good.

    By hand: T = 10, rho = 1, sigma = 6, tau = 2: answering at 2 regains 8 for 4.8; at 5 it would be 5 for 3.
    """

    name = "alice-answers"
    rows: ClassVar[tuple[str, ...]] = ("24", "11")
    who = "Zach Stein-Perlman"
    claim = "Alice prefers slow but likes to have the best open model; Bob's great release makes her release sooner"
    lever = "tau"
    numbers = (
        sooner("first_release", "Alice's release date", "periods"),
        reported("date", "her first best date; none is never"),
        reported("dates", "every best date"),
    )
    rules = along(
        "first_release",
        answers=UP,
        indifferent=UP,
        lets_it_be=NEUTRAL,
        too_late_to_answer=NEUTRAL,
        does_not_mind_speed=Direction.AMBIGUOUS,
    )
    says = moves(UP)
    reads = "date is the best plan"
    less = ("open.releases.0.capability=0",)
    premise = "Bob releases while Alice can still answer"
    ingredients = (
        Ingredient("alice.prestige", "rho", 0.0),
        Ingredient("alice.slowness", "sigma", 0.0),
        Ingredient("open", "tau", None),
    )

    T: Annotated[int, Field(ge=1, le=1000), Unit("periods")] = 10
    """Periods, and slots 0 to T - 1."""
    rho: Annotated[NonNegative, Unit("currency per period")] = 1.0
    """Prestige of having the best open model."""
    sigma: Annotated[NonNegative, Unit("currency")] = 6.0
    """How much Alice dislikes releasing early."""
    tau: Date = 2.0
    """Date of Bob's release; never if there is none."""

    def compute(self) -> Values:
        """Alice's first best date (``None``: never) and all of them."""
        dates = self.dates()
        return listed(date=dates[0], dates=dates)

    def dates(self) -> tuple[float | None, ...]:
        """Every best date, never last."""
        plans = self.labs(1.0)[0].plans(Calendar(horizon=self.T, slots=self.T)).last
        best = sorted({a for e in self.solution().equilibria for a in e.support[0]})
        return tuple(None if math.isinf(plans[a]) else float(plans[a]) for a in best)

    def term(self) -> Term:
        """Why Alice wants to be best."""
        return Prestige(weight=self.rho, among=Among.OPEN)

    def labs(self, step: float) -> tuple[Lab, ...]:
        """Alice, whose model at date t tops every open model before it."""
        path = tuple(2.0 + k * step for k in range(round(self.T / step)))
        return (
            Lab(name="alice", start=1.0, path=path, release="open", terms=(self.term(), Slowness(weight=self.sigma))),
        )

    def game(self) -> ReleaseGame:
        """Alice's release game."""
        return self.with_slots(1.0)

    def size(self, step: float) -> float:
        """Bob's model equals what Alice could release in the first slot that is not before it."""
        return 2.0 + math.ceil((self.tau or 0.0) / step) * step

    def event(self) -> str:
        """Bob's release."""
        return f"open:{self.size(1.0)}@{self.tau}" if self.tau is not None and self.tau < self.T else ""

    def with_slots(self, step: float) -> ReleaseGame:
        """The game with slots ``step`` apart."""
        n_slots = round(self.T / step)
        releases: tuple[OpenRelease, ...] = ()
        if self.tau is not None and self.tau < self.T:
            releases = (OpenRelease(capability=self.size(step), date=self.tau),)
        return ReleaseGame(
            name=self.name,
            summary="Alice chooses when to release, knowing when Bob does",
            labs=self.labs(step),
            calendar=Calendar(horizon=self.T, slots=n_slots, step=step),
            open=OpenPath(releases=releases),
        )

    def on_calendar(self, step: float) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with Bob, with slots ``step`` apart."""
        start, end = self.move()
        return self.at(start).with_slots(step), self.at(end).with_slots(step)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.tau is not None and self.tau <= self.T - 1

    def race(self) -> RaceGame | None:
        """Alice works on her next models; the dearer effort, the more she would rather go slowly."""
        if self.sigma == 0:
            return None
        terms = (Prestige(weight=self.rho, among=Among.OPEN),)
        alice = RaceLab(name="alice", effort_cost=self.sigma, openness=("open",), terms=terms)
        return climb(self, (1.0, 2.0, 3.0), alice, x=0.0 if self.tau is None else 2.0)

    def regime(self) -> str:
        """What Alice makes of Bob's release, by the argument above."""
        if self.tau is None or self.tau > self.T - 1:
            return "too late to answer"
        if self.rho == 0:
            return "lets it be"
        if self.sigma == 0:
            return "does not mind speed"
        balance = self.balance(self.tau)
        if abs(balance) <= 1e-12 * self.sigma:
            return "indifferent"
        return "answers" if balance > 0 else "lets it be"

    def balance(self, tau: float) -> float:  # noqa: ARG002 - what she regains and pays falls alike with time
        """What her best answer to a release at ``tau`` is worth, up to a factor."""
        return self.rho * self.T - self.sigma

    def span(self) -> tuple[float, float]:
        """From Bob's model being there at the start to its coming when all is over."""
        return 0.0, float(self.T)

    def when(self, stretch: Stretch) -> str:
        """The condition; the last slot of all is one in which she still answers."""
        last = self.T - 1
        words = super().when(stretch)
        return words.replace(f"tau < {last}", f"tau <= {last}") if abs(stretch.hi - last) < 1e-6 else words


class AliceMarketShare(AliceAnswers):
    """Models are not interchangeable, and customers stay.

    Each period a quarter of the customers chooses anew and goes to whoever has the best open model; Alice is paid
    ``rho`` times her share at the horizon ``T``. After Bob's release at ``tau`` she loses a quarter of what she has per
    period; an answer with ``n`` periods left is worth ``rho (1 - .75^n)`` for ``sigma n/T``. The last customers count
    as much as the first, so she answers, but not at once: with ``.75^n = sigma / (T rho ln(4/3))`` left.

    By hand: T = 10, rho = 10, sigma = 6, tau = 2: 10 (1 - .75^n) - .6 n is 4.63 at n = 5, 4.62 at n = 6: she answers at
    5.
    """

    name = "alice-market-share"
    rows = ("24",)
    claim = "if models are not interchangeable, Bob's release makes Alice release sooner for market share"
    ingredients = (
        Ingredient("alice.market_share", "rho", 0.0),
        Ingredient("alice.slowness", "sigma", 0.0),
        Ingredient("open", "tau", None),
    )

    rho: Annotated[NonNegative, Unit("currency")] = 10.0
    """Worth of all customers at the horizon."""

    def term(self) -> Term:
        """Why Alice wants to be best."""
        return MarketShare(weight=self.rho, churn=1 - KEPT, initial=1.0, among=Among.OPEN)

    def race(self) -> RaceGame | None:
        """None: shares of customers who stay are counted by dates."""
        return None

    def balance(self, tau: float) -> float:
        """What her best answer is worth."""
        left = range(1, self.T - math.ceil(tau) + 1)
        return max(self.rho * (1 - KEPT**n) - self.sigma * n / self.T for n in left)
