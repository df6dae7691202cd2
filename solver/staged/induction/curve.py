"""A mixed equilibrium that moves along a segment of stage games.

On a unit segment, payoffs are linear. A mover mixes two actions so that another mover is indifferent between two: its
chances are as two linear functions (*odds*). So a row's expectation is a ratio of polynomials of degree three at most
over two, and its extremes are at ends of the segment or at roots of a polynomial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.polynomial import polynomial

from solver.common.arrays import FloatArray
from solver.common.tolerances import SAME_POINT, ZERO
from solver.staged.strategy import MixedAction, Profile


@dataclass(frozen=True, eq=False)
class Odds:
    """Chances of two actions, as two linear functions: ``(2,)`` each, their values at the ends of the segment."""

    first: FloatArray
    second: FloatArray

    def of_second(self, at: float) -> float:
        """The chance of the second action at a point of the segment."""
        first, second = ((1 - at) * ends[0] + at * ends[1] for ends in (self.first, self.second))
        if abs(first + second) <= ZERO * max(np.abs(self.first).max(), np.abs(self.second).max()):
            # Where both vanish one is a multiple of the other, and chances are the same everywhere else.
            return self.of_second(at + 0.5 if at < 0.5 else at - 0.5)
        return float(second / (first + second))

    @property
    def is_constant(self) -> bool:
        """Whether chances are the same at both ends, and so everywhere."""
        return abs(self.of_second(0.0) - self.of_second(1.0)) <= SAME_POINT


def played(point: Profile, moving: Mapping[int, Odds], at: float) -> Profile:
    """The profile of the equilibrium ``point`` whose movers ``moving`` mix with these odds."""
    profile = list(point)
    for mover, odds in moving.items():
        chances = np.array([1 - odds.of_second(at), odds.of_second(at)])
        profile[mover] = MixedAction(point[mover].actions, tuple(np.clip(chances, 0.0, 1.0).tolist()))
    return tuple(profile)


def turns(first: FloatArray, last: FloatArray, point: Profile, moving: Mapping[int, Odds]) -> list[float]:
    """Points strictly inside the segment at which the expectation of some row may be least or greatest.

    ``first`` and ``last`` are outcomes ``(R, A_0, ...)`` at its ends.
    """
    lines = {mover: (_line(odds.first), _line(odds.second)) for mover, odds in moving.items()}
    bottom: FloatArray = np.array([1.0])
    for own in lines.values():
        bottom = np.asarray(polynomial.polymul(bottom, polynomial.polyadd(*own)))
    found: set[float] = set()
    for row in range(len(first)):
        top: FloatArray = np.zeros(1)
        for picked in product(*(range(len(mixed.actions)) for mixed in point)):
            actions = tuple(mixed.actions[k] for mixed, k in zip(point, picked, strict=True))
            term: FloatArray = _line(np.array([first[(row, *actions)], last[(row, *actions)]]))
            for mover, own in lines.items():
                term = np.asarray(polynomial.polymul(term, own[picked[mover]]))
            top = np.asarray(polynomial.polyadd(top, term))
        slope = polynomial.polysub(
            polynomial.polymul(polynomial.polyder(top), bottom), polynomial.polymul(top, polynomial.polyder(bottom))
        )
        slope = polynomial.polytrim(slope, ZERO * float(np.abs(slope).max(initial=0.0)))
        found |= {float(root.real) for root in polynomial.polyroots(slope) if abs(root.imag) <= SAME_POINT}
    return sorted(at for at in found if SAME_POINT < at < 1 - SAME_POINT)


def _line(ends: FloatArray) -> FloatArray:
    return np.array([ends[0], ends[1] - ends[0]])
