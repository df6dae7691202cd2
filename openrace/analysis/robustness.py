"""What fraction of a whole prior gives which sign."""

from __future__ import annotations

from collections.abc import Sequence

from games.events.base import Intervention
from games.parts.game import Game
from openrace.analysis.shares import Share, shares_of
from openrace.concepts.choice import Choice
from openrace.sweeps.axis import Axis
from openrace.sweeps.design import Sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.prior import Belief, Uniform
from openrace.sweeps.sweep import sweep

ROBUSTNESS_DRAWS = 1024
"""Draws from the whole prior from which shares are estimated."""


def robustness(
    game: Game,
    beliefs: Sequence[Belief],
    intervention: Intervention | str,
    *,
    metrics: Sequence[str] = (),
    n: int = ROBUSTNESS_DRAWS,
    choice: Choice | None = None,
    executor: Workers = 1,
    budget: float | None = BUDGET,
) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    """For each metric, the fraction of a prior with each sign, with its 95 % interval.

    Args:
        game: the base point.
        beliefs: the prior, independent over paths.
        intervention: an object of :mod:`games.events.interventions` or its text.
        metrics: whose directions; left out, those of racing.
        n: points drawn.
        choice: what labs know and can do; left out, each fixes its plan at the start.
        executor: see :mod:`openrace.sweeps.executors`.
        budget: seconds that it may take; ``None`` for no limit.
    """
    done = sweep(
        game, Sample(tuple(beliefs), n), intervention,
        metrics=metrics, concept=(choice or Choice(),), executor=executor, budget=budget,
    )  # fmt: skip
    return tuple((c.name, shares_of(done, c.name)) for c in done.columns)


def box_of(x: Axis, y: Axis, beliefs: Sequence[Belief]) -> tuple[Belief, ...]:
    """A prior over a map: uniform over its axes, and the others' own."""
    return (*(Belief(a.path, Uniform(float(a.values[0]), float(a.values[-1]))) for a in (x, y)), *beliefs)
