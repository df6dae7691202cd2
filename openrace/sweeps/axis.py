"""An axis: the values of one path along a grid."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from games.parts.part import FloatArray
from solver.common.errors import OpenraceError
from solver.common.words import shown

MOST_VALUES = 10**7
"""Values along one axis at most."""


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Axis:
    """The values of one path along a grid, increasing.

    ``Axis(path, values)`` takes a list of numbers, ``Axis(path, low, high, n)`` spreads ``n`` of them evenly.

    >>> import openrace as orc
    >>> orc.Axis("alice.prestige", 0, 4, 5).values.tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """

    path: str
    values: FloatArray

    @overload
    def __init__(self, path: str, values: ArrayLike, /) -> None: ...

    @overload
    def __init__(self, path: str, low: float, high: float, n: int, /) -> None: ...

    def __init__(self, path: str, *numbers: Any) -> None:
        """See the class.

        Raises:
            OpenraceError: no path, or numbers that do not increase.
        """
        try:
            (values,) = (_spread(*numbers),) if len(numbers) == 3 else (np.array(v, dtype=np.float64) for v in numbers)
        except (TypeError, ValueError, OverflowError):
            values = np.zeros(0)
        fits = values.ndim == 1 and 1 <= len(values) <= MOST_VALUES and np.isfinite(values).all()
        if not isinstance(path, str) or not path.strip() or not fits or (np.diff(values) <= 0).any():
            came = ", ".join(shown(part) for part in (path, *numbers))
            raise OpenraceError(
                f"the axis is ({came})",
                f"a path and at most {MOST_VALUES:,} numbers that increase, or a path, low, high and n",
                'write for example Axis("alice.prestige", 0, 4, 50) or Axis("open.arrival_rate", [0, 0.25, 0.5])',
            )
        object.__setattr__(self, "path", path.strip())
        object.__setattr__(self, "values", values)

    def __repr__(self) -> str:
        first, last = float(self.values[0]), float(self.values[-1])
        return f"<Axis {self.path}: {len(self.values)} from {first:g} to {last:g}>"


def read_axis(text: str) -> Axis:
    """Reads ``path=lo:hi:n`` (n values from lo to hi) or ``path=v1,v2,...``.

    Raises:
        OpenraceError: it is neither, or the values do not increase.
    """
    path, equals, rest = text.partition("=") if isinstance(text, str) else ("", "", "")
    try:
        if not equals:
            raise ValueError(text)
        if ":" not in rest:
            return Axis(path, [float(v) for v in rest.split(",")])
        low, high, count = rest.split(":")
        return Axis(path, float(low), float(high), int(count))
    except ValueError:
        raise OpenraceError(
            f"the axis is {shown(text)}",
            f"path=lo:hi:n with lo < hi and n from 1 to {MOST_VALUES:,}, or path=v1,v2,... increasing",
            "write for example --vary alice.prestige=0:4:50",
        ) from None


def as_axis(given: Axis | str) -> Axis:
    """An axis itself, or the one that a text describes.

    Raises:
        OpenraceError: it is something else.
    """
    return given if isinstance(given, Axis) else read_axis(given)


def _spread(low: float, high: float, n: int) -> FloatArray:
    count = operator.index(n)
    if not 1 <= count <= MOST_VALUES or (count == 1 and low != high) or not math.isfinite(high - low):
        raise ValueError(n)
    return np.linspace(float(low), float(high), count)
