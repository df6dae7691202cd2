"""Roots of functions of one number: to machine precision between two, the first of several by a scan, or by halving."""

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


def bisected(holds: Callable[[float], bool], high: float) -> float:
    """Where something that fails at 0 begins to hold, to ``high`` times a millionth; ``high`` where it never does."""
    if not holds(high):
        return high
    low, top = 0.0, high
    while top - low > 1e-6 * high:
        middle = (low + top) / 2
        low, top = (low, middle) if holds(middle) else (middle, top)
    return top
