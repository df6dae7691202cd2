"""Which way a metric moved, over whole sets of equilibria.

Before and after an intervention a metric is an interval: its least and greatest value over *all* equilibria, faces
included. The direction is of racing, not of the number: *up* if both ends move weakly towards racing and one strictly,
*down* reversed, *neutral* if both stay, *ambiguous* otherwise. Numbers within 1e-9 of the metric's range are equal.
Dates that may be infinite are compared as distributions: up if at every date the chance of having released by then
moves weakly up, over its whole interval, and somewhere strictly (first-order dominance).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from games.parts.metric import Sense

EQUALITY = 1e-9
"""Fraction of a metric's range within which two values are equal."""

Interval = tuple[float, float]


class Direction(StrEnum):
    """Set-valued direction of a metric under an intervention."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"
    AMBIGUOUS = "ambiguous"
    MORE = "more"
    LESS = "less"


def direction(before: Interval, after: Interval, sense: Sense, scale: float) -> Direction:
    """Direction of one metric from its intervals; ``scale`` is the metric's range over all profiles of both games."""
    return combine([(before, after)], sense, scale)


def combine(pairs: Sequence[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
    """Direction when several numbers must agree, as the values of a distribution function do."""
    tolerance = EQUALITY * scale
    sign = -1.0 if sense is Sense.EARLIER else 1.0
    moves = [sign * (b - a) for before, after in pairs for a, b in zip(before, after, strict=True)]
    rises, falls = any(m > tolerance for m in moves), any(m < -tolerance for m in moves)
    if rises and falls:
        return Direction.AMBIGUOUS
    if not rises and not falls:
        return Direction.NEUTRAL
    if sense is Sense.LEVEL:
        return Direction.MORE if rises else Direction.LESS
    return Direction.UP if rises else Direction.DOWN
