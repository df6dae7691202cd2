"""Open models that nobody in the game releases: ``x(t)`` from outside.

The best open model at ``t`` is the best of this path and of everything the labs release openly. A step at date 0 or
before counts as there from the start.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from games.part import FloatArray, NonNegative, Part, Unit


class OpenRelease(Part):
    """An open model of a given capability, from a date on."""

    capability: Annotated[NonNegative, Unit("capability")]
    """Training-expense equivalent of the open model."""
    date: Annotated[NonNegative, Unit("periods")] = 0.0
    """Date from which everybody may use it."""


class OpenPath(OpenRelease):
    """The exogenous open path: one base model and any number of later releases."""

    capability: Annotated[NonNegative, Unit("capability")] = 0.0
    """The base open model of the world outside the game; 0 for none."""
    releases: tuple[OpenRelease, ...] = ()
    """Further open releases, known to every lab from the start."""
    announced: tuple[OpenRelease, ...] = ()
    """Releases every lab expects and plans for, but that do not come: payoffs see them, outcomes do not."""

    def steps(self, *, believed: bool) -> tuple[OpenRelease, ...]:
        """All steps of the path as labs believe it, or as it will be."""
        own = OpenRelease.model_construct(capability=self.capability, date=self.date)
        return (own, *self.releases, *(self.announced if believed else ()))


def level(steps: tuple[OpenRelease, ...], at: FloatArray, *, before: bool = False) -> FloatArray:
    """Best open capability at dates ``at`` (any shape); with ``before``, just before them (date 0 counts as before)."""
    best = np.zeros(np.shape(at))
    for step in steps:
        there = (np.asarray(step.date) < at) | (np.asarray(step.date) <= 0) if before else np.asarray(step.date) <= at
        best = np.maximum(best, np.where(there, step.capability, 0.0))
    return best
