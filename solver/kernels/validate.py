"""Refuse payoffs that are no numbers before any of them is subtracted."""

from __future__ import annotations

from solver.game.tolerances import LARGEST_PAYOFF
from solver.kernels.jit import Floats, kernel, pointer


@kernel("i", "Rii")
def first_bad(payoffs: Floats, first: int, last: int) -> int:
    """Index of the first payoff in ``first`` to ``last`` that is nan, infinite or too large, or -1."""
    values = pointer(payoffs)
    for start in range(first, last, 256):
        stop = min(start + 256, last)
        # Counting without a branch lets the compiler use vectors; nan fails every comparison.
        good = 0
        for k in range(start, stop):
            good += 1 if abs(values[k]) <= LARGEST_PAYOFF else 0
        if good != stop - start:
            for k in range(start, stop):
                if not abs(values[k]) <= LARGEST_PAYOFF:
                    return k
    return -1
