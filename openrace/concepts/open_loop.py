"""Open loop: each lab fixes its plan at the start, and the equilibria are the Nash equilibria of the normal form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from games.parts.game import Game
from games.parts.part import FloatArray
from openrace.concepts.concept import MOST_TIES, Answered, Concept, Tie, require_game
from openrace.concepts.equilibria import EquilibriumSets, of_solution
from openrace.concepts.off_grid import Grid, grid_of
from solver.common.tolerances import RESOLUTION
from solver.game.normal_form import NormalForm
from solver.game.profile import deviation_gains
from solver.game.solution import Solution, Status

if TYPE_CHECKING:
    from solver.answer.solving import Method


@dataclass(frozen=True, eq=False, repr=False)
class Answer(Answered):
    """A game and the Nash equilibria of its normal form.

    Attributes:
        game: what was solved.
        solution: every equilibrium found, with certificate and status.
    """

    game: Game
    solution: Solution
    concept: ClassVar[Concept] = Concept.OPEN_LOOP

    @property
    def form(self) -> NormalForm:
        """Players, plans and payoffs."""
        return self.solution.game

    @cached_property
    def found(self) -> EquilibriumSets:
        """The set of equilibria, for expectations."""
        return of_solution(self.solution)

    @property
    def plays(self) -> tuple[tuple[FloatArray, ...], ...]:
        """For every equilibrium listed, each player's mixed action."""
        return tuple(e.strategies for e in self.solution.equilibria)

    @property
    def payoffs(self) -> FloatArray:
        """``(E, N)`` payoffs of the equilibria listed."""
        return np.array([e.payoffs for e in self.solution.equilibria]).reshape(-1, len(self.players))

    @property
    def complete(self) -> bool:
        """Whether the set of equilibria is proven complete."""
        return self.solution.complete

    @property
    def max_regret(self) -> float:
        """Largest regret, in units of payoff."""
        return self.solution.certificate.max_regret

    @property
    def status(self) -> Status:
        """How the computation ended."""
        return self.solution.status

    @property
    def searched(self) -> str:
        """What was and was not searched."""
        return self.solution.searched

    @cached_property
    def grid(self) -> Grid | None:
        """The grid that the game's plans are on, and the most that a player gains off it."""
        return grid_of(self.game, self.form, self.plays)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Labs for which a plan that they do not use is as good as theirs, in equilibria that a nudge would break."""
        found = []
        for number, equilibrium in enumerate(self.solution.equilibria[:MOST_TIES], start=1):
            for i, (own, gains) in enumerate(
                zip(equilibrium.strategies, deviation_gains(self.form.payoffs, equilibrium.strategies), strict=True)
            ):
                good = gains >= -RESOLUTION * float(np.ptp(self.form.payoffs[i]))
                if (good & (own == 0)).any():
                    plans = tuple(self.labels[i][a] for a in np.flatnonzero(good | (own > 0)))
                    found.append(Tie(self.players[i], plans, f"in equilibrium {number}", decides=True))
        return tuple(found[:MOST_TIES])

    def details(self) -> dict[str, Any]:
        """Vertices, equilibria, components and certificate of the solution."""
        return self.solution.to_dict()


def solve(
    game: Game, method: Method | str | None = None, budget: float | None = None, *, keep_when_interrupted: bool = False
) -> Answer:
    """Every equilibrium of a game that the method finds; ``solver.answer.solving`` says what each proves.

    Args:
        game: what to solve.
        method: an object or a name; left out, one that fits the size.
        budget: seconds after which a search returns what it knows.
        keep_when_interrupted: whether Ctrl-C does so too.
    """
    from solver.answer.solving import solve as solve_normal_form

    require_game(game)
    found = solve_normal_form(
        game.normal_form(), method=method, budget=budget, keep_when_interrupted=keep_when_interrupted
    )
    return Answer(game, found)
