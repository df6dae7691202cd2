"""Numbers that may be asked of solved races: what each is called, how a change of it is read, how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np

from games.parts.metric import Metric, Sense
from games.parts.part import BoolArray, FloatArray
from games.race.outcomes import Outcomes
from games.race.race_game import RaceGame

Ask = Callable[[Outcomes], FloatArray]
"""From outcomes to one number per equilibrium."""


@dataclass(frozen=True)
class Measure:
    """Something that may be asked.

    Attributes:
        name: as in verdicts.
        unit: of the number.
        sense: how a change is read.
        value: its numbers ``(E,)``; a date that never comes is ``inf``.
        chance: of dates, the chance ``(E,)`` that they come.
    """

    name: str
    unit: str
    sense: Sense
    value: Ask
    chance: Ask | None = None

    def of(self, found: Outcomes) -> Metric:
        """What solved races say."""
        never = None if self.chance is None else 1.0 - self.chance(found)
        return Metric(self.name, self.unit, self.sense, self.value(found), never)


def efforts(game: RaceGame, labs: Sequence[int], prefix: str = "") -> Iterator[Measure]:
    """Effort of some labs at the start, together and one by one."""
    yield Measure(f"{prefix}effort", "climbs per period", Sense.MORE, _effort(labs))
    for i in labs:
        yield Measure(f"{prefix}effort.{game.labs[i].name}", "climbs per period", Sense.MORE, _effort([i]))


def _effort(labs: Sequence[int]) -> Ask:
    return lambda found: found.at_start(found.solution.efforts)[:, labs].sum(axis=1)


def spending(game: RaceGame, labs: Sequence[int], prefix: str = "") -> Iterator[Measure]:
    """What some labs spend on effort, together and one by one."""
    yield Measure(f"{prefix}spend", "currency, discounted", Sense.LEVEL, _spend(labs))
    for i in labs:
        yield Measure(f"{prefix}spend.{game.labs[i].name}", "currency, discounted", Sense.LEVEL, _spend([i]))


def _spend(labs: Sequence[int]) -> Ask:
    return lambda found: found.occupancy.flow(found.spent[:, :, labs].sum(axis=2))


def reaching(name: str, inside: BoolArray, prefix: str = "") -> Iterator[Measure]:
    """The mean date at which a set of states is entered, given that it is, and the chance that it is."""

    @cache
    def date(found: Outcomes) -> tuple[FloatArray, FloatArray]:
        return found.date(inside)

    def chance(found: Outcomes) -> FloatArray:
        return date(found)[1]

    yield Measure(f"{prefix}{name}", "periods", Sense.EARLIER, lambda found: date(found)[0], chance)
    yield Measure(f"{prefix}p_{name}", "chance", Sense.MORE, chance)


def average(name: str, level: FloatArray, sense: Sense = Sense.MORE) -> Measure:
    """The discounted average over time of a level ``(S,)``."""
    return Measure(name, "capability", sense, lambda found: found.average(level))


def highest(levels: Sequence[FloatArray]) -> FloatArray:
    """The highest of some levels, by state, and at least 0."""
    return reduce(np.maximum, levels, np.zeros(1))
