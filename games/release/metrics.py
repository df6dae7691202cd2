"""What "racing" may mean: metrics of a profile.

A metric is a number for every profile; at a mixed equilibrium it is the expectation, and so it is over scenarios. Date
metrics are special: "never" counts as the horizon and ``p_never`` is reported beside; over an infinite horizon there is
no such number, so verdicts compare whole distributions. Where a profile leaves it to chance whether a date comes, it
counts there as its mean given that it comes, beside the chance of never.

Risk and welfare are reported apart from behaviour: ``harm`` is what the world may lose, ``p_safe`` the chance that it
loses nothing (``games.time.danger``), whoever minds; ``welfare`` is money alone, ``welfare_with_harm`` less the harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial, reduce

import numpy as np

from games.markets import Market
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from games.release.history import History
from games.time.danger import Danger
from games.time.worlds import Worlds, chances, in_order

Measure = tuple[str, Callable[[], Metric]]
"""A metric's name, and what computes it: what nobody wants is not computed."""


def first_release(history: History) -> Metric:
    """Date of the first release by any lab."""
    dates = np.minimum.reduce(np.broadcast_arrays(*[history.date(i) for i in range(history.n_labs)]))
    return dated("first_release", dates, history)


def first_release_of(history: History, lab: int) -> Metric:
    """Date at which one lab releases."""
    return dated(f"first_release.{history.labs[lab].name}", history.date(lab), history)


def reached(history: History, capability: float) -> Metric:
    """First date at which some model on the market has the given capability."""
    there = (history.frontier >= capability) & history.lasts
    dates = np.where(there, history.start, np.inf).min(axis=0)
    return dated(f"reached.{capability:g}", dates, history)


def frontier_area(history: History) -> Metric:
    """Integral of the best capability on the market over the horizon."""
    return area("frontier_area", history.frontier, history)


def frontier_end(history: History) -> Metric:
    """Best capability on the market at the end."""
    return end("frontier_end", history.frontier, history)


def training_spend(history: History) -> Metric:
    """What all labs spend on training, undiscounted."""
    spend = sum((history.spending(i) for i in range(history.n_labs)), np.zeros(()))
    return plain("training_spend", "currency", Sense.MORE, spend, history)


def n_release(history: History) -> Metric:
    """Number of labs that release."""
    count = sum((history.releases(i).astype(np.float64) for i in range(history.n_labs)), np.zeros(()))
    return plain("n_release", "labs", Sense.MORE, count, history)


def gap(history: History) -> Metric:
    """Best closed less best open model: its average over a finite horizon, its last value over an infinite one."""
    lead = history.best_closed - history.best_open
    if history.calendar.is_infinite:
        value = np.broadcast_to(lead, np.broadcast_shapes(lead.shape, history.start.shape))[-1]
    else:
        value = (lead * history.length).sum(axis=0) / history.calendar.horizon
    return plain("gap", "capability", Sense.LEVEL, value, history)


def consumer_surplus(history: History, market: Market) -> Metric:
    """Discounted consumer surplus."""
    return plain("consumer_surplus", "currency", Sense.LEVEL, market.discounted_surplus(history), history)


def profit(history: History, market: Market, lab: int) -> Metric:
    """Discounted revenue less discounted training cost of one lab: money only, whatever else it cares about."""
    paid = [history.cost(lab, number) * history.factor(lab, number) for number in history.numbers(lab)]
    money = market.discounted_revenue(history, lab) - reduce(np.add, paid)
    return plain(f"profit.{history.labs[lab].name}", "currency", Sense.LEVEL, money, history)


def welfare(surplus: Metric, profits: Sequence[Metric], history: History) -> Metric:
    """Consumer surplus plus all profits, which are metrics themselves."""
    together = sum((p.values for p in profits), np.zeros(()))
    return plain("welfare", "currency", Sense.LEVEL, surplus.values + together, history)


def regulation(history: History) -> Iterator[Measure]:
    """Whether regulation comes, when, and by which of the stated dates; nothing where it cannot come."""
    rules = history.shocks.rules
    if not rules:
        return
    horizon = history.calendar.horizon

    def date() -> FloatArray:
        return reduce(np.minimum, [rule.mean_date() for rule in rules])

    def comes() -> Metric:
        return plain("p_regulated", "chance", Sense.LEVEL, np.isfinite(date()).astype(np.float64), history)

    def comes_by(by: float) -> Metric:
        missed = reduce(np.multiply, [1.0 - rule.come_by(by) for rule in rules])
        return plain(f"p_regulated.{by:g}", "chance", Sense.LEVEL, 1.0 - missed, history)

    def when() -> Metric:
        own = date()
        return replace(dated("regulated", np.where(own < horizon, own, np.inf), history), sense=Sense.LEVEL)

    yield "p_regulated", comes
    for by in sorted({float(by) for rule in rules for by in rule.by}):
        yield f"p_regulated.{by:g}", partial(comes_by, by)
    yield "regulated", when


def area(name: str, level: FloatArray, history: History) -> Metric:
    """Integral over a finite horizon of a capability ``[cell, ...]`` that is on the market."""
    return plain(name, "capability periods", Sense.MORE, (level * history.length).sum(axis=0), history)


def end(name: str, level: FloatArray, history: History) -> Metric:
    """Last value of a capability ``[cell, ...]`` that never falls."""
    return plain(name, "capability", Sense.MORE, np.where(history.lasts, level, 0.0).max(axis=0), history)


def plain(name: str, unit: str, sense: Sense, values: FloatArray, history: History) -> Metric:
    """A number for every profile."""
    return Metric(name, unit, sense, _spread(values, history))


def dated(name: str, dates: FloatArray, history: History) -> Metric:
    """A date for every profile, ``inf`` for never."""
    never = _spread(np.isinf(dates).astype(np.float64), history)
    counted = np.where(np.isinf(dates), history.calendar.horizon, dates)
    return Metric(name, "periods", Sense.EARLIER, _spread(counted, history), never)


def _spread(values: FloatArray, history: History) -> FloatArray:
    """Values on all profiles, and on all parameter points they depend on."""
    return np.broadcast_to(values, np.broadcast_shapes(np.shape(values), history.shape))


def release_metrics(
    history: History, market: Market, milestones: tuple[float, ...], *, risky: bool
) -> Iterator[Measure]:
    """All metrics of a release game in some worlds, in the order in which verdicts show them.

    Args:
        history: what every profile makes happen, as it will be.
        market: how customers are served.
        milestones: capabilities whose first date is reported.
        risky: whether something may go wrong in the world.
    """
    labs, names = range(history.n_labs), history.names

    @cache
    def surplus() -> Metric:
        return consumer_surplus(history, market)

    @cache
    def earned(lab: int) -> Metric:
        return profit(history, market, lab)

    @cache
    def money() -> Metric:
        return welfare(surplus(), [earned(i) for i in labs], history)

    yield "first_release", partial(first_release, history)
    yield from ((f"first_release.{names[i]}", partial(first_release_of, history, i)) for i in labs)
    yield from reach_dates(history, milestones)
    if not history.calendar.is_infinite:
        yield "frontier_area", partial(frontier_area, history)
    yield "frontier_end", partial(frontier_end, history)
    yield "training_spend", partial(training_spend, history)
    yield "n_release", partial(n_release, history)
    yield "gap", partial(gap, history)
    yield "consumer_surplus", surplus
    yield from ((f"profit.{names[i]}", partial(earned, i)) for i in labs)
    yield from regulation(history)
    yield "welfare", money
    if risky:
        yield from _risk(money, history)


def reach_dates(history: History, milestones: Sequence[float]) -> Iterator[Measure]:
    """When some model on the market first has each of some capabilities."""
    yield from ((f"reached.{capability:g}", partial(reached, history, capability)) for capability in milestones)


def _risk(money: Callable[[], Metric], history: History) -> Iterator[Measure]:
    """What the world may lose, the chance that it does not, and welfare less the loss; ``money`` is welfare."""
    danger = Danger(history)

    @cache
    def lost() -> FloatArray:
        return np.asarray(np.asarray(history.risk.loss) * danger.loss(history.social_discount()), dtype=np.float64)

    def left() -> Metric:
        return plain("welfare_with_harm", "currency", Sense.LEVEL, money().values - lost(), history)

    yield "harm", lambda: plain("harm", "currency", Sense.LEVEL, lost(), history)
    if history.risk.has_chances:
        yield "p_safe", lambda: plain("p_safe", "chance", Sense.LEVEL, danger.safety(), history)
    yield "welfare_with_harm", left


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
    if never is None:
        return replace(metric, values=_average(values, chance))
    if not metric.by_distribution:
        return replace(metric, values=_average(values, chance), never=_average(never, chance))
    coming = chance * (1.0 - never)
    comes = _added(coming)
    total = _added(coming * np.where(np.isinf(values), 0.0, values))
    dates = np.where(comes > 0, total / np.where(comes > 0, comes, 1.0), np.inf)
    return replace(metric, values=dates, never=_average(never, chance))


def _average(values: FloatArray, chance: FloatArray) -> FloatArray:
    # What has no chance must not count, and 0 * inf is nan.
    return _added(np.where(chance > 0, values, 0.0) * chance)


def _added(rows: FloatArray) -> FloatArray:
    """The sum of rows, one after the other."""
    return np.asarray(reduce(np.add, rows, np.zeros(())), dtype=np.float64)
