"""What is computed besides a sign map: shares of a prior, boundaries, exact lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from games.release.release_game import ReleaseGame
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.refine import refine
from openrace.analysis.regions import Regions, regions
from openrace.analysis.shares import Share, shares_of
from openrace.analysis.sign_map import SignMap
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.questions.question import Question
from openrace.sweeps.design import Sample
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.executors import Workers
from openrace.sweeps.prior import Belief, Uniform
from openrace.sweeps.sweep import sweep

COARSE, COARSE_SINGLY = 64, 16
"""Squares along each side of a map from which boundaries are refined; fewer where games are solved one by one."""


def with_besides(
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
) -> SignMap:
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
        # Uniform over the axes of the map.
        box = [Belief(a.path, Uniform(float(a.values[0]), float(a.values[-1]))) for a in (x, y)]
        done = sweep(
            question.game, Sample((*box, *beliefs), draws), event,
            metrics=(signs.metric,), concept=(choice,), executor=executor, budget=budget,
        )  # fmt: skip
        over_prior = shares_of(done, signs.metric)
    boundary = None
    if tolerance is not None:
        low, high = (np.array([float(axis.values[k]) for axis in (x, y)]) for k in (0, -1))
        at = GameLandscape(question, choice).signs((x.path, y.path), low, high, signs.metric)
        boundary = refine(at, low, high, tolerance=tolerance, coarse=COARSE if fixed else COARSE_SINGLY)
    sides: tuple[Regions, ...] = ()
    if exact and fixed and isinstance(question.game, ReleaseGame):
        sides = tuple(regions(game, (x, y)) for game in question.games() if isinstance(game, ReleaseGame))
    return replace(signs, over_prior=over_prior, boundary=boundary, exact=sides)
