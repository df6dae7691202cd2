"""What may happen to labs: a change of a game, before against after.

Written as in the shell: ``open:C@t`` (``open:x@CHANNEL`` in published models), ``announce:C@t``, ``release:LAB@t``,
``fix:LAB@PLAN`` (or ``fix:LAB@never``), ``ban:LAB``, ``allow:LAB``, ``subsidy:LAB=AMOUNT``, ``merge:LAB+LAB``,
``regulate:HAZARD``. Each is a pair of games; nothing is solved here.
What an intervention does is said by the game: a plan is a date in a release game, and an effort in a race.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from games.events.base import L, LabEvent, check_name, keep_number
from games.parts.event import Treated
from games.parts.game import Game
from games.parts.lab_game import LabGame
from solver.common.errors import OpenraceError
from solver.common.words import shown


@dataclass(frozen=True)
class OpenModel(LabEvent):
    """An open model of ``capability`` from ``date`` on, released by nobody in the game."""

    written = "open:{capability:g}@{date:g}"
    measured_in: ClassVar[Mapping[str, str]] = {"capability": "capability", "date": "periods"}

    capability: float
    date: float


@dataclass(frozen=True)
class OpenThrough(LabEvent):
    """An open model as a published model understands it: without a date, through one channel or through all."""

    quality: float
    channel: str = ""

    def __post_init__(self) -> None:
        keep_number(self, "quality")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"open:{self.quality:g}{'@' if self.channel else ''}{self.channel}"

    def happens_to(self, game: L) -> Treated[L]:
        """Without and with the model."""
        return game.opened_through(self.quality, self.channel)


@dataclass(frozen=True)
class Announce(LabEvent):
    """The same model, announced and believed, that does not come: what expecting it does by itself."""

    written = "announce:{capability:g}@{date:g}"
    measured_in = OpenModel.measured_in

    capability: float
    date: float


@dataclass(frozen=True)
class _OneLab(LabEvent):
    """An intervention that treats one lab."""

    lab: str

    def treats(self, game: Game) -> tuple[str, ...]:  # noqa: ARG002 - the contract
        """The lab."""
        return (self.lab,)


@dataclass(frozen=True)
class Fix(_OneLab):
    """One lab plays a given plan: a date or an effort, or never (``math.inf``, or ``"never"``)."""

    date: float

    def __post_init__(self) -> None:
        check_name(self.lab)
        if isinstance(self.date, str) and self.date == "never":
            object.__setattr__(self, "date", math.inf)
        if not isinstance(self.date, float) or self.date != math.inf:
            keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"fix:{self.lab}@{'never' if math.isinf(self.date) else f'{self.date:g}'}"

    def units(self, game: Game) -> Mapping[str, str]:
        """The unit of a plan: a date, or an effort."""
        return {"date": game.plan_unit if isinstance(game, LabGame) else ""}


@dataclass(frozen=True)
class Release(_OneLab):
    """One lab is kept from releasing before, and releases at a date after."""

    written = "release:{lab}@{date:g}"
    measured_in: ClassVar[Mapping[str, str]] = {"date": "periods"}

    date: float


@dataclass(frozen=True)
class Ban(_OneLab):
    """One lab may never release."""

    written = "ban:{lab}"


@dataclass(frozen=True)
class Allow(_OneLab):
    """One lab may release, which before it may not."""

    written = "allow:{lab}"


@dataclass(frozen=True)
class Subsidy(_OneLab):
    """A sum for one lab, paid at every release whatever it releases, discounted like everything at that date.

    It comes on top of any that the lab has already.
    """

    written = "subsidy:{lab}={amount:g}"
    measured_in: ClassVar[Mapping[str, str]] = {"amount": "currency"}

    amount: float


@dataclass(frozen=True)
class Merge(LabEvent):
    """Labs become one player: joint plans, summed payoffs, no competition among themselves."""

    labs: tuple[str, ...]

    def __post_init__(self) -> None:
        named = tuple(self.labs) if isinstance(self.labs, list | tuple) else ()
        for name in named:
            check_name(name)
        twice = [name for name in named if named.count(name) > 1]
        if len(named) < 2 or twice:
            came = f"the merger names {twice[0]} twice" if twice else f"the labs {shown(self.labs)} are to merge"
            raise OpenraceError(came, "two labs or more, each once", "write for example merge:alice+bob")
        object.__setattr__(self, "labs", named)

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"merge:{'+'.join(self.labs)}"

    def treats(self, game: Game) -> tuple[str, ...]:  # noqa: ARG002 - the contract
        """The labs that merge."""
        return self.labs


@dataclass(frozen=True)
class Regulate(LabEvent):
    """Regulation may come at a hazard per period, on top of any that there is, and then stops the race.

    Until then labs do as they like.
    """

    written = "regulate:{hazard:g}"
    measured_in: ClassVar[Mapping[str, str]] = {"hazard": "per period"}

    hazard: float
