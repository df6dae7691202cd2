"""Points spread over the unit cube: more evenly than random draws, and the same again for the same seed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray


@dataclass(frozen=True)
class Sobol:
    """Scrambled Sobol points in [0, 1) (Owen 1998): shares converge faster than with random draws."""

    seed: int = 0

    def __call__(self, n: int, dimension: int) -> FloatArray:
        """``(n, dimension)`` points; drawn up to the next power of two, so that the first n are balanced."""
        from scipy.stats import qmc

        points = qmc.Sobol(dimension, scramble=True, rng=self.seed).random_base2(max(0, math.ceil(math.log2(n))))
        return np.asarray(points[:n], dtype=np.float64)


@dataclass(frozen=True)
class LatinHypercube:
    """One point in each of n slices of every axis (McKay, Beckman and Conover 1979)."""

    seed: int = 0

    def __call__(self, n: int, dimension: int) -> FloatArray:
        """``(n, dimension)`` points."""
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(dimension, rng=self.seed).random(n), dtype=np.float64)


Sampler = Sobol | LatinHypercube
"""How points are spread over the unit cube."""
SOBOL = Sobol()
"""The default."""
