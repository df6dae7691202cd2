"""What modifiers do to the world, collected before terms are evaluated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from games.time.discounting import Curve, Number, Stop

OfReleases = tuple[FloatArray, ...]
"""An array for each release of one lab."""


SURE = 700.0
"""A risk at which what is left to chance is beyond the numbers of a computer."""


@dataclass(frozen=True)
class Patience:
    """Quasi-hyperbolic preferences of one lab: what comes after the present counts ``beta`` times."""

    beta: Number = 1.0
    present: Number = 0.0


@dataclass(frozen=True, eq=False)
class Rule(Stop):
    """Regulation that comes within one cell of time, or never; and what it does from then on.

    Attributes:
        labs: per lab, whether it is bound.
        ends: whether the flows of bound labs end.
        stops: whether bound labs release nothing more.
        cap: greatest capability of later releases; ``None`` for no cap.
        delay: how much longer later releases take; ``None`` for no delay.
        by: dates by which the chance that it has come is reported.
    """

    labs: tuple[bool, ...]
    ends: bool
    stops: bool
    cap: Number | None
    delay: Number | None
    by: tuple[Number, ...] = ()

    def dates(self, planned: FloatArray, horizon: float) -> FloatArray:
        """Dates at which a bound lab releases what it has planned for ``planned``, ``inf`` for never."""
        late = planned >= self.end
        if self.stops:
            return np.where(late, np.inf, planned)
        if self.delay is None:
            return planned
        delayed = np.where(late, planned + np.asarray(self.delay), planned)
        return np.where(delayed < horizon, delayed, np.inf)

    def sizes(self, planned: FloatArray, date: FloatArray) -> FloatArray:
        """Capabilities of a bound lab's releases."""
        return planned if self.cap is None else np.where(date >= self.end, np.minimum(planned, self.cap), planned)

    def come_by(self, date: Number) -> FloatArray:
        """Chance that it has come by a date, given the cell in which it comes."""
        until = np.clip(np.asarray(date), self.start, self.end)
        finite = np.isfinite(self.start)
        passed = np.where(finite, until, 0.0) - np.where(finite, self.start, 0.0)
        length = np.where(finite, self.end, 0.0) - np.where(finite, self.start, 0.0)
        # No hazard over an endless cell is no risk, and 0 * inf is nan.
        whole = -np.expm1(-self.hazard * np.where(self.hazard > 0, length, 0.0))
        share = -np.expm1(-self.hazard * passed) / np.where(whole > 0, whole, 1.0)
        return np.asarray(np.where(finite, share, 0.0), dtype=np.float64)

    def mean_date(self) -> FloatArray:
        """Expected date, given the cell in which it comes; ``inf`` for never."""
        finite = np.isfinite(self.start)
        begin = np.where(finite, self.start, 0.0)
        rate = np.where(self.hazard > 0, self.hazard, 1.0)
        length = np.where(finite, self.end, 0.0) - begin
        short = np.where(np.isinf(length), 0.0, length)
        # For a small hazard the mean is a difference of large numbers; it is half the cell then.
        risk = np.clip(rate * short, 1e-6, SURE)
        within = np.where(rate * short < 1e-6, short / 2, 1.0 / rate - short / np.expm1(risk))
        within = np.where(np.isinf(length), 1.0 / rate, within)
        return np.asarray(np.where(finite, begin + within, np.inf), dtype=np.float64)


@dataclass(frozen=True)
class Shocks:
    """The world's changes so far; each modifier returns a new one.

    Attributes:
        cost: per lab and release, training cost, ``[*batch, *profile]``; empty for ``C(y) = y``.
        gain: per lab and release, capability that it gets for nothing, ``[*batch, *profile]``; empty for none.
        rules: regulation that has come, or never will.
        patience: per lab, quasi-hyperbolic preferences; empty for none.
        demand: customers relative to the market's number, ``[cell, *batch, *profile]`` or a number.
        growth: continuous growth rate of the number of customers.
        curves: customers at a date relative to the market's number, multiplied.
        switching: cost to a customer of leaving the open model for a seller, per day.
    """

    cost: tuple[OfReleases, ...] = ()
    gain: tuple[OfReleases, ...] = ()
    rules: tuple[Rule, ...] = ()
    patience: tuple[Patience, ...] = ()
    demand: Number = 1.0
    growth: Number = 0.0
    curves: tuple[Curve, ...] = ()
    switching: Number = 0.0
