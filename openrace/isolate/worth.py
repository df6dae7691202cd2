"""What an event does to a game with some factors switched off: the change of each metric, draw by draw.

A set of factors is a bit mask; bit ``i`` says whether factor ``i`` is on. Sets that share their shape (everything but
weights of terms) are one batch: a weight is its value or 0, and numbers that are drawn vary beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from games.events.base import Intervention
from games.parts.event import book_of
from games.parts.part import FloatArray
from games.parts.paths import SettingError, follow, matching
from openrace.concepts.choice import Choice
from openrace.isolate.factors import Factor, Labs, reshaped
from openrace.questions.question import Question
from openrace.questions.shapley import IntArray
from openrace.sweeps.cells.concepts import summarise_under
from openrace.sweeps.cells.making import cells_of
from openrace.sweeps.progress import Work

BATCH = 4096
"""Cells that are solved together."""


@dataclass(frozen=True, eq=False)
class Worth:
    """The question, and the factors that may be off.

    Attributes:
        game: the game with all factors on.
        intervention: what is done to it.
        factors: the ``n`` factors.
        metrics: names of ``K`` metrics.
        choice: what labs know and can do.
        drawn: numbers that vary, by path ``(D,)`` each; before these draws comes the game as it is.
    """

    game: Labs
    intervention: Intervention
    factors: tuple[Factor, ...]
    metrics: tuple[str, ...]
    choice: Choice
    drawn: Mapping[str, FloatArray]

    @property
    def n_each(self) -> int:
        """``1 + D``: how often each set is solved."""
        return 1 + max((len(values) for values in self.drawn.values()), default=0)

    def cells(self, n_masks: int) -> int:
        """How many pairs of games are solved for a number of sets."""
        return n_masks * self.n_each

    def of(self, masks: IntArray, bar: Work) -> FloatArray:
        """``(masks, 1 + D, K)`` change of each metric: the middle of its extent after the event, less that before."""
        shaping = sum(1 << i for i, f in enumerate(self.factors) if f.reshaped(self.game) != self.game)
        found = np.empty((len(masks), self.n_each, len(self.metrics)))
        for shape in np.unique(masks & shaping).tolist():
            rows = np.flatnonzero(masks & shaping == shape)
            found[rows] = self._of_shape(shape, shaping, masks[rows], bar)
        return found

    def _of_shape(self, shape: int, shaping: int, masks: IntArray, bar: Work) -> FloatArray:
        """Sets that differ in terms alone."""
        off = [f for i, f in enumerate(self.factors) if shaping >> i & 1 and not shape >> i & 1]
        game = reshaped(self.game, off)
        paths, points = self._points(game, masks)
        question = Question(game, self.intervention)
        builders = cells_of(question, paths, points.min(axis=0), points.max(axis=0))
        changes = []
        for start in range(0, len(points), BATCH):
            some = points[start : start + BATCH]
            values = summarise_under(self.choice, builders, self.metrics, some, 0).values
            middles = values.mean(axis=3)
            changes.append(middles[:, :, 1] - middles[:, :, 0])
            bar.advance(len(some))
        return np.concatenate(changes).reshape(len(masks), self.n_each, len(self.metrics))

    def _points(self, game: Labs, masks: IntArray) -> tuple[tuple[str, ...], FloatArray]:
        """Paths that vary, and their values ``(masks * (1 + D), paths)``."""
        switched = {path: i for i, f in enumerate(self.factors) for path in f.weights(self.game)}
        paths = tuple(path for path in dict.fromkeys([*switched, *self.drawn]) if self._is_kept(game, path))
        points = np.empty((len(masks), self.n_each, len(paths)))
        for k, path in enumerate(paths):
            points[:, 0, k] = follow(game, matching(game, path)[path])
            points[:, 1:, k] = self.drawn.get(path, points[0, 0, k])
            if path in switched:
                points[:, :, k] *= (masks >> switched[path] & 1)[:, None]
        return paths, points.reshape(len(masks) * self.n_each, len(paths))

    def _is_kept(self, game: Labs, path: str) -> bool:
        """Whether a game without some factors still has a number, and as it was."""
        try:
            there = matching(game, path)
        except SettingError:
            return False
        whole: object = follow(self.game, matching(self.game, path)[path])
        return path in there and follow(game, there[path]) == whole


def names_of(metrics: Sequence[str], wanted: str) -> tuple[str, ...]:
    """The metric asked about, then what effects are reported on: responses, progress, welfare and harm."""
    told = [m for m in metrics if book_of(m) in ("response", "progress") and not m.startswith("progress.without.")]
    apart = [m for m in ("consumer_surplus", "welfare", "harm") if m in metrics]
    return tuple(dict.fromkeys([wanted, *told, *apart]))
