"""States of a race, and the moves between them.

A state is every lab's rung, the best open model (a *level*: a rung, or the outside model between two rungs), what labs
that choose their openness have opened so far, and who has left. Only states that can be reached are listed, lowest
first: rungs, levels and leavers only grow. Where a climb ends the race, by a finish or a won gap, play goes no further:
the state that it leads to is listed, since levels stay what they are there, and no move leads out of it. One more,
the last, is *over*: what comes after such a climb, ruin or regulation, whose payments are lump sums.

Letters: ``S`` states, ``N`` labs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

import numpy as np

from games.race.lab import CLOSED, RaceLab
from games.terms import GapPrize
from solver.common.arrays import BoolArray, IntArray
from solver.common.errors import TooLargeError

T = TypeVar("T")
CLIMB, FINISH, GAP, LEAVE = "climb", "finish", "gap", "leave"
"""What labs do; a finish and a won gap are climbs that end the race."""
NO_LAB = -1
"""Nobody."""
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
class Move:
    """A way from one state to another.

    Attributes:
        source: number of the state that it leaves.
        target: number of the state that it leads to.
        cause: ``climb`` by one rung, or ``finish`` or ``gap`` for one that ends the race; ``arrival``, ``follow`` or
            ``learn`` for what no lab decides; ``leave``.
        lab: who climbs or leaves.
        openness: number of the choice of openness with which it climbs.
    """

    source: int
    target: int
    cause: str
    lab: int
    openness: int = 0


@dataclass(frozen=True, eq=False)
class Map:
    """All states and moves.

    Attributes:
        places: the states without the last one, which is over.
        climbs: moves by effort.
        drifts: moves that no lab decides.
        leaves: exits.
        levels: capability of each open level, rising.
    """

    places: tuple[Place, ...]
    climbs: tuple[Move, ...]
    drifts: tuple[Move, ...]
    leaves: tuple[Move, ...]
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


class Step(NamedTuple):
    """A move out of a place, as in ``Move``, with the place that it leads to."""

    after: Place
    cause: str
    lab: int = NO_LAB
    openness: int = 0


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
        outside: capability of an outside model that is there from the start, or ``None``.
        arrival: capability of an outside model that may arrive, or ``None``.
        follow_lag: rungs by which open models follow the frontier by themselves, or ``None`` if they do not.
        learn: whether labs learn from open models.
        finish: the rung that ends the race, or ``None``.
    """

    ladder: tuple[float, ...]
    labs: tuple[Climber, ...]
    outside: float | None
    arrival: float | None
    follow_lag: int | None
    learn: bool
    finish: int | None

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """Capability of each open level, rising."""
        return tuple(sorted({*self.ladder, *(q for q in (self.outside, self.arrival) if q is not None)}))

    def start(self) -> Place:
        """Where play starts."""
        level = NO_LEVEL if self.outside is None else self.levels.index(self.outside)
        for lab in self.labs:
            if len(lab.openness) == 1:
                level = self._opened(level, lab.rung, lab.openness[0])
        n = len(self.labs)
        return Place(tuple(lab.rung for lab in self.labs), level, (NO_LEVEL,) * n, (False,) * n)

    def moves(self, place: Place) -> Iterator[Step]:
        """Where play may go from a place: climbs, then what no lab decides, then exits."""
        for i, lab in enumerate(self.labs):
            if place.rungs[i] < lab.top and not place.left[i]:
                ways: dict[Place, int] = {}
                for k, openness in enumerate(lab.openness):
                    # An open version that is no better than the best open model changes nothing: the same move twice.
                    ways.setdefault(self._climbed(place, i, openness), k)
                for after, k in ways.items():
                    yield Step(after, self._cause(after, i), i, k)
        yield from self._drifts(place)
        for i, lab in enumerate(self.labs):
            if lab.may_exit and not place.left[i]:
                yield Step(replace(place, left=_with(place.left, i, True)), LEAVE, i)

    def _climbed(self, place: Place, lab: int, openness: int | str) -> Place:
        rung = place.rungs[lab] + 1
        opened = place.opened
        if len(self.labs[lab].openness) > 1:
            opened = _with(opened, lab, self._opened(opened[lab], rung, openness))
        level = self._opened(place.level, rung, openness)
        return Place(_with(place.rungs, lab, rung), level, opened, place.left)

    def _opened(self, level: int, rung: int, openness: int | str) -> int:
        """The best open model after a release on ``rung``."""
        if openness == CLOSED or rung - int(openness) < 0:
            return level
        return max(level, self._level_of(rung - int(openness)))

    def _level_of(self, rung: int) -> int:
        return self.levels.index(self.ladder[rung])

    def _cause(self, after: Place, lab: int) -> str:
        """Whether the lab's climb to a place ends the race, and why."""
        if self.finish is not None and after.rungs[lab] >= self.finish:
            return FINISH
        others = [self.ladder[k] for j, k in enumerate(after.rungs) if j != lab and not after.left[j]]
        best = max([0.0, *others, *([self.levels[after.level]] if after.level >= 0 else [])])
        return GAP if self.ladder[after.rungs[lab]] - best >= self.labs[lab].gap else CLIMB

    def _drifts(self, place: Place) -> Iterator[Step]:
        if self.arrival is not None and place.level < (new := self.levels.index(self.arrival)):
            yield Step(replace(place, level=new), "arrival")
        here = self.levels[place.level] if place.level >= 0 else -np.inf
        known = max((k for k, q in enumerate(self.ladder) if q <= here), default=-1)
        if self.follow_lag is not None:
            staying = [k for k, out in zip(place.rungs, place.left, strict=True) if not out]
            if known < max(staying or place.rungs) - self.follow_lag:
                yield Step(replace(place, level=self._level_of(known + 1)), "follow")
        for i, rung in enumerate(place.rungs) if self.learn else ():
            reached = min(known, self.labs[i].top)
            if reached > rung and not place.left[i]:
                yield Step(replace(place, rungs=_with(place.rungs, i, reached)), "learn")


def winning_gap(lab: RaceLab) -> float:
    """The least lead that wins one of the lab's prizes; infinite if it has none."""
    return min((float(np.ravel(t.gap)[0]) for t in lab.terms if isinstance(t, GapPrize)), default=np.inf)


@lru_cache(maxsize=32)
def explore(rules: Rules) -> Map:
    """All states that can be reached from the start.

    Raises:
        TooLargeError: there are more than ``MAX_STATES``.
    """
    start = rules.start()
    reached, waiting = {start}, [start]
    steps: dict[Place, tuple[Step, ...]] = {}
    while waiting:
        place = waiting.pop()
        if place in steps:
            continue
        steps[place] = tuple(rules.moves(place))
        reached.update(step.after for step in steps[place])
        waiting += [step.after for step in steps[place] if step.cause not in (FINISH, GAP)]
        if len(reached) > MAX_STATES:
            raise TooLargeError(
                f"a race of more than {MAX_STATES:,} states", f"at most {MAX_STATES:,}",
                "take fewer rungs, fewer labs or fewer choices of openness",
            )  # fmt: skip
    # Sums of rungs, level and leavers grow with every move, so sorting by them numbers targets after sources.
    places = tuple(sorted(reached, key=lambda p: (sum(p.rungs) + sum(p.left) + sum(p.opened) + p.level, p)))
    number = {place: k for k, place in enumerate(places)}
    moves = [
        Move(number[place], number[step.after], step.cause, step.lab, step.openness)
        for place in places
        for step in steps.get(place, ())
    ]
    climbs = tuple(m for m in moves if m.cause in (CLIMB, FINISH, GAP))
    leaves = tuple(m for m in moves if m.cause == LEAVE)
    drifts = tuple(m for m in moves if m.lab == NO_LAB)
    return Map(places, climbs, drifts, leaves, rules.levels)


def _with(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])
