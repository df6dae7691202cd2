"""A story: one claim about open models and the race, as something that can be computed, changed and argued with.

A story is one class. Its docstring derives what its formulas compute and works an example by hand. It has a claim with
its author, its premises and what it says; *parameters* (fields named by the symbols of the formula); *numbers* with
their meaning; and :meth:`Story.compute`, which computes them once. Some numbers may race. One *lever*, such as the
capability ``x`` of the open model, moves them.

What is expected is stated by *rules* on *regimes*: "while the lab trains: neutral", "when it gives up: down". Where one
regime ends and the next begins is not written anywhere, but found along the lever (``games.stories.telling.lever``).
What happens is then computed from outcomes on both sides, and the story *holds* if it is what the rules say. Whether
the *claim* holds is another matter, and a finding: yes, no, or under a condition, judged where its premises are
granted.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, model_validator

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction, Interval, combine, ends_moved, magnitude
from games.parts.game import Game
from games.parts.metric import Sense
from games.parts.paths import follow, matching, read_setting, with_settings
from games.parts.reading import write_value
from games.stories.telling.claim import Expectation, Finding, Ingredient, Kind, Reading, Rule, Says, Seen, Verdict
from games.stories.telling.lever import Lever, Move, Stretch
from games.stories.telling.number import Measure, Number, Values, extent_of
from solver.common.errors import OpenraceError
from solver.common.words import all_of

LEAST, MOST = 1e-90, 1e90
"""Sizes of parameters whose products and powers can be computed; results depend on ratios."""
FINER = 1e-4
"""Formulas are right to the last digits: values of formulas differ from that much below the usual equality on."""


class Story(Lever):
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
    less: ClassVar[tuple[str, ...]] = ()
    """What takes that away from the game beforehand, each as after ``--set``, with symbols in braces."""
    sets: ClassVar[tuple[str, ...]] = ()
    """Paths of the numbers of its game that the lever moves, where it moves numbers and no other event does that."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Reads the measures off the numbers."""
        super().__pydantic_init_subclass__(**kwargs)
        numbers = getattr(cls, "numbers", ())
        cls.measures = tuple(number for number in numbers if isinstance(number, Measure))

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

    def compute(self) -> Values:
        """The numbers at these parameters, but those that lie on the lever. A tuple lists what is equally good."""
        raise NotImplementedError

    def values(self) -> Values:
        """The numbers of the claim at these parameters, with those that lie on the lever."""
        computed = self.compute()
        return {
            n.name: n.edge.of(self) if n.edge else computed[n.name]
            for n in self.numbers
            if n.edge or n.name in computed
        }

    def outcome(self) -> dict[str, Interval]:
        """Least and greatest value of every measure at these parameters."""
        computed = self.compute()
        return {m.name: extent_of(computed[m.over or m.name]) for m in self.measures}

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
        own = self.model_dump(by_alias=True)
        return (*[setting.format(**own) for setting in self.less], *self._set_at(self.move()[0]))

    def _set_at(self, level: float) -> tuple[str, ...]:
        """The numbers that the lever moves, where it is at ``level``, as settings; none where there is no game."""
        if not self.sets:
            return ()
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
        found: list[Expectation] = []
        for metric in (m.name for m in self.measures):
            stretches = self.stretches(metric)
            for here, following in zip(stretches, (*stretches[1:], None), strict=True):
                if here.left:
                    found += self.at_start(metric, here)
                found += self.ruled(metric, here.regime, "", self.when(here), self.moves_in(here), here.granted)
                if following:
                    step, words = self._step(here, following), f"as {self.lever} passes {here.hi:.6g}"
                    moves = ((here.hi - step, here.hi + step),)
                    granted = here.granted and following.granted
                    found += self.ruled(metric, here.regime, following.regime, words, moves, granted)
        return tuple(found)

    def ruled(
        self, metric: str, regime: str, then: str, when: str, moves: tuple[Move, ...], granted: bool
    ) -> list[Expectation]:
        """What rules expect of a measure in a regime, or when another one follows, under a condition in words."""
        return [
            Expectation(metric, when, rule.direction, moves, granted)
            for rule in self.rules
            if (rule.metric, rule.regime, rule.then) == (metric, regime, then)
        ]

    def at_start(self, metric: str, here: Stretch) -> list[Expectation]:
        """What the first step away from the start of the lever does, where the start is a regime of its own."""
        lo, _ = self.span()
        words, moves = f"as {self.lever} leaves {lo:.6g}", ((lo, lo + self._step(here)),)
        return self.ruled(metric, here.left, here.regime, words, moves, here.granted)

    def _step(self, *stretches: Stretch) -> float:
        """A step of the lever that is small beside these stretches."""
        lo, hi = self.span()
        return min(1e-6 * (hi - lo), *((s.hi - s.lo) / 4 for s in stretches))

    def seen(self) -> tuple[Seen, ...]:
        """What the outcomes do on the moves of everything that is expected."""
        wanted, measures = self.expected(), {m.name: m for m in self.measures}
        levels = {level for e in wanted for move in e.moves for level in move}
        outcomes = {level: self.at(level).outcome() for level in levels}
        found = []
        for e in wanted:
            pairs = [(outcomes[a][e.metric], outcomes[b][e.metric]) for a, b in e.moves]
            way = self.judge(pairs, measures[e.metric].sense, magnitude(pairs))
            found.append(Seen(e, way, all(len({*ends_moved(*pair)}) == 1 for pair in pairs)))
        return tuple(found)

    def judge(self, pairs: list[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
        """One direction for several moves; here they follow one another, so together they must not turn."""
        return combine(pairs, sense, scale if self.kind is not Kind.FORMULA else FINER * scale)

    def found(self, seen: tuple[Seen, ...]) -> Finding:
        """Whether the claim holds where its premises are granted; one that something moves is wrong if nothing does."""
        if self.says.expects_change() and seen and all(s.direction is Direction.NEUTRAL for s in seen):
            names = all_of([metric_words(m.name) for m in self.measures])
            return Finding(Verdict.NO, f"no change of {self.lever} moves {names}, and the claim is that it matters")
        first, there = self.measures[0].name, [s for s in seen if s.expected.granted]
        return Finding(self.says.judged(self, first, there), self._because(seen, self.says.remark(first, there)))

    def _because(self, seen: tuple[Seen, ...], remark: str) -> str:
        """What the claim is about, in words: under the premises, and elsewhere."""
        inside, outside = (self._said(seen, granted=granted) for granted in (True, False))
        said = f"{inside}{remark}" if inside else "nothing is expected at these numbers"
        if outside and not inside:
            said = "its premise is granted nowhere at these numbers"
        return f"{said}. Beyond the premise ({self.premise}) openrace finds: {outside}" if outside else said

    def _said(self, seen: tuple[Seen, ...], *, granted: bool) -> str:
        """What happens where the premises are granted, or where they are not."""
        first = self.measures[0].name
        if question := self.says.question(first):
            there = [s for s in self.stretches(question) if s.granted is granted]
            return "; ".join(f"{s.regime} {self.when(s)}" for s in there)
        found = []
        for measure in (m for m in self.measures if m.name in self.says.about(first)):
            lines = [
                f"{change_word(s.direction, measure.sense, measure.unit, settled=s.settled)} {s.expected.when}"
                for s in seen
                if s.expected.metric == measure.name and s.expected.granted is granted
            ]
            found += [f"{metric_words(measure.name)}: {'; '.join(lines)}"] if lines else []
        return ", and ".join(found)

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """Whether there is a rule about a regime that holds at the very start of the lever only."""
        return any(r.metric == metric and r.regime == start and r.then == following for r in self.rules)


class BesideOpen(Story):
    """A claim about labs beside an open model ``x``, the lever, that is there from the start and better and better."""

    moved_by = "open:{x}@0"
    less: ClassVar[tuple[str, ...]] = ("open.capability=0",)
