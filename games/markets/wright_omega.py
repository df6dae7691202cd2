"""The Wright omega function on the real line: the ``w > 0`` with ``w + log(w) = z``.

It is Lambert's ``W(e^z)`` without the overflow of ``e^z``. Newton on ``v = log(w)``: ``e^v + v`` is convex and rising,
and the start lies above the root, so the steps fall towards it and never overshoot.
"""

from __future__ import annotations

import numpy as np

from games.parts.part import FloatArray

_LEAST = -740.0
"""Below, ``e^z`` is no longer a normal number; the answer is 0 to all digits that matter."""
_N_STEPS = 9
"""Newton steps from the start to full precision at the worst argument, near 1."""


def wright_omega(z: FloatArray) -> FloatArray:
    """``w`` with ``w + log(w) = z``, any shape; ``-inf`` gives 0.

    Source: Corless and Jeffrey 2002, The Wright omega function.
    """
    argument = np.maximum(np.asarray(z, dtype=np.float64), _LEAST)
    v = np.where(argument > 1, np.log(np.maximum(argument, 1.0)), argument)
    for _ in range(_N_STEPS):
        w = np.exp(v)
        v = v - (w + v - argument) / (w + 1.0)
    return np.exp(v)
