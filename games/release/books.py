"""The metrics of an event's three books in a release game (``games.parts.event`` says what is in each book).

The race is when the other labs release and what they train. A lab that has gone under is not racing, whatever plan it
is indifferent to; money spent on training has no racing in it, for training may only have become cheaper or dearer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from games.parts.event import Event
from games.parts.metric import Metric, Sense
from games.parts.part import BoolArray, FloatArray
from games.release.history import History
from games.release.metrics import Measure, area, dated, end, frontier_area, frontier_end, plain, reach_dates
from games.time.open_path import OpenPath


def book_metrics(
    history: History, event: Event, milestones: Sequence[float], gone: Callable[[int], BoolArray]
) -> Iterator[Measure]:
    """All metrics of the three books in some worlds.

    Args:
        history: what every profile makes happen.
        event: what was done.
        milestones: capabilities whose first date is reported.
        gone: for a lab, profiles in which it has gone under, with the axes of the history's shape.
    """
    treated = [i for i, name in enumerate(history.names) if name in event.treated]
    others = [i for i in range(history.n_labs) if i not in treated]
    without = history_without(history, treated, event)
    yield from _in_book("response", _behaviour(history, others, gone))
    yield from _in_book("progress", _reach(history, milestones))
    yield from _in_book("progress.without", _reach(without, milestones))
    yield from _in_book("contribution", _behaviour(history, treated, gone))
    yield from _in_book("contribution", _added(history, without))


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
        at = max(k for k, step in enumerate(steps) if step.is_like(model))
        del steps[at]
    return replace(history, plans=plans, steps=tuple(steps))


def _behaviour(history: History, labs: Sequence[int], gone: Callable[[int], BoolArray]) -> Iterator[Measure]:
    """When some labs release, what they train, how many do, and what that costs; nothing if there are none."""
    if not labs:
        return
    names = history.names

    def date(lab: int, number: int = 0) -> FloatArray:
        return np.where(gone(lab), np.inf, history.date(lab, number))

    def trained(lab: int) -> FloatArray:
        return np.where(gone(lab), 0.0, history.trained(lab))

    def first() -> Metric:
        dates = np.broadcast_arrays(*[date(i) for i in labs])
        return dated("first_release", np.minimum.reduce(dates), history)

    def released(name: str, lab: int, number: int) -> Metric:
        return dated(name, date(lab, number), history)

    def capability(name: str, *own: int) -> Metric:
        return plain(name, "capability", Sense.MORE, _sum([trained(i) for i in own]), history)

    def releasers() -> Metric:
        counts = [np.isfinite(date(i)).astype(np.float64) for i in labs]
        return plain("n_release", "labs", Sense.MORE, _sum(counts), history)

    def spent() -> Metric:
        return plain("training_spend", "currency", Sense.LEVEL, _sum([history.spending(i) for i in labs]), history)

    yield "first_release", first
    yield from _named([(f"first_release.{names[i]}", i, 0) for i in labs], released)
    later = [(f"release_{number + 1}.{names[i]}", i, number) for i in labs for number in history.numbers(i)[1:]]
    yield from _named(later, released)
    yield from _named([("capability_trained", *labs)], capability)
    yield from _named([(f"capability_trained.{names[i]}", i) for i in labs], capability)
    yield "n_release", releasers
    yield "training_spend", spent


def _reach(history: History, milestones: Sequence[float]) -> Iterator[Measure]:
    """How far the best model and the best open model get, and when."""
    if not history.calendar.is_infinite:
        yield "frontier_area", partial(frontier_area, history)
        yield "best_open_area", lambda: area("best_open_area", history.best_open, history)
    yield "frontier_end", partial(frontier_end, history)
    yield "best_open_end", lambda: end("best_open_end", history.best_open, history)
    yield from reach_dates(history, milestones)


def _added(history: History, without: History) -> Iterator[Measure]:
    """What the frontier and the best open model owe to the event: with it, less without it."""
    measures = (("area", area), ("end", end))[history.calendar.is_infinite :]

    def owed(name: str, level: Callable[[History], FloatArray], measure: Callable[..., Metric]) -> Metric:
        whole = measure(name, level(history), history)
        rest = measure(name, level(without), without)
        return plain(name, whole.unit, Sense.LEVEL, whole.values - rest.values, history)

    for what, level in (("frontier", _frontier), ("best_open", _best_open)):
        yield from _named([(f"{what}_{kind}", level, measure) for kind, measure in measures], owed)


def _frontier(history: History) -> FloatArray:
    return history.frontier


def _best_open(history: History) -> FloatArray:
    return history.best_open


def _named(each: Sequence[tuple[Any, ...]], make: Callable[..., Metric]) -> Iterator[Measure]:
    """A metric for each list of arguments of a function, of which the first is its name."""
    yield from ((arguments[0], partial(make, *arguments)) for arguments in each)


def _sum(arrays: Sequence[FloatArray]) -> FloatArray:
    return sum(arrays, np.zeros(()))


def _in_book(book: str, measures: Iterator[Measure]) -> Iterator[Measure]:
    def renamed(name: str, make: Callable[[], Metric]) -> Metric:
        return replace(make(), name=name)

    yield from ((f"{book}.{name}", partial(renamed, f"{book}.{name}", make)) for name, make in measures)
