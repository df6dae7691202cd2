"""Roots of functions of one date: located to machine precision between two dates, or the first of several by a scan."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

SCAN = 256
"""Points at which a sign change is looked for before it is located."""


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where ``function``, of opposite signs at ``low`` and ``high``, vanishes (Brent's method)."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))


def first_crossing(function: Callable[[float], float], low: float, high: float) -> float | None:
    """The first point at which ``function`` is no longer negative; ``None`` if it is negative at all ``SCAN`` points.

    Two crossings between neighbouring points of the scan are missed.
    """
    if function(low) >= 0:
        return low
    for left, right in pairwise(float(t) for t in np.linspace(low, high, SCAN)):
        if function(right) >= 0:
            return root(function, left, right)
    return None
