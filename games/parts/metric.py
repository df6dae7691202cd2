"""A metric: one number for every profile of a game, and how a change of it is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from games.parts.part import FloatArray
from solver.game.normal_form import NormalForm


class Sense(StrEnum):
    """How a number's change is read."""

    EARLIER = "earlier"
    """Smaller (a date) is racing up."""
    MORE = "more"
    """Larger is racing up."""
    LEVEL = "level"
    """No racing in it: reported as more or less."""


@dataclass(frozen=True)
class Metric:
    """One number per profile.

    Attributes:
        name: as in verdicts.
        unit: of the number.
        sense: how a change is read.
        values: ``[*batch, A_0, ..., A_{N-1}]``; dates have the horizon (perhaps ``inf``) at never.
        never: for dates, whether it never happens, same shape; else ``None``.
    """

    name: str
    unit: str
    sense: Sense
    values: FloatArray
    never: FloatArray | None = None

    @property
    def by_distribution(self) -> bool:
        """Whether only distributions can be compared: a date that may be infinite."""
        return bool(np.isinf(self.values).any())

    def mapped(self, change: Callable[[FloatArray], FloatArray]) -> Metric:
        """The metric with its arrays changed, as when labs' axes become players'."""
        never = None if self.never is None else change(self.never)
        return replace(self, values=change(self.values), never=never)


def payoff_metrics(form: NormalForm, unit: str) -> tuple[Metric, ...]:
    """What each player gets."""
    return tuple(
        Metric(f"payoff.{player}", unit, Sense.LEVEL, values)
        for player, values in zip(form.players, form.payoffs, strict=True)
    )


def with_names(metrics: Iterable[Metric], names: Collection[str]) -> tuple[Metric, ...]:
    """Those metrics that have one of some names, in their order; all of them if no name is given."""
    return tuple(metric for metric in metrics if not names or metric.name in names)
