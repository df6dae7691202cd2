"""Solution concepts: what labs know, and what they can do about it. Always named in the output."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from games.game import Game
from games.metrics import Metric
from games.part import FloatArray
from openrace.outcomes import Outcomes
from solver.solution import Status

if TYPE_CHECKING:
    from typing import Any


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


class Answered(Protocol):
    """A game solved under some concept, as far as a verdict needs to know."""

    @property
    def game(self) -> Game:
        """What was solved."""
        ...

    @property
    def concept(self) -> Concept:
        """What labs know and can do."""
        ...

    @property
    def worlds(self) -> tuple[Game, ...]:
        """The games that ``outcomes`` are over: one per scenario that labs react to, else the game itself."""
        ...

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What happens, on the axes that ``outcomes`` are over."""
        ...

    @property
    def outcomes(self) -> Outcomes:
        """The set of equilibria, for expectations."""
        ...

    @property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium shown, the distribution over each player's plans ``(A_i,)``."""
        ...

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs of the equilibria in ``plays``."""
        ...

    @property
    def complete(self) -> bool:
        """Whether the set is proven complete."""
        ...

    @property
    def max_regret(self) -> float:
        """Largest gain from a deviation at any equilibrium, in units of payoff."""
        ...

    @property
    def status(self) -> Status:
        """How the computation ended."""
        ...

    @property
    def searched(self) -> str:
        """What was and was not searched."""
        ...

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Every player's plans, as users see them."""
        ...

    @property
    def players(self) -> tuple[str, ...]:
        """Players' names."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace solve``."""
        ...


Solver = Callable[[Game], Answered]
"""Solves a game under one concept."""
