"""Solution concepts: what labs know, and what they can do about it. Always named in the output."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.metric import Metric
from games.parts.part import FloatArray
from openrace.concepts.equilibria import CellFlag, EquilibriumSets, of_profiles
from openrace.concepts.off_grid import UNKNOWN, Grid
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from solver.common.errors import OpenraceError, require
from solver.common.words import all_of, count, shown
from solver.game.normal_form import NormalForm
from solver.game.profile import Profile
from solver.game.solution import Status, StatusCode


class Concept(StrEnum):
    """What labs know and can do. The value is the word in JSON and in stores, ``word`` the field's."""

    OPEN_LOOP = "precommitment"
    """Each fixes its plan at the start: Nash equilibria of the normal form."""
    COMMITMENT = "announcement"
    """One lab commits to its plan first, the others answer: Stackelberg."""
    REACTION = "preemption"
    """Each decides period by period, seeing who has released: subgame-perfect equilibria."""

    @property
    def word(self) -> str:
        """What the field calls it."""
        return _WORDS[self]


class RaceConcept(StrEnum):
    """The concept of games in which labs choose efforts instead of plans."""

    MARKOV_PERFECT = "markov-perfect"
    """Each chooses an effort in every state of a race: Markov-perfect equilibria."""

    @property
    def word(self) -> str:
        """What the field calls it."""
        return "Markov-perfect"


class Foresight(StrEnum):
    """What a self of a lab whose preferences change expects of later ones."""

    SOPHISTICATED = "sophisticated"
    """That they will judge by their own preferences."""
    NAIVE = "naive"
    """That they will keep to its plan."""


_WORDS = {
    Concept.OPEN_LOOP: "open loop",
    Concept.COMMITMENT: "commitment",
    Concept.REACTION: "reaction",
}

NAMES = {
    "open-loop": Concept.OPEN_LOOP,
    "precommitment": Concept.OPEN_LOOP,
    "commitment": Concept.COMMITMENT,
    "announcement": Concept.COMMITMENT,
    "reaction": Concept.REACTION,
    "subgame-perfect": Concept.REACTION,
    "preemption": Concept.REACTION,
}
"""Every name under which a concept may be given."""


def concept_named(name: str) -> Concept:
    """The concept of that name.

    >>> concept_named("subgame-perfect") is concept_named("reaction")
    True

    Raises:
        OpenraceError: there is none.
    """
    if not isinstance(name, str) or name not in NAMES:
        raise OpenraceError(
            f"no concept is named {shown(name)}",
            "open-loop, commitment or reaction",
            f"leave it out for open-loop; other names are {', '.join(n for n in NAMES if n not in MAIN_NAMES)}",
        )
    return NAMES[name]


def spoken(label: str) -> str:
    """A label from JSON or a store, as people read it.

    >>> spoken("preemption (alice, then bob)")
    'reaction (alice, then bob)'
    """
    concept, _, chosen = label.partition(" ")
    known = RaceConcept if concept in set(RaceConcept) else Concept
    return f"{known(concept).word} {chosen}".rstrip()


MAIN_NAMES = ("open-loop", "commitment", "reaction")
"""The names to teach; the others are kept for those who know them."""

IN_WORDS: dict[Concept | RaceConcept, str] = {
    Concept.OPEN_LOOP: "each fixes its plan at the start",
    Concept.COMMITMENT: "one lab commits to its plan first, for all to see; the others answer",
    Concept.REACTION: "each decides period by period, seeing who has released",
    RaceConcept.MARKOV_PERFECT: "each chooses an effort in every state, seeing where everybody is",
}
"""Every concept as printed."""


@dataclass(frozen=True)
class Tie(Plain):
    """Plans that are equally good for a lab, between which an answer has to choose.

    Dates and numbers on a grid make such ties that the continuous game does not have: on whole numbers a follower may
    be indifferent between 2 and 3 where its best number is 2.5.

    Attributes:
        lab: who is indifferent.
        plans: between what.
        where: the situation in which it is, in words.
        decides: whether the answer would be another one if the tie were decided otherwise.
    """

    lab: str
    plans: tuple[str, ...]
    where: str
    decides: bool

    def __str__(self) -> str:
        return f"{self.lab} is indifferent between {all_of(self.plans)} {self.where}".rstrip()


MOST_TIES = 20
"""Ties listed of one answer; those that decide it come first."""


def require_game(game: object) -> None:
    """Refuse what is no game of openrace.

    Raises:
        OpenraceError: it is not.
    """
    require(game, Game, "a game", "openrace.load reads one by its name or from a file")


class Answered(Picture, ABC):
    """A game solved under some concept, as far as a verdict needs to know.

    Attributes:
        game: what was solved.
        form: its players and plans, and what they get.
    """

    game: Game
    concept: ClassVar[Concept | RaceConcept]
    """What labs know and can do."""
    lists_equilibria: ClassVar[bool] = False
    """Whether metrics have one value per equilibrium, and none for what nobody plays."""

    @property
    @abstractmethod
    def form(self) -> NormalForm:
        """Players, plans and payoffs."""

    @property
    @abstractmethod
    def found(self) -> EquilibriumSets:
        """The set of equilibria of this one game, for expectations."""

    @property
    @abstractmethod
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium shown, the distribution over each player's plans ``(A_i,)``."""

    @property
    @abstractmethod
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs of the equilibria in ``plays``."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """Whether the set is proven complete."""

    @property
    @abstractmethod
    def max_regret(self) -> float:
        """Largest gain from a deviation at any equilibrium, in units of payoff."""

    @property
    @abstractmethod
    def status(self) -> Status:
        """How the computation ended."""

    @property
    @abstractmethod
    def searched(self) -> str:
        """What was and was not searched."""

    @property
    @abstractmethod
    def ties(self) -> tuple[Tie, ...]:
        """Labs that are indifferent at an equilibrium in ``plays``, deciding ties first, at most ``MOST_TIES``."""

    def listed(self, profiles: Sequence[Profile], sizes: Sequence[int]) -> EquilibriumSets:
        """Points of this game, with what is known of them; ``sizes`` are the entries of each axis."""
        flags = CellFlag.COMPLETE if self.complete else CellFlag(0)
        if self.status.code is StatusCode.PARTIAL:
            flags |= CellFlag.PARTIAL
        return of_profiles(profiles, sizes, flags)

    @cached_property
    def grid(self) -> Grid | None:
        """The grid that the game's plans are on, if they stand for a continuum; what is gained off it where known."""
        step = self.game.grid_step
        return None if step is None else Grid(step, None, others=UNKNOWN)

    @property
    def worlds(self) -> tuple[Game, ...]:
        """The games that equilibria are over: one per scenario that labs react to, else the game itself."""
        return (self.game,)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens, on the axes that equilibria are over."""
        return self.game.metrics()

    def metrics_named(self, names: Collection[str]) -> tuple[Metric, ...]:
        """Those of the metrics that have one of some names; all of them if no name is given."""
        return self.game.metrics_named(names)

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Every player's plans, as users see them."""
        return self.form.actions

    @property
    def players(self) -> tuple[str, ...]:
        """Players' names."""
        return self.form.players

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace solve``."""
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "concept": self.concept,
            "players": self.players,
            "actions": self.labels,
            "vertices": None,
            "components": [],
            "complete": self.complete,
            "status": {"code": self.status.code, "message": self.status.message},
            "certificate": {"max_regret": self.max_regret, "reason": self.searched},
            "searched": self.searched,
            "ties": self.ties,
            "grid": self.grid,
            **self.details(),
        }

    def __repr__(self) -> str:
        proof = "complete" if self.complete else "not proven complete"
        found = count(len(self.plays), "equilibrium")
        return f"{type(self).__name__}({self.game.name}, {self.concept.word}: {found}, {proof})"

    @abstractmethod
    def details(self) -> dict[str, Any]:
        """What the concept adds to the JSON, or says otherwise."""


Solver = Callable[[Game], Answered]
"""Solves a game under one concept."""
