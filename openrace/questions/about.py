"""What an answer is about, in words: which game, and its paths and metrics with their units, for captions and axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Code, Direction
from games.parts.docs import doc_of
from games.parts.identity import game_hash
from games.parts.metric import Sense
from games.parts.part import unit_of
from games.parts.path_words import path_words
from openrace.questions.question import Question
from solver.common.errors import OpenraceError

if TYPE_CHECKING:
    # Questions about games load no story.
    from games.stories.telling.base import Story


@dataclass(frozen=True)
class Place:
    """One assumption that varies.

    Attributes:
        path: its path, or the symbol of a story.
        words: what it is.
        unit: of its values, empty if they have none.
        base: its value at the base point; ``None`` where that is no number.
    """

    path: str
    words: str
    unit: str
    base: float | None

    @property
    def label(self) -> str:
        """What it is, with its unit."""
        return _with_unit(self.words, self.unit)


@dataclass(frozen=True)
class Measured:
    """How numbers of a metric are read.

    Attributes:
        name: of the metric.
        sense: which way is racing.
        unit: of the number, empty if it has none.
    """

    name: str
    sense: Sense
    unit: str

    @property
    def words(self) -> str:
        """What it is."""
        return metric_words(self.name)

    @property
    def label(self) -> str:
        """What it is, with its unit."""
        return _with_unit(self.words, self.unit)

    def word(self, sign: Code, *, settled: bool = True) -> str:
        """Which way a number of it moved: ``earlier``, ``dearer``, ``the same``; ``may be earlier`` if not settled."""
        if sign is Code.UNKNOWN:
            return sign.word
        return change_word(Direction[sign.name], self.sense, self.unit, settled=settled)


@dataclass(frozen=True)
class About:
    """What an answer is about.

    Attributes:
        name: of the game or story.
        hash: of the game at the base point; empty for a story.
        places: the assumptions that vary.
        measured: the metric; ``None`` where it is none of the game's or story's own.
    """

    name: str
    hash: str
    places: tuple[Place, ...]
    measured: Measured | None

    def word(self, sign: Code, *, settled: bool = True) -> str:
        """Which way the metric moved, in its own words where they are known."""
        return sign.word if self.measured is None else self.measured.word(sign, settled=settled)

    @property
    def metric(self) -> str:
        """The metric with its unit; empty where it is unknown."""
        return "" if self.measured is None else self.measured.label

    def place(self, path: str) -> Place:
        """One of the assumptions."""
        return next(place for place in self.places if place.path == path)


def about_game(question: Question, paths: Sequence[str], metric: str = "") -> About:
    """What a question to a game is about."""
    game = question.game
    places = [Place(path, path_words(path), question.unit(path), _number(question, path)) for path in paths]
    own = question.games()[-1].measures() if metric else ()
    return About(game.name, game_hash(game), tuple(places), _named([Measured(*one) for one in own], metric))


def about_story(story: Story, symbols: Sequence[str], metric: str) -> About:
    """What a question to a story is about."""
    values = story.model_dump(by_alias=True)
    fields = {field.alias or name: name for name, field in type(story).model_fields.items()}
    places = []
    for symbol in symbols:
        said = doc_of(type(story), fields[symbol]).split(".")[0].replace("`", "")
        value = values[symbol]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        words, unit = f"{symbol}: {said[:1].lower()}{said[1:]}", unit_of(story, fields[symbol])
        places.append(Place(symbol, words, unit, float(value) if is_number else None))
    own = [Measured(m.name, m.sense, m.unit) for m in story.measures]
    return About(story.name, "", tuple(places), _named(own, metric))


def _named(own: Sequence[Measured], metric: str) -> Measured | None:
    return next((measured for measured in own if measured.name == metric), None)


def _with_unit(words: str, unit: str) -> str:
    return f"{words} ({unit})" if unit else words


def _number(question: Question, path: str) -> float | None:
    try:
        return question.value(path)
    except OpenraceError:
        return None  # left out at the base point, so that the number itself is what varies
