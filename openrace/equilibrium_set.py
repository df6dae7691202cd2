"""Numbers over a whole set of equilibria.

The expectation of a metric is linear in each player's mixed action. On a maximal Nash subset, a product of faces, its
least and greatest values are therefore taken at corners, and all pairs of corners are looked at, listed or not. For
three and more players the set is the points found.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from games.direction import Interval
from games.part import FloatArray
from solver.profile import Profile
from solver.solution import Solution


class EquilibriumSet:
    """The equilibria of a solution, as something expectations can be taken over."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution

    @cached_property
    def pairs(self) -> tuple[FloatArray, ...]:
        """For one and two players: vertices per player, and for two a last array that marks equilibrium pairs."""
        vertices = self.solution.vertices
        if vertices is None:
            raise ValueError("only games of one and two players have vertices")
        if len(vertices) == 1:
            return vertices
        inside = np.zeros((len(vertices[0]), len(vertices[1])), dtype=bool)
        for component in self.solution.components:
            for first, second in component.subsets:
                inside[np.ix_(first, second)] = True
        return (*vertices, inside)

    @cached_property
    def points(self) -> tuple[Profile, ...]:
        """For three and more players: every equilibrium found, points on continua included."""
        continua = [point for c in self.solution.continua for point in c.points]
        return (*[e.strategies for e in self.solution.equilibria], *continua)

    def expectations(self, values: FloatArray) -> FloatArray:
        """``(P,)`` expectation of ``values`` ``(A_0, ..., A_{N-1})`` at every corner, or at every point found."""
        if self.solution.vertices is None:
            return np.array([_expect(values, p) for p in self.points])
        if len(self.pairs) == 1:
            return np.asarray(self.pairs[0] @ values, dtype=np.float64)
        first, second, inside = self.pairs
        return np.asarray((first @ values @ second.T)[inside.astype(bool)], dtype=np.float64)

    def interval(self, values: FloatArray) -> Interval:
        """Least and greatest expectation over the set."""
        found = self.expectations(values)
        return float(found.min()), float(found.max())

    def ratio(self, top: FloatArray, bottom: FloatArray) -> Interval | None:
        """Interval of one expectation divided by another, where that is positive; ``None`` if it never is.

        Such a ratio is monotone along every segment on which the divisor is positive, so corners suffice there.
        """
        above, below = self.expectations(top), self.expectations(bottom)
        fine = below > 1e-12
        if not fine.any():
            return None
        ratios = above[fine] / below[fine]
        return float(ratios.min()), float(ratios.max())


def _expect(values: FloatArray, profile: Profile) -> float:
    for own in reversed(profile):
        values = values @ own
    return float(values)
