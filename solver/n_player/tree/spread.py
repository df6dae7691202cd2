"""Continua of equilibria as products of convex hulls, and whether a point or another continuum lies inside one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Profile = tuple[FloatArray, ...]

_INSIDE = 1e-9


@dataclass(frozen=True, eq=False)
class Spread:
    """Points of a continuum, its dimension near them, and how it was recognised.

    ``faces`` are the corners ``(V_i, A_i)`` of one polytope per player where the continuum is exactly their product;
    ``exact`` are then the points in rationals.
    """

    points: tuple[Profile, ...]
    dimension: int
    note: str
    faces: tuple[FloatArray, ...] | None = None
    exact: tuple[tuple[tuple[Fraction, ...], ...], ...] = ()

    def holds(self, profile: Sequence[FloatArray], tolerance: float = _INSIDE) -> bool:
        """Whether a profile lies in the product of the faces, up to ``tolerance`` for each player."""
        return self.faces is not None and all(
            in_hull(own, corners, tolerance) for own, corners in zip(profile, self.faces, strict=True)
        )


def in_hull(point: FloatArray, corners: FloatArray, tolerance: float = _INSIDE) -> bool:
    """Whether ``point`` ``(A,)`` is a mixture of ``corners`` ``(V, A)``, up to ``tolerance``."""
    if len(corners) == 1:
        return bool(np.abs(point - corners[0]).max() < tolerance)
    from scipy.optimize import nnls

    system = np.vstack([corners.T, np.ones(len(corners))])
    _, gap = nnls(system, np.append(point, 1.0))
    return float(gap) < tolerance
