"""What "racing" may mean: measures of a profile, and the metrics that they become.

A metric is a number for every profile; at a mixed equilibrium it is the expectation, and so it is over scenarios. Date
metrics are special: "never" counts as the horizon and ``p_never`` is reported beside; over an infinite horizon there is
no such number, so verdicts compare whole distributions. Where a profile leaves it to chance whether a date comes, it
counts there as its mean given that it comes, beside the chance of never.

Risk and welfare are reported apart from behaviour: ``harm`` is what the world may lose, ``p_safe`` the chance that it
loses nothing (``games.time.danger``), whoever minds; ``welfare`` is money alone, ``welfare_with_harm`` less the harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial, reduce

import numpy as np

from games.markets import Market
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from games.release.history import History
from games.time.danger import Danger
from games.time.worlds import Worlds, chances, in_order

Values = Callable[[], FloatArray]
"""Computes numbers that broadcast to ``[*batch, *profile]``."""


@dataclass(frozen=True)
class Measure:
    """What may be reported of a history: what nobody wants is not computed.

    Attributes:
        name: as in verdicts.
        unit: of the number.
        sense: how a change is read.
        values: computes it.
        is_date: whether it is a date, ``inf`` for never.
    """

    name: str
    unit: str
    sense: Sense
    values: Values
    is_date: bool = False

    def metric(self, history: History) -> Metric:
        """The measure on all profiles, and on all parameter points that it depends on."""

        def spread(values: FloatArray) -> FloatArray:
            return np.broadcast_to(values, np.broadcast_shapes(np.shape(values), history.shape))

        values = self.values()
        if not self.is_date:
            return Metric(self.name, self.unit, self.sense, spread(values))
        never = np.isinf(values)
        counted = np.where(never, history.calendar.horizon, values)
        return Metric(self.name, self.unit, self.sense, spread(counted), spread(never.astype(np.float64)))


def dated(name: str, dates: Values, sense: Sense = Sense.EARLIER) -> Measure:
    """A date, ``inf`` for never."""
    return Measure(name, "periods", sense, dates, is_date=True)


def level(name: str, unit: str, values: Values) -> Measure:
    """A number with no racing in it."""
    return Measure(name, unit, Sense.LEVEL, values)


def first_dates(history: History, labs: Sequence[int], date: Callable[[int], FloatArray]) -> Iterator[Measure]:
    """When some labs first release, any of them and each; ``date`` is when a lab does."""
    yield dated("first_release", lambda: np.minimum.reduce(np.broadcast_arrays(*map(date, labs))))
    yield from (dated(f"first_release.{history.names[i]}", partial(date, i)) for i in labs)


def releasing(labs: Sequence[int], date: Callable[[int], FloatArray]) -> Measure:
    """Number of labs that release."""
    return Measure(
        "n_release", "labs", Sense.MORE, lambda: added(np.isfinite(date(i)).astype(np.float64) for i in labs)
    )


def spent(history: History, labs: Sequence[int], sense: Sense) -> Measure:
    """What some labs spend on training, undiscounted."""
    return Measure("training_spend", "currency", sense, lambda: added(map(history.spending, labs)))


def reached(history: History, name: str, capability: Values) -> Iterator[Measure]:
    """How far a capability ``[cell, ...]`` that is on the market gets: over a finite horizon, and at the end."""

    def area() -> FloatArray:
        return np.asarray((capability() * history.length).sum(axis=0), dtype=np.float64)

    def end() -> FloatArray:
        # It never falls.
        return np.asarray(np.where(history.lasts, capability(), 0.0).max(axis=0), dtype=np.float64)

    if not history.calendar.is_infinite:
        yield Measure(f"{name}_area", "capability periods", Sense.MORE, area)
    yield Measure(f"{name}_end", "capability", Sense.MORE, end)


def reach_dates(history: History, milestones: Sequence[float]) -> Iterator[Measure]:
    """When some model on the market first has each of some capabilities."""

    def first(capability: float) -> FloatArray:
        there = (history.frontier >= capability) & history.lasts
        return np.asarray(np.where(there, history.start, np.inf).min(axis=0), dtype=np.float64)

    yield from (dated(f"reached.{capability:g}", partial(first, capability)) for capability in milestones)


def release_measures(
    history: History, market: Market, milestones: tuple[float, ...], *, risky: bool
) -> Iterator[Measure]:
    """All measures of a release game in some worlds, in the order in which verdicts show them.

    Args:
        history: what every profile makes happen, as it will be.
        market: how customers are served.
        milestones: capabilities whose first date is reported.
        risky: whether something may go wrong in the world.
    """
    labs = range(history.n_labs)

    @cache
    def surplus() -> FloatArray:
        return market.discounted_surplus(history)

    @cache
    def earned(lab: int) -> FloatArray:
        """Money only, whatever else the lab cares about."""
        paid = [history.cost(lab, number) * history.factor(lab, number) for number in history.numbers(lab)]
        return np.asarray(market.discounted_revenue(history, lab) - reduce(np.add, paid), dtype=np.float64)

    @cache
    def money() -> FloatArray:
        return surplus() + added(map(earned, labs))

    yield from first_dates(history, labs, history.date)
    yield from reach_dates(history, milestones)
    yield from reached(history, "frontier", lambda: history.frontier)
    yield spent(history, labs, Sense.MORE)
    yield releasing(labs, history.date)
    yield level("gap", "capability", lambda: _gap(history))
    yield level("consumer_surplus", "currency", surplus)
    yield from (level(f"profit.{history.names[i]}", "currency", partial(earned, i)) for i in labs)
    yield from _regulation(history)
    yield level("welfare", "currency", money)
    if risky:
        yield from _risk(money, history)


def _gap(history: History) -> FloatArray:
    """Best closed less best open model: its average over a finite horizon, its last value over an infinite one."""
    lead = history.best_closed - history.best_open
    if history.calendar.is_infinite:
        # Where the lead never changes it has one cell for all.
        return np.asarray(lead[-1], dtype=np.float64)
    return np.asarray((lead * history.length).sum(axis=0) / history.calendar.horizon, dtype=np.float64)


def _regulation(history: History) -> Iterator[Measure]:
    """Whether regulation comes, when, and by which of the stated dates; nothing where it cannot come."""
    rules = history.shocks.rules
    if not rules:
        return

    def date() -> FloatArray:
        return reduce(np.minimum, [rule.mean_date() for rule in rules])

    def comes_by(by: float) -> FloatArray:
        return 1.0 - reduce(np.multiply, [1.0 - rule.come_by(by) for rule in rules])

    def before_the_end() -> FloatArray:
        own = date()
        return np.where(own < history.calendar.horizon, own, np.inf)

    yield level("p_regulated", "chance", lambda: np.isfinite(date()).astype(np.float64))
    for by in sorted({float(by) for rule in rules for by in rule.by}):
        yield level(f"p_regulated.{by:g}", "chance", partial(comes_by, by))
    yield dated("regulated", before_the_end, Sense.LEVEL)


def _risk(money: Values, history: History) -> Iterator[Measure]:
    """What the world may lose, the chance that it does not, and welfare less the loss; ``money`` is welfare."""
    danger = Danger(history)

    @cache
    def lost() -> FloatArray:
        return np.asarray(np.asarray(history.risk.loss) * danger.loss(history.social_discount()), dtype=np.float64)

    yield level("harm", "currency", lost)
    if history.risk.has_chances:
        yield level("p_safe", "chance", danger.safety)
    yield level("welfare_with_harm", "currency", lambda: money() - lost())


def of_worlds(same: Sequence[Metric], worlds: Sequence[Worlds[History]]) -> Metric:
    """One metric in every world, ``[scenario, *batch, *profile]``, from its values in every group of worlds."""
    values = in_order(worlds, [group.rows(m.values) for group, m in zip(worlds, same, strict=True)])
    nevers = [group.rows(m.never) for group, m in zip(worlds, same, strict=True) if m.never is not None]
    return replace(same[0], values=values, never=in_order(worlds, nevers) if nevers else None)


def expected(each: Sequence[Sequence[Metric]], worlds: Sequence[Worlds[History]]) -> tuple[Metric, ...]:
    """The metrics of every group of worlds as their expectations over all worlds."""
    if len(worlds) == 1 and len(worlds[0].places) == 1:
        return tuple(each[0])
    chance = chances(worlds)
    return tuple(_expected(of_worlds(same, worlds), chance) for same in zip(*each, strict=True))


def _expected(metric: Metric, chance: FloatArray) -> Metric:
    """A metric's expectation, from its values in every world."""
    values, never = metric.values, metric.never
    if never is None or not metric.by_distribution:
        return metric.mapped(lambda rows: _average(rows, chance))
    coming = chance * (1.0 - never)
    comes = added(coming)
    total = added(coming * np.where(np.isinf(values), 0.0, values))
    dates = np.where(comes > 0, total / np.where(comes > 0, comes, 1.0), np.inf)
    return replace(metric, values=dates, never=_average(never, chance))


def _average(values: FloatArray, chance: FloatArray) -> FloatArray:
    # What has no chance must not count, and 0 * inf is nan.
    return added(np.where(chance > 0, values, 0.0) * chance)


def added(rows: Iterable[FloatArray]) -> FloatArray:
    """The sum of arrays, one after the other; 0 for none."""
    return np.asarray(reduce(np.add, rows, np.zeros(())), dtype=np.float64)
