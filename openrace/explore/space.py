"""What happens around a state: the map, the distance to each flip, how firm the answer is, where two worlds differ."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from games.parts.change_words import metric_words
from games.parts.memory import Latest
from games.parts.paths import Setting
from openrace.analysis.flip import flip
from openrace.analysis.landscape import Landscape, Signs
from openrace.analysis.levers import Lever
from openrace.explore.form import Item, numbers
from openrace.explore.state import write_state
from openrace.explore.subject import Axis, GameSubject, Subject, subject_of
from openrace.questions.diff import diff
from openrace.show.cards.maps import kernels_note
from solver.common.errors import OpenraceError
from solver.common.words import capital

CELLS = 21
"""Cells of the map each way."""
FORBIDDEN = -1
"""In place of the code of a sign, where the numbers make no game."""
MOMENT = 0.25
"""Seconds after which an answer with cells of a map begins no more of them."""
SECONDS = 20.0
"""That a search around a state may take, by its own estimate."""
Answer = dict[str, Any]


def map_of(subject: Subject, question: Mapping[str, Any]) -> Answer:
    """Some cells of the sign map, from the ``first`` on: as many as a moment takes, so that a map shows early.

    Cells come in an order in which the whole map is seen coarsely first. Nothing where two assumptions cannot vary.
    """
    axes = subject.axes()
    if len(axes) != 2:
        return {"map": None}
    xs, ys = (axis.values(CELLS) for axis in axes)
    order, first = coarse_first(len(xs), len(ys)), question.get("first", 0)
    if not isinstance(first, int) or isinstance(first, bool) or not 0 <= first < len(order):
        raise OpenraceError(f"cell {str(first)[:20]} of a map is wanted", f"0 to {len(order) - 1}", "reload the page")
    metric = subject.state.metric or subject.landscape().metric
    signs = _signs(subject, axes, metric)
    cells: list[tuple[int, int, int]] = []
    size, begun = 1, time.monotonic()
    while (own := order[first + len(cells) : first + len(cells) + size]) and time.monotonic() - begun < MOMENT:
        codes = signs(np.array([(xs[i], ys[j]) for i, j in own])).tolist()
        cells += [(i, j, code) for (i, j), code in zip(own, codes, strict=True)]
        size *= 2
    return {
        "map": {
            "x": axes[0].to_dict(),
            "y": axes[1].to_dict(),
            "xs": xs,
            "ys": ys,
            "cells": cells,
            "next": first + len(cells),
            "of": len(order),
            "metric": metric_words(metric),
            "note": kernels_note(),
        }
    }


@lru_cache(maxsize=8)
def coarse_first(n: int, m: int) -> tuple[tuple[int, int], ...]:
    """The cells of an ``n`` by ``m`` map, every fourth each way first, then every second, then all others.

    Example:
        >>> coarse_first(3, 1)
        ((0, 0), (2, 0), (1, 0))
    """
    cells = [(i, j) for i in range(n) for j in range(m)]
    return tuple(sorted(cells, key=lambda c: (any(k % 4 for k in c), any(k % 2 for k in c))))


_LATEST: Latest[Signs] = Latest(4)
"""What gives the signs of the latest maps: making it takes longer than a few columns."""


def _signs(subject: Subject, axes: Sequence[Axis], metric: str) -> Signs:
    """What gives the signs of a map, kept by all that it depends on: where on the map the state is does not matter."""
    paths = [axis.path for axis in axes]
    kept = tuple(s for s in subject.state.settings if s.path not in paths)
    text = write_state(replace(subject.state, settings=kept, axes=(), other=None))
    key = text, metric, tuple((axis.path, axis.low, axis.high) for axis in axes)
    return _LATEST.of(key, lambda: _made(subject.landscape(), axes, metric))


def _made(landscape: Landscape, axes: Sequence[Axis], metric: str) -> Signs:
    paths = tuple(axis.path for axis in axes)
    low, high = (np.array([getattr(axis, end) for axis in axes]) for end in ("low", "high"))
    try:
        return landscape.signs(paths, low, high, metric)
    except OpenraceError:
        # Some corner of the map makes no game; point by point, what makes one is solved.
        return _one_by_one(landscape, paths, metric)


def _one_by_one(landscape: Landscape, paths: Sequence[str], metric: str) -> Signs:
    def sign(row: Sequence[float]) -> int:
        try:
            return int(landscape.ground([Setting(p, v) for p, v in zip(paths, row, strict=True)], metric).sign)
        except OpenraceError:
            return FORBIDDEN

    return lambda points: np.array([sign(row) for row in points.tolist()], dtype=np.int8)


def flips_of(subject: Subject, question: Mapping[str, Any]) -> Answer:
    """Where along one assumption, within its range, the sign changes: the nearest place on either side."""
    item = number_of(subject, question.get("path"))
    at = float(item.value)
    lever = Lever(item.path, item.low, item.high, 1.0, item.unit or "units")
    landscape = subject.landscape()
    found = flip(landscape, (lever,), subject.state.metric or None, budget=SECONDS)
    return {
        "flips": {
            "path": item.path,
            "at": at,
            "base": found.base.word,
            "found": [
                {"at": f.at[0], "change": f.changes[0], "to": f.flipped.sign.word, "proven": f.flipped.proven}
                for f in found.found
            ],
        }
    }


def number_of(subject: Subject, path: object) -> Item:
    """The assumption with a slider that a question names.

    Raises:
        OpenraceError: there is none at that path.
    """
    for item in numbers(subject.items):
        if item.path == path:
            return item
    raise OpenraceError(f"{str(path)[:60]!r} is no number of {subject.name}", "one of its numbers", "reload the page")


def firm_of(subject: Subject, _: Mapping[str, Any]) -> Answer:
    """How firm the answer is, in sentences."""
    if not isinstance(subject, GameSubject) or subject.event is None:
        return {"firm": []}
    found = subject.solved()
    metric = found.metric(subject.state.metric or found.default)
    fragility = found.fragility
    lines = () if fragility is None else fragility.sentences(metric)
    about = capital(metric_words(metric.metric))
    return {"firm": list(lines), "about": about, "json": None if fragility is None else fragility.to_dict()}


def diff_of(subject: Subject, _: Mapping[str, Any]) -> Answer:
    """Both worlds' answers, what they assume differently, and which difference explains an opposite verdict."""
    state = subject.state
    if not isinstance(subject, GameSubject) or state.other is None:
        raise OpenraceError("the link has one world", "two, other= naming the second", "open the comparison")
    second = subject_of(replace(state, settings=state.other, other=None), {state.game: subject.preset})
    if subject.event is None or not isinstance(second, GameSubject):
        raise OpenraceError(f"{subject.name} has no event", "a game with an event", "choose one")
    found = diff(subject.game, second.game, subject.event, state.metric or None)
    answers = (subject.answer(), second.answer())
    return {"diff": found.to_dict(), "shown": list(answers), "commands": [subject.command(), second.command()]}
