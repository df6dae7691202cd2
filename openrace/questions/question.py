"""What is asked at every parameter point: a game, and perhaps an intervention in it.

Paths are those of the game, and ``intervention.FIELD`` for the intervention's own numbers, such as
``intervention.date`` and ``intervention.capability`` of an open release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from games.events.base import Intervention
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.paths import Setting, follow, get, matching, with_settings
from games.release.describe import unit_at
from games.release.release_game import ReleaseGame
from solver.common.errors import OpenraceError

M = TypeVar("M")
OWN = "intervention."
"""Prefix of the paths of the intervention's own numbers."""


@dataclass(frozen=True)
class Question:
    """A game, and what is done to it.

    Attributes:
        game: the base point.
        intervention: what is compared with doing nothing; ``None`` to look at the game alone.
    """

    game: Game
    intervention: Intervention | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """Names of the games that are solved at each point."""
        return ("game",) if self.intervention is None else ("before", "after")

    @property
    def metric(self) -> str:
        """The metric that this question is about if it names none."""
        if not isinstance(self.game, LabGame):
            return self.game.metrics()[0].name
        treated = self.game.lab_names if self.intervention is None else self.intervention.treats(self.game)
        return self.game.default_metric(responds=any(name not in treated for name in self.game.lab_names))

    def settings(self, paths: Sequence[str], values: Sequence[float]) -> list[Setting]:
        """Values at paths, whole numbers where the game has such."""
        return [Setting(p, int(v) if self.is_whole(p) else float(v)) for p, v in zip(paths, values, strict=True)]

    def at(self, settings: Sequence[Setting]) -> Question:
        """The same question at another point.

        Raises:
            OpenraceError: unknown paths or values out of range, all of the game's at once.
        """
        own = [s for s in settings if s.path.startswith(OWN)]
        game = with_settings(self.game, [s for s in settings if not s.path.startswith(OWN)])
        changed = self.intervention
        for setting in own:
            _numbers(changed, setting.path)
            if changed is not None:
                changed = changed.with_number(setting.path.removeprefix(OWN), setting.value)
        return Question(game, changed)

    def value(self, path: str) -> float:
        """The number at a path.

        Raises:
            OpenraceError: there is no such path, or no number at it.
        """
        if path.startswith(OWN):
            return _numbers(self.intervention, path)[path.removeprefix(OWN)]
        found = get(self.game, path)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise OpenraceError(f"{path} is {found!r}", "a path with a number", "openrace show prints all numbers")
        return float(found)

    def games(self) -> tuple[Game, ...]:
        """The games of the sides.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        return tuple(side.played() for side in self._stated())

    def _stated(self) -> tuple[Game, ...]:
        """The games of the sides, with the numbers of the game that was asked about."""
        return (self.game,) if self.intervention is None else self.intervention.pair(self.game)

    def is_whole(self, path: str) -> bool:
        """Whether the number at a path is a whole one, such as a number of slots."""
        if path not in self._whole:
            game, place = self._place(path)
            nobodys = self.intervention is None and path.startswith(OWN)
            places = matching(game, place).values() if place and not nobodys else ()
            self._whole[path] = bool(places) and all(isinstance(follow(game, keys), int) for keys in places)
        return self._whole[path]

    def unit(self, path: str) -> str:
        """Unit of the number at a path, empty where it has none.

        Raises:
            OpenraceError: there is no such path.
        """
        game, place = self._place(path)
        if place or self.intervention is None:
            return unit_at(game, place)
        return self.intervention.units(self.game).get(path.removeprefix(OWN), "")

    def _place(self, path: str) -> tuple[Game, str]:
        """A game, and the path in it whose number is meant; empty where the intervention alone has the number."""
        if self.intervention is None or not path.startswith(OWN):
            return self.game, path
        # What an event sets may be a number that the game has after it only.
        return self._stated()[-1], self.intervention.path_of(path.removeprefix(OWN))

    @cached_property
    def _whole(self) -> dict[str, bool]:
        """Answers of ``is_whole`` so far."""
        return {}


def release_game(game: Game) -> ReleaseGame:
    """The game, if labs release in it.

    Raises:
        OpenraceError: they do not.
    """
    if not isinstance(game, ReleaseGame):
        raise OpenraceError(
            f"{game.name} is no release game", "a game of labs that release models", "openrace games lists them"
        )
    return game


def metric_named(known: Mapping[str, M], name: str) -> M:
    """What is known by a metric's name.

    Raises:
        OpenraceError: nothing is.
    """
    # In a tuple, for what users give may be of any kind.
    if name not in tuple(known):
        raise OpenraceError(f"no metric is named {name!r}", f"one of {', '.join(known)}", "name one of them")
    return known[name]


def _numbers(intervention: Intervention | None, path: str) -> dict[str, float]:
    """The intervention's own numbers, of which a path is to be one.

    Raises:
        OpenraceError: it is none.
    """
    numbers = {} if intervention is None else intervention.numbers()
    if path.removeprefix(OWN) not in numbers:
        raise OpenraceError(
            f"unknown path {path!r}",
            f"one of {', '.join(OWN + n for n in numbers)}" if numbers else "an intervention with numbers of its own",
            "an open release has intervention.capability and intervention.date",
        )
    return numbers
