"""Priors over single assumptions: what a user believes about a number before looking.

A prior turns a share ``u`` in (0, 1) into a value (its quantile function), so that one low-discrepancy sample of the
unit cube serves every prior, and a change of a number can be measured in standard deviations.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from games.parts.part import FloatArray
from solver.game.errors import OpenraceError

TAIL = 1e-3
"""A normal prior is cut off at these quantiles, so that it has finite ends which can be validated."""


class Prior(Protocol):
    """A distribution over one number, of bounded support."""

    @property
    def low(self) -> float:
        """Least value."""

    @property
    def high(self) -> float:
        """Greatest value."""

    @property
    def deviation(self) -> float:
        """Standard deviation, the unit in which a change may be measured."""

    @property
    def text(self) -> str:
        """The prior as written in the shell, without its path."""

    def quantile(self, share: FloatArray) -> FloatArray:
        """Values at shares in (0, 1), of the same shape."""


@dataclass(frozen=True)
class Uniform:
    """Every value between two ends alike."""

    low: float
    high: float

    @property
    def deviation(self) -> float:
        """``(high - low) / sqrt(12)``."""
        return (self.high - self.low) / math.sqrt(12)

    @property
    def text(self) -> str:
        """As in the shell."""
        return f"{self.low!r}:{self.high!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Linear in the share."""
        return self.low + (self.high - self.low) * share


@dataclass(frozen=True)
class LogUniform:
    """Every ratio alike: uniform in the logarithm."""

    low: float
    high: float

    @property
    def deviation(self) -> float:
        """From ``E[v] = (b - a)/ln(b/a)`` and ``E[v^2] = (b^2 - a^2)/(2 ln(b/a))``."""
        spread = math.log(self.high / self.low)
        mean = (self.high - self.low) / spread
        return math.sqrt(max((self.high**2 - self.low**2) / (2 * spread) - mean**2, 0.0))

    @property
    def text(self) -> str:
        """As in the shell."""
        return f"log:{self.low!r}:{self.high!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Geometric in the share."""
        return np.asarray(self.low * (self.high / self.low) ** share, dtype=np.float64)


@dataclass(frozen=True)
class Normal:
    """A bell around a mean, cut off at its quantiles ``TAIL`` and ``1 - TAIL``."""

    mean: float
    deviation: float

    @property
    def low(self) -> float:
        """Quantile ``TAIL``."""
        return float(self.quantile(np.array(0.0)))

    @property
    def high(self) -> float:
        """Quantile ``1 - TAIL``."""
        return float(self.quantile(np.array(1.0)))

    @property
    def text(self) -> str:
        """As in the shell."""
        return f"normal:{self.mean!r}:{self.deviation!r}"

    def quantile(self, share: FloatArray) -> FloatArray:
        """Of the cut-off distribution."""
        from scipy.special import ndtri

        return np.asarray(self.mean + self.deviation * ndtri(TAIL + (1 - 2 * TAIL) * share), dtype=np.float64)


@dataclass(frozen=True)
class Belief:
    """A prior about the number at one path."""

    path: str
    prior: Prior


def read_belief(text: str) -> Belief:
    """Reads ``path=low:high``, ``path=log:low:high`` or ``path=normal:mean:deviation``.

    Raises:
        OpenraceError: it is none of these, or its numbers make no distribution.
    """
    path, equals, rest = text.partition("=")
    words = rest.split(":")
    kind = words[0].strip() if words[0].strip() in ("log", "normal", "uniform") else "uniform"
    numbers = words[1:] if words[0].strip() in ("log", "normal", "uniform") else words
    try:
        first, second = (float(n) for n in numbers)
    except ValueError:
        raise _malformed(text) from None
    if not equals or not path.strip() or not (math.isfinite(first) and math.isfinite(second)):
        raise _malformed(text)
    if kind == "normal":
        if second <= 0:
            raise _malformed(text)
        return Belief(path.strip(), Normal(first, second))
    if not first < second or (kind == "log" and first <= 0):
        raise _malformed(text)
    return Belief(path.strip(), LogUniform(first, second) if kind == "log" else Uniform(first, second))


def _malformed(text: str) -> OpenraceError:
    return OpenraceError(
        f"the prior {text!r} came",
        "path=low:high with low < high, path=log:low:high with 0 < low, or path=normal:mean:deviation",
        "write for example alice.prestige=0:4",
    )
