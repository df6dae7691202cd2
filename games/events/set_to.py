"""An assumption that is another one: numbers of a game set to other values, before against after.

Written ``set:PATH=VALUE``; several at once are joined by ``+``: ``set:market.high=10+market.low=5``. It is the one
event that every game knows. It treats the labs whose own numbers it changes, so that the response is what the others
do; a number of the world treats nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games.events.base import G, Intervention
from games.parts.event import Treated
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.path_words import path_words
from games.parts.paths import Setting, Settings, as_settings, follow, matching, with_settings
from games.parts.reading import write_value
from solver.common.errors import OpenraceError

SHAPE = "set:PATH=VALUE"
_NEXT = re.compile(r"\+(?=\s*[a-zA-Z*_][\w.*]*\s*=)")
"""The sign between two settings; one inside a number, as in 1e+5, is followed by no path."""


@dataclass(frozen=True, init=False)
class SetTo(Intervention):
    """Some numbers of the game are other ones: what if an assumption changed.

    Attributes:
        settings: which, and what they become.

    Example:
        >>> import games
        >>> from games.events.set_to import SetTo
        >>> SetTo({"alice.prestige": 3}).text
        'set:alice.prestige=3'
        >>> before, after = SetTo("alice.prestige=3").pair(games.named("alice-bob"))
        >>> games.get(before, "alice.prestige"), games.get(after, "alice.prestige")
        (2.0, 3.0)
    """

    settings: tuple[Setting, ...]

    def __init__(self, settings: Settings) -> None:
        """Numbers to change: ``{"alice.prestige": 3}``, or ``"alice.prestige=3"``, one or several.

        Raises:
            OpenraceError: none came, they are written in no form that is known, or one path came twice.
        """
        found = tuple(Setting(one.path, _plain(one.value)) for one in as_settings(settings))
        paths = [one.path for one in found]
        if not found or len(set(paths)) < len(paths):
            twice = next((path for path in paths if paths.count(path) > 1), "")
            came = f"the event sets {twice} twice" if twice else "the event sets no number"
            raise OpenraceError(came, f"{SHAPE}, each number once", "write for example set:alice.prestige=3")
        object.__setattr__(self, "settings", found)

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"set:{'+'.join(f'{one.path}={write_value(one.value)}' for one in self.settings)}"

    def treats(self, game: Game) -> tuple[str, ...]:
        """The labs whose own numbers it changes."""
        if not isinstance(game, LabGame):
            return ()
        sides = (game, with_settings(game, self.settings))
        found = {name for side in sides for one in self.settings for name in _owners(side, one.path)}
        return tuple(name for name in game.lab_names if name in found)

    def numbers(self) -> dict[str, float]:
        """What numbers become, by their paths."""
        own = {one.path: one.value for one in self.settings}
        return {path: float(v) for path, v in own.items() if isinstance(v, int | float) and not isinstance(v, bool)}

    def with_number(self, name: str, value: float) -> SetTo:
        """The same with one of its numbers another one."""
        return SetTo([Setting(one.path, value) if one.path == name else one for one in self.settings])

    def path_of(self, number: str) -> str:
        """The number's name, which is its path."""
        return number if number in self.numbers() else ""

    def change(self, game: G) -> Treated[G]:
        """The game as it is, and with the numbers set.

        Raises:
            SettingError: unknown paths, or values out of their ranges.
            OpenraceError: a lab would have another name.
        """
        after = with_settings(game, self.settings)
        if isinstance(game, LabGame) and isinstance(after, LabGame) and game.lab_names != after.lab_names:
            raise OpenraceError(
                f"{self.text} gives labs other names", "labs under the names they have", "set another number"
            )
        words = ", and ".join(_moved(game, after, one.path) for one in self.settings)
        outside = any(keys[0] == "open" for one in self.settings for keys in matching(after, one.path).values())
        return Treated(game, after, words, outside=outside)


def read_set(rest: str, text: str) -> SetTo:
    """Reads ``PATH=VALUE`` or several of them, joined by ``+``.

    Raises:
        OpenraceError: there is none, or one has no path or value.
    """
    parts = _NEXT.split(rest)
    if not all("=" in part for part in parts):
        raise OpenraceError(
            f"the intervention {text!r} came",
            f"{SHAPE}, or several joined by +: set:market.high=10+market.low=5",
            "openrace show GAME lists every path",
        )
    return SetTo(parts)


def _plain(value: Any) -> Any:
    """A value that can be compared and hashed: lists are tuples."""
    return tuple(_plain(one) for one in value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _owners(side: LabGame, path: str) -> tuple[str, ...]:
    """Labs whose own numbers a path means; nobody's where this side has no such number."""
    return tuple(name for keys in _places(side, path).values() for name in side.owners(keys))


def _places(side: Game, path: str) -> Mapping[str, tuple[str | int, ...]]:
    try:
        return matching(side, path)
    except OpenraceError:
        return {}


def _moved(before: Game, after: Game, path: str) -> str:
    """What a number is, and what it was, in words."""
    was, now = (_values(side, path) for side in (before, after))
    here = f"{path_words(path)} is {now or 'gone'}"
    if was == now:
        return f"{here}, as before"
    return f"{here} instead of {was}" if was else f"{here}, where before there was none"


def _in_words(value: Any) -> str:
    """A value in a sentence: a number with as many digits as are read."""
    return f"{value:.6g}" if isinstance(value, float) else write_value(value)


def _values(side: Game, path: str) -> str:
    """The values at a path, each once; empty where the game has no such path."""
    found = dict.fromkeys(_in_words(follow(side, keys)) for keys in _places(side, path).values())
    return " and ".join(found)
