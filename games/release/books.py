"""The measures of an event's three books in a release game (``games.parts.event`` says what is in each book).

The race is when the other labs release and what they train. A lab that has gone under is not racing, whatever plan it
is indifferent to; money spent on training has no racing in it, for training may only have become cheaper or dearer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from games.parts.event import Event
from games.parts.metric import Sense
from games.parts.part import BoolArray, FloatArray
from games.release.history import History
from games.release.metrics import Measure, added, dated, first_dates, level, reach_dates, reached, releasing, spent
from games.time.open_path import OpenPath


def book_measures(
    history: History, event: Event, milestones: Sequence[float], gone: Callable[[int], BoolArray]
) -> Iterator[Measure]:
    """All measures of the three books in some worlds.

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
    yield from _in_book("progress", _progress(history, milestones))
    yield from _in_book("progress.without", _progress(without, milestones))
    yield from _in_book("contribution", _behaviour(history, treated, gone))
    # What the frontier and the best open model owe to the event: with it, less without it.
    pairs = zip(chain(*_levels(history)), chain(*_levels(without)), strict=True)
    yield from _in_book("contribution", (_less(whole, rest) for whole, rest in pairs))


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

    def trained(*own: int) -> FloatArray:
        return added(np.where(gone(lab), 0.0, history.trained(lab)) for lab in own)

    yield from first_dates(history, labs, date)
    for lab in labs:
        yield from (dated(f"release_{k + 1}.{names[lab]}", partial(date, lab, k)) for k in history.numbers(lab)[1:])
    yield Measure("capability_trained", "capability", Sense.MORE, partial(trained, *labs))
    for lab in labs:
        yield Measure(f"capability_trained.{names[lab]}", "capability", Sense.MORE, partial(trained, lab))
    yield releasing(labs, date)
    yield spent(history, labs, Sense.LEVEL)


def _progress(history: History, milestones: Sequence[float]) -> Iterator[Measure]:
    """How far the best model and the best open model get, and when."""
    for same in zip(*_levels(history), strict=True):
        yield from same
    yield from reach_dates(history, milestones)


def _levels(history: History) -> tuple[list[Measure], list[Measure]]:
    """How far the best model gets, and the best open model."""
    frontier = reached(history, "frontier", lambda: history.frontier)
    return [*frontier], [*reached(history, "best_open", lambda: history.best_open)]


def _less(whole: Measure, rest: Measure) -> Measure:
    return level(whole.name, whole.unit, lambda: whole.values() - rest.values())


def _in_book(book: str, measures: Iterable[Measure]) -> Iterator[Measure]:
    yield from (replace(measure, name=f"{book}.{measure.name}") for measure in measures)
