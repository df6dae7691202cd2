"""Sign maps under several concepts, each with what is computed besides: shares of a prior, boundaries, exact lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from games.events.base import Intervention
from games.parts.game import Game
from games.release.release_game import ReleaseGame
from openrace.analysis.disagreement import agreed, disagreements
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.refine import Boundary, refine
from openrace.analysis.regions import Regions, regions
from openrace.analysis.shares import Share, shares_of
from openrace.analysis.sign_map import SignMap
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.concepts.plain import Plain
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis
from openrace.sweeps.design import Sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.prior import Belief, Uniform
from openrace.sweeps.sweep import sweep

COARSE, COARSE_SINGLY = 64, 16
"""Squares along each side of a map from which boundaries are refined; fewer where games are solved one by one."""
ROBUSTNESS_DRAWS = 1024
"""Draws from the whole prior from which shares are estimated."""


@dataclass(frozen=True, eq=False)
class Panel(Plain):
    """A sign map, and what is computed besides.

    Attributes:
        signs: the map.
        over_prior: shares of the signs over a whole prior; empty if they are not estimated.
        boundary: where signs change, finer than the map's cells; ``None`` if it is not refined.
        exact: regions of pure equilibria without and with the event, whose sides are exact lines; empty if not wanted.
    """

    signs: SignMap
    over_prior: tuple[Share, ...] = ()
    boundary: Boundary | None = None
    exact: tuple[Regions, ...] = ()

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace map`` under one concept."""
        besides = {"robustness": self.over_prior, "boundary": self.boundary, "exact": self.exact}
        return {**self.signs.entries(), **{name: found for name, found in besides.items() if found}}


def panel(
    signs: SignMap,
    question: Question,
    choice: Choice,
    *,
    beliefs: Sequence[Belief] = (),
    draws: int = 0,
    tolerance: float | None = None,
    exact: bool = False,
    executor: Workers = 1,
    budget: float | None = BUDGET,
) -> Panel:
    """A map with what is wanted besides.

    Args:
        signs: the map.
        question: the game and the event.
        choice: the concept under which the map is.
        beliefs: the prior over what does not vary on the map.
        draws: points of the prior, uniform over the map, by which shares are estimated; 0 for none.
        tolerance: fraction of the axes to which boundaries are refined; left out, they are not.
        exact: whether the lines of pure equilibria are wanted, which are those of fixed plans.
        executor: see :mod:`openrace.sweeps.executors`.
        budget: seconds that the shares may take; ``None`` for no limit.

    Raises:
        OpenraceError: exact lines are wanted where payoffs are not linear in what varies.
    """
    x, y, event = signs.x, signs.y, question.intervention
    fixed = choice.concept is Concept.OPEN_LOOP
    over_prior: tuple[Share, ...] = ()
    if draws and event is not None:
        ((_, over_prior),) = robustness(
            question.game, box_of(x, y, beliefs), event,
            metrics=(signs.metric,), n=draws, choice=choice, executor=executor, budget=budget,
        )  # fmt: skip
    boundary = None
    if tolerance is not None:
        low, high = (np.array([float(axis.values[k]) for axis in (x, y)]) for k in (0, -1))
        at = GameLandscape(question, choice).signs((x.path, y.path), low, high, signs.metric)
        boundary = refine(at, low, high, tolerance=tolerance, coarse=COARSE if fixed else COARSE_SINGLY)
    sides: tuple[Regions, ...] = ()
    if exact and fixed and isinstance(question.game, ReleaseGame):
        sides = tuple(regions(game, (x, y)) for game in question.games() if isinstance(game, ReleaseGame))
    return Panel(signs, over_prior, boundary, sides)


def side_by_side(panels: Sequence[Panel]) -> dict[str, Any]:
    """The JSON of ``openrace map`` under several concepts."""
    maps = [panel.signs for panel in panels]
    return {
        "game": maps[0].game,
        "hash": maps[0].about.hash,
        "concept": "all",
        "concepts": {panel.signs.concept: panel.to_dict() for panel in panels},
        "agree": {"count": agreed(maps), "of": maps[0].codes.size},
        "disagreements": [pair.to_dict() for pair in disagreements(maps)],
    }


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
