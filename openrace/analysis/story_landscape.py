"""A story, looked at from any point: its direction is that of its own move, and what is played is its regime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from games.parts.part import FloatArray
from games.parts.paths import Setting
from games.stories.telling.base import Story
from games.stories.telling.number import Measure
from openrace.analysis.landscape import Ground, Landscape, Signs, State
from openrace.questions.about import About, about_story
from openrace.questions.verdict import from_intervals
from solver.common.errors import OpenraceError


@dataclass(frozen=True, eq=False)
class StoryLandscape(Landscape):
    """A story: its direction is that of the story's move, and what is played is its regime."""

    story: Story

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
        return (State(story.regime_of(metric), story.outcome()[self._measure(metric).name]),)

    def ground(self, settings: Sequence[Setting], metric: str) -> Ground:
        """The measure without and with what the claim is about."""
        story, measure = self._at(settings), self._measure(metric)
        before, after = (story.at(level).outcome()[measure.name] for level in story.move())
        found = from_intervals(measure.name, measure.unit, measure.sense, before, after)
        return Ground(tuple(settings), Code.of(found.direction), before, after, True, 0.0)

    def _at(self, settings: Sequence[Setting]) -> Story:
        from openrace.claims.story import configured

        changed = self.story.model_dump(by_alias=True) | {s.path: s.value for s in settings}
        return configured(type(self.story), [Setting(k, v) for k, v in changed.items() if v is not None])

    def _measure(self, metric: str) -> Measure:
        known = {m.name: m for m in self.story.measures}
        if metric not in known:
            raise OpenraceError(
                f"{self.story.name} has no measure {metric!r}", f"one of {', '.join(known)}", "name one"
            )
        return known[metric]
