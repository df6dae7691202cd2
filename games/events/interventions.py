"""Interventions: a change of the game, before against after.

Written as in the shell: ``open:C@t``, ``announce:C@t``, ``release:LAB@t``, ``fix:LAB@t`` (or ``fix:LAB@never``),
``ban:LAB``, ``allow:LAB``, ``subsidy:LAB=AMOUNT``, ``merge:LAB+LAB``. Each is a pair of games; nothing is solved here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from games.events.base import (
    Intervention,
    check_name,
    date_within,
    keep_number,
    kept_from_releasing,
    made_to_release,
    with_lab,
)
from games.release.release_game import ReleaseGame
from games.terms import Subsidy as Payment
from games.time.open_path import OpenRelease
from solver.game.errors import OpenraceError


@dataclass(frozen=True)
class OpenModel(Intervention):
    """An open model of ``capability`` from ``date`` on, released by nobody in the game."""

    capability: float
    date: float

    def __post_init__(self) -> None:
        keep_number(self, "capability")
        keep_number(self, "date")

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

    def model(self, game: ReleaseGame) -> OpenRelease:
        """The model that comes."""
        return OpenRelease(capability=self.capability, date=date_within(self.date, game))

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the model on the open path."""
        path = game.open.model_copy(update={"releases": (*game.open.releases, self.model(game))})
        return game, game.model_copy(update={"open": path})


@dataclass(frozen=True)
class Announce(Intervention):
    """The same model, announced and believed, that does not come: what expecting it does by itself."""

    capability: float
    date: float

    def __post_init__(self) -> None:
        keep_number(self, "capability")
        keep_number(self, "date")

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

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the model in what labs believe."""
        release = OpenRelease(capability=self.capability, date=date_within(self.date, game))
        path = game.open.model_copy(update={"announced": (*game.open.announced, release)})
        return game, game.model_copy(update={"open": path})


@dataclass(frozen=True)
class Fix(Intervention):
    """One lab plays a given plan: a date, or never (``math.inf``, or ``"never"``)."""

    lab: str
    date: float

    def __post_init__(self) -> None:
        check_name(self.lab)
        if str(self.date) == "never":
            object.__setattr__(self, "date", math.inf)
        if self.date != math.inf:
            keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"fix:{self.lab}@{'never' if math.isinf(self.date) else f'{self.date:g}'}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        when = "never releases" if math.isinf(self.date) else f"releases at t={self.date:g}"
        return f"{self.lab} {when}, and every lab knows it"

    @property
    def treated(self) -> tuple[str, ...]:
        """The lab."""
        return (self.lab,)

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab free, and the lab fixed; a lab that has no other plan is compared with one that never releases."""
        if math.isinf(self.date):
            return game, kept_from_releasing(game, self.lab)
        after = made_to_release(game, self.lab, self.date)
        own, fixed = (g.labs[g.lab_index(self.lab)].plans(game.calendar).labels for g in (game, after))
        return kept_from_releasing(game, self.lab) if own == fixed else game, after


@dataclass(frozen=True)
class Release(Intervention):
    """One lab is kept from releasing before, and releases at a date after."""

    lab: str
    date: float

    def __post_init__(self) -> None:
        check_name(self.lab)
        keep_number(self, "date")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"release:{self.lab}@{self.date:g}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{self.lab} releases at t={self.date:g}, where before it never does, and every lab knows it"

    @property
    def treated(self) -> tuple[str, ...]:
        """The lab."""
        return (self.lab,)

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab kept from releasing, and made to release."""
        return kept_from_releasing(game, self.lab), made_to_release(game, self.lab, self.date)


@dataclass(frozen=True)
class _OneLab(Intervention):
    """An intervention that names a lab and nothing else."""

    lab: str

    def __post_init__(self) -> None:
        check_name(self.lab)

    @property
    def treated(self) -> tuple[str, ...]:
        """The lab."""
        return (self.lab,)


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

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab free, and the lab banned."""
        return game, kept_from_releasing(game, self.lab)


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

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """The lab banned, and the lab free."""
        return kept_from_releasing(game, self.lab), game


@dataclass(frozen=True)
class Subsidy(Intervention):
    """A sum for one lab, paid at its release whatever it releases, discounted like everything at that date."""

    lab: str
    amount: float

    def __post_init__(self) -> None:
        check_name(self.lab)
        keep_number(self, "amount")

    @property
    def text(self) -> str:
        """The intervention as written in the shell."""
        return f"subsidy:{self.lab}={self.amount:g}"

    @property
    def sentence(self) -> str:
        """What happens, in words."""
        return f"{self.lab} is paid {self.amount:g} at its release, whenever that is"

    @property
    def treated(self) -> tuple[str, ...]:
        """The lab."""
        return (self.lab,)

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Without and with the payment, on top of any the lab has already."""
        index = game.lab_index(self.lab)
        lab = game.labs[index]
        paid = sum(term.weight for term in lab.terms if isinstance(term, Payment) and not term.name)
        others = tuple(term for term in lab.terms if not isinstance(term, Payment) or term.name)
        terms = (*others, Payment(weight=paid + self.amount))
        return game, with_lab(game, index, lab.model_copy(update={"terms": terms}))


@dataclass(frozen=True)
class Merge(Intervention):
    """Labs become one player: joint plans, summed payoffs, no competition among themselves."""

    labs: tuple[str, ...]

    def __post_init__(self) -> None:
        named = tuple(self.labs) if isinstance(self.labs, list | tuple) else ()
        for name in named:
            check_name(name)
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

    @property
    def treated(self) -> tuple[str, ...]:
        """The labs that merge."""
        return self.labs

    def change(self, game: ReleaseGame) -> tuple[ReleaseGame, ReleaseGame]:
        """Apart and together."""
        for name in self.labs:
            game.lab_index(name)
        taken = sorted({name for group in game.coalitions for name in group} & set(self.labs))
        if taken:
            raise OpenraceError(
                f"{', '.join(taken)} cannot be merged", "labs on their own", f"{game.name} has them in a coalition"
            )
        return game, game.model_copy(update={"coalitions": (*game.coalitions, self.labs)})
