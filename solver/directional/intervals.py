"""Intervals of floats with outward rounding, as pairs of arrays.

numpy rounds to nearest, so a result is at most half a unit in the last place away from the exact one; a step outward
of at least one unit after each operation therefore encloses it. Powers of a real exponent are not rounded
correctly by every library: they get four units.

An ``Interval`` holds ``lo`` and ``hi`` of one shape, ``lo <= hi`` everywhere; ``Rows`` are tables of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import Any, Self, TypeVar

import numpy as np

from solver.common.arrays import BoolArray, FloatArray

POWER_UNITS = 4
"""Units in the last place by which a real power may be wrong; glibc states less than one."""
MORE, LESS = 1.0 + 2.0**-51, 1.0 - 2.0**-51
"""Times a float, at least one float further, whatever its rounding; ``nextafter`` itself takes five times as long."""
LEAST = 1e-320
"""At least one float further where floats have no leading bit, 0 included."""


def down(values: FloatArray) -> FloatArray:
    """At least the next float below, and not much further."""
    return np.asarray(values * np.where(values > 0, LESS, MORE) - LEAST)


def up(values: FloatArray) -> FloatArray:
    """At least the next float above, and not much further."""
    return np.asarray(values * np.where(values > 0, MORE, LESS) + LEAST)


def lowered(values: FloatArray) -> FloatArray:
    """``down`` of numbers that are not negative, in half the time."""
    return np.asarray(values * LESS - LEAST)


def raised(values: FloatArray) -> FloatArray:
    """``up`` of numbers that are not negative, in half the time."""
    return np.asarray(values * MORE + LEAST)


def _defined(values: FloatArray, otherwise: float) -> FloatArray:
    """The values, with a number where there is none; most arrays have all, and looking is quicker than replacing."""
    undefined = np.isnan(values)
    return np.where(undefined, otherwise, values) if undefined.any() else values


def _kept(where: BoolArray, these: FloatArray, others: FloatArray) -> FloatArray:
    """``these`` in some places and ``others`` elsewhere; mostly there are no such places."""
    return np.where(where, these, others) if where.any() else others


@dataclass(frozen=True, eq=False)
class Interval:
    """All numbers from ``lo`` to ``hi``, element by element."""

    lo: FloatArray
    hi: FloatArray

    @classmethod
    def point(cls, values: FloatArray) -> Interval:
        """Exact numbers."""
        return cls(values, values)

    @property
    def mid(self) -> FloatArray:
        """A float inside."""
        with np.errstate(invalid="ignore"):
            middle = self.lo + 0.5 * (self.hi - self.lo)
        # Between two unbounded ends any number will do; it only guides a search.
        return np.clip(np.nan_to_num(middle, nan=0.0), self.lo, self.hi)

    @property
    def width(self) -> FloatArray:
        """Length, rounded up."""
        return up(self.hi - self.lo)

    def __getitem__(self, key: Any) -> Interval:
        return Interval(self.lo[key], self.hi[key])

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo)

    def __add__(self, other: Interval) -> Interval:
        with np.errstate(invalid="ignore"):
            low, high = self.lo + other.lo, self.hi + other.hi
        # Adding 0 is exact; a tie must stay one.
        return Interval(
            _kept((self.lo == 0) | (other.lo == 0), low, down(_defined(low, -np.inf))),
            _kept((self.hi == 0) | (other.hi == 0), high, up(_defined(high, np.inf))),
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        # A number has one end, and half the products.
        sides = (self.lo,) if self.lo is self.hi else (self.lo, self.hi)
        with np.errstate(over="ignore", invalid="ignore"):
            ends = [side * end for side in sides for end in (other.lo, other.hi)]
        # 0 times an unbounded end is 0: the end is a bound, not a value.
        products = [_defined(product, 0.0) for product in ends]
        lowest, highest = reduce(np.minimum, products), reduce(np.maximum, products)
        nothing = ((self.lo == 0) & (self.hi == 0)) | ((other.lo == 0) & (other.hi == 0))
        zero = np.zeros(())
        return Interval(_kept(nothing, zero, down(lowest)), _kept(nothing, zero, up(highest)))

    def over(self, positive: Interval) -> Interval:
        """Divided by an interval of numbers that are not negative; where that may be 0, the result has no bound."""
        least = np.maximum(positive.lo, 0.0)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            lowest = np.where(self.lo >= 0, self.lo / positive.hi, self.lo / least)
            highest = np.where(self.hi >= 0, self.hi / least, self.hi / positive.hi)
        return Interval(
            np.where(np.isnan(lowest), -np.inf, down(lowest)), np.where(np.isnan(highest), np.inf, up(highest))
        )

    def times(self, positive: FloatArray) -> Interval:
        """Multiplied by exact numbers that are not negative."""
        return Interval(down(self.lo * positive), up(self.hi * positive))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(np.minimum(self.lo, other.lo), np.maximum(self.hi, other.hi))


@dataclass(frozen=True, eq=False)
class Rows:
    """A table: arrays and intervals with one row per thing; all else holds for every row."""

    def __getitem__(self, which: Any) -> Self:
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        tables = {name: part for name, part in own.items() if isinstance(part, np.ndarray | Interval)}
        return replace(self, **{name: part[which] for name, part in tables.items()})


Table = TypeVar("Table", bound=Rows)


def joined(parts: Sequence[Interval]) -> Interval:
    """One after the other."""
    return Interval(np.concatenate([p.lo for p in parts]), np.concatenate([p.hi for p in parts]))


def stacked(parts: Sequence[Table]) -> Table:
    """The rows of several tables, one table after the other."""
    own = {f.name: [getattr(part, f.name) for part in parts] for f in fields(parts[0])}
    columns = {k: joined(v) if isinstance(v[0], Interval) else np.concatenate(v) for k, v in own.items()}
    return replace(parts[0], **columns)


def power(values: FloatArray, exponent: float) -> Interval:
    """``values ** exponent`` of numbers that are not negative, for an exponent above 0."""
    if exponent == 1.0:
        return Interval.point(values)
    if exponent == 2.0:
        square = values * values
        return Interval(np.maximum(down(square), 0.0), up(square))
    raised = values**exponent
    wide = POWER_UNITS * np.spacing(raised)
    return Interval(np.maximum(raised - wide, 0.0), raised + wide)


def powers(values: Interval, exponent: float) -> Interval:
    """As :func:`power`, of all numbers in an interval."""
    return Interval(power(values.lo, exponent).lo, power(values.hi, exponent).hi)
