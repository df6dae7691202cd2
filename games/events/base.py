"""What every event is: a pair of games, before and after, and whom it treats.

An event is written once. Every kind of game of labs says itself what the event does to it (``games.parts.lab_game``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from numbers import Real
from typing import TypeVar

from games.parts.event import Event, Treated
from games.parts.lab_game import LabGame
from games.parts.mistakes import shortened
from games.parts.part import GREATEST
from solver.common.errors import OpenraceError

G = TypeVar("G", bound=LabGame)


class Intervention(ABC):
    """Something that changes a game of labs."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The intervention as written in the shell."""

    @property
    def treated(self) -> tuple[str, ...]:
        """Names of the labs whose choices or plans it changes by decree; none unless it says so."""
        return ()

    @abstractmethod
    def change(self, game: G) -> Treated[G]:
        """The game before and after, and what happens in words.

        Raises:
            OpenraceError: that kind of game does not know the intervention, or it does not fit the game.
        """

    def sentence(self, game: LabGame) -> str:
        """What happens to a game, in words.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        return self.change(game).sentence

    def pair(self, game: G) -> tuple[G, G]:
        """The game before and after, each with a note of what was done.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        found = self.change(game)
        treated = (*self.treated, *found.joined)
        return found.before.under(Event(treated)), found.after.under(Event(treated, found.model))


def keep_number(made: object, field: str) -> None:
    """Checks a number of an intervention and keeps it as a float, so that equal numbers make equal games.

    Raises:
        OpenraceError: it is no number, or none from 0 to the greatest allowed.
    """
    value = getattr(made, field)
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) <= GREATEST:
        came = f"the {field} is {shortened(repr(value))}"
        raise OpenraceError(came, f"a number from 0 to {GREATEST:g}", "write for example open:5@3")
    object.__setattr__(made, field, float(value))


def check_name(lab: object) -> None:
    """Checks that a lab is named by text.

    Raises:
        OpenraceError: it is not.
    """
    if not isinstance(lab, str) or not lab:
        raise OpenraceError(f"a lab is {lab!r}", "the name of a lab", 'write for example Allow("bob")')
