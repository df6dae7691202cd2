"""A story, looked at from any point: its direction is that of its own move, and what is played is its regime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from games.parts.game import Game
from games.parts.memory import Latest
from games.parts.part import FloatArray
from games.parts.paths import Setting
from games.stories.telling.against import GameStory
from games.stories.telling.base import Story
from openrace.analysis.landscape import Ground, Landscape, Signs, State
from openrace.concepts.concept import Answered
from openrace.concepts.open_loop import solve
from openrace.questions.about import About, about_story
from openrace.questions.shift import solve_both
from openrace.questions.verdict import NEVER, MetricShift, from_intervals, judge
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    from solver.answer.solving import Method


@dataclass(frozen=True, eq=False)
class StoryLandscape(Landscape):
    """A story: its direction is that of the story's move, and what is played is its regime."""

    story: Story
    _latest: Latest[Answered] = field(default_factory=lambda: Latest(8), init=False)

    def about(self, paths: Sequence[str], metric: str) -> About:
        """What is looked at, in words."""
        return about_story(self.story, paths, metric)

    def announce(self, n: int, budget: float | None) -> None:
        """Nothing: a story's formulas take no time."""

    @property
    def metric(self) -> str:
        """The story's first measure."""
        return self.story.measures[0].name

    def value(self, path: str) -> float:
        """The base's number of a symbol."""
        known = self.story.model_dump(by_alias=True)
        found = known.get(path)
        if isinstance(found, bool) or not isinstance(found, int | float):
            numbers = [symbol for symbol, value in known.items() if isinstance(value, int | float)]
            raise OpenraceError(f"{self.story.name} has no number {path!r}", f"one of {', '.join(numbers)}", "name one")
        return float(found)

    def check(self, path: str, value: float) -> None:
        """Tells the story with it."""
        self._at([Setting(path, value)])

    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:
        """The story's move at every point, one by one."""
        for ends in (low, high):
            self.ground([Setting(p, float(v)) for p, v in zip(paths, ends, strict=True)], metric)

        def codes(points: FloatArray) -> NDArray[np.int8]:
            rows = [[Setting(p, v) for p, v in zip(paths, row, strict=True)] for row in points.tolist()]
            return np.array([int(self.ground(row, metric).sign) for row in rows], dtype=np.int8)

        return codes

    def states(self, path: str, at: float, metric: str) -> tuple[State, ...]:
        """The regime, with the extent of the measure in it."""
        story = self._at([Setting(path, at)])
        found, _ = self._shift(story, story, metric)
        return (State(story.regime_of(metric), found.before or NEVER),)

    def ground(self, settings: Sequence[Setting], metric: str) -> Ground:
        """The measure without and with what the claim is about."""
        story = self._at(settings)
        without, here = story.move()
        found, regret = self._shift(story.at(without), story.at(here), metric)
        return Ground(tuple(settings), Code.of(found.direction), found.before, found.after, found.proven, regret)

    def _at(self, settings: Sequence[Setting]) -> Story:
        from openrace.claims.story import configured

        changed = self.story.model_dump(by_alias=True) | {s.path: s.value for s in settings}
        return configured(type(self.story), [Setting(k, v) for k, v in changed.items() if v is not None])

    def _shift(self, then: Story, now: Story, metric: str) -> tuple[MetricShift, float]:
        """The measure in one story and in another, by formulas or by solving their games, and the largest regret."""
        measures = {m.name: m for m in self.story.measures}
        if metric not in measures:
            raise OpenraceError(
                f"{self.story.name} has no measure {metric!r}", f"one of {', '.join(measures)}", "name one"
            )
        if isinstance(then, GameStory) and isinstance(now, GameStory):
            before, after = then.game(), now.game()
            if after.normal_form().n_players > 1:
                sides = solve_both(before, after, partial(self._solved, method=now.method()))
                (found,) = judge(*sides, (metric,))
                return found, max(side.max_regret for side in sides)
        unit, sense = measures[metric].unit, measures[metric].sense
        return from_intervals(metric, unit, sense, then.outcome()[metric], now.outcome()[metric]), 0.0

    def _solved(self, game: Game, method: Method | None) -> Answered:
        """A game's equilibria; both sides of a move may be one game, and along the lever one side is the same."""
        return self._latest.of((game, method), lambda: solve(game, method))
