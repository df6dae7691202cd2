"""Intervals of real numbers whose ends are integers over ``2^128``; every operation rounds outwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

_BITS = 128
_ONE = 1 << _BITS


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``low / 2^128`` to ``high / 2^128``."""

    low: int
    high: int

    @classmethod
    def of(cls, number: Fraction | float) -> Interval:
        """The smallest interval that holds a number."""
        numerator, denominator = number.as_integer_ratio()
        return cls((numerator << _BITS) // denominator, -((-numerator << _BITS) // denominator))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = (self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high)
        return Interval(min(ends) >> _BITS, -(-max(ends) >> _BITS))

    def meet(self, other: Interval) -> Interval | None:
        """The common part, or ``None``."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None

    @property
    def middle(self) -> Interval:
        """A point in it."""
        half = (self.low + self.high) >> 1
        return Interval(half, half)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends, each the nearest double."""
        return self.low / _ONE, self.high / _ONE


ZERO, ONE, UNIT = Interval(0, 0), Interval(_ONE, _ONE), Interval(0, _ONE)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum."""
    low = high = 0
    for own in intervals:
        low += own.low
        high += own.high
    return Interval(low, high)


def dot(one: Sequence[Interval], two: Sequence[Interval]) -> Interval:
    """The sum of products."""
    return total(p * q for p, q in zip(one, two, strict=True))


def hull(intervals: Sequence[Interval]) -> Interval:
    """The smallest interval that holds all."""
    return Interval(min(own.low for own in intervals), max(own.high for own in intervals))
