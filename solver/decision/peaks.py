"""Tools of ``choice`` for one smooth piece: shrink a bracket, sharpen a peak, find where a plateau ends.

Functions take ``f`` as a function of arrays and work on many brackets at once where that pays.
"""

from __future__ import annotations

import numpy as np

from solver.common.arrays import FloatArray
from solver.decision.decision import Objective

GOLDEN = (5**0.5 - 1) / 2

GOLDEN_STEPS = 30
"""Each step keeps 0.618 of the bracket, so 30 leave a millionth; where f is smooth, sharpening does the rest."""

SHARP = 1e-14
"""Estimates of a peak that agree to this fraction of the piece need no smaller steps."""

BISECTIONS = 64
"""Halvings after which a bracket has shrunk to the spacing of floats."""


def golden_section(f: Objective, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Peaks ``(m,)`` inside the brackets, and the shrunken brackets (Kiefer 1953)."""
    a, b = low.copy(), high.copy()
    c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    at_c, at_d = f(c), f(d)
    for _ in range(GOLDEN_STEPS):
        left = at_c >= at_d
        a, b = np.where(left, a, c), np.where(left, d, b)
        c, d = np.where(left, b - GOLDEN * (b - a), d), np.where(left, c, a + GOLDEN * (b - a))
        fresh = f(np.where(left, c, d))
        at_c, at_d = np.where(left, fresh, at_d), np.where(left, at_c, fresh)
    return np.where(at_c >= at_d, c, d), a, b


def bisect_derivative(
    slope: Objective, f: Objective, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """As :func:`golden_section`, to the last place, where the derivative ``slope`` falls through zero in the bracket.

    Where it does not (a peak at the end of a piece, a kink that was not named) golden section stands in.
    """
    falls = (slope(low) > 0) & (slope(high) < 0)
    by_values, shrunk_low, shrunk_high = golden_section(f, low, high)
    a, b = np.where(falls, low, shrunk_low), np.where(falls, high, shrunk_high)
    for _ in range(BISECTIONS):
        middle = a + (b - a) / 2
        rising = slope(middle) > 0
        a, b = np.where(falls & rising, middle, a), np.where(falls & ~rising, middle, b)
    return np.where(falls, a + (b - a) / 2, by_values), a, b


def sharpen(f: Objective, y: float, a: float, b: float) -> float:
    """A stationary point next to ``y`` in the open piece ``(a, b)``, by Newton steps on fourth-order differences.

    Values alone place a smooth peak to about 1e-8, since near it they differ by the square of the distance; differences
    over a step ``h`` place it to ``h^4`` plus rounding over ``h``. Steps shrink fourfold and the estimate on which two
    neighbouring steps agree best is taken.
    """
    room = min(y - a, b - y)
    estimates: list[float] = []
    for k in range(1, 9):
        h = room * 0.45 * 4.0**-k
        at = y
        for _ in range(3):
            far_left, left, here, right, far_right = (float(v) for v in f(at + h * np.arange(-2.0, 3.0)))
            slope = (8 * (right - left) - (far_right - far_left)) / (12 * h)
            bend = (16 * (right + left) - (far_right + far_left) - 30 * here) / (12 * h * h)
            if not (np.isfinite(slope) and bend < 0):
                break
            at -= max(-h, min(h, slope / bend))
            at = min(max(at, a + 2.1 * h), b - 2.1 * h)
        estimates.append(at)
        if len(estimates) > 1 and abs(estimates[-1] - estimates[-2]) <= SHARP * (b - a):
            return at
    gaps = np.abs(np.diff(estimates))
    return float(estimates[int(np.argmin(gaps)) + 1])


def strict_bracket(f: Objective, y: float, a: float, b: float, rounding: float) -> tuple[float, float]:
    """The smallest tried interval around ``y`` in the piece at whose ends ``f`` is lower by more than rounding."""
    top = float(f(np.array([y]))[0])
    distances = np.maximum(abs(y), b - a) * 4.0 ** -np.arange(24.0, -1.0, -1.0)
    ends = []
    for direction, end in ((-1, a), (1, b)):
        points = y + direction * distances
        points = points[(points > a) & (points < b)]
        lower = points[f(points) < top - rounding]
        ends.append(float(lower[0]) if lower.size else end)
    return ends[0], ends[1]


def plateau_end(f: Objective, inside: float, outside: float, level: float) -> float:
    """Where ``f`` falls below ``level`` between a point on the plateau and its neighbour off it."""
    for _ in range(BISECTIONS):
        middle = inside + (outside - inside) / 2
        if float(f(np.array([middle]))[0]) >= level:
            inside = middle
        else:
            outside = middle
    return inside
