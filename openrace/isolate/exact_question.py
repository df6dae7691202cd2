"""A question about two labs in rational numbers: payoffs before and after as functions of weights, and measures.

Numbers are read as the short decimals and fractions they stand for (``openrace.analysis.linear``); numbers that differ
by less than a float can tell are one number, so that ties of the model are ties here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.parts.direction import EQUALITY
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from games.parts.paths import Setting
from games.release.release_game import ReleaseGame
from openrace.analysis.linear import coefficients, rational
from openrace.questions.question import Question, metric_named, release_game
from solver.common.arrays import ExactArray, exact_array
from solver.common.errors import OpenraceError
from solver.two_player.family.family import Box, Family

ALIKE = 2e-15
"""Fraction of the largest number of an array within which two of its numbers are one."""


@dataclass(frozen=True, eq=False)
class Measure:
    """A number whose least and greatest expectation decide the sign, in the direction of racing.

    Attributes:
        before: ``(m, n)`` one per profile of the game before.
        after: the same, after.
        tolerance: changes up to this are none.
    """

    before: ExactArray
    after: ExactArray
    tolerance: Fraction


@dataclass(frozen=True, eq=False)
class ExactQuestion:
    """Both games and what is measured.

    Attributes:
        before: payoffs of the game before, by weights.
        after: those of the game after.
        measures: numbers that must agree; several where a date may never come (its chance to have come by each date).
        level: whether the metric has no racing in it, and is read as more or less.
    """

    before: Family
    after: Family
    measures: tuple[Measure, ...]
    level: bool

    @property
    def is_same(self) -> bool:
        """Whether the event changes nothing at all: payoffs, plans and measures are those before it."""
        pairs = [
            *zip(self.before.constant, self.after.constant, strict=True),
            *zip(self.before.slopes, self.after.slopes, strict=True),
            *[(measure.before, measure.after) for measure in self.measures],
        ]
        return all(np.array_equal(one, other) for one, other in pairs)


def exact_question(question: Question, paths: tuple[str, ...], box: Box, metric: str) -> ExactQuestion:
    """Both games of a question with the weights at ``paths`` left open.

    Raises:
        OpenraceError: a game in which no lab releases, paths that are no weights, ends out of range, more than two labs
            with a choice, no such metric, or one that depends on the weights.
    """
    # Both ends are checked here, that the first error names all weights that are out of range.
    low, _ = (question.at(_settings(paths, point)) for point in (box.low, box.high))
    games = _release_games(low)
    before, after = (_metric(game, metric) for game in games)
    sides = [_family(game, paths) for game in games]
    for k, path in enumerate(paths):
        one = question.at(_settings(paths, (*box.low[:k], box.high[k], *box.low[k + 1 :])))
        there = [_metric(game, metric).values for game in _release_games(one)]
        if not all(map(np.array_equal, there, (before.values, after.values))):
            raise OpenraceError(
                f"{metric} depends on {path} itself",
                "a metric of what happens, such as response.first_release",
                "map and sweep take any metric",
            )
    return ExactQuestion(sides[0], sides[1], _measures(before, after), before.sense is Sense.LEVEL)


def _settings(paths: Sequence[str], point: Sequence[Fraction]) -> list[Setting]:
    return [Setting(path, float(value)) for path, value in zip(paths, point, strict=True)]


def _release_games(question: Question) -> tuple[ReleaseGame, ReleaseGame]:
    before, after = (release_game(game) for game in question.games())
    return before, after


def _family(game: ReleaseGame, paths: tuple[str, ...]) -> Family:
    constant, slopes = coefficients(game, paths)
    shape = constant[0].shape
    choosing = [i for i, n in enumerate(shape) if n > 1]
    if len(choosing) > 2:
        raise OpenraceError(
            f"{len(choosing)} labs of {game.name} have a choice",
            "at most two",
            "fix the plans of the others, as with --do fix:LAB@DATE",
        )
    # Labs without a choice are put aside; a player with one plan and no payoff fills the place of a missing one.
    m, n = _pair(shape)
    none = np.full((len(paths) + 1, m, n), Fraction(0), dtype=object)
    read = [exact(np.concatenate([constant[i][None], slopes[i]])).reshape(len(paths) + 1, m, n) for i in choosing]
    first, second = [*read, none, none][:2]
    return Family((first[0], second[0]), (first[1:], second[1:]))


def _pair(shape: Sequence[int]) -> tuple[int, int]:
    """The shape of a game of two: the first that choose, in their order."""
    sizes = [n for n in shape if n > 1]
    return (sizes[0] if sizes else 1), (sizes[1] if len(sizes) > 1 else 1)


def _metric(game: ReleaseGame, name: str) -> Metric:
    return metric_named({m.name: m for m in game.metrics()}, name)


def _measures(before: Metric, after: Metric) -> tuple[Measure, ...]:
    """The rule of verdicts (``openrace.questions.verdict``): extents, and for dates that may never come, chances."""
    sign = -1 if before.sense is Sense.EARLIER else 1
    if before.by_distribution or after.by_distribution:
        both = np.concatenate([before.values.ravel(), after.values.ravel()])
        dates = np.unique(both[np.isfinite(both)])
        tables = [[exact((m.values <= date).astype(np.float64)) for m in (before, after)] for date in dates]
        scale = Fraction(1)
    else:
        ends = [float(f(m.values)) for m in (before, after) for f in (np.min, np.max)]
        scale = Fraction(max(ends)) - Fraction(min(ends))
        tables = [[sign * exact(m.values) for m in (before, after)]]
    tolerance = Fraction(EQUALITY) * scale
    return tuple(
        Measure(one.reshape(_pair(one.shape)), two.reshape(_pair(two.shape)), tolerance) for one, two in tables
    )


def exact(values: FloatArray) -> ExactArray:
    """The numbers that floats stand for; those that floats can hardly tell apart are read as one."""
    unit = float(np.abs(values).max()) or 1.0
    distinct, where = np.unique(values, return_inverse=True)
    new = np.append(True, np.diff(distinct) > ALIKE * unit)
    meant = [rational(float(v), unit) for v in distinct[new]]
    return exact_array([meant[k] for k in (np.cumsum(new) - 1)[where.ravel()]], values.shape)
