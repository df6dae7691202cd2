"""Row 22: the first country or coalition that is ahead of everybody by a gap ``X`` wins.

With capabilities ``y`` the best wins iff its lead over the second best and over the open model reaches ``X``. In the
fuzzy version it wins with probability ``1 / (1 + e^{-(gap - X)/s})``, one half at ``X``. Countries that form a
coalition count as one, with the best capability among them. An open model stands in the leader's way, and in row 19 it
helps the laggard: both ways it keeps the race open.

By hand: y = (10, 6), X = 3: at x = 5 the gap is 4 and the leader wins; at x = 8 it is 2 and nobody does.
"""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Finding, Measure, Quantity, Rule, Story, Verdict, point
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, along, listed, racing

CERTAIN = 1e-14
"""Chances this close to 1 are certain."""


class GapWins(Story):
    """A gap that wins everything."""

    name: ClassVar[str] = "gap-wins"
    rows: ClassVar[tuple[str, ...]] = ("22", "12")
    who: ClassVar[str] = "Wei Dai"
    claim: ClassVar[str] = "states race for a gap over everybody else, so open models raise their incentive to race"
    measures: ClassVar[tuple[Measure, ...]] = (racing("wins", "leaders that win"), racing("chance", "probability"))
    rules: ClassVar[tuple[Rule, ...]] = (
        *along("wins", wins=NEUTRAL, in_reach=NEUTRAL),
        Rule("wins", "wins", DOWN, "in reach"),
        *along("chance", rival_is_next=NEUTRAL, open_is_next=DOWN, certain=NEUTRAL),
    )
    claimed: ClassVar[tuple[Direction, ...]] = (UP,)

    y: Annotated[tuple[NonNegative, ...], Field(min_length=1), Unit("capability")] = (10.0, 6.0)
    """Capabilities of the states."""
    X: Annotated[NonNegative, Unit("capability")] = 3.0
    """The gap that wins."""
    x: Capability = 5.0
    """Capability of the open model."""
    s: Annotated[float, Field(gt=0), Unit("capability")] = 1.0
    """How fuzzy the gap is."""
    coalition: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """States that act as one, counted from 0."""

    @model_validator(mode="after")
    def _known(self) -> GapWins:
        wrong = [i for i in self.coalition if i >= len(self.y)]
        if wrong:
            raise ValueError(f"the coalition names state {wrong[0]}, and there are {len(self.y)}, counted from 0")
        return self

    def values(self) -> tuple[Quantity, ...]:
        """Whether somebody wins, who, the gap, and the chance in the fuzzy version."""
        best = max(range(len(self.y)), key=lambda i: self.y[i])
        wins = self.wins()
        return listed(wins=wins, winner=best if wins else None, gap=self.gap(), chance=self.chance())

    def powers(self) -> list[float]:
        """Capabilities of the independent powers, best first."""
        alone = [y for i, y in enumerate(self.y) if i not in self.coalition]
        merged = [max(self.y[i] for i in self.coalition)] if self.coalition else []
        return sorted(alone + merged, reverse=True)

    def gap(self) -> float:
        """Lead of the best over everybody and the open model."""
        first, *others = self.powers()
        return first - max([*others, self.x])

    def wins(self) -> bool:
        """Whether the lead suffices."""
        return self.gap() >= self.X

    def chance(self) -> float:
        """Probability of winning if the gap is fuzzy."""
        odds = math.exp(-abs(self.gap() - self.X) / self.s)
        return (1.0 if self.gap() >= self.X else odds) / (1 + odds)

    def outcome(self) -> tuple[Interval, ...]:
        """Winning, hard and fuzzy."""
        return point(float(self.wins())), point(self.chance())

    def regime(self, metric: str) -> str:
        """Whether the leader wins; and who is next."""
        if metric == "wins":
            return "wins" if self.wins() else "in reach"
        if not 0 < self.chance() < 1 - CERTAIN:
            return "certain"
        return "rival is next" if self.x <= max([*self.powers()[1:], 0.0]) else "open is next"

    def finding(self, observed: tuple[Direction, ...]) -> Finding:  # noqa: ARG002 - the breakpoint says it all
        """An open model cuts both ways here, and this story computes one of them."""
        lost = self.breakpoint("wins", "in reach")
        where = "nowhere" if lost is None else f"from x = {lost:.6g} on"
        return Finding(
            Verdict.CONDITIONAL,
            f"the open model stands in the leader's way ({where} the gap is too small), which lowers what can be won; "
            "it raises the incentive only as a place for laggards to start from (catch-up)",
        )

    def span(self) -> tuple[float, float]:
        """From no open model to one that is well ahead."""
        return 0.0, 1.2 * max(self.x, *self.y, 1.0)
