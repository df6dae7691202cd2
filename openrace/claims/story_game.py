"""The game of a story, as a file: the claim's own numbers come out of its equilibria.

A comment above the game says how they are read off, and which event does to the game what the claim is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from textwrap import wrap

from games.catalog.files import write_toml
from games.parts.game import Game
from games.parts.part import PartError
from games.parts.paths import Setting
from games.stories import STORIES, story_named
from games.stories.telling.base import Story
from openrace.claims.story import configured
from solver.common.errors import OpenraceError

WIDTH = 100
"""Columns of the comment."""


def story_game(name: str, settings: Sequence[Setting] = ()) -> Game:
    """The game of a story at its parameters.

    Args:
        name: a story.
        settings: parameters to change, by their symbols.

    Raises:
        OpenraceError: no such story or parameter, or the story has no game, with the reason.
    """
    return _file(configured(story_named(name), settings))


def story_toml(name: str, settings: Sequence[Setting] = ()) -> str:
    """The same as TOML, with a comment that says what to ask of it.

    Raises:
        OpenraceError: as :func:`story_game`.
    """
    story = configured(story_named(name), settings)
    game = _file(story)
    words = [
        f"The story {story.name} (row {', '.join(story.rows)}) as a game. {story.who}: {story.claim}.",
        f"Its numbers: {story.reads}.",
    ]
    told = [line for text in words for line in wrap(text, WIDTH)]
    commands = [_command("solve", story), *_asked(story)]
    return "".join(f"# {line}\n" for line in (*told, *commands)) + "\n" + write_toml(game)


def _file(story: Story) -> Game:
    """The game of a story for a file.

    Raises:
        OpenraceError: the story has none, or a number of it is one that no game can have.
    """
    try:
        return story.file()
    except PartError as error:
        raise story.without(f"at these numbers it cannot be written, {error.what}") from error


def story_race(name: str, settings: Sequence[Setting] = ()) -> str:
    """The claim as a race of efforts, as TOML.

    Raises:
        OpenraceError: no such story or parameter, or the claim is no race.
    """
    story = configured(story_named(name), settings)
    race = story.race()
    if race is None:
        others = ", ".join(s.name for s in STORIES if s().race() is not None)
        raise OpenraceError(f"{name} is no race at these numbers", f"one of {others}", "leave --race out")
    told = wrap(f"The story {story.name} (row {', '.join(story.rows)}) as a race. {story.who}: {story.claim}.", WIDTH)
    return "".join(f"# {line}\n" for line in (*told, f"openrace solve {story.name}.toml")) + "\n" + write_toml(race)


def _asked(story: Story) -> list[str]:
    """The command for the claim's own move, if an event does that."""
    event = story.asked()[1]
    less = "".join(f" --set {quote(setting)}" for setting in story.beforehand())
    return [f"{_command('shift', story)}{less} --do {quote(event)}"] if event else []


def _command(verb: str, story: Story) -> str:
    """What to type, as far as it is the same whatever is done to the game."""
    return f"openrace {verb} {story.name}.toml{f' {story.options}' if story.options else ''}"
