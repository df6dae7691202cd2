"""Rows 13 and 18: inconsistent preferences. A lab that always values today over every later day puts its release off.

A release costs ``c`` today and is worth ``V`` from tomorrow on; each day is discounted by ``delta``, and everything
that is not today by ``beta`` once more (quasi-hyperbolic discounting, Laibson 1997). Today beats tomorrow iff
``-c + beta V >= beta delta (V - c)``, that is ``V >= c (1 - beta delta) / (beta (1 - delta))``. A consistent lab
(``beta = 1``) releases as soon as ``V >= c``.

By hand: c = 1, delta = .9, beta = .8: 1 * (1 - .72) / (.8 * .1) = 3.5. With V = 3 the lab means to release tomorrow,
every day.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.parts.part import Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, Reading, Rule, moves
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import NEUTRAL, UP, Money, along


class PresentBias(Story):
    """A release that is always tomorrow."""

    name = "present-bias"
    rows = ("18", "13")
    who = "RobertM"
    claim = "organisations' preferences are inconsistent, so a small change of worth can tip them"
    lever = "V"
    numbers = (
        racing("releases", "whether it releases today", "releases today"),
        reported("threshold", "worth from which it does"),
        reported("plan", "what it does and means to do"),
    )
    rules = (
        *along("releases", not_worth_it=NEUTRAL, always_tomorrow=NEUTRAL, today=NEUTRAL),
        Rule("releases", "always tomorrow", UP, "today"),
        Rule("releases", "not worth it", UP, "today"),
        Rule("releases", "not worth it", NEUTRAL, "always tomorrow"),
    )
    reading = Reading.OPENRACE
    says = moves(NEUTRAL, UP)
    no_game = "its lab wants to release tomorrow every day, which no plan can say"
    ingredients = (Ingredient("present_bias", "beta", 1.0, "the lab's preferences are consistent"),)

    beta: Annotated[float, Field(gt=0, le=1)] = 0.8
    """What later days count against today, beyond discounting."""
    delta: Annotated[float, Field(gt=0, lt=1)] = 0.9
    """Discount factor of a day."""
    c: Money = 1.0
    """Cost of the release, today."""
    V: Annotated[float, Field(ge=0), Unit("currency")] = 3.0
    """Worth of the release, from tomorrow on."""

    def compute(self) -> tuple[Quantity, ...]:
        """Today against tomorrow, by two discounted sums."""
        today = -self.c + self.beta * self.V
        tomorrow = self.beta * self.delta * (self.V - self.c)
        return listed(
            releases=today >= tomorrow and today >= 0, threshold=self.threshold(), plan=self.regime("releases")
        )

    def threshold(self) -> float:
        """Worth from which today beats tomorrow."""
        return self.c * (1 - self.beta * self.delta) / (self.beta * (1 - self.delta))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """What the lab does and means to do."""
        if self.threshold() <= self.V:
            return "today"
        return "always tomorrow" if self.c < self.V else "not worth it"

    def span(self) -> tuple[float, float]:
        """Worths up to well beyond the threshold."""
        return 0.0, 1.5 * max(self.threshold(), self.V, 1e-3)
