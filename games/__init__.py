"""Economics: labs, terms and dates become payoff tensors; nothing is solved here.

>>> import games
>>> from games import markets, terms, values
>>> likes = (terms.Prestige(weight=2), terms.TrainingCost())
>>> alice = games.Lab(name="alice", start=6, growth=0.5, release="open", terms=likes)
>>> seller = games.Lab(name="seller", start=9, growth=1, terms=(terms.Revenue(), terms.TrainingCost()))
>>> market = markets.LimitPricing(customers=0.2, value=values.SquareRoot())
>>> calendar = games.Calendar(horizon=6, slots=3)
>>> game = games.ReleaseGame(name="mine", labs=(alice, seller), calendar=calendar, market=market)
>>> game.normal_form().payoffs.shape
(2, 4, 4)

The parts of which a game is composed are in the folders ``terms``, ``markets``, ``modifiers``, ``risk`` and ``values``.
Names are imported when they are first used. Everything that ``__all__`` does not list is private.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games import markets, modifiers, risk, terms, values
    from games.catalog.files import FileError, read_toml, write_toml
    from games.catalog.names import CATALOG, KINDS, Entry, add_game, add_kind, named
    from games.events.base import Intervention
    from games.events.written import read_intervention
    from games.parts.direction import Direction
    from games.parts.game import Citation, Game
    from games.parts.idle import IdleSetting, idle_settings
    from games.parts.metric import Metric, Sense
    from games.parts.part import KindedPart, Part, PartError, Source, Unit
    from games.parts.paths import Setting, SettingError, get, leaves, read_setting, with_settings
    from games.parts.state import State
    from games.release.describe import Assumption, assumptions
    from games.release.history import History
    from games.release.lab import Lab
    from games.release.release_game import ReleaseGame
    from games.time.calendar import Calendar
    from games.time.open_path import OpenPath, OpenRelease, Scenario
    from games.time.shocks import Shocks
    from games.time.timeline import Timeline

__all__ = [
    "CATALOG",
    "KINDS",
    "Assumption",
    "Calendar",
    "Citation",
    "Direction",
    "Entry",
    "FileError",
    "Game",
    "History",
    "IdleSetting",
    "Intervention",
    "KindedPart",
    "Lab",
    "Metric",
    "OpenPath",
    "OpenRelease",
    "Part",
    "PartError",
    "ReleaseGame",
    "Scenario",
    "Sense",
    "Setting",
    "SettingError",
    "Shocks",
    "Source",
    "State",
    "Timeline",
    "Unit",
    "add_game",
    "add_kind",
    "assumptions",
    "get",
    "idle_settings",
    "leaves",
    "markets",
    "modifiers",
    "named",
    "read_intervention",
    "read_setting",
    "read_toml",
    "risk",
    "terms",
    "values",
    "with_settings",
    "write_toml",
]

_HOME = {
    "catalog.files": ("FileError", "read_toml", "write_toml"),
    "catalog.names": ("CATALOG", "KINDS", "Entry", "add_game", "add_kind", "named"),
    "events.base": ("Intervention",),
    "events.written": ("read_intervention",),
    "parts.direction": ("Direction",),
    "parts.game": ("Citation", "Game"),
    "parts.idle": ("IdleSetting", "idle_settings"),
    "parts.metric": ("Metric", "Sense"),
    "parts.part": ("KindedPart", "Part", "PartError", "Source", "Unit"),
    "parts.paths": ("Setting", "SettingError", "get", "leaves", "read_setting", "with_settings"),
    "parts.state": ("State",),
    "release.describe": ("Assumption", "assumptions"),
    "release.history": ("History",),
    "release.lab": ("Lab",),
    "release.release_game": ("ReleaseGame",),
    "time.calendar": ("Calendar",),
    "time.open_path": ("OpenPath", "OpenRelease", "Scenario"),
    "time.shocks": ("Shocks",),
    "time.timeline": ("Timeline",),
}
"""Modules and what is published of them; a test holds this table, ``__all__`` and the imports above together."""


_FOLDERS = ("markets", "modifiers", "risk", "terms", "values")
"""Folders that are published as they are."""


def __getattr__(name: str) -> Any:
    if name in _FOLDERS:
        return import_module(f"games.{name}")
    for module, names in _HOME.items():
        if name in names:
            value = getattr(import_module(f"games.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'games' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
