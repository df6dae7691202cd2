"""The verdict: which way each metric moved, over all equilibria before and after."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from games.parts.direction import Direction, Interval, combine, direction
from games.parts.metric import Metric, Sense
from openrace.concepts.concept import Answered
from openrace.concepts.outcomes import Outcomes


@dataclass(frozen=True)
class MetricShift:
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

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one metric in a verdict."""
        out: dict[str, Any] = {
            "before": _pair(self.before),
            "after": _pair(self.after),
            "direction": str(self.direction),
            "proven": self.proven,
            "unit": self.unit,
        }
        if self.p_never_before is not None:
            out["p_never"] = {"before": _pair(self.p_never_before), "after": _pair(self.p_never_after)}
        return out


def judge(then: Answered, now: Answered, names: Collection[str] = ()) -> tuple[MetricShift, ...]:
    """One shift for every metric that both games have, from the one solved before to the one solved after.

    Args:
        then: the game before, solved.
        now: the game after, solved.
        names: metrics to look at; left out, all of them.
    """
    proven = then.complete and now.complete
    later = {m.name: m for m in now.metrics if not names or m.name in names}
    return tuple(
        _judge_one(m, later[m.name], then.outcomes, now.outcomes, proven) for m in then.metrics if m.name in later
    )


def _judge_one(first: Metric, second: Metric, then: Outcomes, now: Outcomes, proven: bool) -> MetricShift:
    never = (
        (None, None)
        if first.never is None or second.never is None
        else (then.interval(first.never), now.interval(second.never))
    )
    before, after = extent(first, then), extent(second, now)
    if first.by_distribution or second.by_distribution or before is None or after is None:
        way = _by_distribution(first, second, then, now)
    else:
        way = direction(before, after, first.sense, _scale(first, second))
    return MetricShift(first.name, first.unit, first.sense, before, after, way, proven, never[0], never[1])


def extent(metric: Metric, over: Outcomes) -> Interval | None:
    """Least and greatest value of a metric over a set of equilibria, as a verdict shows it.

    Over an infinite horizon that of the mean date given that it comes; ``None`` if it never does.
    """
    if not metric.by_distribution:
        return over.interval(metric.values)
    comes = np.isfinite(metric.values)
    return over.ratio(np.where(comes, metric.values, 0.0), comes.astype(np.float64))


def _scale(first: Metric, second: Metric) -> float:
    low = min(float(first.values.min()), float(second.values.min()))
    high = max(float(first.values.max()), float(second.values.max()))
    return high - low


def _by_distribution(first: Metric, second: Metric, then: Outcomes, now: Outcomes) -> Direction:
    """First-order dominance: the chance that the date has come by ``d``, at every date that occurs."""
    both = np.concatenate([first.values.ravel(), second.values.ravel()])
    dates = np.unique(both[np.isfinite(both)])
    pairs = [
        (then.interval((first.values <= d).astype(np.float64)), now.interval((second.values <= d).astype(np.float64)))
        for d in dates
    ]
    return combine(pairs, Sense.MORE, 1.0)


def _pair(interval: Interval | None) -> list[float | None]:
    """A date that never comes is null."""
    return [None, None] if interval is None else [end if math.isfinite(end) else None for end in interval]
