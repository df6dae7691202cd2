"""What every event is: a pair of games, before and after, and whom it treats.

An event *treats* the labs whose choices or plans it changes by decree, and it may put an open model on the market from
outside; both are noted in the games of the pair, whose metrics then have three books (``games.release.books``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from numbers import Real

from games.parts.mistakes import shortened
from games.parts.part import GREATEST
from games.release.books import Event
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.time.open_path import OpenRelease
from solver.game.errors import OpenraceError

SAME_DATE = 1e-9
"""Periods within which a date and a slot are the same."""


class Intervention(ABC):
    """Something that changes a release game."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The intervention as written in the shell."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What happens, in words."""

    @property
    def treated(self) -> tuple[str, ...]:
        """Names of the labs whose choices or plans it changes by decree; none unless it says so."""
        return ()

    def model(self, game: ReleaseGame) -> OpenRelease | None:  # noqa: ARG002 - the contract
        """The open model that it puts on the market from outside, if it does.

        Raises:
            OpenraceError: the model does not fit the game.
        """
        return None

    @abstractmethod
    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The game before and after.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The game before and after, each with a note of what was done.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """
        before, after = self.change(game)
        return before.under(Event(self.treated)), after.under(Event(self.treated, self.model(game)))


def kept_from_releasing(game: ReleaseGame, name: str) -> ReleaseGame:
    """The game in which one lab never releases.

    Raises:
        OpenraceError: no lab has that name.
    """
    return _restricted(game, name, dates=(), may_wait=True)


def made_to_release(game: ReleaseGame, name: str, date: float) -> ReleaseGame:
    """The game in which one lab releases at a date.

    Raises:
        OpenraceError: no lab has that name, or the date is no slot.
    """
    return _restricted(game, name, dates=(slot_at(date, game),), may_wait=False)


def _restricted(game: ReleaseGame, name: str, *, dates: tuple[float, ...], may_wait: bool) -> ReleaseGame:
    index = game.lab_index(name)
    return with_lab(game, index, game.labs[index].model_copy(update={"dates": dates, "may_wait": may_wait}))


def with_lab(game: ReleaseGame, index: int, lab: Lab) -> ReleaseGame:
    """The game with another lab in that place."""
    return game.model_copy(update={"labs": (*game.labs[:index], lab, *game.labs[index + 1 :])})


def date_within(date: float, game: ReleaseGame) -> float:
    """A date of the game's calendar: exactly that of a slot where it is one up to rounding.

    Raises:
        OpenraceError: it is not before the horizon.
    """
    if date >= game.calendar.horizon:
        raise OpenraceError(
            f"the open release is dated {date:g}",
            f"a date before the horizon {game.calendar.horizon:g}",
            "choose an earlier date, or a longer calendar.horizon",
        )
    return next((slot for slot in game.calendar.dates().tolist() if abs(slot - date) <= SAME_DATE), date)


def slot_at(date: float, game: ReleaseGame) -> float:
    """The date of a slot, which the given date is up to rounding.

    Raises:
        OpenraceError: it is no slot.
    """
    slots = game.calendar.dates().tolist()
    nearest = min(slots, key=lambda slot: abs(slot - date))
    if abs(nearest - date) > SAME_DATE:
        raise OpenraceError(
            f"{date:g} is no slot of {game.name}",
            f"a multiple of {game.calendar.step:g} from 0 to {slots[-1]:g}, or never",
            "choose a slot, or change calendar.slots",
        )
    return float(nearest)


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
