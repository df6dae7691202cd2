"""Published games in which players choose numbers, and their tables on a grid.

The equilibria are those of the continuous game, by grid zoom. For questions about finite games two players choose from
a grid: points at equal distances over each interval, and around every equilibrium found the equilibrium itself and
points whose distances from it halve. So an equilibrium of the continuous game is one of the table, up to the zoom's
last digits, and no grid point so near to it can be taken for it that best replies bend less than they move.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from games.classics.model import Classic, solved_once
from games.parts.part import FloatArray
from games.race.race_game import RaceGame
from solver.common.errors import OpenraceError
from solver.continuous import ContinuousEquilibrium, ContinuousGame, ContinuousSolution, solve_continuous
from solver.game.normal_form import NormalForm

POINTS = {1: (17, 6), 2: (5, 4)}
"""By how many numbers each player chooses: points at equal distances, and points on either side of an equilibrium."""
FIRST, SHRINK = 0.5, 0.8
"""The first distance of the first player, and by how much the next player's distances are shorter: on grids that are
alike a choice half-way between two points would be as good as both for both players."""


def _axis(low: float, high: float, found: FloatArray, even: int, near: int, first: float) -> FloatArray:
    """One number's points on the grid; the first distance from an equilibrium is in steps of the even points."""
    steps = first * (high - low) / (even - 1) * 0.5 ** np.arange(near)
    around = found[:, None] + np.concatenate([-steps, steps])
    points = np.concatenate([np.linspace(low, high, even), np.clip(around, low, high).ravel()])
    # What lies nearer to an equilibrium than its neighbours would be taken for it.
    apart = np.abs(points[:, None] - found).min(axis=1) > steps[-1] / 2
    return np.unique(np.concatenate([points[apart], found]))


class NumbersClassic(Classic):
    """A published game in which players choose numbers."""

    def choices(self) -> ContinuousGame:
        """What players choose from, and what they get."""
        raise NotImplementedError

    def contestants(self) -> int:
        """How many players there are."""
        return 2

    @solved_once
    def solution(self) -> ContinuousSolution:
        """Every equilibrium that grid zoom finds."""
        return solve_continuous(self.choices())

    def equilibrium(self) -> ContinuousEquilibrium:
        """The equilibrium of the paper: the only one, unless the model says which."""
        return self.solution().only

    @solved_once
    def grid(self) -> tuple[FloatArray, ...]:
        """Per player the numbers ``(D, A)`` of each of its choices on the grid.

        Raises:
            OpenraceError: there are other than two players.
        """
        n, game = self.contestants(), self.choices()
        if n != 2:
            raise OpenraceError(
                f"{self.name} has {n} players at these parameters",
                "two players, who choose from a grid",
                f"openrace replicate {self.name} solves it with any number of players",
            )
        even, near = POINTS[game.numbers]
        found = np.array([equilibrium.point for equilibrium in self.solution().equilibria])
        ends = list(zip(game.low, game.high, found.T, strict=True))
        own = [ends[game.own(i % game.players)] for i in range(n)]
        axes = [[_axis(*one, even, near, FIRST * SHRINK**i) for one in numbers] for i, numbers in enumerate(own)]
        return tuple(np.array(list(product(*numbers))).T for numbers in axes)

    def strategic(self) -> NormalForm | RaceGame:
        """Two players' choices on the grid, and what they get."""
        game, (first, second) = self.choices(), self.grid()
        one, other = first[:, :, None], second[:, None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            if game.players == 1:
                rows = [game.deviation(0, one, other), game.deviation(0, other, one)]
            else:
                together = np.concatenate(np.broadcast_arrays(one, other))
                rows = [game.deviation(0, one, together), game.deviation(1, other, together)]
        labels = tuple(tuple(", ".join(f"{v:.9g}" for v in choice) for choice in own.T) for own in (first, second))
        return NormalForm.from_bimatrix(*rows, actions=labels, title=self.name)

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:  # noqa: ARG002 - the grid has the numbers
        """What the question is asked of, at every profile of the grid."""
        first, second = self.grid()
        return self.read(first[:, :, None], second[:, None, :])

    def read(self, first: FloatArray, second: FloatArray) -> dict[str, FloatArray]:
        """Quantities at both players' numbers ``(D, ...)``, which broadcast; the first asked is usually their mean."""
        return {self.asked[0].quantity: (first[0] + second[0]) / 2} if self.asked else {}
