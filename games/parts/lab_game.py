"""Games of labs: what questions may be asked of them, and what events may do to them, whatever the labs choose.

A kind of game says which of its metrics are the race, and writes out each event that it knows as a pair of games. What
it does not write out is refused in one sentence, so an event works on every kind of game that knows it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, NoReturn, Self

from pydantic import PrivateAttr

from games.parts.change_words import Response
from games.parts.event import Event, NewModel, Treated
from games.parts.game import Game
from games.parts.mistakes import Keys
from solver.common.errors import GameError, OpenraceError

VERBS = {
    "open": "opened",
    "announce": "announced",
    "release": "released",
    "fix": "fixed",
    "ban": "banned",
    "allow": "allowed",
    "subsidy": "subsidised",
    "merge": "merged",
    "regulate": "regulated",
}
"""Events that happen to labs, as written in the shell, and the methods that write them out."""


def no_labs(game: Game) -> OpenraceError:
    """What to raise where a game has no labs to which events can happen."""
    return OpenraceError(
        f"{game.name} is no game of labs",
        "a release game or a race, to which events can happen",
        "ask with set:PATH=VALUE, which every game knows; openrace games lists the games of labs",
    )


class LabGame(Game):
    """A game of labs, to which events happen."""

    noun: ClassVar[str] = "game of labs"
    """What a game of this kind is called."""
    responses: ClassVar[tuple[str, ...]] = ()
    """Metrics of what the labs in response do together, as far as it is racing; the first is what a question means."""
    says: ClassVar[Mapping[str, Response]] = {}
    """Words for them, by their names without the book; one without words is named in sentences."""
    plan_unit: ClassVar[str] = "periods"
    """Unit of a plan that an event fixes: a date unless the kind of game says otherwise."""
    anybody: ClassVar[str] = ""
    """The metric that is meant where nobody is left to respond, or where no event was asked about."""

    _event: Event | None = PrivateAttr(default=None)

    @property
    def event(self) -> Event | None:
        """What was done to this game, if it is one side of an event's pair; it changes no payoff."""
        return self._event

    def under(self, event: Event) -> Self:
        """The same game as one side of an event's pair, whose three books are among its metrics."""
        game = self.model_copy()
        game._event = event
        return game

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""
        raise NotImplementedError

    @property
    def player_names(self) -> tuple[str, ...]:
        """Names of the players: every lab is one, unless coalitions of labs are."""
        return self.lab_names

    @property
    def period_days(self) -> float:
        """Days in a period."""
        raise NotImplementedError

    @property
    def horizon(self) -> float:
        """When the game ends, in periods, as which never counts in an expected date; ``inf`` for games without end."""
        return math.inf

    @property
    def step(self) -> float:
        """Time between the dates at which labs may act; 0 where they may act at any time."""
        return 0.0

    @property
    def grid_step(self) -> float | None:
        """Dates at which labs may act stand for a continuum of dates."""
        return self.step or None

    def lab_index(self, name: str) -> int:
        """Position of a lab.

        Raises:
            GameError: no lab has that name.
        """
        names = self.lab_names
        if name not in names:
            raise GameError(f"{self.name} has no lab {name!r}", f"one of {', '.join(names)}", "name one of its labs")
        return names.index(name)

    def default_metric(self, *, responds: bool) -> str:
        """The metric of a question that names none; ``responds`` says whether some lab is left to respond."""
        return self.responses[0] if responds else self.anybody

    @classmethod
    def known_events(cls) -> tuple[str, ...]:
        """Events that games of this kind know, as written in the shell."""
        own = (verb for verb, method in VERBS.items() if getattr(cls, method) is not getattr(LabGame, method))
        return (*own, *super().known_events())

    def owners(self, keys: Keys) -> tuple[str, ...]:
        """Names of the labs whose own number lies at keys, as :func:`games.parts.paths.leaves` gives them."""
        first = keys[0]
        return (self.lab_names[int(keys[1])],) if first == "labs" and len(keys) > 1 else ()

    def nearby_model(self) -> NewModel:
        """An open model from outside that labs may mind: a question begins with it."""
        return NewModel(2.0, 1.0)

    # Events. Each raises OpenraceError where the kind of game does not know it, or where it does not fit the game.

    def opened(self, capability: float, date: float) -> Treated[Self]:  # noqa: ARG002 - the contract, here and below
        """Without and with an open model from outside."""
        self._refuse("open")

    def opened_through(self, quality: float, channel: str) -> Treated[Self]:  # noqa: ARG002
        """Without and with an open model that has no date; an empty channel means every one through which it acts."""
        raise OpenraceError(
            f"an open model without a date came for {self.name}, which is a {self.noun}",
            "open:CAPABILITY@DATE",
            "write for example open:5@3",
        )

    def announced(self, capability: float, date: float) -> Treated[Self]:  # noqa: ARG002
        """Without and with an open model that labs believe in, and that does not come."""
        self._refuse("announce")

    def released(self, lab: str, date: float) -> Treated[Self]:  # noqa: ARG002
        """With a lab that never releases, and with one that does at a date."""
        self._refuse("release")

    def fixed(self, lab: str, plan: float) -> Treated[Self]:  # noqa: ARG002
        """With a free lab, and with one that follows a plan; a plan of ``inf`` is to do nothing, ever."""
        self._refuse("fix")

    def banned(self, lab: str) -> Treated[Self]:  # noqa: ARG002
        """With a free lab, and with one that may not release."""
        self._refuse("ban")

    def allowed(self, lab: str) -> Treated[Self]:  # noqa: ARG002
        """With a lab that may not release, and with a free one."""
        self._refuse("allow")

    def subsidised(self, lab: str, amount: float) -> Treated[Self]:  # noqa: ARG002
        """Without and with a payment to a lab."""
        self._refuse("subsidy")

    def merged(self, labs: tuple[str, ...]) -> Treated[Self]:  # noqa: ARG002
        """With labs apart, and together."""
        self._refuse("merge")

    def regulated(self, hazard: float) -> Treated[Self]:  # noqa: ARG002
        """Without and with a hazard of regulation that stops the race."""
        self._refuse("regulate")

    def _refuse(self, verb: str) -> NoReturn:
        raise OpenraceError(
            f"the event {verb} came for {self.name}, which is a {self.noun}",
            f"an event that a {self.noun} knows: {', '.join(self.known_events())}",
            "openrace games lists games of other kinds",
        )
