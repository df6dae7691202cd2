"""Row 8: a model that is very good at one thing is of some use for another.

The effective capability in niche ``k`` is ``q_k = sum_l S_kl y_l``: what the models built for it bring, and what other
niches' models bring in substitution. A better model in the first niche helps the others exactly as far as the first
column of ``S`` says.

By hand: S = [[1, .5], [.25, 1]], y = (8, 4): (8 + 2, 2 + 4) = (10, 6).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Story
from games.stories.telling.claim import Reading, moves
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import NEUTRAL, UP, along


class Substitution(Story):
    """Effective capability across niches."""

    name = "substitution"
    rows = ("8",)
    who = "jessicata (the post)"
    claim = "a model with an absolute advantage in one niche is useful in others as well"
    lever = "y[0]"
    numbers = (
        racing("elsewhere", "effective capability in the last niche", "effective capability in the last niche"),
        reported("effective", "effective capability in every niche"),
    )
    rules = along("elsewhere", substitutes=UP, separate=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    no_game = "capabilities are given, and nobody chooses anything"

    S: tuple[tuple[NonNegative, ...], ...] = ((1.0, 0.5), (0.25, 1.0))
    """What a unit of capability in the column's niche is worth in the row's."""
    y: Annotated[tuple[NonNegative, ...], Unit("capability")] = (8.0, 4.0)
    """Capability of the best model built for each niche."""

    @model_validator(mode="after")
    def _square(self) -> Substitution:
        rows = [len(row) for row in self.S]
        if not rows or any(n != len(rows) for n in rows):
            raise ValueError(f"the substitution matrix S has {len(rows)} rows of lengths {rows}; it must be square")
        if len(self.y) != len(rows):
            raise ValueError(f"{len(self.y)} capabilities came for {len(rows)} niches")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """``S y``."""
        effective = tuple(sum(s * y for s, y in zip(row, self.y, strict=True)) for row in self.S)
        return listed(elsewhere=effective[-1], effective=effective)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether the first niche's model is of any use in the last."""
        return "substitutes" if self.S[-1][0] > 0 else "separate"

    def span(self) -> tuple[float, float]:
        """Capabilities of the first niche's model."""
        return 0.0, 2 * max(self.y[0], 1.0)

    def move(self) -> tuple[float, float]:
        """From no model in the first niche to the one there is."""
        return 0.0, self.y[0]

    def at(self, level: float) -> Substitution:
        """The story with another model in the first niche."""
        return self.model_copy(update={"y": (level, *self.y[1:])})
