"""Row 7: open models teach, and what is learned from rivals replaces own effort (d'Aspremont and Jacquemin 1988).

Two firms with demand ``a - B Q`` and unit cost ``A`` spend ``g d^2 / 2`` on lowering their own cost by ``d``; a share
``beta`` of it lowers the rival's as well. In equilibrium (their equation 9)
``d = (a - A)(2 - beta) / (4.5 B g - (2 - beta)(1 + beta))``, and each firm's cost falls by ``(1 + beta) d``, which
must not exceed ``A``. With ``u = (2 - beta)(1 + beta)`` total progress is proportional to ``u / (4.5 B g - u)`` and
rises with ``u``, up to ``beta = 1/2`` and down again: own effort falls while progress is hump-shaped.

By hand: a = 10, A = 4, B = 1, g = 2: beta = 0: 6 * 2/(9 - 2) = 1.714286; beta = .5: 6 * 1.5/(9 - 2.25) = 1.333333,
effective 2.000000.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import model_validator

from games.classics.claims.shared_research import SharedResearchGame
from games.parts.part import NonNegative, Positive, Probability, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.exports import listed_around
from games.stories.telling.number import Quantity, listed, racing
from games.stories.telling.parts import DOWN, UP, along

MARGIN = 1e-3
"""Distance kept from where the equilibrium runs away."""


class Spillover(Story):
    """Own effort and progress when knowledge leaks."""

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

    def compute(self) -> tuple[Quantity, ...]:
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

    def regime(self, metric: str) -> str:
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
