"""What "racing" may mean: metrics of a profile.

A metric is a number for every profile; at a mixed equilibrium it is the expectation, and so it is over scenarios. Date
metrics are special: "never" counts as the horizon and ``p_never`` is reported beside; over an infinite horizon there is
no such number, so verdicts compare whole distributions. Where a profile leaves it to chance whether a date comes, it
counts there as its mean given that it comes, beside the chance of never.

Risk and welfare are reported apart from behaviour: ``harm`` is what the world may lose, ``p_safe`` the chance that it
loses nothing (``games.time.danger``), whoever minds; ``welfare`` is money alone, ``welfare_with_harm`` less the harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from games.markets import Market
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from games.release.history import History
from games.time.danger import Danger


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


def regulation(history: History) -> Iterator[Metric]:
    """Whether regulation comes, when, and by which of the stated dates; nothing where it cannot come."""
    rules = history.shocks.rules
    if not rules:
        return
    horizon = history.calendar.horizon
    date = reduce(np.minimum, [rule.mean_date() for rule in rules])
    yield plain("p_regulated", "chance", Sense.LEVEL, np.isfinite(date).astype(np.float64), history)
    for by in sorted({float(by) for rule in rules for by in rule.by}):
        missed = reduce(np.multiply, [1.0 - rule.come_by(by) for rule in rules])
        yield plain(f"p_regulated.{by:g}", "chance", Sense.LEVEL, 1.0 - missed, history)
    yield replace(dated("regulated", np.where(date < horizon, date, np.inf), history), sense=Sense.LEVEL)


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
) -> tuple[Metric, ...]:
    """All metrics of a release game in one scenario, in the order in which verdicts show them.

    Args:
        history: what every profile makes happen, as it will be.
        market: how customers are served.
        milestones: capabilities whose first date is reported.
        risky: whether something may go wrong in the world.
    """
    found = _of_history(history, market, milestones)
    return (*found, *_risk(found[-1], history)) if risky else found


def _risk(money: Metric, history: History) -> tuple[Metric, ...]:
    """What the world may lose, the chance that it does not, and welfare less the loss; ``money`` is welfare."""
    danger = Danger(history)
    harm = np.asarray(history.risk.loss) * danger.loss(history.social_discount())
    safe = [plain("p_safe", "chance", Sense.LEVEL, danger.safety(), history)] if history.risk.has_chances else []
    return (
        plain("harm", "currency", Sense.LEVEL, harm, history),
        *safe,
        plain("welfare_with_harm", "currency", Sense.LEVEL, money.values - harm, history),
    )


def _of_history(history: History, market: Market, milestones: tuple[float, ...]) -> tuple[Metric, ...]:
    labs = range(history.n_labs)
    over_time = () if history.calendar.is_infinite else (frontier_area(history),)
    surplus = consumer_surplus(history, market)
    profits = tuple(profit(history, market, i) for i in labs)
    return (
        first_release(history),
        *(first_release_of(history, i) for i in labs),
        *(reached(history, q) for q in milestones),
        *over_time,
        frontier_end(history),
        training_spend(history),
        n_release(history),
        gap(history),
        surplus,
        *profits,
        *regulation(history),
        welfare(surplus, profits, history),
    )


def expected(each: Sequence[tuple[Metric, ...]], chances: Sequence[FloatArray]) -> tuple[Metric, ...]:
    """The same metrics of every scenario as their expectations over scenarios."""
    return tuple(_expected(same, chances) for same in zip(*each, strict=True))


def _expected(same: tuple[Metric, ...], chances: Sequence[FloatArray]) -> Metric:
    """One metric's expectation over scenarios."""
    if len(same) == 1:
        return same[0]
    first = same[0]
    if first.never is None:
        return replace(first, values=_average([m.values for m in same], chances))
    nevers = [m.never for m in same if m.never is not None]
    never = _average(nevers, chances)
    if not any(m.by_distribution for m in same):
        return replace(first, values=_average([m.values for m in same], chances), never=never)
    dates = [np.where(np.isinf(m.values), 0.0, m.values) for m in same]
    coming = [np.asarray(chance) * (1.0 - own) for chance, own in zip(chances, nevers, strict=True)]
    comes = sum(coming, np.zeros(()))
    total = sum((own * date for own, date in zip(coming, dates, strict=True)), np.zeros(()))
    values = np.where(comes > 0, total / np.where(comes > 0, comes, 1.0), np.inf)
    return replace(first, values=values, never=never)


def _average(arrays: Sequence[FloatArray], chances: Sequence[FloatArray]) -> FloatArray:
    # What has no chance must not count, and 0 * inf is nan.
    weighted = [np.where(chance > 0, array, 0.0) * chance for array, chance in zip(arrays, chances, strict=True)]
    return np.asarray(sum(weighted), dtype=np.float64)
