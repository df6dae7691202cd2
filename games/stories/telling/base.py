"""A story: one claim about open models and the race, as something that can be computed, changed and argued with.

A story has *parameters* (its fields, named by the symbols of its formula), *values* (what the claim's own numbers come
to), and one *lever*: the thing that the claim says moves something, such as the capability ``x`` of the open model. As
the lever moves, each *measure* of the story (spending on training, a release date) goes up, goes down or stays.

What is expected is stated by *rules* on *regimes*: "while the lab trains: neutral", "when it gives up: down". Where one
regime ends and the next begins is not written anywhere: :meth:`Story.stretches` finds it by computing the regime along
the lever and halving every cell in which it changes. What happens is then computed from outcomes on both sides, and the
story *holds* if it is what the rules say. Whether the *claim* holds is another matter, and a finding: yes, no, or under
a condition.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar, Self

from pydantic import ConfigDict, model_validator

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction, Interval, combine
from games.parts.game import Game
from games.parts.metric import Sense
from games.parts.part import Part
from games.stories.telling.stretches import Stretch, stretches_of

Value = bool | int | float | str | None | tuple["Value", ...]
"""A value of a story: ``None`` stands for "never" and "none"; tuples may be nested."""


LEAST, MOST = 1e-90, 1e90
"""Sizes of parameters whose products and powers can be computed; results depend on ratios."""
HALVINGS = range(7, 31)
"""Below the first cell, the lever is looked at where it is halved so often."""
FINER = 1e-4
"""Formulas are right to the last digits: of their values, differences are told that much below the usual equality."""


class Kind(StrEnum):
    """What has to be done to get a story's numbers."""

    FORMULA = "formula"
    """Evaluate a formula."""
    CHOICE = "choice"
    """One lab maximises over an interval."""
    GAME = "game"
    """Labs play a game, which is solved."""


class Verdict(StrEnum):
    """Whether a claim holds."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"


@dataclass(frozen=True)
class Quantity:
    """One named value."""

    name: str
    value: Value


@dataclass(frozen=True)
class Measure:
    """Something that may race: a name, how its change is read, and its unit."""

    name: str
    sense: Sense
    unit: str


@dataclass(frozen=True)
class Rule:
    """What a measure is expected to do.

    Attributes:
        metric: name of the measure.
        regime: while this lasts, or when this ends.
        direction: of racing.
        then: the regime that follows; empty for a rule about a whole stretch.
    """

    metric: str
    regime: str
    direction: Direction
    then: str = ""


@dataclass(frozen=True)
class Expectation:
    """A direction with its condition.

    Attributes:
        metric: name of the measure.
        when: the condition in symbols, with the breakpoints that were found.
        direction: what the story expects.
        moves: moves of the lever ``(from, to)`` by which it is checked.
    """

    metric: str
    when: str
    direction: Direction
    moves: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Ingredient:
    """An assumption that can be taken away: a parameter and the value at which it does nothing."""

    term: str
    field: str
    off: Value
    sentence: str


@dataclass(frozen=True)
class Finding:
    """Whether the claim holds, and why in one sentence."""

    verdict: Verdict
    because: str


class Story(Part):
    """One claim. A subclass states who claims what, its lever, its measures and its rules, and computes outcomes."""

    model_config = ConfigDict(populate_by_name=True)

    name: ClassVar[str]
    """Name in the shell."""
    rows: ClassVar[tuple[str, ...]]
    """Rows of the model's table that it stands for."""
    who: ClassVar[str]
    """Who made the claim."""
    claim: ClassVar[str]
    """The claim in our own words."""
    kind: ClassVar[Kind] = Kind.FORMULA
    lever: ClassVar[str] = "x"
    """What moves: a parameter."""
    measures: ClassVar[tuple[Measure, ...]]
    """What may move with it; the first is the story's metric."""
    rules: ClassVar[tuple[Rule, ...]]
    """What is expected of every measure in every regime."""
    claimed: ClassVar[tuple[Direction, ...]]
    """Directions of the first measure that the claim allows."""
    ingredients: ClassVar[tuple[Ingredient, ...]] = ()
    """Assumptions that can be taken away one by one."""

    @model_validator(mode="after")
    def _ordinary(self) -> Self:
        """Squares and ratios of parameters must stay within what a computer can count with."""
        for field, info in type(self).model_fields.items():
            value = getattr(self, field)
            for number in value if isinstance(value, tuple) else (value,):
                size = abs(number) if isinstance(number, float) and math.isfinite(number) else 1.0
                if size and not LEAST <= size <= MOST:
                    where = f"{info.alias or field}: {number:g} came"
                    raise ValueError(f"{where}, expected 0 or a number from {LEAST:g} to {MOST:g} in size")
        return self

    def values(self) -> tuple[Quantity, ...]:
        """The numbers of the claim at these parameters."""
        raise NotImplementedError

    def outcome(self) -> tuple[Interval, ...]:
        """Least and greatest value of every measure at these parameters, in the order of ``measures``."""
        raise NotImplementedError

    def regime(self, metric: str) -> str:  # noqa: ARG002 - most stories have one regime for all measures
        """In which regime these parameters are, as far as this measure is concerned."""
        return "always"

    def span(self) -> tuple[float, float]:
        """The values of the lever that are looked at, from without it to much of it."""
        raise NotImplementedError

    def marks(self) -> tuple[float, ...]:
        """Values of the lever to look at besides even cells, where regimes may be narrow: ever closer to its start."""
        lo, hi = self.span()
        return tuple(lo + (hi - lo) * 2.0**-k for k in HALVINGS)

    def at(self, level: float) -> Self:
        """The story with its lever at ``level``."""
        return self.model_copy(update={self.lever: level})

    def move(self) -> tuple[float, float]:
        """The move of the lever whose verdict is reported: from without it to its value here."""
        return self.span()[0], float(getattr(self, self.lever))

    def on_calendar(self, step: float) -> tuple[Game, Game] | None:  # noqa: ARG002 - most stories have no dates
        """Without and with what the claim is about, as games whose slots are ``step`` apart; for stories with dates."""
        return None

    def expected(self) -> tuple[Expectation, ...]:
        """Every rule that applies somewhere on the lever, with the breakpoints found on the way."""
        found = []
        for measure in self.measures:
            stretches = self.stretches(measure.name)
            for k, here in enumerate(stretches):
                found += self._leaving(measure.name, here)
                found += [
                    Expectation(measure.name, self.when(here), rule.direction, self.moves_in(here))
                    for rule in self.rules
                    if rule.metric == measure.name and rule.regime == here.regime and not rule.then
                ]
                if k + 1 < len(stretches):
                    found += self._crossings(measure.name, here, stretches[k + 1])
        return tuple(found)

    def observed(self) -> tuple[Direction, ...]:
        """What the outcomes do on the moves of every expectation, in the order of :meth:`expected`."""
        wanted = self.expected()
        levels = {level for e in wanted for move in e.moves for level in move} | set(self.move())
        outcomes = {level: self.at(level).outcome() for level in levels}
        names = [m.name for m in self.measures]
        found = []
        for expectation in wanted:
            k = names.index(expectation.metric)
            pairs = [(outcomes[a][k], outcomes[b][k]) for a, b in expectation.moves]
            found.append(self.judge(pairs, self.measures[k].sense, _magnitude(pairs)))
        return tuple(found)

    def judge(self, pairs: list[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
        """One direction for several moves; here they follow one another, so together they must not turn."""
        return combine(pairs, sense, scale if self.kind is not Kind.FORMULA else FINER * scale)

    def found(self, observed: tuple[Direction, ...]) -> Finding:
        """The finding; a claim that something moves is wrong wherever nothing does."""
        moves = tuple(d for d in self.claimed if d is not Direction.NEUTRAL)
        if moves and observed and all(d is Direction.NEUTRAL for d in observed):
            names = " and ".join(m.name for m in self.measures)
            return Finding(Verdict.NO, f"no change of {self.lever} moves {names}, and the claim is that it matters")
        return self.finding(observed)

    def finding(self, observed: tuple[Direction, ...]) -> Finding:
        """Whether the claim holds: yes if the first measure only ever moves as claimed, no if it never does."""
        metric = self.measures[0].name
        seen = [(e, d) for e, d in zip(self.expected(), observed, strict=True) if e.metric == metric]
        right = [d in self.claimed for _, d in seen]
        verdict = (
            Verdict.YES if right and all(right) else Verdict.CONDITIONAL if any(right) or not right else Verdict.NO
        )
        first = self.measures[0]
        said = "; ".join(f"{change_word(d, first.sense, first.unit)} {e.when}" for e, d in seen)
        return Finding(verdict, f"{metric_words(metric)}: {said}" if said else "nothing is expected at these numbers")

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """Whether there is a rule about a regime that holds at the very start of the lever only."""
        return any(r.metric == metric and r.regime == start and r.then == following for r in self.rules)

    def stretches(self, metric: str) -> tuple[Stretch, ...]:
        """The lever's span cut where the regime changes; cuts are found by bisection to the last digit."""
        return stretches_of(self, metric)

    def breakpoint(self, metric: str, regime: str) -> float | None:
        """Where a regime first begins along the lever; ``None`` if it never does."""
        return next((s.lo for s in self.stretches(metric) if s.regime == regime), None)

    def when(self, stretch: Stretch) -> str:
        """The condition on the lever that a stretch stands for."""
        lo, hi = self.span()
        if (stretch.lo > lo or stretch.left) and stretch.hi < hi:
            return f"while {stretch.lo:.6g} < {self.lever} < {stretch.hi:.6g}"
        if stretch.lo > lo or (stretch.left and stretch.hi == hi):
            return f"while {self.lever} > {stretch.lo:.6g}"
        return f"while {self.lever} < {stretch.hi:.6g}" if stretch.hi < hi else f"for every value of {self.lever}"

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """Moves of the lever by which a stretch is checked: between neighbours of a few points inside it."""
        points = [stretch.lo + share * (stretch.hi - stretch.lo) for share in (0.03, 0.31, 0.62, 0.97)]
        return tuple(pairwise(points))

    def _leaving(self, metric: str, here: Stretch) -> list[Expectation]:
        """What the first step away from the start of the lever does, where the start is a regime of its own."""
        lo, hi = self.span()
        step = min(1e-6 * (hi - lo), (here.hi - here.lo) / 4)
        if not here.left:
            return []
        return [
            Expectation(metric, f"as {self.lever} leaves {lo:.6g}", rule.direction, ((lo, lo + step),))
            for rule in self.rules
            if rule.metric == metric and rule.regime == here.left and rule.then == here.regime
        ]

    def _crossings(self, metric: str, here: Stretch, following: Stretch) -> list[Expectation]:
        rules = [r for r in self.rules if r.metric == metric and r.regime == here.regime and r.then == following.regime]
        lo, hi = self.span()
        step = min(1e-6 * (hi - lo), (here.hi - here.lo) / 4, (following.hi - following.lo) / 4)
        return [
            Expectation(
                metric,
                f"as {self.lever} passes {here.hi:.6g}",
                rule.direction,
                ((here.hi - step, here.hi + step),),
            )
            for rule in rules
        ]


class AgainstNothing(Story):
    """A story whose directions compare each value of the lever with its absence, and not with neighbouring values."""

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """Moves from without the lever to points inside the stretch."""
        start = self.move()[0]
        return tuple((start, stretch.lo + share * (stretch.hi - stretch.lo)) for share in (0.04, 0.5, 0.96))

    def judge(self, pairs: list[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
        """One direction for several moves, each of which must have it."""
        found = {super(AgainstNothing, self).judge([pair], sense, scale) for pair in pairs}
        return found.pop() if len(found) == 1 else Direction.AMBIGUOUS

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """A start that is not the absence of the lever is a case of its own."""
        return start != following and self.move()[0] != self.span()[0] and any(r.metric == metric for r in self.rules)

    def _leaving(self, metric: str, here: Stretch) -> list[Expectation]:
        """What the start of the lever does, where it is a regime of its own."""
        lo, _ = self.span()
        moves = ((self.move()[0], lo),)
        return [
            Expectation(metric, f"at {self.lever} = {lo:.6g}", rule.direction, moves)
            for rule in self.rules
            if rule.metric == metric and here.left and rule.regime == here.left and not rule.then
        ]


def point(value: float) -> Interval:
    """A single number as an interval."""
    return value, value


def hull(values: tuple[float, ...]) -> Interval:
    """Least and greatest of several numbers."""
    return min(values), max(values)


def _magnitude(pairs: list[tuple[Interval, Interval]]) -> float:
    """Largest number in sight: differences far below it are none."""
    return max((abs(end) for pair in pairs for interval in pair for end in interval if math.isfinite(end)), default=1.0)
