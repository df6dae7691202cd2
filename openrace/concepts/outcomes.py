"""Numbers over a whole set of equilibria, whatever the concept.

The expectation of a metric is linear in each player's mixed action. On a maximal Nash subset, a product of faces, its
least and greatest values are therefore taken at corners, and all pairs of corners are looked at, listed or not. For
three and more players the set is the points found; for games in which labs react it is one distribution over profiles
for each equilibrium.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from games.parts.direction import Interval
from games.parts.metric import Metric
from games.parts.part import FloatArray
from solver.game.profile import Profile
from solver.game.solution import Solution


class Outcomes(ABC):
    """A set of equilibria, as something expectations can be taken over."""

    @abstractmethod
    def expectations(self, values: FloatArray) -> FloatArray:
        """``(P,)`` expectation of ``values`` ``(A_0, ..., A_{N-1})`` at every corner, or at every point found."""

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


class EquilibriumSet(Outcomes):
    """The equilibria of a normal form."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution

    def expectations(self, values: FloatArray) -> FloatArray:
        """``(P,)`` expectation of ``values`` ``(A_0, ..., A_{N-1})`` at every corner, or at every point found."""
        vertices = self._solution.vertices
        if vertices is None:
            return np.array([_expect(values, p) for p in self._points])
        if len(vertices) == 1:
            return np.asarray(vertices[0] @ values, dtype=np.float64)
        return np.asarray((vertices[0] @ values @ vertices[1].T)[self._pairs], dtype=np.float64)

    @cached_property
    def _pairs(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which pairs of two players' extreme strategies are equilibria."""
        first, second = self._solution.vertices or ((), ())
        inside = np.zeros((len(first), len(second)), dtype=bool)
        for component in self._solution.components:
            for rows, columns in component.subsets:
                inside[np.ix_(rows, columns)] = True
        return inside

    @cached_property
    def _points(self) -> tuple[Profile, ...]:
        """For three and more players: every equilibrium found, points on continua included."""
        continua = [point for c in self._solution.continua for point in c.points]
        return (*[e.strategies for e in self._solution.equilibria], *continua)


class DistributionSet(Outcomes):
    """Equilibria of which only the distribution over profiles counts: one array ``(A_0, ..., A_{N-1})`` each."""

    def __init__(self, distributions: tuple[FloatArray, ...]) -> None:
        self._flat = np.array([d.ravel() for d in distributions])

    def expectations(self, values: FloatArray) -> FloatArray:
        """``(P,)`` expectation of ``values`` ``(A_0, ..., A_{N-1})`` under every distribution."""
        return np.asarray(self._flat @ np.ascontiguousarray(values).ravel(), dtype=np.float64)


def over_scenarios(metrics: Sequence[tuple[Metric, ...]]) -> tuple[Metric, ...]:
    """The same metrics of several scenarios as ones with a leading scenario axis."""
    return tuple(
        replace(
            same[0],
            values=np.stack([m.values for m in same]),
            never=None if same[0].never is None else np.stack([m.never for m in same if m.never is not None]),
        )
        for same in zip(*metrics, strict=True)
    )


def _expect(values: FloatArray, profile: Profile) -> float:
    for own in reversed(profile):
        values = values @ own
    return float(values)


def marginals(distribution: FloatArray) -> tuple[FloatArray, ...]:
    """What each player does under a joint distribution over profiles: one vector ``(A_i,)`` per player."""
    axes = range(distribution.ndim)
    return tuple(distribution.sum(axis=tuple(j for j in axes if j != i)) for i in axes)
