"""The builders of a question, one per side: of the right kind, with every number varied in the fastest right way."""

from __future__ import annotations

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from games.race.race_game import RaceGame
from openrace.questions.question import Question
from openrace.sweeps.cells.builder import Builder, Way
from openrace.sweeps.cells.games import CellGames
from openrace.sweeps.cells.races import CellRaces


def cells_of(question: Question, paths: tuple[str, ...], low: FloatArray, high: FloatArray) -> tuple[Builder, ...]:
    """One builder per side, for points between ``low`` and ``high`` ``(D,)``, whose corners are validated here.

    Weights alone are compared with games built one by one at the upper ends of their ranges, for the basis is that of
    the lower ends, and whatever is not linear shows there; with arrays among them, at both ends and in the middle.

    Raises:
        OpenraceError: unknown paths, or values out of range at an end.
    """
    lows, highs = (question.at(question.settings(paths, end.tolist())).games() for end in (low, high))
    # Bases are the games at the lower ends: what does not vary is the same everywhere.
    builders = tuple(_builder(question, side, base, paths).hoped() for side, base in enumerate(lows))
    kinds = {way for builder in builders for way in builder.ways}
    if kinds == {Way.REBUILT}:
        return builders
    points, games = [high], [highs]
    if Way.ARRAY in kinds:
        # Formulas may treat an end such as 0 differently. What is rebuilt stays where it is valid.
        moving = np.array([all(b.ways[k] is not Way.REBUILT for b in builders) for k in range(len(paths))])
        middle = np.where(moving, (low + high) / 2, low)
        between = question.at(question.settings(paths, middle.tolist())).games()
        points, games = [low, middle, high], [lows, between, highs]
    if all(b.agrees(np.stack(points), [pair[b.side] for pair in games]) for b in builders):
        return builders
    return tuple(builder.one_by_one(low, high) for builder in builders)


def _builder(question: Question, side: int, base: Game, paths: tuple[str, ...]) -> Builder:
    kind = CellRaces if isinstance(base, RaceGame) else CellGames
    return kind(question, side, base, paths, (Way.REBUILT,) * len(paths))
