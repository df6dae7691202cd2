"""Row 43: monitoring, and what one has to lose.

Somebody with the skills to do great harm can also make a living of them. The job is worth ``w`` and found with chance
``1 - c`` (``c`` is how far the door is closed). Harm is worth ``v``, spread evenly from 0 to ``v_max`` over people, and
is caught before it is done with chance ``m``. It is done by whoever has ``(1 - m) v > (1 - c) w``, and by a share
``void`` of people whom nothing holds back: the thread's counter-examples.

By hand: w = 5, v_max = 10, m = .2, void = 0: with an open door harm pays from v = 5/.8 = 6.25 on, for .375 of people;
with c = .5 from 3.125 on, for .6875. If a tenth is held back by nothing, .1 + .9 * .375 = .4375.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from games.parts.part import NonNegative, Positive, Probability, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Ingredient, moves
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import LESS, MORE, NEUTRAL, along


class MuchToLose(Story):
    """A good job is worth keeping."""

    name = "much-to-lose"
    rows = ("43",)
    who = "the second post's thread"
    claim = "whoever has the skills to do harm has a good job to lose, so few of them do"
    says = moves(LESS)
    premise = "not everybody is held back already"
    no_game = "people decide here, each alone, and no lab does"
    lever = "w"
    numbers = (
        level("harm", "share of the skilled who do harm", "share"),
        reported("threshold", "worth of harm from which one does it"),
    )
    rules = along("harm", some_are_held_back=LESS, all_are_held_back=NEUTRAL)
    ingredients = (
        Ingredient("monitoring", "m", 0.0, "nobody watches"),
        Ingredient("closed_door", "c", 0.0, "every skilled person finds a job"),
        Ingredient("void", "void", 0.0, "nobody does harm whatever there is to lose"),
    )

    w: Annotated[NonNegative, Unit("currency")] = 5.0
    """Worth of the job."""
    v_max: Annotated[Positive, Unit("currency")] = 10.0
    """What harm is worth to whoever likes it best."""
    m: Annotated[float, Field(ge=0, lt=1), Unit("chance")] = 0.2
    """Chance of being caught before it is done."""
    c: Annotated[Probability, Unit("chance")] = 0.0
    """Chance that the job is closed to one."""
    void: Annotated[Probability, Unit("share")] = 0.01
    """Share of people whom nothing holds back."""

    def compute(self) -> tuple[Quantity, ...]:
        """Who does harm, from the worth at which it begins to pay."""
        threshold = self.threshold()
        tempted = 1 - min(1.0, threshold / self.v_max)
        return listed(harm=self.void + (1 - self.void) * tempted, threshold=threshold)

    def threshold(self) -> float:
        """Worth of harm from which one does it."""
        return (1 - self.c) * self.w / (1 - self.m)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.threshold() < self.v_max and self.void < 1

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether a little more to lose holds anybody back."""
        held = self.threshold() >= self.v_max or self.void == 1 or self.c == 1
        return "all are held back" if held else "some are held back"

    def span(self) -> tuple[float, float]:
        """From a job worth nothing to one that nobody would risk."""
        return 0.0, 1.5 * max(self.w, self.v_max)


class Watched(MuchToLose):
    """Somebody watches."""

    name = "watched"
    claim = "schools and laboratories watch for people who seem dangerous, and a chatbot does not"
    lever = "m"

    def regime(self, metric: str) -> str:
        """Whether watching a little more holds anybody back: only those who have something to lose."""
        return "all are held back" if self.w * (1 - self.c) == 0 else super().regime(metric)

    def span(self) -> tuple[float, float]:
        """From nobody watched to nearly everybody caught."""
        return 0.0, 0.99


class ClosedDoor(MuchToLose):
    """A closed door turns skills against the door."""

    name = "closed-door"
    claim = "whoever is kept out of the comfortable positions uses the same skills against those who keep them out"
    says = moves(MORE)
    lever = "c"
    rules = along("harm", some_are_held_back=MORE, all_are_held_back=NEUTRAL)

    c: Annotated[Probability, Unit("chance")] = 0.5
    """Chance that the job is closed to one."""

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether closing the door a little more lets anybody loose."""
        held = self.threshold() >= self.v_max or self.void == 1 or self.w == 0
        return "all are held back" if held else "some are held back"

    def span(self) -> tuple[float, float]:
        """From a door open to all to one open to nobody."""
        return 0.0, 1.0
