"""Knowledge that leaks or is shared."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from games.classics.claims.shared_research import SharedResearchGame
from games.parts.part import NonNegative, Positive, Probability, Unit
from games.race import Finish, RaceGame, RaceLab
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import listed_around
from games.stories.telling.number import Values, listed, racing, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, along

MARGIN = 1e-3
"""Distance kept from where the equilibrium runs away."""
MOST_LABS = 8
"""Labs in a game that is written to a file, at most."""


class Spillover(Story):
    """Open models teach, and what is learned from rivals replaces own effort (d'Aspremont and Jacquemin 1988).

    Two firms with demand ``a - B Q`` and unit cost ``A`` spend ``g d^2 / 2`` on lowering their own cost by ``d``; a
    share ``beta`` of it lowers the rival's as well. In equilibrium (their equation 9) ``d = (a - A)(2 - beta) / (4.5 B
    g - (2 - beta)(1 + beta))``, and each firm's cost falls by ``(1 + beta) d``, which must not exceed ``A``. With ``u =
    (2 - beta)(1 + beta)`` total progress is proportional to ``u / (4.5 B g - u)`` and rises with ``u``, up to ``beta =
    1/2`` and down again: own effort falls while progress is hump-shaped.

    By hand: a = 10, A = 4, B = 1, g = 2: beta = 0: 6 * 2/(9 - 2) = 1.714286; beta = .5: 6 * 1.5/(9 - 2.25) = 1.333333,
    effective 2.000000.
    """

    name = "spillover"
    rows = ("7",)
    who = "jessicata (the post); Zach Stein-Perlman"
    claim = "open models make it easier to train closed (and open) models, which speeds progress"
    lever = "beta"
    numbers = (
        racing("effective", "by how much each firm's cost falls in all", "cost reduction"),
        racing("own", "equilibrium effort of each firm", "own effort"),
    )
    rules = (
        *along("effective", little_leaks=UP, much_leaks=DOWN),
        *along("own", effort_is_replaced=DOWN, effort_is_answered=UP),
    )
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "own is the plan that both play"
    sets = ("beta",)

    a: Annotated[Positive, Unit("currency")] = 10.0
    """Highest willingness to pay."""
    A: Annotated[NonNegative, Unit("currency")] = 4.0
    """Unit cost before any effort."""
    B: Annotated[Positive, Unit("currency per unit sold")] = 1.0
    """Slope of demand."""
    g: Annotated[Positive, Unit("currency per squared cost reduction")] = 2.0
    """Cost of effort."""
    beta: Annotated[Probability, Unit("share")] = 0.5
    """Share of each firm's effort that helps the other."""

    @model_validator(mode="after")
    def _interior(self) -> Spillover:
        leak = (2 - self.beta) * (1 + self.beta)
        if self.a <= self.A:
            raise ValueError(f"unit cost A = {self.A:g} must be below the highest willingness to pay a = {self.a:g}")
        if 4.5 * self.B * self.g <= leak:
            raise ValueError(f"effort is too cheap: 4.5 B g = {4.5 * self.B * self.g:g} must exceed {leak:g}")
        if (1 + self.beta) * self.own() > self.A * (1 + 1e-12):
            raise ValueError(f"(1 + beta) d = {(1 + self.beta) * self.own():g} exceeds the cost A = {self.A:g}")
        return self

    def compute(self) -> Values:
        """Progress and own effort."""
        return listed(effective=(1 + self.beta) * self.own(), own=self.own())

    def own(self) -> float:
        """Equilibrium effort of each firm."""
        leak = (2 - self.beta) * (1 + self.beta)
        return (self.a - self.A) * (2 - self.beta) / (4.5 * self.B * self.g - leak)

    def game(self) -> SharedResearchGame:
        """Both firms choose their effort, and then sell."""
        return SharedResearchGame(
            name=self.name,
            summary=self.claim,
            demand=self.a,
            cost=self.A,
            slope=self.B,
            effort_cost=self.g,
            beta=self.beta,
            efforts=listed_around(self.own()),
        )

    def regime_of(self, metric: str) -> str:
        """On which side of the hump; and whether more leaking lowers own effort."""
        if metric == "own":
            # The derivative of own effort has the sign of (2 - beta)^2 - 4.5 B g.
            return "effort is answered" if (2 - self.beta) ** 2 > 4.5 * self.B * self.g else "effort is replaced"
        step = 1e-7
        less, more = (self.at(self.beta + sign * step) for sign in (-1, 1))
        return "little leaks" if (1 + more.beta) * more.own() > (1 + less.beta) * less.own() else "much leaks"

    def span(self) -> tuple[float, float]:
        """All leaks around this one for which effort is not too cheap: ``(2 - beta)(1 + beta) < 4.5 B g``."""
        room = 2.25 - 4.5 * self.B * self.g
        if room < 0:
            return 0.0, 1.0
        edge = math.sqrt(room)
        if self.beta < 0.5:
            return 0.0, (0.5 - edge) * (1 - MARGIN)
        return 0.5 + edge + MARGIN, 1.0


class SharedInsights(Story):
    """Architecture and training details leak to everybody, and the field as a whole learns faster.

    Each lab's knowledge grows by its own effort and by a share ``beta`` of what the others do openly,
    ``K_i' = I_i + beta * sum of others' I_j``. All labs are open unless ``open_labs`` says how many are. The sum of all
    knowledge reaches ``K_bar`` after ``K_bar / sum_i K_i'``. Openness may cost effort: what is published earns less. It
    speeds progress up as long as effort keeps more than ``1 / (1 + beta (labs - 1))`` of itself.

    By hand: two labs, I = 1, K_bar = 12: closed 12/2 = 6; both open at beta = .5: 12/3 = 4; with effort .8: 12/2.4 = 5.
    """

    name = "shared-insights"
    rows = ("29",)
    who = "Mikhail Samin"
    claim = "open models share insights with the whole field and shorten the time to dangerous capability"
    lever = "beta"
    numbers = (
        sooner("time", "periods until the knowledge is reached; none is never", "periods"),
        racing("effort", "effort of all labs", "effort of all labs"),
        reported("time_closed", "the same without sharing"),
        reported("break_even_effort", "share of today's effort below which sharing slows"),
    )
    rules = (
        *along("time", shared=UP, nothing_to_share=NEUTRAL),
        *along("effort", shared=NEUTRAL, nothing_to_share=NEUTRAL),
    )
    says = moves(UP)
    reads = "time is the mean date reached.2"
    sets = ("*.effort",)

    I: NonNegative | tuple[NonNegative, ...] = 1.0  # noqa: E741 - the symbol of the formula
    """Effort of every lab, or one number per lab."""
    beta: Annotated[Probability, Unit("share")] = 0.5
    """Share of open effort that helps another lab."""
    K_bar: Annotated[NonNegative, Unit("knowledge")] = 12.0
    """Knowledge of all labs together that is asked for."""
    labs: Annotated[int, Field(ge=1, le=1000), Unit("labs")] = 2
    """Number of labs."""
    open_labs: Annotated[int, Field(ge=0, le=1000), Unit("labs")] | None = None
    """How many of them, the first ones, are open; left out, all."""

    @model_validator(mode="after")
    def _consistent(self) -> SharedInsights:
        if isinstance(self.I, tuple) and len(self.I) != self.labs:
            raise ValueError(f"{len(self.I)} efforts came for {self.labs} labs")
        if self.open_labs is not None and self.open_labs > self.labs:
            raise ValueError(f"{self.open_labs} of {self.labs} labs cannot be open")
        return self

    def compute(self) -> Values:
        """Time and effort."""
        return listed(
            time=self.time(),
            effort=sum(self.efforts()),
            time_closed=self.at(0.0).time(),
            break_even_effort=self.at(0.0).rate() / self.rate() if self.rate() > 0 else None,
        )

    def efforts(self) -> tuple[float, ...]:
        """Effort of every lab."""
        return self.I if isinstance(self.I, tuple) else (self.I,) * self.labs

    def shared(self) -> tuple[float, ...]:
        """Effort of the open labs, which come first."""
        return self.efforts()[: self.open_labs]

    def rate(self) -> float:
        """Knowledge gained by all labs per period."""
        # Each open lab's effort reaches all labs but itself.
        return sum(self.efforts()) + self.beta * (self.labs - 1) * sum(self.shared())

    def time(self) -> float | None:
        """Periods until the knowledge is reached; never if nobody makes an effort."""
        if self.K_bar == 0:
            return 0.0
        return self.K_bar / self.rate() if self.rate() > 0 else None

    def game(self) -> RaceGame:
        """A race with efforts set by decree: what is to be known is one rung, reached at the rate of all knowledge."""
        if self.K_bar == 0 or self.labs > MOST_LABS:
            raise self.without(f"it takes something to learn, and at most {MOST_LABS} labs")
        shared = self.shared()
        gains = [
            effort + self.beta * (sum(shared) - (effort if i < len(shared) else 0.0))
            for i, effort in enumerate(self.efforts())
        ]
        labs = tuple(RaceLab(name=f"lab{i + 1}", effort=gain / self.K_bar) for i, gain in enumerate(gains))
        return RaceGame(name=self.name, summary=self.claim, rungs=(1.0, 2.0), labs=labs, finish=Finish(rung=1))

    def regime(self) -> str:
        """Whether anything is shared with anybody."""
        return "shared" if self.labs > 1 and sum(self.shared()) > 0 and self.K_bar > 0 else "nothing to share"
