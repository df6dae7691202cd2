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
    story = configured(story_named(name), settings)
    try:
        return story.file()
    except PartError as error:
        raise story.without(f"at these numbers it cannot be written, {error.what}") from error


def story_toml(name: str, settings: Sequence[Setting] = ()) -> str:
    """The same as TOML, with a comment that says what to ask of it.

    Raises:
        OpenraceError: as :func:`story_game`.
    """
    game, story = story_game(name, settings), configured(story_named(name), settings)
    numbers = wrap(f"Its numbers: {story.reads}.", WIDTH)
    return write_toml(game, [*_told(story, "game"), *numbers, _command("solve", story), *_asked(story)])


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
    return write_toml(race, [*_told(story, "race"), f"openrace solve {story.name}.toml"])


def _told(story: Story, kind: str) -> list[str]:
    """Who claims what, in lines."""
    rows = ", ".join(story.rows)
    return wrap(f"The story {story.name} (row {rows}) as a {kind}. {story.who}: {story.claim}.", WIDTH)


def _asked(story: Story) -> list[str]:
    """The command for the claim's own move, if an event does that."""
    event = story.asked()[1]
    less = "".join(f" --set {quote(setting)}" for setting in story.beforehand())
    return [f"{_command('shift', story)}{less} --do {quote(event)}"] if event else []


def _command(verb: str, story: Story) -> str:
    """What to type, as far as it is the same whatever is done to the game."""
    return f"openrace {verb} {story.name}.toml{f' {story.options}' if story.options else ''}"
