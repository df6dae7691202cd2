"""The arrays that all of ``solver`` exchanges. Shapes are stated where an array is documented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
ShortArray = NDArray[np.int32]
"""Indices into short lists, such as the corners of one game: half the memory of :data:`IntArray`."""
IndexArray = NDArray[np.intp]
"""What numpy returns as positions (``argsort``, ``flatnonzero``)."""
ByteArray = NDArray[np.uint8]
"""Codes and flags, one byte each."""
BoolArray = NDArray[np.bool_]
ExactArray = NDArray[np.object_]
"""Python integers or fractions."""


def exact_array(values: Sequence[object], shape: tuple[int, ...]) -> ExactArray:
    """Integers or fractions in an array of some shape, the last axis first; numpy leaves them what they are."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out.reshape(shape)
