"""Dates of adoption, with and without commitment."""

from __future__ import annotations

import math
from typing import Annotated

from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.adoption.dates import AdoptionDates, adoption_dates
from games.classics.adoption.flows import AdoptionFlows
from games.parts.part import Finite, NonNegative, Positive, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, Rule, moves
from games.stories.telling.number import Values, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, Rate, along

Flow = Annotated[Finite, Unit("currency per unit of time")]


class AdoptionStory(Story):
    """The same race with and without commitment differs by a factor of three in its first date.

    Two labs earn the flow ``p00`` (nobody has adopted), ``p10`` (I alone), ``p01`` (the rival alone), ``p11`` (both);
    adopting at ``T`` costs ``K e^{-(r+a)T}``. The follower adopts at ``T2 = ln[K(r+a)/(p11-p01)]/a``. A leader who is
    sure to lead adopts at ``T1* = ln[K(r+a)/(p10-p00)]/a`` (Reinganum 1981); one who is not is pre-empted, down to the
    date at which leading and following are worth the same (Fudenberg and Tirole 1985).

    The lever ``x`` is what an open model takes from whoever is alone in having adopted, ``p10 - x``.

    By hand: p = (0, 4, 0, 1), K = 40, r = .1, a = .2: T2 = ln(12)/.2 = 12.424533, T1* = ln(3)/.2 = 5.493061; pre-empted
    at 1.936961, where both are worth 1.924501.
    """

    who = "jessicata (the post)"
    rules = (
        *along("first_release", leads=DOWN, at_once=NEUTRAL, never_leads=NEUTRAL),
        Rule("first_release", "leads", DOWN, "never leads"),
    )
    reading = Reading.OPENRACE
    says = moves(DOWN, NEUTRAL)
    reads = "dates are those of the first adoption"
    sets = ("p10",)

    p00: Flow = 0.0
    """Flow while nobody has adopted."""
    p10: Flow = 4.0
    """Flow of a lab that alone has adopted."""
    p01: Flow = 0.0
    """Flow of a lab whose rival alone has adopted."""
    p11: Flow = 1.0
    """Flow once both have adopted."""
    K: Annotated[Positive, Unit("currency")] = 40.0
    """Cost of adopting at date 0."""
    r: Rate = 0.1
    """Continuous discount rate."""
    a: Rate = 0.2
    """Rate at which that cost falls."""
    x: Annotated[NonNegative, Unit("currency per unit of time")] = 0.0
    """What an open model takes from whoever alone has adopted."""

    def dates(self) -> AdoptionDates | None:
        """All dates; ``None`` if nobody would ever lead."""
        return adoption_dates(self.flows()) if self.p10 - self.x > self.p00 else None

    def flows(self) -> AdoptionFlows:
        """Flows and costs, with what the open model takes taken."""
        alone = self.p10 - self.x
        return AdoptionFlows(p00=self.p00, p10=alone, p01=self.p01, p11=self.p11, K=self.K, r=self.r, a=self.a)

    def leads_at(self) -> float:
        """Date of the first adoption."""
        raise NotImplementedError

    def game(self) -> AdoptionGame:
        """The game on a grid of dates, one of which is the first date; the follower's is another."""
        first, follower = self.leads_at(), self.flows().follower_date()
        if math.isinf(first) or math.isinf(follower):
            raise self.without("somebody never adopts, and a grid of dates has an end")
        step = first / max(1, math.ceil(first)) if first > 0 else 1.0
        flows = self.flows().model_dump()
        return AdoptionGame(
            name=self.name, summary=self.claim, step=step, last=1.2 * follower + step, with_free_dates=True, **flows
        )

    def regime(self) -> str:
        """Whether anybody leads."""
        first = self.leads_at()
        return "never leads" if math.isinf(first) else "leads" if first > 0 else "at once"

    def span(self) -> tuple[float, float]:
        """From an open model that takes nothing to one that leaves no more than what both would get."""
        return 0.0, max(1e-3, 0.9 * (self.p10 - max(self.p00, self.p11)), 1.2 * self.x)

    def move(self) -> tuple[float, float]:
        """From nothing taken to what is taken here, or a quarter of the lead if nothing is."""
        return 0.0, self.x or self.span()[1] / 4


class AdoptionPrecommit(AdoptionStory):
    """Dates are fixed at the start."""

    name = "adoption-precommit"
    rows = ("12",)
    claim = "among labs that commit to dates, an open model that takes from the leader delays the lead"
    numbers = (
        sooner("first_release", "date of the first adoption", "periods"),
        reported("t1_star", "date of a leader who is sure to lead"),
        reported("t2", "date of the follower"),
    )

    def compute(self) -> Values:
        """Dates; none is never."""
        first = _date(self.leads_at())
        return listed(first_release=first, t1_star=first, t2=_date(self.flows().follower_date()))

    def leads_at(self) -> float:
        """Date of a leader who is sure to lead."""
        dates = self.dates()
        return math.inf if dates is None else dates.t1_star

    def regime(self) -> str:
        """Told from what waiting saves at date 0, ``K (r + a)``, against what leading earns."""
        gain = self.p10 - self.x - self.p00
        if gain <= 0:
            return "never leads"
        return "leads" if self.K * (self.r + self.a) > gain else "at once"


class AdoptionPreempt(AdoptionStory):
    """Labs watch each other."""

    name = "adoption-preempt"
    rows = ("12",)
    options = "--concept reaction"
    claim = "among labs that watch each other, an open model that takes from the leader delays the lead"
    numbers = (
        sooner("first_release", "date of the first adoption", "periods"),
        reported("t1", "date at which leading is worth as much as following"),
        reported("t2", "date of the follower"),
        reported("rent", "what leading and following are worth"),
    )

    def compute(self) -> Values:
        """Dates and worth; none is never."""
        dates = self.dates()
        if dates is None:
            return listed(first_release=None, t1=None, t2=_date(self.flows().follower_date()), rent=None)
        return listed(first_release=dates.t1, t1=dates.t1, t2=_date(dates.t2), rent=dates.rent)

    def leads_at(self) -> float:
        """Date at which leading is worth as much as following."""
        dates = self.dates()
        return math.inf if dates is None or dates.t1 is None else dates.t1

    def regime(self) -> str:
        """Where being alone is worth no more than being two, nobody hurries to lead, and nothing is expected here."""
        return "no lead to win" if self.p10 - self.x <= self.p11 else super().regime()


def _date(date: float) -> float | None:
    return None if math.isinf(date) else date
