"""Beliefs: a lab plans with a number that is not the true one; what happens is evaluated with the truth.

The number is named by its path in the game. Each lab's payoffs are those of the game it believes to be in; labs know of
each other's beliefs and disagree. Learning moves a belief towards the truth, ``x' = x + eta (truth - x)`` per period,
so after ``k`` periods it is ``truth + (first - truth)(1 - eta)^k``: play is that of labs which decide then.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeVar

import numpy as np
from pydantic import Field

from games.modifiers.base import LabModifier, Stage
from games.parts.part import Finite, FloatArray, NonNegative, Part, Probability, Unit
from games.parts.paths import get, replaced

G = TypeVar("G", bound=Part)


class Belief(LabModifier):
    """What labs believe one number of the game to be."""

    kind: Literal["belief"] = "belief"
    path: Annotated[str, Field(min_length=1)] = "calendar.discount_rate"
    """Path of the number, such as ``bob.prestige`` or ``open.capability``."""
    value: Finite | None = None
    """What labs first believe the number to be; by default ``factor`` times the truth."""
    factor: Annotated[Finite, Unit("times the truth")] = 1.0
    """The first belief as a multiple of the truth, where no value is given."""
    learning: Annotated[Probability, Unit("per period")] = 0.0
    """Share eta of the error that labs correct in each period."""
    periods: Annotated[NonNegative, Unit("periods")] = 0.0
    """How long labs have been learning when they decide."""

    summary: ClassVar[str] = "labs plan with a number that is not the true one"
    formula: ClassVar[str] = "believed = truth + (first belief - truth) (1 - eta)^k"
    source: ClassVar[str] = "comment thread: Chris_Leong's founders who believe they will win; Nerlove 1958 (learning)"
    in_truth: ClassVar[bool] = False
    stage: ClassVar[Stage] = Stage.BELIEF

    @property
    def about(self) -> tuple[str, ...]:
        """The number, and who believes so."""
        return (self.path, *super().about)

    def believed(self, truth: float | FloatArray) -> FloatArray:
        """The number labs plan with."""
        first = np.asarray(self.factor) * truth if self.value is None else np.asarray(self.value)
        return np.asarray(truth + (first - truth) * (1.0 - np.asarray(self.learning)) ** np.asarray(self.periods))

    def perceive(self, game: G, lab: int) -> G:  # noqa: ARG002 - the contract
        """The game with the number replaced."""
        return replaced(game, self.path, _plain(self.believed(get(game, self.path))))


def _plain(value: FloatArray) -> float | FloatArray:
    return float(value) if value.ndim == 0 else value
