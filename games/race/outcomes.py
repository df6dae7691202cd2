"""What equilibria of races make happen, as sums over states and moves: for all equilibria of a batch of games at once.

``E`` equilibria of all games, ``S`` states and one more in which all is over, ``K`` climbs, ``V`` other hazards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from games.parts.part import BoolArray, FloatArray
from games.race.arrays import REGULATION, RaceArrays
from games.race.race_game import RaceGame
from solver.common.arrays import IntArray
from solver.directional import DirectionalSolution, Occupancy


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Solved races, ready to be asked.

    Attributes:
        game: the race, perhaps with an array of numbers.
        solution: the equilibria of its ``directional()``.
    """

    game: RaceGame
    solution: DirectionalSolution

    @cached_property
    def arrays(self) -> RaceArrays:
        """The race in arrays."""
        return RaceArrays(self.game)

    @property
    def occupancy(self) -> Occupancy:
        """Where play is."""
        return self.solution.occupancy

    @property
    def games(self) -> IntArray:
        """``(E,)`` the game of each equilibrium."""
        return self.solution.branches.games

    @property
    def rates(self) -> FloatArray:
        """``(E,)`` discount rates."""
        return self.solution.game.rates[self.games]

    def at_start(self, values: FloatArray) -> FloatArray:
        """``(E, N)`` of something ``(E, S + 1, N)`` in the first state."""
        return np.asarray(values[np.arange(len(self.games)), self.occupancy.first], dtype=np.float64)

    @cached_property
    def spent(self) -> FloatArray:
        """``(E, S + 1, N)`` cost of effort per unit of time."""
        solved = self.solution
        cost = solved.game.costs[self.games] * solved.efforts**solved.game.exponent / solved.game.exponent
        return np.asarray(cost, dtype=np.float64)

    def flow(self, values: FloatArray) -> FloatArray:
        """``(E,)`` discounted sum of ``(B, S)`` per unit of time; it goes on once regulation has stopped the race."""
        own = values[self.games]
        total = self.occupancy.flow(np.concatenate([own, np.zeros((len(own), 1))], axis=1))
        lumps = own[:, self.solution.game.events.states] / self.rates[:, None]
        stopped = self.arrays.caused(REGULATION)
        return total + self.occupancy.moves(np.zeros(1), np.where(stopped, lumps, 0.0))

    def average(self, level: FloatArray) -> FloatArray:
        """``(E,)`` discounted average over time of a level ``(S,)`` that stays what it was when the race ends."""
        arrays, over = self.arrays, self.arrays.map.over
        total = self.rates * self.occupancy.flow(np.append(level, 0.0))
        ended = arrays.finishes | arrays.won
        climbs = np.where(ended, level[arrays.reached], 0.0)
        others = self.solution.game.events
        return total + self.occupancy.moves(climbs, np.where(others.targets == over, level[others.states], 0.0))

    def date(self, inside: BoolArray) -> tuple[FloatArray, FloatArray]:
        """``(E,)`` mean date at which play enters a set of states that it never leaves, and the chance that it does."""
        count = len(self.games)
        if inside[self.solution.game.start]:
            return np.zeros(count), np.ones(count)
        climbs, events = self.entering(inside)
        mean, chance = self.occupancy.date(climbs, events)
        return mean, np.minimum(chance, 1.0)

    def entering(self, inside: BoolArray) -> tuple[BoolArray, BoolArray]:
        """``(K,)`` climbs and ``(V,)`` other moves by which play enters a set of states."""
        arrays, others = self.arrays, self.solution.game.events
        climbs = inside[arrays.reached] & ~inside[arrays.sources]
        return climbs, np.append(inside, False)[others.targets] & ~inside[others.states]
