"""What a state is about: a game with its question, or a story. Everything that is asked of either has one form here."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from games.events.base import Intervention
from games.events.written import read_intervention
from games.parts.game import Game
from games.parts.paths import Setting
from games.stories import story_named
from games.stories.telling.base import Story
from openrace.analysis.landscape import GameLandscape, Landscape
from openrace.analysis.story_landscape import StoryLandscape
from openrace.claims.story import configured, run_story
from openrace.concepts.choice import Choice
from openrace.explore.form import Item, game_form, numbers, story_form
from openrace.explore.presets import first_axes, first_event
from openrace.explore.shown import Shown, shown_alone, shown_shift, shown_story
from openrace.explore.state import Span, State, value_text
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import Shift, shift
from openrace.sweeps.effort import announce
from solver.common.errors import OpenraceError

SECONDS = 20.0
"""That building the games of one answer may take, by an estimate."""

Games = Mapping[str, Game]
"""Games of whoever started the explorer, by the names that links may use here, and nowhere else."""


@dataclass(frozen=True)
class Axis:
    """One axis of the map.

    Attributes:
        path: the assumption.
        words: what it is.
        low: least value.
        high: greatest value.
        at: its value in the state.
        whole: whether only whole numbers are allowed.
    """

    path: str
    words: str
    low: float
    high: float
    at: float
    whole: bool = False

    def values(self, most: int) -> list[float]:
        """So many values over the whole axis, or all whole ones if there are fewer."""
        if not self.whole:
            return [float(v) for v in np.linspace(self.low, self.high, most)]
        low, high = math.ceil(self.low), math.floor(self.high)
        return sorted({float(round(v)) for v in np.linspace(low, high, min(most, max(high - low, 0) + 1))})

    def to_dict(self) -> dict[str, Any]:
        """As the page reads it."""
        return {"path": self.path, "words": self.words, "low": self.low, "high": self.high, "at": self.at}


@dataclass(frozen=True)
class GameSubject:
    """A game, changed, with what is done to it.

    Attributes:
        state: what is looked at.
        preset: the game before anything is changed.
    """

    state: State
    preset: Game

    @property
    def name(self) -> str:
        """As links call it."""
        return self.state.game

    @cached_property
    def game(self) -> Game:
        """With the changed numbers."""
        return self.preset.with_settings(self.state.settings)

    @cached_property
    def event(self) -> Intervention | None:
        """What is done to it."""
        text = self.state.event or first_event(self.preset)
        return read_intervention(text) if text not in ("", "none") else None

    @cached_property
    def choice(self) -> Choice:
        """How it is solved."""
        return Choice(self.state.concept or "open-loop")

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its assumptions."""
        return game_form(self.game, self.preset)

    @cached_property
    def question(self) -> Question:
        """The game and the event, as sweeps ask it."""
        return Question(self.game, self.event)

    def solved(self) -> Shift:
        """The shift.

        Raises:
            OpenraceError: the event does not fit the game, or the game is too large.
        """
        game, event = self.asked()
        announce(game, 2, "games", SECONDS)
        return shift(game, event, self.choice.solver())

    def answer(self) -> Shown:
        """What the event does; without one, the equilibria of the game."""
        if self.event is None:
            announce(self.game, 1, "games", SECONDS)
            return shown_alone(self.choice.solver()(self.game))
        return shown_shift(self.solved(), self.state.metric)

    def asked(self) -> tuple[Game, Intervention]:
        """The game, and what is done to it.

        Raises:
            OpenraceError: nothing is done to it, so that nothing has a sign.
        """
        if self.event is None:
            raise OpenraceError(
                "nothing is done to the game", "an event, whose effect has a sign", "choose one, such as open:9@4"
            )
        return self.game, self.event

    def command(self) -> str:
        """The command line that repeats the answer."""
        return shlex.join(self._words("solve" if self.event is None else "shift"))

    def command_of(self, verb: str, *more: str) -> str:
        """The command line that asks another question about the metric of the state."""
        metric = ("--metric", self.state.metric) if self.state.metric else ()
        return shlex.join([*self._words(verb), *metric, *more])

    def _words(self, verb: str) -> list[str]:
        words = ["openrace", verb, self.name, *_set(self.state.settings)]
        if self.event is not None:
            words += ["--do", self.event.text]
        if self.state.concept:
            words += ["--concept", self.state.concept]
        return words

    def landscape(self) -> Landscape:
        """What happens around it.

        Raises:
            OpenraceError: nothing is done to the game.
        """
        announce(self.asked()[0], 40, "games", SECONDS)
        return _Around(self.question, self.choice)

    def axes(self) -> tuple[Axis, ...]:
        """Those of the state, or the first two assumptions; none where no event has a sign."""
        return () if self.event is None else _axes(self.state.axes, self.items, self.question)


class _Around(GameLandscape):
    """A game's surroundings without its firmness, which takes longer than a flip and is asked for apart."""

    def firm(self, metric: str) -> None:
        """Nothing."""


@dataclass(frozen=True)
class StorySubject:
    """A story with its parameters.

    Attributes:
        state: what is looked at.
        story: with the changed parameters.
    """

    state: State
    story: Story

    @property
    def name(self) -> str:
        """The story's."""
        return self.state.story

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its parameters."""
        return story_form(self.story)

    def answer(self) -> Shown:
        """The claim, and whether it holds."""
        return shown_story(run_story(self.name, self.state.settings))

    def command(self) -> str:
        """The command line that repeats the answer."""
        return shlex.join(["openrace", "story", self.name, *_set(self.state.settings)])

    def landscape(self) -> Landscape:
        """What happens around it."""
        return StoryLandscape(self.story)

    def axes(self) -> tuple[Axis, ...]:
        """Those of the state, or the first two parameters."""
        return _axes(self.state.axes, self.items, self.landscape())


Subject = GameSubject | StorySubject
"""What a state is about."""


def subject_of(state: State, own: Games) -> Subject:
    """What a state is about.

    Raises:
        OpenraceError: no game or story has that name, or numbers do not fit it.
    """
    if state.story:
        if state.event or state.other is not None or state.concept:
            raise OpenraceError("the link has an event, a concept or a second world for a story", "numbers", "drop it")
        return StorySubject(state, configured(story_named(state.story), state.settings))
    if state.game in own:
        return GameSubject(state, own[state.game])
    if state.game.endswith((".toml", ".nfg")):
        raise OpenraceError(
            f"the link is about the file {state.game}, which is not open here",
            "a game of the catalogue, or the file given to the command",
            f"start it with: openrace explore {state.game}",
        )
    return GameSubject(state, load(state.game))


def _axes(spans: Sequence[Span], items: Sequence[Item], base: Question | Landscape) -> tuple[Axis, ...]:
    known = {item.path: item for item in numbers(items)}
    wanted = spans or [Span(item.path) for item in first_axes(items)]
    found = []
    for span in wanted:
        item, at = known.get(span.path), base.value(span.path)
        if span.ends is not None:
            low, high = span.ends
        elif item is not None:
            low, high = item.low, item.high
        else:
            low, high = 0.0, 2.0 * at if at else 1.0
        words, whole = (span.path, False) if item is None else (item.words, item.whole)
        found.append(Axis(span.path, words, low, high, at, whole))
    if len(found) == 2 and found[0].path == found[1].path:
        raise OpenraceError("both axes of the map are the same", "two assumptions", "choose another one")
    return tuple(found)


def _set(settings: Sequence[Setting]) -> list[str]:
    return [word for s in settings for word in ("--set", f"{s.path}={value_text(s.value)}")]
