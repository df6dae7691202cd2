"""What a payment at a date is worth now, and a flow over a stretch of time.

Time is cut into cells on which nothing changes (see ``games.release.history``); their ends ``t0`` and ``t1`` have shape
``[cell, *batch, 1, ..., 1]``. A lab discounts at rate ``r`` plus a hazard that may differ from cell to cell; with
quasi-hyperbolic preferences all that comes after the present counts only ``beta`` times. Customers may grow at rate
``gamma``, which is the same as discounting their money by ``r - gamma``, or follow a diffusion curve ``n(t)``, which is
integrated by Gauss quadrature with enough nodes to lose no visible digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

import numpy as np

from games.parts.part import FloatArray

Number = float | FloatArray
Curve = Callable[[FloatArray], FloatArray]
"""Customers at a date relative to the market's number, for an array of dates."""

N_NODES = 16
"""Quadrature nodes per panel: a Bass curve over a whole year in one panel keeps 10 digits."""
SHORT = 12.0
"""Periods in the first panel of a cell, at most."""
N_PANELS = 8
"""Panels of an endless last cell, each with that many nodes."""


@dataclass(frozen=True, eq=False)
class Stop:
    """An end of all payments at a random date within one cell.

    Attributes:
        start: left end of the cell, ``[*batch, 1, ..., 1]``; ``inf`` for no end.
        end: its right end, perhaps ``inf``.
        hazard: hazard within the cell, ``[*batch, *profile]``.
    """

    start: FloatArray
    end: FloatArray
    hazard: FloatArray


@dataclass(frozen=True)
class Discount:
    """How one lab weighs time.

    Attributes:
        start: left ends of the cells.
        end: right ends; the last may be ``inf``.
        rate: continuous discount rate.
        hazard: what is added to it in each cell, ``[cell, *batch, *profile]`` or a number.
        beta: weight of everything after the present.
        present: date at which the present ends.
        stops: ends of all payments.
    """

    start: FloatArray
    end: FloatArray
    rate: Number
    hazard: Number = 0.0
    beta: Number = 1.0
    present: Number = 0.0
    stops: tuple[Stop, ...] = ()

    def flow(self, growth: Number = 0.0, curve: Curve | None = None) -> FloatArray:
        """Integral over each cell of discount factor times ``exp(growth t)`` times the curve."""
        whole = self._integral(self.end, growth, curve)
        if np.ndim(self.beta) == 0 and self.beta == 1:
            return whole
        now = self._integral(np.clip(self.present, self.start, self.end), growth, curve)
        return now + np.asarray(self.beta) * (whole - now)

    def at(self, date: FloatArray) -> FloatArray:
        """Discount factor at finite dates ``[*batch, *profile]``."""
        exponent = np.asarray(self.rate) * date
        if self._has_hazard:
            passed = np.clip(np.minimum(self.end, date) - self.start, 0.0, None)
            exponent = exponent + np.sum(np.asarray(self.hazard) * passed, axis=0)
        return np.exp(-exponent) * self._bias(date) * self._paid(date)

    def at_cells(self) -> FloatArray:
        """Discount factor at the start of each cell, ``[cell, *batch, *profile]``."""
        factor = np.exp(-np.asarray(self.rate) * self.start) * self._bias(self.start)
        return self._survival() * factor * self._paid(self.start)

    @property
    def _has_hazard(self) -> bool:
        return bool(np.ndim(self.hazard) or self.hazard != 0)

    def _bias(self, date: FloatArray) -> FloatArray:
        return np.where(date < self.present, 1.0, self.beta)

    def _paid(self, date: FloatArray) -> FloatArray:
        """Whether payments have not ended by a date that is no inner point of a cell."""
        return reduce(np.multiply, [np.where(date >= stop.end, 0.0, 1.0) for stop in self.stops], np.ones(()))

    def _survival(self) -> FloatArray:
        """Chance that nothing has happened by the start of each cell."""
        if not self._has_hazard:
            return np.ones((1,) * self.start.ndim)
        # The endless last cell has nothing after it, so its length never enters.
        length = np.where(np.isinf(self.end), 0.0, self.end) - np.where(np.isinf(self.end), 0.0, self.start)
        passed = np.cumsum(np.asarray(self.hazard) * length, axis=0)
        return np.asarray(np.exp(-np.concatenate([np.zeros_like(passed[:1]), passed[:-1]])), dtype=np.float64)

    def _integral(self, end: FloatArray, growth: Number, curve: Curve | None) -> FloatArray:
        """From the start of each cell to ``end``, which lies in it."""
        if self.stops:
            return self._stopped(end, growth, curve)
        calm = np.asarray(self.rate) - np.asarray(growth)
        rate = calm + np.asarray(self.hazard)
        # Before the cell the hazard was another one; within it, time runs from the cell's start.
        begun = self._survival() * np.where(np.isinf(self.start), 0.0, np.exp(-calm * _finite(self.start)))
        if curve is None:
            return np.asarray(begun * discounted_length(rate, end - _finite(self.start)), dtype=np.float64)
        return np.asarray(begun * _quadrature(rate, _finite(self.start), end, curve), dtype=np.float64)

    def _stopped(self, end: FloatArray, growth: Number, curve: Curve | None) -> FloatArray:
        """The same, expected, where payments end at a random date within some cell."""
        stop, on = self.stops[-1], replace(self, stops=self.stops[:-1])
        inside = (self.start >= stop.start) & (self.start < stop.end)
        certain = on._integral(end, growth, curve)
        rate = np.where(inside, stop.hazard, 0.0)
        fading = replace(on, hazard=np.asarray(self.hazard) + rate)._integral(end, growth, curve)
        begin = _finite(self.start)
        length = np.where(inside, self.end, begin) - begin
        # The stop comes before t with the chance of an exponential date that is known to lie within the cell.
        missed = np.where(rate > 0, np.exp(-rate * np.where(rate > 0, length, 0.0)), 0.0)
        within = (fading - missed * certain) / (1.0 - np.where(missed < 1.0, missed, 0.0))
        return np.asarray(np.where(self.start >= stop.end, 0.0, np.where(inside, within, certain)), dtype=np.float64)


def discounted_length(rate: FloatArray | float, length: FloatArray) -> FloatArray:
    """Integral of ``exp(-rate t)`` from 0 to ``length`` (``inf`` allowed); the length itself when rate is 0."""
    rates = np.asarray(rate, dtype=np.float64)
    finite = np.where(np.isinf(length), 1.0, length)
    safe = np.where(rates == 0, 1.0, rates)
    # expm1 keeps the digits that 1 - exp(-r d) loses when r d is small.
    whole = np.where(rates == 0, finite, -np.expm1(-safe * finite) / safe)
    return np.asarray(np.where(np.isinf(length), 1.0 / safe, whole), dtype=np.float64)


def _quadrature(rate: FloatArray, start: FloatArray, end: FloatArray, curve: Curve) -> FloatArray:
    """Integral of ``exp(-rate (t - start)) curve(t)`` over each cell."""
    endless = np.isinf(end)
    length = np.where(endless, 0.0, end) - np.where(endless, 0.0, start)
    total: FloatArray = np.zeros(())
    for low, high in _panels(float(length.max(initial=0.0))):
        for u, w in zip(*np.polynomial.legendre.leggauss(N_NODES), strict=True):
            passed = length * (low + (high - low) * (u + 1.0) / 2.0)
            total = total + w / 2.0 * (high - low) * length * np.exp(-rate * passed) * curve(start + passed)
    if not endless.any():
        return total
    # With u = 1 - exp(-rate s) the endless stretch becomes [0, 1]; panels keep a steep start of the curve in sight.
    safe = np.where(rate > 0, rate, 1.0)
    tail: FloatArray = np.zeros(())
    for panel in range(N_PANELS):
        for node, w in zip(*np.polynomial.legendre.leggauss(N_NODES), strict=True):
            u = (panel + (node + 1.0) / 2.0) / N_PANELS
            tail = tail + w / 2.0 / N_PANELS / safe * curve(start - np.log1p(-u) / safe)
    return np.where(endless, tail, total)


def _panels(longest: float) -> list[tuple[float, float]]:
    """Shares of a cell between which it is integrated: halves towards its start until the first is short.

    What changes fast does so near the start of a cell, where a release is new and money is not yet discounted away.
    """
    halvings = max(0, math.ceil(math.log2(longest / SHORT))) if longest > SHORT else 0
    cuts = [0.0, *(2.0**-k for k in range(halvings, -1, -1))]
    return list(pairwise(cuts))


def _finite(dates: FloatArray) -> FloatArray:
    return np.where(np.isinf(dates), 0.0, dates)
