"""Cells of a sweep under any solution concept.

Fixed plans go to the batch solvers of ``openrace.sweeps.cells``. Where a lab commits first or labs react, every
cell is answered by the function that ``openrace shift --concept`` uses, one game at a time, and judged by the same
verdict: ``C`` cells, ``S`` sides, ``K`` metrics, ``N`` players.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.concepts.equilibria import CellFlag, of_profiles, supports
from openrace.questions.verdict import Part, part_of
from openrace.sweeps.cells.builder import Builder, chosen
from openrace.sweeps.cells.summary import CellSummary, summary_of
from solver.common.errors import OpenraceError


def summarise_under(
    choice: Choice, sides: tuple[Builder, ...], metrics: tuple[str, ...], points: FloatArray, n_words: int
) -> CellSummary:
    """Solve and summarise cells under one concept.

    Args:
        choice: the concept.
        sides: builders of the games of each side.
        metrics: names of the ``K`` metrics that are kept.
        points: ``(C, D)`` parameter values.
        n_words: words per support mask; 0 to leave supports out.
    """
    if choice.concept is Concept.OPEN_LOOP:
        return summary_of([side.solve(points, metrics, n_words) for side in sides], len(points))
    question, paths = sides[0].question, sides[0].paths
    solver = choice.solver()
    solved: list[list[Part]] = [[] for _ in sides]
    for cell, row in enumerate(points.tolist()):
        for own, game in zip(solved, question.at(question.settings(paths, row)).games(), strict=True):
            answer = solver(game)
            # Where labs react, equilibria are distributions; what each lab plays is in their margins.
            plays = of_profiles(answer.plays, answer.form.n_actions, CellFlag(0))
            part = part_of(answer, chosen(answer.metrics, metrics))
            own.append(replace(part, where=np.array([cell]), support=supports(plays, n_words)))
    return summary_of(solved, len(points))


def check_concepts(concepts: Sequence[Choice], games: Sequence[Game]) -> None:
    """Checks that games can be swept under concepts, without solving them.

    Raises:
        OpenraceError: options that do not fit the concept or the game, or too many states.
    """
    for choice in concepts:
        if choice.method is not None:
            raise OpenraceError(
                f"the method is {choice.method} for a sweep",
                "concepts without a method: a sweep solves fixed plans in batches, by the solver made for them",
                "leave the method out, or solve one point with openrace shift --method",
            )
        for game in games:
            choice.check(game)
