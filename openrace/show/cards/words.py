"""Numbers and plans as a person reads them."""

from __future__ import annotations

import math

from games.parts.direction import Interval
from solver.common.table import without_noise

MOST_WRITTEN_OUT = 1e9
"""Numbers below it are written with all their digits and without an exponent."""


def number(value: float | None, digits: int = 4) -> str:
    """A number to some significant digits, without the noise of rounding."""
    if value is None:
        return "-"
    if math.isinf(value):
        return "never" if value > 0 else "-inf"
    text = f"{without_noise(value):.{digits}g}"
    if "e+" in text and abs(value) < MOST_WRITTEN_OUT:
        text = f"{float(text):.0f}"
    return "0" if text == "-0" or abs(value) < 1e-12 else text


def interval(pair: Interval | None) -> str:
    """One number if the interval is a point, else both ends."""
    if pair is None:
        return "never"
    low, high = number(pair[0]), number(pair[1])
    return low if low == high else f"{low} to {high}"
