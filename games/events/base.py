"""What every event is: a pair of games, before and after, and whom it treats.

An event is written once. What happens to labs, every kind of game of labs says itself (``games.parts.lab_game``).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from numbers import Real
from typing import Any, ClassVar, Self, TypeVar

from games.parts.event import Event, Treated
from games.parts.game import Game
from games.parts.lab_game import VERBS, LabGame, no_labs
from games.parts.part import GREATEST
from solver.common.errors import OpenraceError
from solver.common.words import shown

G = TypeVar("G", bound=Game)
L = TypeVar("L", bound=LabGame)


class Intervention(ABC):
    """Something that changes a game."""

    measured_in: ClassVar[Mapping[str, str]] = {}
    """Units of its own numbers by name, where they become no number of the game."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The intervention as written in the shell."""

    def treats(self, game: Game) -> tuple[str, ...]:  # noqa: ARG002 - the contract
        """Names of the labs of a game whose choices or plans it changes by decree; none unless it says so."""
        return ()

    def numbers(self) -> dict[str, float]:
        """Its own numbers by name: those that a sweep may vary."""
        if not is_dataclass(self):
            return {}
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: float(value) for name, value in own.items() if isinstance(value, int | float)}

    def units(self, game: Game) -> Mapping[str, str]:  # noqa: ARG002 - the contract
        """Units of its own numbers by name: the same in every game, unless it says otherwise."""
        return self.measured_in

    def with_number(self, name: str, value: float) -> Self:
        """The same with one of its numbers changed.

        Raises:
            OpenraceError: the number is out of its range.
        """
        own: Any = self
        changed: Self = replace(own, **{name: value})
        return changed

    def path_of(self, number: str) -> str:  # noqa: ARG002 - the contract
        """Path of the number of the game that one of its own becomes; empty where it becomes none."""
        return ""

    @abstractmethod
    def change(self, game: G) -> Treated[G]:
        """The game before and after, and what happens in words.

        Raises:
            OpenraceError: that kind of game does not know the intervention, or it does not fit the game.
        """

    def sentence(self, game: Game) -> str:
        """What happens to a game, in words.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        return self.change(game).sentence

    def pair(self, game: G) -> tuple[G, G]:
        """The game before and after; games of labs with a note of what was done.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        found = self.change(game)
        treated = (*self.treats(game), *found.joined)
        return (
            _noted(found.before, Event(treated, outside=found.outside)),
            _noted(found.after, Event(treated, found.model, found.outside)),
        )


class LabEvent(Intervention):
    """Something that happens to labs: a dataclass of numbers and names, in the order in which a game takes them."""

    written: ClassVar[str]
    """The event as written in the shell, with its own numbers and names in braces."""

    def __post_init__(self) -> None:
        for name, value in self._own().items():
            if name == "lab":
                check_name(value)
            elif name in self.measured_in:
                keep_number(self, name)

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return self.written.format(**self._own())

    def change(self, game: G) -> Treated[G]:
        """The game before and after, and what happens in words.

        Raises:
            OpenraceError: it is no game of labs, that kind does not know the event, or it does not fit the game.
        """
        if not isinstance(game, LabGame):
            raise no_labs(game)
        return self.happens_to(game)

    def happens_to(self, game: L) -> Treated[L]:
        """The same for a game of labs, which has a method for every event."""
        happening = getattr(game, VERBS[self.text.partition(":")[0]])
        treated: Treated[L] = happening(*self._own().values())
        return treated

    def _own(self) -> dict[str, Any]:
        own: Any = self
        return {field.name: getattr(self, field.name) for field in fields(own)}


def _noted(game: G, event: Event) -> G:
    return game.under(event) if isinstance(game, LabGame) else game


def keep_number(made: object, field: str) -> None:
    """Checks a number of an intervention and keeps it as a float, so that equal numbers make equal games.

    Raises:
        OpenraceError: it is no number, or none from 0 to the greatest allowed.
    """
    value = getattr(made, field)
    try:
        number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    except OverflowError:
        number = math.inf
    if not 0 <= number <= GREATEST:
        came = f"the {field} is {shown(value)}"
        raise OpenraceError(came, f"a number from 0 to {GREATEST:g}", "write for example open:5@3")
    object.__setattr__(made, field, number)


def check_name(lab: object) -> None:
    """Checks that a lab is named by text.

    Raises:
        OpenraceError: it is not.
    """
    if not isinstance(lab, str) or not lab:
        raise OpenraceError(f"a lab is {shown(lab)}", "the name of a lab", 'write for example Allow("bob")')
