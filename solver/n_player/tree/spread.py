"""Points and continua of equilibria, and whether a point or another continuum lies inside a continuum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import SAME_POINT
from solver.n_player.relaxation.integers import Profile, RationalProfile

Contains = Callable[[Sequence[FloatArray], float], bool]
"""Whether a set holds a profile, up to a tolerance for each player's probabilities."""


@dataclass(frozen=True, eq=False)
class Point:
    """An equilibrium.

    Attributes:
        profile: the nearest doubles.
        radius: by how much they are off at most, where that is proven.
        exact: the point in rationals, where it is known so.
        index: of the equilibrium, where its equations are regular.
    """

    profile: Profile
    radius: float | None = None
    exact: RationalProfile | None = None
    index: int | None = None


@dataclass(frozen=True, eq=False)
class Spread:
    """A continuum.

    Attributes:
        points: some of its points; its corners or ends, where it is known exactly.
        dimension: near the points.
        note: how it was recognised.
        contains: what belongs to it, where that is known beyond the points.
        exact: the points in rationals, where they are known.
    """

    points: tuple[Profile, ...]
    dimension: int
    note: str
    contains: Contains | None = None
    exact: tuple[RationalProfile, ...] = ()

    def holds(self, profile: Sequence[FloatArray], tolerance: float = SAME_POINT) -> bool:
        """Whether a profile belongs to it, up to ``tolerance`` for each player."""
        if self.contains is not None:
            return self.contains(profile, tolerance)
        return any(near(profile, point, tolerance) for point in self.points)


def near(one: Sequence[FloatArray], two: Sequence[FloatArray], tolerance: float) -> bool:
    """Whether no probability differs by the tolerance."""
    return all(bool(np.abs(p - q).max() < tolerance) for p, q in zip(one, two, strict=True))


def in_product(
    faces: Sequence[FloatArray], pair: tuple[int, int] = (0, 1), gains: Sequence[FloatArray] = ()
) -> Contains:
    """The product of the convex hulls of each player's corners ``(V_i, A_i)``, or a part of it.

    With ``gains``, bilinear forms ``(A_i, A_j)`` of the mixes of a pair, the part at which none of them is positive.
    """
    scales = [float(np.abs(gain).max()) for gain in gains]

    def contains(profile: Sequence[FloatArray], tolerance: float) -> bool:
        first, second = (profile[i] for i in pair)
        limits = zip(gains, scales, strict=True)
        return all(float(first @ gain @ second) <= tolerance * s for gain, s in limits) and all(
            in_hull(own, corners, tolerance) for own, corners in zip(profile, faces, strict=True)
        )

    return contains


def in_hull(point: FloatArray, corners: FloatArray, tolerance: float = SAME_POINT) -> bool:
    """Whether ``point`` ``(A,)`` is a mixture of ``corners`` ``(V, A)``, up to ``tolerance``."""
    if len(corners) == 1:
        return bool(np.abs(point - corners[0]).max() < tolerance)
    from scipy.optimize import nnls

    system = np.vstack([corners.T, np.ones(len(corners))])
    _, gap = nnls(system, np.append(point, 1.0))
    return float(gap) < tolerance
