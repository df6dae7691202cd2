"""States of a race, and the moves between them.

A state is every lab's rung, the best open model (a *level*: a rung, or the outside model between two rungs), what labs
that choose their openness have opened so far, and who has left. Only states that can be reached are listed, lowest
first: rungs, levels and leavers only grow. Where a climb ends the race, by a finish or a won gap, play goes no further:
the state that it leads to is listed, since levels stay what they are there, and no move leads out of it. One more,
the last, is *over*: what comes after such a climb, ruin or regulation, whose payments are lump sums.

Letters: ``S`` states, ``N`` labs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np

from games.race.lab import CLOSED, RaceLab
from games.race.world import OutsideModel
from games.terms import GapPrize
from solver.common.arrays import BoolArray, IntArray
from solver.common.errors import TooLargeError

T = TypeVar("T")
FINISH, GAP = "finish", "gap"
"""Why a climb ends the race."""
MAX_STATES = 20_000
"""States at most."""
NO_LEVEL = -1
"""No open model."""


@dataclass(frozen=True, order=True)
class Place:
    """One state.

    Attributes:
        rungs: of the labs.
        level: of the best open model, -1 for none.
        opened: level of the best open model of each lab that chooses how open it is, -1 for none.
        left: who has left.
    """

    rungs: tuple[int, ...]
    level: int
    opened: tuple[int, ...]
    left: tuple[bool, ...]


@dataclass(frozen=True)
class Climb:
    """A lab's move by one rung, with one choice of openness; ``ends`` says why it ends the race, if it does."""

    source: int
    lab: int
    openness: int
    target: int
    ends: str


@dataclass(frozen=True)
class Drift:
    """A move that no lab makes: ``cause`` is ``arrival``, ``follow`` or ``learn``."""

    source: int
    target: int
    cause: str


@dataclass(frozen=True)
class Leave:
    """A lab leaves."""

    source: int
    lab: int
    target: int


@dataclass(frozen=True, eq=False)
class Map:
    """All states and moves.

    Attributes:
        places: the states without the last one, which is over.
        climbs: moves by effort.
        drifts: moves by hazards.
        leaves: exits.
        levels: capability of each open level, rising.
    """

    places: tuple[Place, ...]
    climbs: tuple[Climb, ...]
    drifts: tuple[Drift, ...]
    leaves: tuple[Leave, ...]
    levels: tuple[float, ...]

    @property
    def over(self) -> int:
        """Number of the state in which all is over."""
        return len(self.places)

    @cached_property
    def rungs(self) -> IntArray:
        """``(S, N)`` without the state that is over."""
        return np.array([p.rungs for p in self.places])

    @cached_property
    def level(self) -> IntArray:
        """``(S,)`` open level, -1 for none."""
        return np.array([p.level for p in self.places])

    @cached_property
    def opened(self) -> IntArray:
        """``(S, N)`` what labs that choose have opened, -1 for nothing."""
        return np.array([p.opened for p in self.places])

    @cached_property
    def left(self) -> BoolArray:
        """``(S, N)``."""
        return np.array([p.left for p in self.places])


@dataclass(frozen=True)
class Climber:
    """What the graph of states needs of a lab: where it starts and ends, its openness, when it leaves, what it wins by.

    Attributes:
        gap: the lead over everybody, open models included, that wins; infinite if none does.
    """

    rung: int
    top: int
    openness: tuple[int | str, ...]
    may_exit: bool
    gap: float


@dataclass(frozen=True)
class Rules:
    """What decides which states and moves there are; equal rules have equal graphs.

    Attributes:
        ladder: capability of each rung.
        labs: the players.
        rung: rung of an outside model that is there from the start, or ``None``.
        capability: its capability instead, on a rung or not.
        arrival: capability of an outside model that may arrive, or ``None``.
        follow_lag: rungs by which open models follow the frontier by themselves, or ``None`` if they do not.
        learn: whether labs learn from open models.
        finish: the rung that ends the race, or ``None``.
    """

    ladder: tuple[float, ...]
    labs: tuple[Climber, ...]
    rung: int | None
    capability: float | None
    arrival: float | None
    follow_lag: int | None
    learn: bool
    finish: int | None


def rules_of(
    ladder: Sequence[float], labs: Sequence[RaceLab], outside: OutsideModel, finish: int | None, *, learn: bool
) -> Rules:
    """The rules of a race."""
    top = len(ladder) - 1
    return Rules(
        tuple(map(float, ladder)),
        tuple(
            Climber(x.rung, top if x.top is None else min(x.top, top), x.openness, x.may_exit, winning_gap(x))
            for x in labs
        ),
        outside.rung,
        None if outside.capability is None else float(outside.capability),
        outside.capability_at_arrival(ladder),
        outside.follow_lag if np.any(np.asarray(outside.follow_rate) > 0) else None,
        learn,
        finish,
    )


def winning_gap(lab: RaceLab) -> float:
    """The least lead that wins one of the lab's prizes; infinite if it has none."""
    return min((float(np.ravel(t.gap)[0]) for t in lab.terms if isinstance(t, GapPrize)), default=np.inf)


@lru_cache(maxsize=32)
def explore(given: Rules) -> Map:
    """All states that can be reached from the start.

    Raises:
        TooLargeError: there are more than ``MAX_STATES``.
    """
    extra = [q for q in (given.capability, given.arrival) if q is not None]
    rules = _Explorer(given, tuple(sorted({*given.ladder, *extra})))
    start = rules.start()
    seen, queue = {start}, deque([start])
    last: set[Place] = set()
    while queue:
        for after, ends in rules.successors(queue.popleft()):
            if ends:
                last.add(after)
            elif after not in seen:
                if len(seen) + len(last) >= MAX_STATES:
                    raise TooLargeError(
                        f"a race of more than {MAX_STATES:,} states", f"at most {MAX_STATES:,}",
                        "take fewer rungs, fewer labs or fewer choices of openness",
                    )  # fmt: skip
                seen.add(after)
                queue.append(after)
    # Sums of rungs, level and leavers grow with every move, so sorting by them numbers targets after sources.
    places = tuple(sorted(seen | last, key=lambda p: (sum(p.rungs) + sum(p.left) + sum(p.opened) + p.level, p)))
    number = {place: k for k, place in enumerate(places)}
    on = [p for p in places if p in seen]
    climbs = [c for p in on for c in rules.climbs(p, number)]
    drifts = [Drift(number[p], number[q], cause) for p in on for q, cause in rules.drifts(p)]
    leaves = [Leave(number[p], i, number[q]) for p in on for i, q in rules.leaves(p)]
    return Map(places, tuple(climbs), tuple(drifts), tuple(leaves), rules.levels)


@dataclass(frozen=True)
class _Explorer:
    """Moves out of a place."""

    given: Rules
    levels: tuple[float, ...]

    def at(self, rung: int) -> int:
        """Open level of a rung."""
        return self.levels.index(self.given.ladder[rung])

    def start(self) -> Place:
        level = NO_LEVEL
        given = self.given
        if given.rung is not None:
            level = self.at(given.rung)
        if given.capability is not None:
            level = self.levels.index(given.capability)
        for lab in given.labs:
            if len(lab.openness) == 1:
                level = self._opened(level, lab.rung, lab.openness[0])
        n = len(given.labs)
        return Place(tuple(lab.rung for lab in given.labs), level, (NO_LEVEL,) * n, (False,) * n)

    def _opened(self, level: int, rung: int, openness: int | str) -> int:
        """The best open model after a release on ``rung``."""
        if openness == CLOSED or rung - int(openness) < 0:
            return level
        return max(level, self.at(rung - int(openness)))

    def successors(self, place: Place) -> Iterable[tuple[Place, str]]:
        """Where play may go from a place, and why a climb ends it there."""
        for i in self._climbers(place):
            for openness in self.given.labs[i].openness:
                after = self._climbed(place, i, openness)
                yield after, self._ends(after, i)
        yield from ((q, "") for q, _ in self.drifts(place))
        yield from ((q, "") for _, q in self.leaves(place))

    def climbs(self, place: Place, number: dict[Place, int]) -> Iterable[Climb]:
        for i in self._climbers(place):
            known: set[int] = set()
            for k, openness in enumerate(self.given.labs[i].openness):
                after = self._climbed(place, i, openness)
                # An open version that is no better than the best open model changes nothing: the same move twice.
                if number[after] not in known:
                    known.add(number[after])
                    yield Climb(number[place], i, k, number[after], self._ends(after, i))

    def _ends(self, after: Place, lab: int) -> str:
        """Why the lab's climb to a place ends the race; empty if it does not."""
        given, rungs = self.given, after.rungs
        if given.finish is not None and rungs[lab] >= given.finish:
            return FINISH
        others = [given.ladder[k] for j, k in enumerate(rungs) if j != lab and not after.left[j]]
        best = max([0.0, *others, *([self.levels[after.level]] if after.level >= 0 else [])])
        return GAP if given.ladder[rungs[lab]] - best >= given.labs[lab].gap else ""

    def _climbers(self, place: Place) -> Iterable[int]:
        return (i for i, k in enumerate(place.rungs) if k < self.given.labs[i].top and not place.left[i])

    def _climbed(self, place: Place, lab: int, openness: int | str) -> Place:
        rung = place.rungs[lab] + 1
        opened = place.opened
        if len(self.given.labs[lab].openness) > 1:
            opened = _with(opened, lab, self._opened(opened[lab], rung, openness))
        level = self._opened(place.level, rung, openness)
        return Place(_with(place.rungs, lab, rung), level, opened, place.left)

    def drifts(self, place: Place) -> Iterable[tuple[Place, str]]:
        given = self.given
        if given.arrival is not None and place.level < (new := self.levels.index(given.arrival)):
            yield replace(place, level=new), "arrival"
        here = self.levels[place.level] if place.level >= 0 else -np.inf
        known = max((k for k, q in enumerate(given.ladder) if q <= here), default=-1)
        if given.follow_lag is not None:
            staying = [k for k, out in zip(place.rungs, place.left, strict=True) if not out]
            if known < max(staying or place.rungs) - given.follow_lag:
                yield replace(place, level=self.at(known + 1)), "follow"
        for i, rung in enumerate(place.rungs) if given.learn else ():
            reached = min(known, given.labs[i].top)
            if reached > rung and not place.left[i]:
                yield replace(place, rungs=_with(place.rungs, i, reached)), "learn"

    def leaves(self, place: Place) -> Iterable[tuple[int, Place]]:
        for i, lab in enumerate(self.given.labs):
            if lab.may_exit and not place.left[i]:
                yield i, replace(place, left=_with(place.left, i, True))


def _with(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])
