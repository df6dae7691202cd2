"""How fragile a verdict is: the same question at half the step, under the other concepts, and with other numbers.

Everything is computed. The question is answered on a calendar of half the step; under every other concept; and with
one number of the game at a time halved and doubled; and the narrowest choice is found (``nearest``). What a
budget leaves out is said; the budget counts profiles, not seconds, so that every machine gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite

from games.events.base import Intervention
from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction
from games.parts.game import Game
from games.parts.paths import Setting, follow, leaves, with_settings
from games.race.race_game import RaceGame
from openrace.concepts.choice import choices
from openrace.concepts.concept import Answered, Concept, Solver
from openrace.concepts.off_grid import Grid, of_range
from openrace.concepts.plain import Plain
from openrace.concepts.race import RaceAnswer, races_together
from openrace.questions.nearest import SIDES, Directions, Nearest, narrowest
from openrace.questions.verdict import MetricShift, judge
from solver.common.errors import OpenraceError
from solver.common.words import all_of, capital

FACTORS = (0.5, 2.0)
"""What each number of the game is multiplied by."""
PROFILES = {1: 40_000, 2: 40_000}
"""Profiles of all games solved for one line, by the number of labs: about a second."""
PROFILES_OF_MORE = 300_000
"""The same for three and more labs: a few seconds."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question about a game, as it was asked.

    Attributes:
        game: the game.
        intervention: what is done to it.
        solver: what solves both games.
        robust: whether everything about how fragile the answer is gets computed, whatever it costs.
    """

    game: Game
    intervention: Intervention
    solver: Solver
    robust: bool = False


@dataclass(frozen=True)
class Kept(Plain):
    """In how many changes of one number a metric keeps its direction."""

    kept: int
    of: int


@dataclass(frozen=True)
class Break(Plain):
    """A change of one number under which some metrics go another way.

    Attributes:
        path: the number.
        value: what it is changed to.
        directions: the metrics that go another way, and which.
    """

    path: str
    value: float
    directions: Directions

    def entries(self) -> dict[str, object]:
        """The JSON of one change."""
        return {"path": self.path, "value": self.value, "metrics": self.directions}


@dataclass(frozen=True)
class Fragility(Plain):
    """How fragile a verdict is.

    Attributes:
        base: the directions of the verdict itself.
        half_step: directions at half the step; empty if that was left out.
        concepts: directions under the other concepts, by their names.
        nearest: the narrowest choice; ``None`` where no lab with one plan has a worse one.
        ties: labs with one plan in an equilibrium that is exactly as good as another: there the grid of plans decides.
        step: distance between two plans of a grid that stands for a continuum, such as time between slots; 0 for none.
        grids: what a player could gain off the calendar, before and after.
        changes: how often each metric keeps its direction when one number is halved or doubled.
        breaks: where it does not.
        left_out: what was not computed, and why, in words.
    """

    base: Directions
    half_step: Directions
    concepts: Mapping[str, Directions]
    nearest: Nearest | None
    ties: tuple[str, ...]
    step: float
    grids: tuple[Grid | None, Grid | None]
    changes: Mapping[str, Kept]
    breaks: tuple[Break, ...]
    left_out: tuple[str, ...]

    def sentences(self, metric: MetricShift) -> tuple[str, ...]:
        """What there is to say about one metric, a sentence each."""
        name = metric.metric
        half = {self.half_step.get(name)} if self.half_step else set()
        concepts: dict[Direction | None, list[str]] = {}
        for concept, directions in self.concepts.items():
            concepts.setdefault(directions.get(name), []).append(Concept(concept).word)
        lines = []
        for way in dict.fromkeys([*half, *concepts]):
            places = ["at half the step"] if way in half else []
            places += [f"under {all_of(concepts[way])}"] if way in concepts else []
            lines.append(f"{capital(_way(way, metric))} {all_of(places)}.")
        if self.nearest is not None:
            lines.append(_choice(self.nearest, metric))
        if self.ties:
            grid = f" on the grid (step {self.step:g})" if self.step else ""
            lines.append(f"A tie{grid} decides for {all_of(self.ties)}.")
        grids = [grid for grid in self.grids if grid is not None]
        if grids:
            # What is unknown on either side is said; else the larger gain.
            lines.append(max(grids, key=lambda grid: inf if grid.epsilon is None else grid.epsilon).sentence)
        if name in self.changes:
            kept = self.changes[name]
            lines.append(f"Kept in {kept.kept} of {kept.of} changes of one number by 1/2 or 2.")
        return (*lines, *_grouped(self.left_out))

    def entries(self) -> dict[str, object]:
        """The JSON of ``fragility``."""
        return {
            "half_step": self.half_step,
            "concepts": self.concepts,
            "nearest": self.nearest,
            "ties": {"labs": self.ties, "step": self.step},
            "grid": dict(zip(SIDES, self.grids, strict=True)),
            "changes": self.changes,
            "breaks": self.breaks,
            "left_out": self.left_out,
        }


def _grouped(left_out: Iterable[str]) -> Iterator[str]:
    """What was left out, once for each reason that follows a colon."""
    reasons: dict[str, list[str]] = {}
    for line in left_out:
        what, colon, reason = line.partition(": ")
        # What costs too much says so in words that fit it alone.
        reasons.setdefault(reason or line, []).append(what if colon else "")
    for reason, whats in reasons.items():
        yield f"Left out: {all_of(whats)}: {reason}." if any(whats) else f"Left out: {reason}."


@dataclass(frozen=True)
class Firm:
    """How firm the verdict on one metric is.

    Attributes:
        metric: the metric's shift.
        fragility: how fragile the verdict is.
    """

    metric: MetricShift
    fragility: Fragility

    @property
    def line(self) -> str:
        """What there is to say, in one paragraph that names the metric."""
        said = " ".join(self.fragility.sentences(self.metric))
        return f"{capital(metric_words(self.metric.metric))}: {said[:1].lower()}{said[1:]}"


def fragility(asked: Asked, sides: tuple[Answered, Answered], base: Directions) -> Fragility:
    """How fragile the verdict on an intervention is.

    Args:
        asked: what was asked.
        sides: both games, solved.
        base: the verdict's directions.
    """
    game, intervention = asked.game, asked.intervention
    search = _Search(intervention, base, inf if asked.robust else PROFILES.get(len(sides[0].players), PROFILES_OF_MORE))
    finer = game.finer()
    half_step = {} if finer is None else search.of("the half step", finer, asked.solver) or {}
    concept = sides[0].concept
    concepts = {}
    for choice in choices("all") if concept in set(Concept) else ():
        other = Concept(choice.concept)
        if other is not concept:
            found = search.of(f"the concept {other.word}", game, choice.solver())
            if found is not None:
                concepts[str(other)] = found
    seen, breaks = [], []
    room = search.room(game)
    changed, refused = _changed(game, room)
    if len(changed) > room:
        search.left_out.append("the changes of single numbers, for their cost (robust computes them)")
    else:
        answering = _together(intervention, changed.values()) if isinstance(sides[0], RaceAnswer) else asked.solver
        for setting, other_game in changed.items():
            directions = search.of(_written(setting), other_game, answering)
            if directions is None:
                continue
            seen.append(directions)
            broken = {m: d for m, d in directions.items() if d is not base.get(m)}
            if broken:
                breaks.append(Break(setting.path, setting.value, broken))
        if refused:
            search.left_out.append(f"{all_of([_written(setting) for setting in refused])}, which the game refuses")
    changes = {m: Kept(sum(d.get(m) is way for d in seen), len(seen)) for m, way in base.items()} if seen else {}
    nearest, ties = narrowest(sides) if concept is Concept.OPEN_LOOP else (None, ())
    return Fragility(
        base,
        half_step,
        concepts,
        nearest,
        ties,
        game.grid_step or 0.0,
        (sides[0].grid, sides[1].grid),
        changes,
        tuple(breaks),
        tuple(search.left_out),
    )


class _Search:
    """Asks the same question of other games while the budget lasts, and notes what it leaves out."""

    def __init__(self, intervention: Intervention, base: Directions, profiles: float) -> None:
        self._intervention, self._base, self._left = intervention, base, profiles
        self.left_out: list[str] = []

    def room(self, game: Game) -> float:
        """How many questions about games of that size fit into what is left of the budget."""
        return self._left / sum(side.size() for side in self._intervention.pair(game))

    def of(self, what: str, game: Game, solver: Solver) -> Directions | None:
        """The directions in another game or under another concept; ``None`` where there are none."""
        try:
            sides = self._intervention.pair(game)
            cost = sum(side.size() for side in sides)
            if cost > self._left:
                self.left_out.append(f"{what}, for its cost (robust computes it)")
                return None
            self._left -= cost
            then, now = (solver(side) for side in sides)
        except OpenraceError as error:
            self.left_out.append(f"{what}: {error.what}")
            return None
        if not then.plays or not now.plays:
            self.left_out.append(f"{what}: no equilibrium was found")
            return None
        return {m.metric: m.direction for m in judge(then, now, self._base)}


def _together(intervention: Intervention, games: Iterable[Game]) -> Solver:
    """What answers races with one number changed, all solved at once; events that do not fit are refused later."""
    races: list[RaceGame] = []
    for game in games:
        try:
            pair = intervention.pair(game)
        except OpenraceError:
            continue
        races += [race for side in pair if isinstance(race := side.played(), RaceGame)]
    return races_together(races)


def _changed(game: Game, room: float) -> tuple[dict[Setting, Game], list[Setting]]:
    """The game with every one of its changes, and the changes that it refuses; all of them, or more than ``room``."""
    changed: dict[Setting, Game] = {}
    refused = []
    for setting in _changes(game):
        if len(changed) > room:
            break
        try:
            changed[setting] = with_settings(game, [setting])
        except OpenraceError:
            refused.append(setting)
    return changed, refused


def _written(setting: Setting) -> str:
    return f"{setting.path}={setting.value:g}"


def _changes(game: Game) -> Iterator[Setting]:
    """Every number of the game that may matter, halved and doubled: no zeros, no counts and no step of the calendar."""
    known = leaves(game)
    idle = tuple(f"{path}." for path, keys in known.items() if keys[-1] == "weight" and follow(game, keys) == 0)
    for path, keys in known.items():
        value = follow(game, keys)
        if not isinstance(value, float) or value == 0 or not isfinite(value):
            continue
        if path == "calendar.step" or path.startswith(idle):
            continue
        yield from (Setting(path, value * factor) for factor in FACTORS)


def _way(there: Direction | None, metric: MetricShift) -> str:
    """``earlier too``, or ``later, not earlier,``, as people read them."""
    if there is None:
        return "unknown"
    word = change_word(there, metric.sense, metric.unit)
    own = change_word(metric.direction, metric.sense, metric.unit)
    return f"{own} too" if there is metric.direction else f"{word}, not {own},"


def _choice(nearest: Nearest, metric: MetricShift) -> str:
    """The narrowest choice, and the verdict with the next best plan."""
    head = "Near tie" if nearest.is_near_tie else "Narrowest choice"
    there = _way(nearest.directions.get(metric.metric), metric).rstrip(",")
    choice = f"{nearest.side} the event {nearest.lab} prefers {nearest.plan} to {nearest.instead}"
    return f"{head}: {choice} by {of_range(nearest.share)}; with {nearest.instead} {there}."
