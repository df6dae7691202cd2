"""Open models that nobody in the game releases: ``x(t)`` from outside.

The best open model at ``t`` is the best of this path and of everything the labs release openly. A step at date 0 or
before counts as there from the start. The path may also follow the labs (``reaction``), and it may be uncertain:
scenarios with probabilities, and a model that arrives at a Poisson date (``games.time.scenarios`` makes worlds of
them).
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import field_validator

from games.parts.event import NewModel
from games.parts.part import FloatArray, NonNegative, Part, Probability, Range, Unit


class OpenRelease(Part):
    """An open model of a given capability, from a date on."""

    capability: Annotated[NonNegative, Unit("capability")]
    """Training-expense equivalent of the open model."""
    date: Annotated[NonNegative, Unit("periods"), Range(0, 12)] = 0.0
    """Date from which everybody may use it."""

    def is_like(self, other: OpenRelease | NewModel) -> bool:
        """Whether another model has the same numbers, which may be arrays."""
        return np.array_equal(self.capability, other.capability) and np.array_equal(self.date, other.date)


class Scenario(Part):
    """One way in which the open path may turn out."""

    probability: Annotated[Probability, Unit("chance")]
    """Chance of this scenario."""
    releases: tuple[OpenRelease, ...] = ()
    """Open releases that come in it, besides those that come in any case."""


class OpenPath(OpenRelease):
    """The exogenous open path: one base model and any number of later releases."""

    capability: Annotated[NonNegative, Unit("capability"), Range(0, 12)] = 0.0
    """The base open model of the world outside the game; 0 for none."""
    releases: tuple[OpenRelease, ...] = ()
    """Further open releases, known to every lab from the start."""
    announced: tuple[OpenRelease, ...] = ()
    """Releases every lab expects and plans for, but that do not come: payoffs see them, outcomes do not."""
    reaction: Annotated[Probability, Unit("share of the frontier")] = 0.0
    """rho: open models from outside reach this share of the labs' best model; 0 for a path that does not react."""
    lag: Annotated[NonNegative, Unit("periods"), Range(0, 12)] = 0.0
    """Time after which they do: x(t) = rho * max y(t - lag)."""
    arrival_rate: Annotated[NonNegative, Unit("per period"), Range(0, 0.5)] = 0.0
    """Poisson rate at which an open model of arrival_capability appears, once; labs know the rate, not the date."""
    arrival_capability: Annotated[NonNegative, Unit("capability"), Range(0, 15)] = 0.0
    """Capability of the model that appears at a random date."""
    scenarios: tuple[Scenario, ...] = ()
    """Scenarios with probabilities; what is missing to 1 is the chance that none of their releases comes."""

    @field_validator("scenarios")
    @classmethod
    def _add_up(cls, scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
        total = sum(s.probability for s in scenarios)
        if total > 1 + 1e-9:
            raise ValueError(f"the scenarios' probabilities add up to {total:g}; they may add up to 1 at most")
        return scenarios

    def steps(self, *, believed: bool) -> tuple[OpenRelease, ...]:
        """All sure steps of the path as labs believe it, or as it will be."""
        own = OpenRelease.model_construct(capability=self.capability, date=self.date)
        return (own, *self.releases, *(self.announced if believed else ()))


def level(steps: tuple[OpenRelease, ...], at: FloatArray, *, before: bool = False) -> FloatArray:
    """Best open capability at dates ``at`` (any shape); with ``before``, just before them (date 0 counts as before)."""
    best = np.zeros(np.shape(at))
    for step in steps:
        there = (np.asarray(step.date) < at) | (np.asarray(step.date) <= 0) if before else np.asarray(step.date) <= at
        best = np.maximum(best, np.where(there, step.capability, 0.0))
    return best
