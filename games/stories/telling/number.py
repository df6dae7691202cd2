"""The numbers of a story: what each means, which of them may race, and which lie on the lever."""

from __future__ import annotations

import math
from dataclasses import dataclass

from games.parts.direction import Interval
from games.parts.metric import Sense
from games.stories.telling.lever import Lever

Value = bool | int | float | str | None | tuple["Value", ...]
"""A value of a story: ``None`` stands for "never" and "none"; tuples may be nested."""
Values = dict[str, Value]
"""Values of a story by their names."""


@dataclass(frozen=True)
class Edge:
    """A point of the lever at which regimes begin or end."""

    metric: str
    regimes: tuple[str, ...]
    ends: bool = False

    def of(self, story: Lever) -> float | None:
        """The point; ``None`` if there is none."""
        return (story.last if self.ends else story.first)(self.metric, *self.regimes)


@dataclass(frozen=True)
class Number:
    """One number of a story.

    Attributes:
        name: the key of ``values``.
        meaning: what it is.
        edge: where it lies on the lever, for a number that is found there and not computed.
    """

    name: str
    meaning: str
    edge: Edge | None = None


@dataclass(frozen=True, kw_only=True)
class Measure(Number):
    """A number that may race.

    Attributes:
        unit: as printed.
        sense: how its change is read.
        over: where a set of choices is best, the number that lists what this one is at each of them.
    """

    unit: str
    sense: Sense
    over: str = ""


def reported(name: str, meaning: str) -> Number:
    """A number that is reported and does not race."""
    return Number(name, meaning)


def level(name: str, meaning: str, unit: str = "currency") -> Measure:
    """A number with no racing in it: more or less."""
    return Measure(name, meaning, unit=unit, sense=Sense.LEVEL)


def racing(name: str, meaning: str, unit: str, over: str = "") -> Measure:
    """A number of which more is racing up."""
    return Measure(name, meaning, unit=unit, sense=Sense.MORE, over=over)


def sooner(name: str, meaning: str, unit: str, over: str = "") -> Measure:
    """A number of which less (an earlier date, a lower cost) is racing up."""
    return Measure(name, meaning, unit=unit, sense=Sense.EARLIER, over=over)


def begins(name: str, meaning: str, metric: str, *regimes: str) -> Number:
    """Where on the lever one of these regimes first begins."""
    return Number(name, meaning, edge=Edge(metric, regimes))


def ends(name: str, meaning: str, metric: str, *regimes: str) -> Number:
    """Where on the lever the last of these regimes ends."""
    return Number(name, meaning, edge=Edge(metric, regimes, ends=True))


def listed(**values: Value) -> Values:
    """Values by their names, in order."""
    return values


def extent_of(value: Value) -> Interval:
    """Least and greatest number of a value: of what is equally good, and infinite for what never comes."""
    if isinstance(value, tuple):
        parts = [extent_of(v) for v in value]
        return min(lo for lo, _ in parts), max(hi for _, hi in parts)
    if isinstance(value, str):
        raise TypeError(f"{value!r} is no number")
    number = math.inf if value is None else float(value)
    return number, number
