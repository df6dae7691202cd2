"""Solve a named game, and say under which concept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.game import Game
from openrace.load import game_hash
from solver.solution import Solution

if TYPE_CHECKING:
    from solver.solve import Method

PRECOMMITMENT = "precommitment"
"""Each lab fixes its plan at the start: Nash equilibria of the normal form."""


@dataclass(frozen=True, eq=False)
class Answer:
    """A game, its equilibria, and the concept under which they are equilibria.

    Attributes:
        game: what was solved.
        solution: every equilibrium found, with certificate and status.
        concept: what labs know and can do.
    """

    game: Game
    solution: Solution
    concept: str = PRECOMMITMENT

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace solve``."""
        return {
            "game": self.game.name,
            "hash": game_hash(self.game),
            "concept": self.concept,
            **self.solution.to_dict(),
        }

    def __repr__(self) -> str:
        return f"Answer({self.game.name}, {self.concept}: {self.solution!r})"


def solve(game: Game, method: Method | None = None) -> Answer:
    """Every equilibrium of a game that the method finds; see :func:`solver.solve.solve` for what each method proves."""
    from solver.solve import solve as solve_normal_form

    return Answer(game, solve_normal_form(game.normal_form(), method))
