"""Solution concepts: what labs know, and what they can do about it. Always named in the output."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from typing import Any

from games.parts.game import Game
from games.parts.identity import game_hash
from games.parts.metric import Metric
from games.parts.part import FloatArray
from openrace.concepts.equilibria import EquilibriumSets
from solver.game.normal_form import NormalForm
from solver.game.solution import Status


class Concept(StrEnum):
    """What labs know and can do."""

    PRECOMMITMENT = "precommitment"
    """Each fixes its plan at the start: Nash equilibria of the normal form."""
    ANNOUNCEMENT = "announcement"
    """One lab commits first, the others answer: Stackelberg."""
    PREEMPTION = "preemption"
    """Each decides period by period, seeing who has released: subgame-perfect equilibria."""


IN_WORDS = {
    Concept.PRECOMMITMENT: "each fixes its plan at the start",
    Concept.ANNOUNCEMENT: "one lab commits to its plan first, for all to see; the others answer",
    Concept.PREEMPTION: "each decides period by period, seeing who has released",
}
"""Every concept as printed."""


class Answered(ABC):
    """A game solved under some concept, as far as a verdict needs to know.

    Attributes:
        game: what was solved.
        form: its players and plans, and what they get.
        concept: what labs know and can do.
    """

    game: Game
    concept: Concept

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
    def worlds(self) -> tuple[Game, ...]:
        """The games that equilibria are over: one per scenario that labs react to, else the game itself."""
        return (self.game,)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens, on the axes that equilibria are over."""
        return self.game.metrics()

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Every player's plans, as users see them."""
        return self.form.actions

    @property
    def players(self) -> tuple[str, ...]:
        """Players' names."""
        return self.form.players

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace solve``."""
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "concept": str(self.concept),
            "players": list(self.players),
            "actions": [list(row) for row in self.labels],
            "vertices": None,
            "components": [],
            "complete": self.complete,
            "status": {"code": str(self.status.code), "message": self.status.message},
            "certificate": {"max_regret": self.max_regret, "reason": self.searched},
            "searched": self.searched,
            **self.details(),
        }

    @abstractmethod
    def details(self) -> dict[str, Any]:
        """What the concept adds to the JSON, or says otherwise."""


Solver = Callable[[Game], Answered]
"""Solves a game under one concept."""
