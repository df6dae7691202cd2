"""A story: one claim about open models and the race, as something that can be computed, changed and argued with.

A story is one class. Its docstring derives what its formulas compute and works an example by hand. It has a claim with
its author, its premises and what it says; *parameters* (fields named by the symbols of the formula); *numbers* with
their meaning; and :meth:`Story.compute`, which computes them once. Some numbers may race. One *lever*, such as the
capability ``x`` of the open model, moves them.

What is expected is stated by *rules* on *regimes*: "while the lab trains: neutral", "when it gives up: down". Where one
regime ends and the next begins is not written anywhere: :meth:`Story.stretches` finds it by computing the regime along
the lever and halving every cell in which it changes. What happens is then computed from outcomes on both sides, and the
story *holds* if it is what the rules say. Whether the *claim* holds is another matter, and a finding: yes, no, or under
a condition, judged where its premises are granted.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, model_validator

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction, Interval, combine, ends_moved, magnitude
from games.parts.game import Game
from games.parts.metric import Sense
from games.parts.part import Part
from games.parts.paths import follow, matching, read_setting, with_settings
from games.parts.reading import write_value
from games.stories.telling.claim import Expectation, Finding, Ingredient, Kind, Line, Reading, Rule, Says, Verdict
from games.stories.telling.number import Measure, Number, Quantity, extent_of
from games.stories.telling.stretches import Stretch, stretches_of
from solver.common.errors import OpenraceError
from solver.common.words import all_of

LEAST, MOST = 1e-90, 1e90
"""Sizes of parameters whose products and powers can be computed; results depend on ratios."""
HALVINGS = range(7, 31)
"""Below the first cell, the lever is looked at where it is halved so often."""
FINER = 1e-4
"""Formulas are right to the last digits: values of formulas differ from that much below the usual equality on."""


class Story(Part):
    """One claim. A subclass states who claims what, its lever, its numbers and its rules, and computes the numbers."""

    model_config = ConfigDict(populate_by_name=True)

    name: ClassVar[str]
    """Name in the shell."""
    rows: ClassVar[tuple[str, ...]]
    """Rows of the model's table that it stands for."""
    who: ClassVar[str]
    """Who made the claim."""
    claim: ClassVar[str]
    """The claim in our own words."""
    reading: ClassVar[Reading] = Reading.AUTHOR
    """Whether the author says so, or names the topic only."""
    premise: ClassVar[str] = ""
    """Under what the author makes the claim, in words; :meth:`granted` says where that is so."""
    says: ClassVar[Says]
    """What the claim says of the measures."""
    kind: ClassVar[Kind] = Kind.FORMULA
    lever: ClassVar[str] = "x"
    """What moves: a parameter."""
    numbers: ClassVar[tuple[Number, ...]]
    """The numbers with their meaning; the first that may race is the story's metric."""
    measures: ClassVar[tuple[Measure, ...]] = ()
    """Those that may race."""
    rules: ClassVar[tuple[Rule, ...]]
    """What is expected of every measure in every regime."""
    ingredients: ClassVar[tuple[Ingredient, ...]] = ()
    """Assumptions that can be taken away one by one."""
    no_game: ClassVar[str] = ""
    """Why there is no game to write to a file; empty where there is one."""
    reads: ClassVar[str] = ""
    """How the numbers are read off the game's equilibria."""
    options: ClassVar[str] = ""
    """What is said beside the game when it is solved, as in the shell: a concept or a method."""
    moved_by: ClassVar[str] = ""
    """What moves the game as the lever does, as written in the shell, with symbols in braces."""
    less: ClassVar[str] = ""
    """What takes that away from the game beforehand, as after ``--set``; empty where nothing must be."""
    sets: ClassVar[tuple[str, ...]] = ()
    """Paths of the numbers of its game that the lever moves, where it moves numbers and no other event does that."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Reads the measures off the numbers."""
        super().__pydantic_init_subclass__(**kwargs)
        numbers = getattr(cls, "numbers", ())
        cls.measures = tuple(Measure(n.name, n.sense, n.unit) for n in numbers if n.sense is not None)

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

    def compute(self) -> tuple[Quantity, ...]:
        """The numbers at these parameters, but those that lie on the lever. A tuple lists what is equally good."""
        raise NotImplementedError

    def values(self) -> tuple[Quantity, ...]:
        """The numbers of the claim at these parameters, with those that lie on the lever."""
        computed = {q.name: q.value for q in self.compute()}
        found = []
        for number in self.numbers:
            if number.edge is not None:
                found.append(Quantity(number.name, number.edge.of(self)))
            elif number.name in computed:
                found.append(Quantity(number.name, computed[number.name]))
        return tuple(found)

    def outcome(self) -> tuple[Interval, ...]:
        """Least and greatest value of every measure at these parameters, in the order of ``measures``."""
        computed = {q.name: q.value for q in self.compute()}
        return tuple(extent_of(computed[n.over or n.name]) for n in self.numbers if n.sense is not None)

    def regime(self) -> str:
        """In which regime these parameters are, as far as the first measure is concerned."""
        return "always"

    def regime_of(self, metric: str) -> str:  # noqa: ARG002 - most stories have one regime for all measures
        """The same as far as another measure or question is concerned."""
        return self.regime()

    def granted(self) -> bool:
        """Whether the premises of the claim hold at these parameters."""
        return True

    def span(self) -> tuple[float, float]:
        """The values of the lever that are looked at, from without it to much of it."""
        raise NotImplementedError

    def marks(self) -> tuple[float, ...]:
        """Values of the lever to look at besides even cells, where regimes may be narrow: ever closer to its start."""
        lo, hi = self.span()
        return tuple(lo + (hi - lo) * 2.0**-k for k in HALVINGS)

    def at(self, level: float) -> Self:
        """The story with its lever at ``level``, rounded where the lever is a whole number."""
        is_whole = isinstance(getattr(self, self.lever), int)
        return self.model_copy(update={self.lever: round(level) if is_whole else level})

    def move(self) -> tuple[float, float]:
        """The move of the lever whose verdict is reported: from without it to its value here."""
        return self.span()[0], float(getattr(self, self.lever))

    def on_calendar(self, step: float) -> tuple[Game, Game] | None:  # noqa: ARG002 - most stories have no dates
        """Without and with what the claim is about, as games whose slots are ``step`` apart; for stories with dates."""
        return None

    def game(self) -> Game:
        """The game at these parameters, whose equilibria give the story's numbers.

        Raises:
            OpenraceError: there is none, and why.
        """
        raise self.without(self.no_game)

    def file(self) -> Game:
        """The game that is written to a file: the one that is solved, unless labs can be written with their plans."""
        return self.game()

    def without(self, why: str) -> OpenraceError:
        """What to raise where there is no game."""
        return OpenraceError(
            f"{self.name} has no game: {why}",
            "a story in which a lab chooses, or several play",
            f"openrace story {self.name} computes its numbers",
        )

    def race(self) -> Game | None:
        """The claim as a race of efforts at these parameters; none where it does not fit."""
        return None

    def asked(self) -> tuple[Game, str]:
        """A game, and the event whose effect on it is the story's; the event is empty if no event does that."""
        event, game = self.event(), self.file()
        return (with_settings(game, [read_setting(one) for one in self.beforehand()]) if event else game), event

    def event(self) -> str:
        """What the claim is about, as an event written in the shell; empty if it is none."""
        if not self.sets:
            return self.moved_by.format(**self.model_dump(by_alias=True))
        before, after = (self._set_at(level) for level in self.move())
        return f"set:{'+'.join(after)}" if before and after and before != after else ""

    def beforehand(self) -> tuple[str, ...]:
        """What takes the event away from the file, each as after ``--set``."""
        if not self.sets:
            return (self.less,) if self.less else ()
        return self._set_at(self.move()[0])

    def _set_at(self, level: float) -> tuple[str, ...]:
        """The numbers that the lever moves, where it is at ``level``, as settings; none where there is no game."""
        try:
            game = self.at(level).file()
        except OpenraceError:
            # At one end of a move there may be no game, and so no event that leads there.
            return ()
        return tuple(
            f"{path}={write_value(follow(game, keys))}"
            for named in self.sets
            for path, keys in matching(game, named).items()
        )

    def expected(self) -> tuple[Expectation, ...]:
        """Every rule that applies somewhere on the lever, with the breakpoints found on the way."""
        found = []
        for measure in self.measures:
            stretches = self.stretches(measure.name)
            for k, here in enumerate(stretches):
                found += self._leaving(measure.name, here)
                found += [
                    Expectation(measure.name, self.when(here), rule.direction, self.moves_in(here), here.granted)
                    for rule in self.rules
                    if rule.metric == measure.name and rule.regime == here.regime and not rule.then
                ]
                if k + 1 < len(stretches):
                    found += self._crossings(measure.name, here, stretches[k + 1])
        return tuple(found)

    def observed(self) -> tuple[Direction, ...]:
        """What the outcomes do on the moves of every expectation, in the order of :meth:`expected`."""
        return tuple(self.judge(pairs, measure.sense, magnitude(pairs)) for measure, pairs in self._seen())

    def settled(self) -> tuple[bool, ...]:
        """Whether no move is one of the least or of the greatest alone, in the same order: else it may move."""
        return tuple(all(len({*ends_moved(*pair)}) == 1 for pair in pairs) for _, pairs in self._seen())

    def _seen(self) -> list[tuple[Measure, list[tuple[Interval, Interval]]]]:
        """The measure and the outcomes of every move of every expectation."""
        wanted, places = self.expected(), {m.name: k for k, m in enumerate(self.measures)}
        levels = {level for e in wanted for move in e.moves for level in move}
        outcomes = {level: self.at(level).outcome() for level in levels}
        return [
            (self.measures[k], [(outcomes[a][k], outcomes[b][k]) for a, b in e.moves])
            for e in wanted
            for k in [places[e.metric]]
        ]

    def judge(self, pairs: list[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
        """One direction for several moves; here they follow one another, so together they must not turn."""
        return combine(pairs, sense, scale if self.kind is not Kind.FORMULA else FINER * scale)

    def found(self, observed: tuple[Direction, ...], settled: tuple[bool, ...]) -> Finding:
        """Whether the claim holds where its premises are granted; one that something moves is wrong if nothing does."""
        seen = list(zip(self.expected(), observed, settled, strict=True))
        if self.says.expects_change() and seen and all(d is Direction.NEUTRAL for d in observed):
            names = all_of([metric_words(m.name) for m in self.measures])
            return Finding(Verdict.NO, f"no change of {self.lever} moves {names}, and the claim is that it matters")
        first = self.measures[0].name
        lines = [Line(e.metric, d) for e, d, _ in seen if e.granted]
        return Finding(self.says.judged(self, first, lines), self._because(seen, self.says.remark(first, lines)))

    def _because(self, seen: list[tuple[Expectation, Direction, bool]], remark: str) -> str:
        """What the claim is about, in words: under the premises, and elsewhere."""
        inside, outside = (self._said(seen, granted=granted) for granted in (True, False))
        said = f"{inside}{remark}" if inside else "nothing is expected at these numbers"
        if outside and not inside:
            said = "its premise is granted nowhere at these numbers"
        return f"{said}. Beyond the premise ({self.premise}) openrace finds: {outside}" if outside else said

    def _said(self, seen: list[tuple[Expectation, Direction, bool]], *, granted: bool) -> str:
        """What happens where the premises are granted, or where they are not."""
        first = self.measures[0].name
        if question := self.says.question(first):
            there = [s for s in self.stretches(question) if s.granted is granted]
            return "; ".join(f"{s.regime} {self.when(s)}" for s in there)
        found = []
        for measure in (m for m in self.measures if m.name in self.says.about(first)):
            lines = [
                f"{change_word(d, measure.sense, measure.unit, settled=settled)} {e.when}"
                for e, d, settled in seen
                if e.metric == measure.name and e.granted is granted
            ]
            found += [f"{metric_words(measure.name)}: {'; '.join(lines)}"] if lines else []
        return ", and ".join(found)

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """Whether there is a rule about a regime that holds at the very start of the lever only."""
        return any(r.metric == metric and r.regime == start and r.then == following for r in self.rules)

    def stretches(self, metric: str) -> tuple[Stretch, ...]:
        """The lever's span cut where the regime changes; cuts are found by bisection to the last digit."""
        return stretches_of(self, metric)

    def regimes(self, metric: str) -> tuple[str, ...]:
        """Regimes along the lever as far as a measure or question is concerned, where the premises hold."""
        return tuple(s.regime for s in self.stretches(metric) if s.granted)

    def first(self, metric: str, *regimes: str) -> float | None:
        """Where one of these regimes first begins along the lever; ``None`` if none ever does."""
        return next((s.lo for s in self.stretches(metric) if s.regime in regimes), None)

    def last(self, metric: str, *regimes: str) -> float | None:
        """Where the last of them ends: 0 if none occurs, ``None`` if one holds for ever."""
        stretches = self.stretches(metric)
        if stretches[-1].regime in regimes:
            return None
        return max((s.hi for s in stretches if s.regime in regimes), default=0.0)

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
            Expectation(metric, f"as {self.lever} leaves {lo:.6g}", rule.direction, ((lo, lo + step),), here.granted)
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
                here.granted and following.granted,
            )
            for rule in rules
        ]
