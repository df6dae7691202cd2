"""Running a story: its numbers, what it expects, what happens, and whether the claim holds.

Two separate answers come out. ``holds`` is about us: whether what the story's rules expect is what the outcomes on both
sides of every breakpoint show. ``claim_holds`` is about the claim, and is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from pydantic import ValidationError

from games.parts.direction import Direction
from games.parts.game import Game
from games.parts.mistakes import explain
from games.parts.paths import Setting, SettingError, leaves, with_settings
from games.stories import STORIES, GameStory, story_named
from games.stories.telling.base import Story
from games.stories.telling.claim import Expectation, Finding, Kind, Reading, Seen
from games.stories.telling.number import Number, Value, Values
from openrace.claims.story_list import Parameter, parameters_of, symbol_of
from openrace.concepts.concept import Solver
from openrace.concepts.open_loop import solve
from openrace.concepts.result import Result
from openrace.questions.moves import whole
from openrace.questions.shift import Shift, compare
from openrace.questions.verdict import MetricShift, from_intervals
from solver.common.errors import OpenraceError


@dataclass(frozen=True)
class StoryResult(Result):
    """What came of a story.

    Attributes:
        story: its name.
        rows: rows of the model's table that it stands for.
        who: who made the claim.
        claim: the claim.
        reading: whether the author says so, or names the topic only.
        premise: under what the author makes the claim; empty if nothing is stated.
        kind: formula, choice or game.
        parameters: its parameters and their values.
        values: the claim's numbers, by name.
        numbers: what each of them means.
        metric: the measure that the claim is about.
        expected: what the story expects, with conditions.
        observed: what happens on the same conditions, in the same order.
        verdict: every measure without and with what the claim is about.
        finding: whether the claim holds, and why.
        holds: whether everything expected was observed.
        races: the claim as a race of efforts, without and with what it is about; ``None`` where that does not fit.
        without: the assumption that was taken away, if one was.
        same_at_half_step: for stories on a calendar, whether the verdict is the same at half the step.
    """

    story: str
    rows: tuple[str, ...]
    who: str
    claim: str
    reading: Reading
    premise: str
    kind: Kind
    parameters: tuple[Parameter, ...]
    values: Values
    numbers: tuple[Number, ...]
    metric: str
    expected: tuple[Expectation, ...]
    observed: tuple[Direction, ...]
    verdict: tuple[MetricShift, ...]
    finding: Finding
    holds: bool
    races: tuple[Game, Game] | None = None
    without: str | None = None
    same_at_half_step: bool | None = None

    @cached_property
    def response(self) -> tuple[MetricShift, ...]:
        """Efforts, and when the frontier is reached, without and with what the claim is about, as a race."""
        if self.races is None:
            return ()
        labs = tuple(f".{name}" for name in self.races[1].roster()[0])
        return tuple(
            m
            for m in compare(*self.races).verdict
            if m.metric.startswith("effort") or (m.metric.startswith("reached") and not m.metric.endswith(labs))
        )

    @property
    def claim_holds(self) -> str:
        """yes, no or conditional."""
        return str(self.finding.verdict)

    def value(self, name: str) -> Value:
        """One of the claim's numbers.

        Raises:
            OpenraceError: the story has no such number.
        """
        if name not in self.values:
            raise OpenraceError(f"{self.story} has no value {name!r}", f"one of {', '.join(self.values)}", "name one")
        return self.values[name]

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace story``."""
        expected: dict[str, list[dict[str, object]]] = {}
        for e, seen in zip(self.expected, self.observed, strict=True):
            line = {"when": e.when, "direction": e.direction, "observed": seen, "premise": e.granted}
            expected.setdefault(e.metric, []).append(line)
        return {
            "story": self.story,
            "rows": self.rows,
            "who": self.who,
            "claim": self.claim,
            "reading": self.reading,
            "premise": self.premise or None,
            "kind": self.kind,
            "parameters": {p.symbol: p.value for p in self.parameters},
            "values": self.values,
            "meanings": {n.name: n.meaning for n in self.numbers},
            "metric": self.metric,
            "expected": expected,
            "verdict": {m.metric: m for m in self.verdict},
            "race": {m.metric: m for m in self.response} or None,
            "claim_holds": self.claim_holds,
            "because": self.finding.because,
            "holds": self.holds,
            "without": self.without,
            "same_at_half_step": self.same_at_half_step,
        }

    def __repr__(self) -> str:
        word = {"yes": "holds", "no": "does not hold"}.get(self.claim_holds, "holds under conditions")
        return f"StoryResult({self.story}: the claim {word})"


def run_story(name: str, settings: Sequence[Setting] = (), without: str | None = None) -> StoryResult:
    """Run a story.

    Args:
        name: as in :func:`story_names`.
        settings: parameters to change, by their symbols.
        without: an assumption to take away: one of the story's ingredients, or the path of a term of its game.

    Raises:
        OpenraceError: no such story, parameter, value or assumption.
    """
    story, dropped = _without(configured(story_named(name), settings), without)
    if isinstance(story, GameStory):
        result = _run_game(story, without, dropped)
    else:
        result = _result(story, story.seen(), _verdict(story), without)
    return replace(result, same_at_half_step=_same_at_half_step(story, dropped))


def story_shift(name: str, settings: Sequence[Setting], without: str | None, solver: Solver) -> Shift:
    """The two games of a story, compared under another concept.

    Raises:
        OpenraceError: no such story, parameter, value or assumption; or the story is no game.
    """
    story, dropped = _without(configured(story_named(name), settings), without)
    if not isinstance(story, GameStory):
        games = ", ".join(s.name for s in STORIES if issubclass(s, GameStory))
        raise OpenraceError(
            f"{name} is a {story.kind}, in which nobody reacts to anybody",
            f"a story that is a game: {games}",
            "leave --concept out for this story",
        )
    before, after = (_drop(game, dropped) for game in story.pair())
    return compare(before, after, intervention=story.name, sentence=story.claim, solver=solver)


def configured(kind_of_story: type[Story], settings: Sequence[Setting]) -> Story:
    """The story with these parameters.

    Raises:
        SettingError: all wrong symbols and values at once.
    """
    by_symbol = {symbol_of(kind_of_story, field): field for field in kind_of_story.model_fields}
    unknown = [s.path for s in settings if s.path not in by_symbol]
    if unknown:
        raise SettingError(
            f"{kind_of_story.name} has no parameter {', '.join(map(repr, unknown))}",
            f"one of {', '.join(by_symbol)}",
            f"print them with: openrace story {kind_of_story.name} --json",
        )
    try:
        return kind_of_story.model_validate({s.path: s.value for s in settings})
    except ValidationError as error:
        raise SettingError(
            explain(error), "values within their ranges", "openrace stories lists every parameter"
        ) from error


def _run_game(story: GameStory, without: str | None, dropped: str | None) -> StoryResult:
    @cache
    def compared(start: float, end: float) -> Shift:
        """One move of the lever; measures share moves, and the verdict is often about one of them."""
        there = story.at(end)
        before, after = (_drop(game, dropped) for game in (story.at(start).game(), there.game()))
        return compare(before, after, solver=partial(solve, method=there.method()))

    def seen(e: Expectation) -> Seen:
        shifts = [compared(*move).metric(e.metric) for move in e.moves]
        return Seen(e, _agreed({shift.direction for shift in shifts}), all(map(whole, shifts)))

    names = {m.name for m in story.measures}
    verdict = tuple(m for m in compared(*story.move()).verdict if m.metric in names)
    found = tuple(map(seen, story.expected()))
    return _result(story, found, verdict, without, holds=None if dropped is None else True)


def _agreed(found: set[Direction]) -> Direction:
    """One direction for moves that must all have it."""
    return found.pop() if len(found) == 1 else Direction.AMBIGUOUS


def _same_at_half_step(story: Story, dropped: str | None) -> bool | None:
    """Whether slots half as far apart give the same directions; ``None`` for stories without dates."""
    directions = []
    for step in (1.0, 0.5):
        pair = story.on_calendar(step)
        if pair is None:
            return None
        found = compare(*(_drop(game, dropped) for game in pair))
        directions.append([found.metric(m.name).direction for m in story.measures])
    return directions[0] == directions[1]


def _verdict(story: Story) -> tuple[MetricShift, ...]:
    start, end = story.move()
    then, now = story.at(start).outcome(), story.at(end).outcome()
    return tuple(from_intervals(m.name, m.unit, m.sense, then[m.name], now[m.name]) for m in story.measures)


def _result(
    story: Story,
    seen: tuple[Seen, ...],
    verdict: tuple[MetricShift, ...],
    without: str | None,
    holds: bool | None = None,
) -> StoryResult:
    as_stated = all(s.direction == s.expected.direction for s in seen)
    return StoryResult(
        story=story.name,
        rows=story.rows,
        who=story.who,
        claim=story.claim,
        reading=story.reading,
        premise=story.premise,
        kind=story.kind,
        parameters=parameters_of(story),
        values=story.values(),
        numbers=story.numbers,
        metric=story.measures[0].name,
        expected=tuple(s.expected for s in seen),
        observed=tuple(s.direction for s in seen),
        verdict=verdict,
        finding=story.found(seen),
        holds=as_stated if holds is None else holds,
        races=_races(story),
        without=without,
    )


def _races(story: Story) -> tuple[Game, Game] | None:
    """The claim as a race, at the ends of the story's move."""
    before, after = (story.at(level).race() for level in story.move())
    return None if before is None or after is None else (before, after)


def _without(story: Story, term: str | None) -> tuple[Story, str | None]:
    """The story less one assumption, if any: a parameter that does nothing, or a term of its game at weight 0."""
    if term is None:
        return story, None
    for ingredient in story.ingredients:
        if ingredient.term == term:
            return story.model_copy(update={ingredient.field: ingredient.off}), None
    paths: list[str] = []
    if isinstance(story, GameStory):
        game = story.pair()[1]
        labs = {lab.name for lab in getattr(game, "labs", ())}
        paths = [p for p in leaves(game) if p.split(".")[0] in labs]
        if term in paths:
            return story, term
    known = [*(i.term for i in story.ingredients), *paths]
    raise OpenraceError(
        f"{story.name} has no assumption {term!r} that can be taken away",
        f"one of {', '.join(known)}" if known else "a story with such assumptions",
        "name one of them after --without" if known else "change a parameter with --set instead",
    )


def _drop(game: Game, path: str | None) -> Game:
    return game if path is None else with_settings(game, [Setting(path, 0.0)])
