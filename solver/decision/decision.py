"""One decision maker and one number: what is maximised, and what came out.

Letters: ``y`` the choice in ``[low, high]``, ``f`` the objective, *kinks* the points where ``f`` bends or jumps,
*pieces* the open intervals between neighbouring kinks and ends, on which ``f`` is smooth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError

Objective = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Decision:
    """What is to be maximised.

    Attributes:
        objective: ``f``, from an array of choices to the array of their values; ``-inf`` forbids a choice.
        low: the least choice.
        high: the greatest choice.
        kinks: where ``f`` is not smooth or jumps; points outside the interval are ignored.
        derivative: of ``f`` inside the pieces, if known; maximisers are then exact to the last places.
    """

    objective: Objective
    low: float
    high: float
    kinks: tuple[float, ...] = ()
    derivative: Objective | None = None

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise GameError(
                f"the choice lies between {self.low} and {self.high}", "two finite ends, low < high", "give an interval"
            )
        if not np.isfinite(self.kinks).all():
            raise GameError(f"kinks are {self.kinks}", "finite numbers", "leave out the ones that do not apply")

    @property
    def knots(self) -> FloatArray:
        """Ends and kinks, ascending, without repetitions."""
        inside = [k for k in self.kinks if self.low < k < self.high]
        return np.unique(np.array([self.low, *inside, self.high], dtype=np.float64))

    def values(self, choices: FloatArray) -> FloatArray:
        """``f`` at ``choices``, checked.

        Raises:
            GameError: a value is nan or +inf, or the array that came back has another shape.
        """
        values = np.asarray(self.objective(choices), dtype=np.float64)
        if values.shape != choices.shape:
            raise GameError(
                f"the objective turned {choices.shape} choices into {values.shape} values",
                "one value per choice",
                "write it with array operations, np.where instead of if",
            )
        bad = np.isnan(values) | (values == np.inf)
        if bad.any():
            raise GameError(
                f"the objective is {values[bad][0]} at {choices[bad][0]}",
                "a number, or -inf where the choice is forbidden",
                "look at that point",
            )
        return values


@dataclass(frozen=True)
class Choice:
    """Every best choice that was found.

    Attributes:
        maximisers: ascending; of a plateau both ends. Empty when no choice attains the supremum.
        value: the largest value, or the supremum when it is not attained.
        values: ``f`` at each maximiser.
        brackets: for each maximiser an interval around it. At its ends ``f`` is strictly lower, or the piece ends, or
            the derivative changes sign in between: a continuous ``f`` has a maximum inside.
        plateaus: intervals on which ``f`` is best throughout.
        approached: kinks at which the supremum is a one-sided limit that is not attained.
        resolution: values closer than this tie, in units of ``f``.
    """

    maximisers: tuple[float, ...]
    value: float
    values: tuple[float, ...]
    brackets: tuple[tuple[float, float], ...]
    plateaus: tuple[tuple[float, float], ...]
    approached: tuple[float, ...]
    resolution: float

    @property
    def leader(self) -> float:
        """The maximiser whose computed value is largest; among ties this is decided by rounding.

        Raises:
            GameError: no choice attains the supremum.
        """
        if not self.maximisers:
            raise GameError(
                f"no choice attains the supremum, approached at {self.approached}",
                "an objective that is upper semicontinuous",
                "give the objective its better side at the jump",
            )
        return self.maximisers[int(np.argmax(self.values))]
