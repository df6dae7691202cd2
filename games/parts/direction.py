"""Which way a metric moved, over whole sets of equilibria.

Before and after an intervention a metric is an interval: its least and greatest value over *all* equilibria, faces
included. The direction is of racing, not of the number: *up* if both ends move weakly towards racing and one strictly,
*down* reversed, *neutral* if both stay, *ambiguous* otherwise. Numbers within 1e-9 of the metric's range are equal.
Dates that may be infinite are compared as distributions: up if at every date the chance of having released by then
moves weakly up, over its whole interval, and somewhere strictly (first-order dominance).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


class Code(IntEnum):
    """Directions as arrays and stores hold them."""

    UP = 0
    DOWN = 1
    NEUTRAL = 2
    AMBIGUOUS = 3
    MORE = 4
    LESS = 5
    UNKNOWN = 6
    """No equilibrium was found on one side."""

    @property
    def word(self) -> str:
        """As in verdicts."""
        return self.name.lower()

    @classmethod
    def of(cls, direction: Direction) -> Code:
        """The code of a verdict's direction."""
        return cls[direction.name]


def codes(moves: ArrayLike, scale: ArrayLike, level: ArrayLike) -> NDArray[np.int8]:
    """The rule, for arrays: :class:`Code` of numbers that must agree, as both ends of an interval must.

    Args:
        moves: ``(n, ...)`` changes towards racing (of a date: before less after); nan does not move.
        scale: ``(...)`` the unit of equality, the metric's range over all profiles of both games.
        level: ``(...)`` whether the metric is read as more or less and has no racing in it.
    """
    moved, level = np.asarray(moves, dtype=np.float64), np.asarray(level)
    tolerance = EQUALITY * np.asarray(scale, dtype=np.float64)
    rises, falls = (moved > tolerance).any(axis=0), (moved < -tolerance).any(axis=0)
    one_way = np.where(
        rises, np.where(level, int(Code.MORE), int(Code.UP)), np.where(level, int(Code.LESS), int(Code.DOWN))
    )
    both = np.where(rises & falls, int(Code.AMBIGUOUS), one_way)
    return np.where(rises | falls, both, int(Code.NEUTRAL)).astype(np.int8)


def direction(before: Interval, after: Interval, sense: Sense, scale: float) -> Direction:
    """Direction of one metric from its intervals; ``scale`` is the metric's range over all profiles of both games."""
    return combine([(before, after)], sense, scale)


def combine(pairs: Sequence[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
    """Direction when several intervals must agree, as those of a story's successive moves must."""
    sign = -1.0 if sense is Sense.EARLIER else 1.0
    # From never to never is no move, and inf - inf is nan.
    moves = [0.0 if a == b else sign * (b - a) for before, after in pairs for a, b in zip(before, after, strict=True)]
    return Direction(Code(int(codes(moves, scale, sense is Sense.LEVEL))).word)


def magnitude(pairs: Sequence[tuple[Interval, Interval]]) -> float:
    """Largest finite number in sight, 1 if there is none: differences far below it are none."""
    ends = (abs(end) for pair in pairs for interval in pair for end in interval if math.isfinite(end))
    return max(ends, default=1.0)


def ends_moved(before: Interval | None, after: Interval | None) -> tuple[bool, ...]:
    """Of each end whether it moved by more than rounding; one end, which did not, where there is nothing to compare.

    Example:
        >>> ends_moved((1.0, 2.0), (0.5, 2.0)), ends_moved((1.0, 2.0), None)
        ((True, False), (False,))
    """
    if before is None or after is None:
        return (False,)
    rounding = EQUALITY * magnitude([(before, after)])
    # Of two infinite ends the difference is no number.
    return tuple(a != b and abs(a - b) > rounding for a, b in zip(before, after, strict=True))
