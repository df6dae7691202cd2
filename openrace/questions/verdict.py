"""The verdict: which way each metric moved, over all equilibria before and after.

There is one path, for ``C`` cells at once; the verdict on one game is that on one cell. A cell has sides (before and
after an intervention, or the game alone); on each side it belongs to a part: some games of one shape, their sets of
equilibria and their metrics. ``K`` metrics, ``S`` sides.

The rule is that of :mod:`games.parts.direction`. Over an infinite horizon a date has no expectation, and distributions
are compared: the chance of having come by each date that occurs (first-order dominance).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import EQUALITY, Code, Direction, Interval, codes, direction
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from openrace.concepts.concept import Answered
from openrace.concepts.equilibria import EquilibriumSets, IntArray
from openrace.concepts.expectations import extents, extents_of_means
from openrace.concepts.plain import Plain

ROUNDING = 1e-4
"""Least range of a metric as a share of its size; equality is told from it, so expectations may round."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some cells of one side, solved.

    Attributes:
        where: ``(b,)`` positions of the cells.
        found: the sets of equilibria of their ``b`` games.
        metrics: what may be asked of them, values ``(A_0, ...)`` or ``(b, A_0, ...)``; the same names in every part.
        n_axes: number of axes after the games', the ``A_i``.
        listed: whether the one axis lists equilibria alone: the size of a number is then measured from 0, for their
            range may be nothing but rounding.
        support: ``(b, N, words)`` bit masks of the actions played in some equilibrium, where they are wanted.
    """

    where: IntArray
    found: EquilibriumSets
    metrics: tuple[Metric, ...]
    n_axes: int
    listed: bool = False
    support: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.uint64))


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What came of the metrics in ``C`` cells.

    Attributes:
        values: ``(C, K, S, 2)`` least and greatest value; of a date over an infinite horizon, of its mean given that
            it comes, and nan if it never does.
        direction: ``(C, K)`` :class:`games.parts.direction.Code`; unknown unless both sides have equilibria.
    """

    values: FloatArray
    direction: NDArray[np.int8]


def judge_cells(sides: Sequence[Sequence[Part]], n_cells: int) -> Verdicts:
    """The verdict on every metric in every cell.

    Args:
        sides: the parts of each side, one or two; every cell is in one part of each.
        n_cells: number of cells.
    """
    senses = [m.sense for m in sides[0][0].metrics]
    shape = (n_cells, len(senses), len(sides))
    values, low, high = np.full((*shape, 2), np.nan), np.full(shape[:2], np.inf), np.full(shape[:2], -np.inf)
    endless, known = np.zeros(shape, dtype=bool), np.zeros((n_cells, len(sides)), dtype=bool)
    for side, parts in enumerate(sides):
        for part in parts:
            stacked = _stack(part, [m.values for m in part.metrics])
            over = tuple(range(2, stacked.ndim))
            own = np.asarray(np.isinf(stacked).any(axis=over)).T
            values[part.where, :, side] = _extents(part, stacked, own)
            least, most = stacked.min(axis=over).T, stacked.max(axis=over).T
            if part.listed:
                least, most = np.minimum(least, 0.0), np.maximum(most, 0.0)
            low[part.where] = np.minimum(low[part.where], least)
            high[part.where] = np.maximum(high[part.where], most)
            endless[part.where, :, side] = own
            known[part.where, side] = np.diff(part.found.offsets) > 0
    ways = np.full(shape[:2], int(Code.UNKNOWN), dtype=np.int8)
    if len(sides) == 2:
        distributed = np.asarray(endless.any(axis=2))
        top, bottom = np.where(distributed, 1.0, high), np.where(distributed, 0.0, low)
        # A number that is the same in every profile has no range, and its expectations differ by rounding.
        scale = np.maximum(top - bottom, ROUNDING * np.maximum(np.abs(top), np.abs(bottom)))
        ways[:] = _by_extents(values, scale, senses)
        for k in np.flatnonzero(distributed.any(axis=0)).tolist():
            where = distributed[:, k]
            ways[where, k] = _by_distribution(sides, k, n_cells)[where]
        ways[~known.all(axis=1)] = int(Code.UNKNOWN)
    return Verdicts(values, ways)


def _stack(part: Part, arrays: Sequence[FloatArray]) -> FloatArray:
    """``(K, G, A_0, ...)`` where ``G`` is 1 if none varies over the cells, and their number otherwise."""
    n_games = 1 if all(a.ndim == part.n_axes for a in arrays) else len(part.found)
    shape = (n_games, *arrays[0].shape[arrays[0].ndim - part.n_axes :])
    return np.stack([np.broadcast_to(a, shape) for a in arrays])


def _extents(part: Part, stacked: FloatArray, endless: NDArray[np.bool_]) -> FloatArray:
    """``(b, K, 2)`` extents of every metric, or of means where a date may be infinite (``endless``, ``(G, K)``)."""
    if not endless.any():
        return extents(part.found, stacked)
    means = extents_of_means(part.found, stacked, 1.0 - _stack(part, [_never_of(m) for m in part.metrics]))
    plain = extents(part.found, np.where(endless.T[(..., *[None] * (stacked.ndim - 2))], 0.0, stacked))
    return np.where(endless[..., None], means, plain)


def _never_of(metric: Metric) -> FloatArray:
    """The chance of never in every profile; 0 for what is no date."""
    return np.zeros_like(metric.values) if metric.never is None else metric.never


def _by_extents(values: FloatArray, scale: FloatArray, senses: Sequence[Sense]) -> NDArray[np.int8]:
    """Directions ``(C, K)`` from both ends of the extents; ``scale`` ``(C, K)`` is the range over all profiles."""
    sign = np.array([-1.0 if s is Sense.EARLIER else 1.0 for s in senses])
    level = np.array([s is Sense.LEVEL for s in senses])
    moves = [sign * (values[:, :, 1, end] - values[:, :, 0, end]) for end in (0, 1)]
    return codes(np.stack(moves), scale, level)


def _by_distribution(sides: Sequence[Sequence[Part]], k: int, n_cells: int) -> NDArray[np.int8]:
    """Directions ``(C,)`` of a date that may be infinite: the chance to have come by each date that occurs."""
    metrics = [part.metrics[k] for parts in sides for part in parts]
    dates = np.unique(np.concatenate([m.values[np.isfinite(m.values)] for m in metrics]))
    # Dates that differ by rounding are one date, the last of them: all others have come by then.
    dates = dates[np.diff(dates, append=np.inf) > EQUALITY * np.abs(dates).max(initial=0.0)]
    moves = np.zeros((2 * len(dates), n_cells))
    for sign, parts in zip((-1.0, 1.0), sides, strict=True):
        for part in parts:
            # One date at a time: as many arrays as dates would not fit where dates vary over cells.
            for d, date in enumerate(dates):
                own = part.metrics[k]
                come = _stack(part, [np.where(own.values <= date, 1.0 - _never_of(own), 0.0)])
                moves[2 * d : 2 * d + 2, part.where] += sign * extents(part.found, come)[:, 0].T
    return codes(moves, np.ones(n_cells), np.zeros(n_cells, dtype=bool))


NEVER = (math.inf, math.inf)
"""A date that never comes, of which JSON has two nulls."""


@dataclass(frozen=True)
class MetricShift(Plain):
    """One metric before and after.

    Attributes:
        metric: its name.
        unit: its unit.
        sense: how a change is read.
        before: least and greatest value over the equilibria before; over an infinite horizon the mean date given that
            it comes, ``None`` if it never does.
        after: the same, after.
        direction: of racing (or of the number, where there is no racing in it).
        proven: whether both sets of equilibria are proven complete.
        p_never_before: for dates, the chance of never before.
        p_never_after: the same, after.
        given_before: for dates, the mean before given that it comes; ``None`` if it never does.
        given_after: the same, after.
    """

    metric: str
    unit: str
    sense: Sense
    before: Interval | None
    after: Interval | None
    direction: Direction
    proven: bool
    p_never_before: Interval | None = None
    p_never_after: Interval | None = None
    given_before: Interval | None = None
    given_after: Interval | None = None

    def entries(self) -> dict[str, object]:
        """The JSON of one metric in a verdict."""
        never = {"p_never": {"before": self.p_never_before, "after": self.p_never_after}}
        return {
            "before": self.before or NEVER,
            "after": self.after or NEVER,
            "direction": self.direction,
            "proven": self.proven,
            "unit": self.unit,
            **(never if self.p_never_before is not None else {}),
        }


def judge(then: Answered, now: Answered, names: Collection[str] = ()) -> tuple[MetricShift, ...]:
    """One shift for every metric that both games have, from the one solved before to the one solved after.

    Args:
        then: the game before, solved.
        now: the game after, solved.
        names: metrics to look at; left out, all of them.
    """
    later = {m.name: m for m in now.metrics_named(names)}
    first = tuple(m for m in then.metrics_named(names) if m.name in later)
    second = tuple(later[m.name] for m in first)
    if not first:
        return ()
    parts = [part_of(answer, metrics) for answer, metrics in ((then, first), (now, second))]
    verdicts = judge_cells([[part] for part in parts], 1)
    before, after = (_dates(part, answer.game) for part, answer in zip(parts, (then, now), strict=True))
    none = (None, None)
    return tuple(
        MetricShift(
            metric=m.name,
            unit=m.unit,
            sense=m.sense,
            before=_interval(verdicts.values[0, k, 0]),
            after=_interval(verdicts.values[0, k, 1]),
            direction=Direction(Code(int(verdicts.direction[0, k])).word),
            proven=then.complete and now.complete,
            p_never_before=before.get(m.name, none)[0],
            p_never_after=after.get(m.name, none)[0],
            given_before=before.get(m.name, none)[1],
            given_after=after.get(m.name, none)[1],
        )
        for k, m in enumerate(first)
    )


def part_of(answer: Answered, metrics: tuple[Metric, ...]) -> Part:
    """One solved game as the part of a single cell."""
    return Part(np.array([0]), answer.found, metrics, metrics[0].values.ndim, answer.lists_equilibria)


def _dates(part: Part, game: Game) -> dict[str, tuple[Interval | None, Interval | None]]:
    """For every date among the metrics of a single game, the chance of never, and the mean given that it comes."""
    dates = [m for m in part.metrics if m.never is not None]
    if not dates:
        return {}
    never, values = (_stack(part, arrays) for arrays in ([_never_of(m) for m in dates], [m.values for m in dates]))
    comes = 1.0 - never
    if isinstance(game, LabGame) and math.isfinite(game.horizon):
        # An expected date counts never as the horizon.
        values = (values - (1.0 - comes) * game.horizon) / np.where(comes > 0, comes, 1.0)
    chances, means = extents(part.found, never)[0], extents_of_means(part.found, values, comes)[0]
    return {m.name: (_interval(chances[k]), _interval(means[k])) for k, m in enumerate(dates)}


def from_intervals(metric: str, unit: str, sense: Sense, before: Interval, after: Interval) -> MetricShift:
    """The shift of something whose intervals are known, such as a story's measure: equality is that of its numbers."""
    scale = max((abs(end) for end in (*before, *after) if math.isfinite(end)), default=1.0)
    return MetricShift(metric, unit, sense, before, after, direction(before, after, sense, scale), proven=True)


def _interval(ends: FloatArray) -> Interval | None:
    return None if np.isnan(ends).any() else (float(ends[0]), float(ends[1]))
