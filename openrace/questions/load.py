"""A game by its catalogue name or its file, with numbers changed."""

from __future__ import annotations

import hashlib
import math
from os import PathLike
from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr

from games.catalog.files import read_toml
from games.catalog.names import CATALOG, named
from games.parts.game import Game
from games.parts.metric import Metric, payoff_metrics
from games.parts.paths import Settings, as_settings, with_settings
from solver.common.errors import OpenraceError
from solver.common.words import shown
from solver.game.nfg import read_nfg
from solver.game.normal_form import NormalForm


class PayoffFile(Game):
    """A game read from Gambit's ``.nfg``: payoffs and labels, nothing known about what they mean."""

    kind: Literal["payoffs"] = "payoffs"
    """What sort of game this is."""
    digest: str = ""
    """Hash of the file's text."""

    _payoffs: NormalForm = PrivateAttr()

    def normal_form(self) -> NormalForm:
        """The game in the file."""
        return self._payoffs

    def metrics(self) -> tuple[Metric, ...]:
        """Each player's payoff."""
        return payoff_metrics(self._payoffs, "payoff")


GameLike = Game | str | PathLike[str]
"""A game, its name in the catalogue, a story (``STORY`` or ``STORY@STEP``), or a ``.toml`` or ``.nfg`` file."""


def load(game: GameLike, settings: Settings = ()) -> Game:
    """A game by its name or its file, with some numbers changed.

    A story's name is the game of that story with its own numbers. ``STORY@STEP`` is the game of a story with dates, its
    slots ``STEP`` periods apart, without what the claim is about: ``shift("announced-date@0.5", "open:4@10")``.

    Args:
        game: a catalogue name, a story's name with or without a step, a ``.toml`` or ``.nfg`` file, or a game.
        settings: as ``{"alice.prestige": 2}``, or as texts such as ``"alice.prestige=2"``.

    Raises:
        OpenraceError: no such game or file, a malformed file, or wrong paths and values (all at once).

    Example:
        >>> import openrace as orc
        >>> orc.load("alice-bob", {"alice.prestige": 3, "calendar.slots": 6})
        ReleaseGame(alice-bob)
        >>> orc.load("alice-bob", ["alice.prestige=3"]).labs[0].name
        'alice'
    """
    return with_settings(_found(game), as_settings(settings))


def _found(game: GameLike) -> Game:
    if isinstance(game, Game):
        return game
    if not isinstance(game, str | PathLike):
        raise OpenraceError(
            f"the game is {shown(game)}",
            "a name of the catalogue, a .toml or .nfg file, or a game",
            'write for example load("alice-bob")',
        )
    name = str(game)
    if name.endswith(".nfg"):
        return _payoff_file(Path(name)).called(name)
    if name.endswith(".toml"):
        return read_toml(Path(name)).called(name)
    if isinstance(game, PathLike):
        raise OpenraceError(f"the file {name} came", "a file that ends in .toml or .nfg", "rename it")
    # Some names are both a game's and a story's.
    if name not in CATALOG and (dated := _of_story(name)) is not None:
        return dated.called(name)
    return named(name)


def _of_story(text: str) -> Game | None:
    """The game of ``STORY``, or of ``STORY@STEP`` without what is claimed; ``None`` if no story has that name."""
    # Loaded here: there are many, and most commands want a game of the catalogue.
    from games.stories import STORIES, story_named

    name, at, step = text.partition("@")
    if name not in {s.name for s in STORIES}:
        return None
    story = story_named(name)()
    if not at:
        return story.file()
    try:
        width = float(step) if step else math.nan
    except ValueError:
        width = math.nan
    dated = story.on_calendar(1.0) is not None
    pair = story.on_calendar(width) if dated and 0 < width < math.inf else None
    if pair is None:
        raise OpenraceError(
            f"{text} came, and {step!r} is no step of a calendar" if dated else f"{name} is a story without dates",
            f"{name}@STEP, its game on a calendar of slots STEP apart" if dated else f"{name}, without a step",
            f"openrace solve {name}@0.5" if dated else f"openrace solve {name}",
        )
    return pair[0]


def _payoff_file(path: Path) -> PayoffFile:
    payoffs = read_nfg(path)
    game = PayoffFile(
        name=payoffs.title or path.stem,
        summary=f"payoffs from {path.name}",
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    game._payoffs = payoffs
    return game
