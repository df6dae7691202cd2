"""A game of three and more players in integers: what programs in floats and proofs in integers are both made from.

Names for what is said about such a game stand here, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray

Exact = NDArray[Any]
"""Python integers in an object array, or int64 where that is enough."""

Support = tuple[tuple[int, ...], ...]
"""The actions in play, per player."""

Profile = tuple[FloatArray, ...]
"""A mixed action ``(A_i,)`` per player."""

Rational = tuple[Fraction, ...]
RationalProfile = tuple[Rational, ...]

INT64_ROOM = 2**61
"""Sums up to here are exact in int64 even if a float says so that is off in its last place."""


@dataclass(frozen=True, eq=False)
class IntegerGame:
    """Payoffs as integers and as floats that mean the same game.

    Attributes:
        payoffs: per player integers ``(A_0, ..., A_{N-1})``, column minima 0.
        ranges: the largest of them per player (1 if all are zero).
        normalised: ``(N, A_0, ...)`` floats, each player's integers over its range.
    """

    payoffs: tuple[Exact, ...]
    ranges: tuple[int, ...]
    normalised: FloatArray

    @classmethod
    def of(cls, values: Sequence[NDArray[np.object_]]) -> IntegerGame:
        """From one array of Python integers per player, as ``NormalForm.integers`` gives them."""
        # Constants per column change no difference of own payoffs, and small integers keep proofs in int64.
        shifted = [own - own.min(axis=i, keepdims=True) for i, own in enumerate(values)]
        ranges = tuple(int(own.max()) or 1 for own in shifted)
        floats = np.stack([(own / r).astype(np.float64) for own, r in zip(shifted, ranges, strict=True)])
        small = [own.astype(np.int64) if r < INT64_ROOM else own for own, r in zip(shifted, ranges, strict=True)]
        return cls(tuple(small), ranges, floats)
