"""Which assumptions the answer hangs on most: each moved alone to either end of its slider, all others left alone.

This is the tornado of ``openrace sensitivity``, solved point by point, so that it can stop when its time is over, and
so that games of three labs have one.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from games.parts.direction import Interval
from games.parts.paths import Setting
from openrace.explore.form import Item, numbers
from openrace.explore.subject import GameSubject, Subject
from openrace.questions.shift import shift
from openrace.questions.verdict import MetricShift
from solver.common.errors import OpenraceError, SolverError

SECONDS = 4.0
"""After which no further assumption is moved."""
EACH = 0.5
"""Seconds that the search for the equilibria of one game may take."""
MOST = 20
"""Assumptions that are ranked."""
INNER = 0.02
"""Share of a slider that is left out at either end: where a weight is 0, plans tie, and a game may take minutes."""
CALENDAR = "calendar"
"""Group of the numbers that say how time is cut up; nobody argues about them."""


def rank_of(subject: Subject, _: Mapping[str, Any]) -> dict[str, Any]:
    """Paths of assumptions: those that flip the sign before all others, and then the longest bar first."""
    if not isinstance(subject, GameSubject) or subject.event is None:
        return {"rank": []}
    began = time.monotonic()
    found = subject.solved()
    base = found.metric(subject.state.metric or found.default)
    bars = []
    for item in ranked(subject.items):
        if time.monotonic() - began > SECONDS:
            break
        flips, length = _bar(subject, item, base)
        bars.append((not flips, -length, item.path))
    return {"rank": [path for _, _, path in sorted(bars, key=lambda bar: bar[:2])]}


def ranked(items: Sequence[Item]) -> list[Item]:
    """The assumptions that are ranked, what labs care about before all other numbers."""
    argued = [i for i in numbers(items) if float(i.value) and not i.whole and i.group != CALENDAR]
    return sorted(argued, key=lambda item: item.formula == "")[:MOST]


def ends(item: Item) -> Interval:
    """Where an assumption is moved to."""
    inner = INNER * (item.high - item.low)
    return item.low + inner, item.high - inner


def _bar(subject: GameSubject, item: Item, base: MetricShift) -> tuple[bool, float]:
    """Whether the sign at an end of the slider is another one, and by how much an end moves the effect at most."""
    flips, length = False, 0.0
    for end in ends(item):
        at = _at(subject, Setting(item.path, end), base.metric)
        if at is not None:
            flips |= at.direction is not base.direction
            length = max(length, abs(_effect(at) - _effect(base)))
    return flips, length


def _at(subject: GameSubject, setting: Setting, metric: str) -> MetricShift | None:
    """The metric where one number is another one; ``None`` where the numbers make no game, or none that is solved."""
    game, event = subject.asked()
    try:
        return shift(game.with_settings([setting]), event, subject.choice.solver(EACH)).metric(metric)
    except (OpenraceError, SolverError):
        return None


def _effect(found: MetricShift) -> float:
    """The middle of the metric's extent after the event, less that before; 0 where it has none."""
    if found.before is None or found.after is None:
        return 0.0
    return sum(found.after) / 2 - sum(found.before) / 2
