"""Cells of a sweep under any solution concept.

Fixed plans go to the batch solver of ``openrace.sweeps.cell_summary``. Where a lab commits first or labs react, every
cell is answered by the very function that ``openrace shift --concept`` asks, one game at a time, and written down in
the same fields: ``C`` cells, ``S`` sides, ``K`` metrics, ``N`` players.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from games.parts.direction import Interval
from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Answered, Concept
from openrace.questions.verdict import extent, judge
from openrace.sweeps.cell_games import CellGames
from openrace.sweeps.cell_summary import CellSummary, Code, summarise
from openrace.sweeps.grid_solver import CellFlag
from solver.game.errors import OpenraceError
from solver.game.solution import StatusCode


def summarise_under(
    choice: Choice, sides: tuple[CellGames, ...], metrics: tuple[str, ...], points: FloatArray, n_words: int
) -> CellSummary:
    """Cells at ``points`` ``(C, D)`` under one concept; arguments as in ``cell_summary.summarise``."""
    if choice.concept is Concept.PRECOMMITMENT:
        return summarise(sides, metrics, points, n_words)
    question, paths = sides[0].question, sides[0].paths
    cells = [question.at(question.settings(paths, row)).games() for row in points.tolist()]
    n_players = max((len(game.normal_form().players) for games in cells[:1] for game in games), default=0)
    out = CellSummary.empty(len(points), len(sides), n_players, n_words, len(metrics))
    solver = choice.solver()
    for cell, games in enumerate(cells):
        _write_down(out, cell, [solver(game) for game in games], metrics)
    return out


def check_concepts(concepts: Sequence[Choice], games: Sequence[Game]) -> None:
    """Whether games can be asked under concepts in a sweep, without solving them.

    Raises:
        OpenraceError: options that do not fit the concept or the game, or too many states.
    """
    for choice in concepts:
        if choice.method is not None:
            raise OpenraceError(
                f"the method {choice.method} came for a sweep",
                "concepts without a method: a sweep solves fixed plans in batches, by the solver made for them",
                "leave the method out, or ask one point with openrace shift --method",
            )
        for game in games:
            choice.check(game)


def _write_down(out: CellSummary, cell: int, answers: Sequence[Answered], metrics: tuple[str, ...]) -> None:
    for side, answer in enumerate(answers):
        out.n_equilibria[cell, side] = len(answer.plays)
        out.flags[cell, side] = int(_flags(answer))
        for play in answer.plays:
            for player, own in enumerate(play):
                # A landscape leaves supports out: it has no words for them.
                for action in np.flatnonzero(own).tolist() if out.support.size else ():
                    out.support[cell, side, player, action // 64] |= np.uint64(1 << action % 64)
    found = [answer.plays for answer in answers]
    if len(answers) == 2 and all(found):
        shifts = {m.metric: m for m in judge(answers[0], answers[1], metrics)}
        for k, name in enumerate(metrics):
            out.direction[cell, k] = int(Code.of(shifts[name].direction))
            out.values[cell, k] = _numbers(shifts[name].before), _numbers(shifts[name].after)
        return
    for side, answer in enumerate(answers):
        if answer.plays:
            by_name = {m.name: m for m in answer.metrics}
            out.values[cell, :, side] = [_numbers(extent(by_name[name], answer.outcomes)) for name in metrics]


def _numbers(found: Interval | None) -> Interval:
    return (np.nan, np.nan) if found is None else found


def _flags(answer: Answered) -> CellFlag:
    flags = CellFlag(0)
    if answer.complete:
        flags |= CellFlag.COMPLETE
    if answer.status.code is StatusCode.PARTIAL:
        flags |= CellFlag.PARTIAL
    if not answer.plays:
        flags |= CellFlag.NONE_FOUND
    return flags
