"""The metrics of an event's three books in a release game (``games.parts.event`` says what is in each book).

The race is when the other labs release and what they train. A lab that has gone under is not racing, whatever plan it
is indifferent to; money spent on training has no racing in it, for training may only have become cheaper or dearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from games.parts.event import Event, NewModel
from games.parts.metric import Metric, Sense
from games.parts.part import BoolArray, FloatArray
from games.release.history import History
from games.release.metrics import area, dated, end, frontier_area, frontier_end, plain, reached
from games.time.open_path import OpenPath, OpenRelease


def book_metrics(
    history: History, event: Event, milestones: Sequence[float], gone: Sequence[BoolArray]
) -> tuple[Metric, ...]:
    """All metrics of the three books in one scenario.

    Args:
        history: what every profile makes happen.
        event: what was done.
        milestones: capabilities whose first date is reported.
        gone: per lab, ``[*batch, A_0, ..., A_{N-1}]`` profiles in which it has gone under.
    """
    treated = [i for i, name in enumerate(history.names) if name in event.treated]
    others = [i for i in range(history.n_labs) if i not in treated]
    without = history_without(history, treated, event)
    return (
        *(_in_book("response", found) for found in _behaviour(history, others, gone)),
        *(_in_book("progress", found) for found in _reach(history, milestones)),
        *(_in_book("progress.without", found) for found in _reach(without, milestones)),
        *(_in_book("contribution", found) for found in _behaviour(history, treated, gone)),
        *(_in_book("contribution", found) for found in _added(history, without)),
    )


def history_without(history: History, labs: Sequence[int], event: Event) -> History:
    """The same plans of everybody else, with no release of these labs and without the event's own open models."""
    plans = tuple(
        replace(own, dates=np.full_like(own.dates, np.inf)) if i in labs else own for i, own in enumerate(history.plans)
    )
    if event.outside:
        return replace(history, plans=plans, steps=(), path=OpenPath())
    steps, model = list(history.steps), event.model
    if model is not None:
        # The last equal one: of two equal models, taking away either leaves the same path.
        at = max(k for k, step in enumerate(steps) if _same(step, model))
        del steps[at]
    return replace(history, plans=plans, steps=tuple(steps))


def _same(one: OpenRelease, other: NewModel) -> bool:
    return np.array_equal(one.capability, other.capability) and np.array_equal(one.date, other.date)


def _behaviour(history: History, labs: Sequence[int], gone: Sequence[BoolArray]) -> Iterator[Metric]:
    """When some labs release, what they train, how many do, and what that costs; nothing if there are none."""
    if not labs:
        return
    dates = [np.where(gone[i], np.inf, history.date(i)) for i in labs]
    trained = [np.where(gone[i], 0.0, history.trained(i)) for i in labs]
    yield dated("first_release", np.minimum.reduce(np.broadcast_arrays(*dates)), history)
    for i, own in zip(labs, dates, strict=True):
        yield dated(f"first_release.{history.names[i]}", own, history)
    for i in labs:
        for number in history.numbers(i)[1:]:
            own = np.where(gone[i], np.inf, history.date(i, number))
            yield dated(f"release_{number + 1}.{history.names[i]}", own, history)
    yield plain("capability_trained", "capability", Sense.MORE, _sum(trained), history)
    for i, own in zip(labs, trained, strict=True):
        yield plain(f"capability_trained.{history.names[i]}", "capability", Sense.MORE, own, history)
    yield plain("n_release", "labs", Sense.MORE, _sum([np.isfinite(d).astype(np.float64) for d in dates]), history)
    yield plain("training_spend", "currency", Sense.LEVEL, _sum([history.spending(i) for i in labs]), history)


def _reach(history: History, milestones: Sequence[float]) -> Iterator[Metric]:
    """How far the best model and the best open model get, and when."""
    if not history.calendar.is_infinite:
        yield frontier_area(history)
        yield area("best_open_area", history.best_open, history)
    yield frontier_end(history)
    yield end("best_open_end", history.best_open, history)
    for capability in milestones:
        yield reached(history, capability)


def _added(history: History, without: History) -> Iterator[Metric]:
    """What the frontier and the best open model owe to the event: with it, less without it."""
    here = (("frontier", history.frontier), ("best_open", history.best_open))
    for (name, level), other in zip(here, (without.frontier, without.best_open), strict=True):
        pairs = [(end(f"{name}_end", level, history), end("", other, without))]
        if not history.calendar.is_infinite:
            pairs.insert(0, (area(f"{name}_area", level, history), area("", other, without)))
        for whole, rest in pairs:
            yield plain(whole.name, whole.unit, Sense.LEVEL, whole.values - rest.values, history)


def _sum(arrays: Sequence[FloatArray]) -> FloatArray:
    return sum(arrays, np.zeros(()))


def _in_book(book: str, metric: Metric) -> Metric:
    return replace(metric, name=f"{book}.{metric.name}")
