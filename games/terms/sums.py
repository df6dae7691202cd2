"""Weighted sums of what terms pay, in which terms that cancel leave nothing.

Where a reward and a cost are equal, their sum in floating point is some 1e-16 of either, of one sign or the other, and
a game would take it for a reason to choose. A root in a modifier enlarges it to 1e-8.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from games.parts.part import FloatArray
from solver.common.tolerances import ROUNDING_OF_SUMS


def weighted_sum(
    weighted: Iterable[tuple[float | FloatArray, FloatArray]], shape: tuple[int, ...], spare: FloatArray | None = None
) -> FloatArray:
    """The sum of weights times values, added in their order; 0 where it is less than the rounding of its parts.

    Args:
        weighted: weights with values, whose products broadcast to ``shape``.
        shape: of the sum.
        spare: ``(2, *shape)`` numbers that may be overwritten; left out, they are allocated.

    Example:
        >>> import numpy as np
        >>> weighted_sum([(0.7, np.array([5.0, 2.0])), (-3.5, np.array([1.0, 0.4 + 1e-16]))], (2,))
        array([0., 0.])
    """
    total = np.zeros(shape)
    product, size = np.empty((2, *shape)) if spare is None else spare
    size[...] = 0.0
    for weight, values in weighted:
        total += np.multiply(weight, values, out=product)
        size += np.abs(product, out=product)
    size *= ROUNDING_OF_SUMS
    total[np.abs(total, out=product) < size] = 0.0
    return total
