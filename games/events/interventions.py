"""Interventions: a change of the game, before against after.

Written as in the shell: ``open:C@t``, ``announce:C@t``, ``fix:LAB@t`` (or ``fix:LAB@never``), ``ban:LAB``,
``allow:LAB``, ``subsidy:LAB=AMOUNT``, ``merge:LAB+LAB``. Each is a pair of games; nothing is solved here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real
from typing import Protocol

from games.parts.mistakes import shortened
from games.parts.part import GREATEST
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Subsidy as Payment
from games.time.open_path import OpenRelease
from solver.game.errors import OpenraceError


class Intervention(Protocol):
    """Something that changes a release game."""

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""

    @property
    def sentence(self) -> str:
        """What happens, in words."""

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The game before and after.

        Raises:
            OpenraceError: the intervention does not fit the game.
        """


@dataclass(frozen=True)
class OpenModel:
    """An open model of ``capability`` from ``date`` on, released by nobody in the game."""

    capability: float
    date: float

    def __post_init__(self) -> None:
        _keep_number(self, "capability")
        _keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"open:{self.capability:g}@{self.date:g}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return (
            f"an open model of capability {self.capability:g} appears at t={self.date:g}, and every lab knows it will"
        )

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the model on the open path."""
        _check_date(self.date, game)
        release = OpenRelease(capability=self.capability, date=self.date)
        path = game.open.model_copy(update={"releases": (*game.open.releases, release)})
        return game, game.model_copy(update={"open": path})


@dataclass(frozen=True)
class Announce:
    """The same model, announced and believed, that does not come: what expecting it does by itself."""

    capability: float
    date: float

    def __post_init__(self) -> None:
        _keep_number(self, "capability")
        _keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"announce:{self.capability:g}@{self.date:g}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return (
            f"every lab plans for an open model of capability {self.capability:g} at t={self.date:g}; it does not come"
        )

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the model in what labs believe."""
        _check_date(self.date, game)
        release = OpenRelease(capability=self.capability, date=self.date)
        path = game.open.model_copy(update={"announced": (*game.open.announced, release)})
        return game, game.model_copy(update={"open": path})


@dataclass(frozen=True)
class Fix:
    """One lab plays a given plan: a date, or never (``math.inf``, or ``"never"``)."""

    lab: str
    date: float

    def __post_init__(self) -> None:
        _check_name(self.lab)
        if str(self.date) == "never":
            object.__setattr__(self, "date", math.inf)
        if self.date != math.inf:
            _keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"fix:{self.lab}@{'never' if math.isinf(self.date) else f'{self.date:g}'}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        when = "never releases" if math.isinf(self.date) else f"releases at t={self.date:g}"
        return f"{self.lab} {when}, and every lab knows it"

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab free, and the lab fixed."""
        if math.isinf(self.date):
            return game, restrict(game, self.lab, dates=(), may_wait=True)
        _check_slot(self.date, game)
        return game, restrict(game, self.lab, dates=(self.date,), may_wait=False)


@dataclass(frozen=True)
class _OneLab:
    """An intervention that names a lab and nothing else."""

    lab: str

    def __post_init__(self) -> None:
        _check_name(self.lab)


@dataclass(frozen=True)
class Ban(_OneLab):
    """One lab may never release."""

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"ban:{self.lab}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{self.lab} is forbidden to release"

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab free, and the lab banned."""
        return game, restrict(game, self.lab, dates=(), may_wait=True)


@dataclass(frozen=True)
class Allow(_OneLab):
    """One lab may release, which before it may not."""

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"allow:{self.lab}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{self.lab} may release, where before it may not"

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab banned, and the lab free."""
        return restrict(game, self.lab, dates=(), may_wait=True), game


@dataclass(frozen=True)
class Subsidy:
    """A sum for one lab, paid at its release whatever it releases, discounted like everything at that date."""

    lab: str
    amount: float

    def __post_init__(self) -> None:
        _check_name(self.lab)
        _keep_number(self, "amount")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"subsidy:{self.lab}={self.amount:g}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{self.lab} is paid {self.amount:g} at its release, whenever that is"

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the payment, on top of any the lab has already."""
        index = game.lab_index(self.lab)
        lab = game.labs[index]
        paid = sum(term.weight for term in lab.terms if isinstance(term, Payment) and not term.name)
        others = tuple(term for term in lab.terms if not isinstance(term, Payment) or term.name)
        terms = (*others, Payment(weight=paid + self.amount))
        return game, _with_lab(game, index, lab.model_copy(update={"terms": terms}))


@dataclass(frozen=True)
class Merge:
    """Labs become one player: joint plans, summed payoffs, no competition among themselves."""

    labs: tuple[str, ...]

    def __post_init__(self) -> None:
        named = tuple(self.labs) if isinstance(self.labs, list | tuple) else ()
        for name in named:
            _check_name(name)
        twice = [name for name in named if named.count(name) > 1]
        if len(named) < 2 or twice:
            came = f"the merger names {twice[0]} twice" if twice else f"the labs {self.labs!r} are to merge"
            raise OpenraceError(came, "two labs or more, each once", "write for example merge:alice+bob")
        object.__setattr__(self, "labs", named)

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"merge:{'+'.join(self.labs)}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{' and '.join(self.labs)} plan together and share what they get"

    def pair(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Apart and together."""
        for name in self.labs:
            game.lab_index(name)
        taken = sorted({name for group in game.coalitions for name in group} & set(self.labs))
        if taken:
            raise OpenraceError(
                f"{', '.join(taken)} cannot be merged", "labs on their own", f"{game.name} has them in a coalition"
            )
        return game, game.model_copy(update={"coalitions": (*game.coalitions, self.labs)})


def restrict(game: ReleaseGame, name: str, *, dates: tuple[float, ...], may_wait: bool) -> ReleaseGame:
    """The game in which one lab has these plans only."""
    index = game.lab_index(name)
    return _with_lab(game, index, game.labs[index].model_copy(update={"dates": dates, "may_wait": may_wait}))


def _with_lab(game: ReleaseGame, index: int, lab: Lab) -> ReleaseGame:
    return game.model_copy(update={"labs": (*game.labs[:index], lab, *game.labs[index + 1 :])})


_SHAPES = {
    "open": "open:CAPABILITY@DATE",
    "announce": "announce:CAPABILITY@DATE",
    "fix": "fix:LAB@DATE or fix:LAB@never",
    "ban": "ban:LAB",
    "allow": "allow:LAB",
    "subsidy": "subsidy:LAB=AMOUNT",
    "merge": "merge:LAB+LAB",
}


def read_intervention(text: str) -> Intervention:
    """Reads an intervention as written in the shell.

    Raises:
        OpenraceError: it is none of the known ones, or its numbers are missing.

    Example:
        >>> import games
        >>> games.read_intervention("open:9@4")
        OpenModel(capability=9.0, date=4.0)
    """
    verb, _, rest = text.strip().partition(":")
    if verb not in _SHAPES:
        close = get_close_matches(verb, _SHAPES, 1)
        hint = f"did you mean {_SHAPES[close[0]]}" if close else "write for example allow:bob or open:5@3"
        raise OpenraceError(f"the intervention {text!r} came", f"one of {', '.join(_SHAPES.values())}", hint)
    if verb in ("open", "announce"):
        amount, at, date = rest.partition("@")
        if not at:
            raise _malformed(text, verb)
        kind = OpenModel if verb == "open" else Announce
        return kind(_number(amount, text, verb), _number(date, text, verb))
    if not rest:
        raise OpenraceError(f"the intervention {text!r} names no lab", _SHAPES[verb], f"write for example {verb}:bob")
    if verb == "fix":
        lab, at, date = rest.partition("@")
        if not at or not lab:
            raise _malformed(text, verb)
        return Fix(lab, math.inf if date == "never" else _number(date, text, verb))
    if verb == "subsidy":
        lab, equals, amount = rest.partition("=")
        if not equals or not lab:
            raise _malformed(text, verb)
        return Subsidy(lab, _number(amount, text, verb))
    if verb == "merge":
        labs = tuple(rest.split("+"))
        if len(labs) < 2 or "" in labs:
            raise _malformed(text, verb, "name two labs or more, for example merge:alice+bob")
        return Merge(labs)
    return Ban(rest) if verb == "ban" else Allow(rest)


def _number(text: str, whole: str, verb: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _malformed(whole, verb) from None


def _keep_number(made: object, field: str) -> None:
    """Checks a number of an intervention and keeps it as a float, so that equal numbers make equal games."""
    value = getattr(made, field)
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) <= GREATEST:
        came = f"the {field} is {shortened(repr(value))}"
        raise OpenraceError(came, f"a number from 0 to {GREATEST:g}", "write for example open:5@3")
    object.__setattr__(made, field, float(value))


def _check_name(lab: object) -> None:
    if not isinstance(lab, str) or not lab:
        raise OpenraceError(f"a lab is {lab!r}", "the name of a lab", 'write for example Allow("bob")')


def _malformed(text: str, verb: str, hint: str = "dates are in periods, as in the calendar") -> OpenraceError:
    return OpenraceError(f"the intervention {text!r} came", _SHAPES[verb], hint)


def _check_date(date: float, game: ReleaseGame) -> None:
    if date >= game.calendar.horizon:
        raise OpenraceError(
            f"the open release is dated {date:g}",
            f"a date before the horizon {game.calendar.horizon:g}",
            "choose an earlier date, or a longer calendar.horizon",
        )


def _check_slot(date: float, game: ReleaseGame) -> None:
    slots = game.calendar.dates()
    if abs(slots - date).min() > 1e-9:
        raise OpenraceError(
            f"{date:g} is no slot of {game.name}",
            f"a multiple of {game.calendar.step:g} from 0 to {slots[-1]:g}, or never",
            "choose a slot, or change calendar.slots",
        )
