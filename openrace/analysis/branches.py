"""Branches: equilibria followed along one assumption, and the values at which they come, go and change.

At every value of the parameter each equilibrium is known by what the players mix; as long as the set of these keys does
not change, each is one branch. Where it changes, the value is bracketed by bisection, and what happened is read from
both sides: a branch goes on with another support (its date does not jump), or a branch is born or dies. There is no
event for an exchange of stability: as long as a regular equilibrium keeps its support its index cannot change
(Ritzberger 1994), so that branches which exchange it show as births, deaths and changes of support.

What it misses: keys that come and go within one of the first cells, both of whose ends agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from games.parts.change_words import metric_words
from games.parts.direction import Interval
from openrace.analysis.landscape import Landscape, State
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.questions.about import About
from openrace.sweeps.effort import BUDGET
from openrace.sweeps.progress import work
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table
from solver.common.words import count
from solver.decision.breakpoints import Breakpoint, breakpoints

CELLS = 128
TOLERANCE = 1e-12
CONTINUOUS = 1e-6
"""A date that moves by less than this fraction of all dates seen, across a breakpoint, has not jumped."""


class EventKind(StrEnum):
    """What happens at a breakpoint."""

    BIRTH = "birth"
    DEATH = "death"
    SUPPORT = "support change"
    """The branch goes on, with other plans in its mix."""
    JUMP = "jump"
    """The only branch is replaced by another, elsewhere."""


@dataclass(frozen=True)
class Event(Plain):
    """Something that happens to a branch.

    Attributes:
        at: parameter value.
        bracket: values on either side.
        kind: what happens.
        before: key of the branch that ends or changes; empty at a birth.
        after: key of the branch that begins or goes on; empty at a death.
    """

    at: float
    bracket: tuple[float, float]
    kind: EventKind
    before: str
    after: str

    def entries(self) -> dict[str, object]:
        """The JSON of one event."""
        return {**super().entries(), "before": self.before or None, "after": self.after or None}


@dataclass(frozen=True)
class Branch(Plain):
    """One equilibrium, as long as it lasts.

    Attributes:
        key: what the players mix, or the regime.
        at: parameter values looked at, ascending.
        values: the metric there, least and greatest.
    """

    key: str
    at: tuple[float, ...]
    values: tuple[tuple[float, float], ...]


@dataclass(frozen=True, repr=False)
class Branches(Picture):
    """All branches along one parameter.

    Attributes:
        name: of the game or story.
        path: the parameter.
        metric: what is followed, such as a release date.
        branches: all of them, by where they begin.
        events: what happens, by where it happens.
        about: the game or story, the parameter and the metric, in words.
    """

    name: str
    path: str
    metric: str
    branches: tuple[Branch, ...]
    events: tuple[Event, ...]
    about: About

    @property
    def breakpoints(self) -> tuple[float, ...]:
        """Parameter values at which something happens."""
        return tuple(sorted({e.at for e in self.events}))

    def __repr__(self) -> str:
        found = f"{count(len(self.branches), 'branch')}, {count(len(self.breakpoints), 'breakpoint')}"
        return f"Branches({self.name}: {self.metric} along {self.path}, {found})"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace branches``."""
        return {
            "game": self.name,
            "hash": self.about.hash or None,
            "path": self.path,
            "metric": self.metric,
            "breakpoints": self.breakpoints,
            "events": self.events,
            "branches": self.branches,
        }

    def table(self) -> Table:
        """One row per event."""
        rows: tuple[tuple[Entry, ...], ...] = tuple(
            (e.at, str(e.kind), e.before or None, e.after or None) for e in self.events
        )
        return Table(f"{metric_words(self.metric)} of {self.name}", (self.path, "event", "before", "after"), rows)


Keys = frozenset[str]
"""What may be played at one value: the key of each state."""
Seen = dict[float, tuple[State, ...]]
"""States at every value looked at."""


def branches(
    landscape: Landscape,
    path: str,
    low: float,
    high: float,
    *,
    metric: str | None = None,
    cells: int = CELLS,
    tolerance: float = TOLERANCE,
    budget: float | None = BUDGET,
) -> Branches:
    """Follow everything that may be played along one parameter.

    ``low`` to ``high`` is cut into ``cells`` at first, and breakpoints are bracketed to ``tolerance`` as a fraction
    of the range; other arguments are those of :func:`openrace.branches`.

    Raises:
        OpenraceError: no range, unknown path or metric, or values out of range.
        TooLargeError: it takes longer than the budget.
    """
    if not low < high:
        raise OpenraceError(f"{path} goes from {low:g} to {high:g}", "a range", "write for example --vary tau=0:20:128")
    landscape.value(path)
    metric = metric or landscape.metric
    landscape.announce(cells + 1, budget)
    seen: Seen = {}
    with work(cells + 1, "values", budget=budget) as bar:

        def keys(at: float) -> Keys:
            if at not in seen:
                seen[at] = landscape.states(path, at, metric)
                bar.advance()
            return frozenset(s.key for s in seen[at])

        first = [keys(float(at)) for at in np.linspace(low, high, cells + 1)]
        changes = sum(a != b for a, b in pairwise(first))
        bar.extend(changes * max(0, math.ceil(math.log2(1 / (cells * tolerance)))))
        found = breakpoints(keys, low, high, cells=cells, tolerance=tolerance)
    ends = [v for states in seen.values() for s in states for v in s.value if math.isfinite(v)]
    near = CONTINUOUS * ((max(ends) - min(ends)) if ends else 1.0) + 1e-12
    events = tuple(e for point in found for e in _events(seen, point, near))
    about = landscape.about([path], metric)
    return Branches(about.name, path, metric, _branches(seen, found, low, high), events, about)


def _branches(seen: Seen, found: tuple[Breakpoint[Keys], ...], low: float, high: float) -> tuple[Branch, ...]:
    """States with one key on consecutive stretches between breakpoints make one branch."""
    starts, stops = [low, *(p.bracket[1] for p in found)], [*(p.bracket[0] for p in found), high]
    running: dict[str, list[tuple[float, Interval]]] = {}
    out: list[Branch] = []
    for start, stop in zip(starts, stops, strict=True):
        here: dict[str, list[tuple[float, Interval]]] = {}
        for at in sorted(v for v in seen if start <= v <= stop):
            for state in seen[at]:
                here.setdefault(state.key, []).append((at, state.value))
        out += [_branch(key, points) for key, points in running.items() if key not in here]
        running = {key: [*running.get(key, []), *points] for key, points in here.items()}
    out += [_branch(key, points) for key, points in running.items()]
    return tuple(sorted(out, key=lambda b: (b.at[0], b.key)))


def _branch(key: str, points: list[tuple[float, Interval]]) -> Branch:
    return Branch(key, tuple(a for a, _ in points), tuple(v for _, v in points))


def _events(seen: Seen, point: Breakpoint[Keys], near: float) -> list[Event]:
    left, right = ({s.key: s for s in seen[at]} for at in point.bracket)
    at, bracket = point.at, point.bracket
    events: list[Event] = []
    ended, begun = [k for k in left if k not in right], [k for k in right if k not in left]
    for key in list(ended):
        goes_on = next((k for k in begun if _close(left[key], right[k], near)), None)
        if goes_on is not None:
            if not left[key].support or left[key].support != right[goes_on].support:
                events.append(Event(at, bracket, EventKind.SUPPORT, key, goes_on))
            ended.remove(key)
            begun.remove(goes_on)
    if len(left) == len(right) == len(ended) == len(begun) == 1:
        return [*events, Event(at, bracket, EventKind.JUMP, ended[0], begun[0])]
    events += [Event(at, bracket, EventKind.DEATH, key, "") for key in ended]
    return [*events, *(Event(at, bracket, EventKind.BIRTH, "", key) for key in begun)]


def _close(left: State, right: State, near: float) -> bool:
    return all(a == b or abs(a - b) <= near for a, b in zip(left.value, right.value, strict=True))
