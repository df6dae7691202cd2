"""What builds and solves the games of one side of a question, whatever kind they are, and how numbers may vary.

Which way of varying a number is right is not taken on trust: the fast result, all paths moving together, is compared
with games built one by one. If any bit differs, every path is tried alone, and one that differs is rebuilt.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.parts.paths import SettingError, matching
from openrace.questions.question import OWN, Question
from openrace.questions.verdict import Part

IntArray = NDArray[np.int64]


class Way(Enum):
    """How a path is varied, from fast to slow."""

    WEIGHT = "weight"
    """Payoffs are linear in weights: one basis serves all points."""
    ARRAY = "array"
    """All of ``games`` is written to broadcast: a batch of points is one evaluation."""
    REBUILT = "rebuilt"
    """The game is made anew, for whole numbers, dates that move the calendar, and everything else."""


@dataclass(frozen=True)
class Look:
    """What some games of a side are like.

    Attributes:
        metrics: what may be asked of them.
        most_plans: plans of a player at most; 0 where plans are not counted.
        work: how much work a game is, in profiles of a game of plans.
        singly: whether games are solved one by one.
    """

    metrics: tuple[Metric, ...]
    most_plans: int
    work: int
    singly: bool


@dataclass(frozen=True, eq=False)
class Builder(ABC):
    """Builds and solves the games of one side of a question at any points.

    Attributes:
        question: the base point.
        side: index into ``question.games()``.
        base: that game with the paths at some values, which do not matter.
        paths: the ``D`` paths that vary.
        ways: how each of them is varied.
    """

    question: Question
    side: int
    base: Game
    paths: tuple[str, ...]
    ways: tuple[Way, ...]

    @abstractmethod
    def solve(self, points: FloatArray, metrics: tuple[str, ...], n_words: int) -> list[Part]:
        """The cells at ``points`` ``(B, D)``, in parts of one shape, with support masks of that many words."""

    @abstractmethod
    def look(self, points: FloatArray) -> Look:
        """What the games at ``points`` are like, without solving more than that takes."""

    @abstractmethod
    def gives(self, points: FloatArray, games: Sequence[Game]) -> bool:
        """Whether it gives, bit by bit, the games that were built one by one at ``points``."""

    @abstractmethod
    def may_vary(self, ends: set[str]) -> Way:
        """The fastest way that may be right for numbers whose fields have these names."""

    def groups(self, points: FloatArray) -> list[tuple[IntArray, Game]]:
        """Positions of the points that share all numbers that are rebuilt, and the game with these."""
        rebuilt = [k for k, way in enumerate(self.ways) if way is Way.REBUILT]
        if not rebuilt:
            return [(np.arange(len(points)), self.base)]
        groups: dict[tuple[float, ...], list[int]] = {}
        for at, row in enumerate(points[:, rebuilt].tolist()):
            groups.setdefault(tuple(row), []).append(at)
        paths = [self.paths[k] for k in rebuilt]
        return [(np.array(members), self.game_at(paths, values)) for values, members in groups.items()]

    def columns(self, base: Game, points: FloatArray) -> dict[str, FloatArray]:
        """Values of every number that moves by weight or array; a path with ``*`` is one number that several share."""
        moving = [k for k, way in enumerate(self.ways) if way is not Way.REBUILT]
        return {path: points[:, k] for k in moving for path in matching(base, self.paths[k])}

    def game_at(self, paths: Sequence[str], values: Sequence[float]) -> Game:
        """This side's game with numbers changed and validated."""
        return self.question.at(self.question.settings(paths, values)).games()[self.side]

    def fastest(self, path: str) -> Way:
        """The fastest way that may be right for a path."""
        if path.startswith(OWN) or self.question.is_whole(path):
            return Way.REBUILT
        try:
            return self.may_vary({str(keys[-1]) for keys in matching(self.base, path).values()})
        except SettingError:
            return Way.REBUILT

    def hoped(self) -> Self:
        """The same with every path in the fastest way that may be right."""
        return replace(self, ways=tuple(self.fastest(path) for path in self.paths))

    def one_by_one(self, low: FloatArray, high: FloatArray) -> Self:
        """The same with every path rebuilt whose way is not right for it alone."""
        own = replace(self, base=self.question.games()[self.side])
        return replace(own, ways=tuple(own._way(k, np.array([low[k], high[k]])) for k in range(len(own.paths))))

    def agrees(self, points: FloatArray, games: Sequence[Game]) -> bool:
        """Whether it gives these games; what is written for one number at a time does not."""
        try:
            return self.gives(points, games)
        except (TypeError, ValueError, IndexError):
            # The slow way is always right.
            return False

    def _way(self, k: int, ends: FloatArray) -> Way:
        """How path ``k`` is varied where all others stay as they are in the base."""
        alone = replace(self, paths=self.paths[k : k + 1], ways=self.ways[k : k + 1])
        if alone.ways[0] is Way.REBUILT:
            return Way.REBUILT
        values = (ends[0], ends.mean(), ends[1])
        games = [alone.game_at(alone.paths, (float(value),)) for value in values]
        return alone.ways[0] if alone.agrees(np.array(values)[:, None], games) else Way.REBUILT


def chosen(metrics: Sequence[Metric], names: tuple[str, ...]) -> tuple[Metric, ...]:
    """The metrics of these names, in their order."""
    by_name = {m.name: m for m in metrics}
    return tuple(by_name[name] for name in names)
