"""Following a curve of solutions of ``n - 1`` smooth equations in ``n`` unknowns, by arc length.

Euler steps along the tangent, Newton corrections across it (Allgower and Georg 1990, chapter 6). The curve may turn
back in any coordinate, so the parameter of a homotopy is an unknown like the others. Beyond a bifurcation the curve
followed is one of several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray

Equations = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""``z`` ``(n,)`` to the residual ``(n - 1,)`` and its derivative ``(n - 1, n)``."""

FIRST_STEP, SMALLEST_STEP, LARGEST_STEP = 0.03, 1e-9, 2e4
"""Lengths; steps grow by half while Newton corrects them easily and halve when it does not."""


@dataclass(frozen=True, eq=False)
class Place:
    """A point of the curve: ``z`` ``(n,)`` and the unit tangent ``(n,)``."""

    z: FloatArray
    tangent: FloatArray


def place(equations: Equations, z: FloatArray, towards: FloatArray) -> Place | None:
    """The point ``z`` of the curve with the tangent that points ``towards``; ``None`` where there is no tangent."""
    _, jacobian = equations(z)
    right = np.zeros(len(z))
    right[-1] = 1.0
    try:
        tangent = np.linalg.solve(np.vstack([jacobian, towards]), right)
    except np.linalg.LinAlgError:
        return None
    return Place(z, np.asarray(tangent / np.linalg.norm(tangent), dtype=np.float64))


def advance(equations: Equations, here: Place, length: float) -> Place | None:
    """A point about ``length`` further on; ``None`` when the corrections do not settle: try a shorter step."""
    predicted = here.z + length * here.tangent
    z, last = predicted.copy(), np.inf
    for _ in range(4):
        h, jacobian = equations(z)
        try:
            step = np.linalg.solve(np.vstack([jacobian, here.tangent]), -np.append(h, here.tangent @ (z - predicted)))
        except np.linalg.LinAlgError:
            return None
        size = float(np.abs(step / np.maximum(1.0, np.abs(z))).max())
        # Contraction by a third per correction keeps the iteration on this curve rather than a neighbouring one.
        if not size < max(0.3 * last, 1e-11) or size > 0.5:
            return None
        z, last = z + step, size
        if size < 1e-9:
            return place(equations, z, here.tangent)
    return None


def walk(equations: Equations, here: Place, most_steps: int) -> Iterator[Place]:
    """The points of the curve after ``here``; ends after so many steps, or where none is short enough to settle."""
    length = FIRST_STEP
    for _ in range(most_steps):
        ahead = advance(equations, here, length)
        if ahead is None:
            length /= 2
            if length < SMALLEST_STEP:
                return
            continue
        here, length = ahead, min(length * 1.5, LARGEST_STEP)
        yield here
