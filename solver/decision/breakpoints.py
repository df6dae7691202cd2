"""Where behaviour changes as one parameter moves: breakpoints found, not typed in.

A parameter range is cut into cells; a cell whose two ends differ is halved until it is as narrow as asked, and what
differs at its ends is the change. Halves are searched separately, so several changes in one cell come out as long as
the cell's ends differ.

What is compared at a parameter value has ties of its own: payoffs closer than a resolution are equal, so where two
regimes meet there is a narrow stretch on which both hold, and its ends lie a little beside the true value. Changes
closer than :data:`BLUR` are therefore one, and the value reported is a decimal of at most :data:`FEW_DIGITS` digits
after the point if one is that near the bracket (5, not 5.000000000058), else the shortest decimal inside it.

What it misses: a regime that begins and ends within one cell whose two ends agree. Use more cells, or name a parameter
value inside with ``marks``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from solver.common.errors import GameError

L = TypeVar("L", bound=Hashable)

BLUR = 1e-10
"""Changes closer than this fraction of the range are one: ties of payoffs, ``1e-11`` of theirs, are about as wide."""
FEW_DIGITS = 6
"""A number of so few decimals next to a bracket is no accident."""
MOST_DIGITS = 17
"""Decimals tried; a float has no more digits than these."""


@dataclass(frozen=True)
class Breakpoint(Generic[L]):
    """One change.

    Attributes:
        at: the shortest decimal in the bracket, or a shorter one up to :data:`BLUR` of the range beside it.
        bracket: parameter values on either side, no further apart than the tolerance, or where two changes merged than
            that and :data:`BLUR` of the range.
        before: the regime at the bracket's left end.
        after: the same at its right end; equal to ``before`` where a regime holds at one point only.
    """

    at: float
    bracket: tuple[float, float]
    before: L
    after: L


def breakpoints(
    regime: Callable[[float], L],
    low: float,
    high: float,
    *,
    cells: int = 256,
    tolerance: float = 1e-13,
    marks: Sequence[float] = (),
) -> tuple[Breakpoint[L], ...]:
    """All changes of the label ``regime(parameter)`` that the cells can see, ascending.

    Args:
        regime: what is played at a parameter value: any label that compares equal exactly when the regime is the same.
        low: least parameter value.
        high: greatest parameter value.
        cells: equal cells to begin with.
        tolerance: width of the brackets returned, as a fraction of ``high - low``.
        marks: further parameter values to begin with.

    Raises:
        GameError: not an interval.
    """
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise GameError(f"the parameter runs from {low} to {high}", "two finite ends, low < high", "give an interval")
    edges = np.unique([*np.linspace(low, high, cells + 1), *[m for m in marks if low < m < high]]).tolist()
    blur = BLUR * (high - low)
    merged: list[Breakpoint[L]] = []
    for change in _changes(regime, edges, tolerance * (high - low)):
        # A label that holds only where two regimes meet is not a regime.
        first = merged.pop() if merged and change.bracket[0] - merged[-1].bracket[1] <= blur else change
        left, right = first.bracket[0], change.bracket[1]
        near = shortest_decimal(left - blur, right + blur)
        at = near if round(near, FEW_DIGITS) == near else shortest_decimal(left, right)
        merged.append(Breakpoint(at, (left, right), first.before, change.after))
    return tuple(merged)


def shortest_decimal(low: float, high: float) -> float:
    """The number with the fewest digits between two, both included.

    >>> shortest_decimal(4.999999999, 5.000000000058)
    5.0
    >>> shortest_decimal(0.81818181817, 0.81818181819)
    0.81818181818
    """
    middle = low + (high - low) / 2
    for digits in range(-MOST_DIGITS, MOST_DIGITS + 1):
        rounded = round(middle, digits)
        if low <= rounded <= high:
            # Zero has no sign.
            return rounded + 0.0
    return middle


def _changes(regime: Callable[[float], L], edges: Sequence[float], width: float) -> Iterator[Breakpoint[L]]:
    """Halve every cell whose ends differ down to ``width``, left to right."""
    labels = [regime(p) for p in edges]
    stack = [(edges[k], edges[k + 1], labels[k], labels[k + 1]) for k in range(len(edges) - 2, -1, -1)]
    while stack:
        a, b, before, after = stack.pop()
        if before == after:
            continue
        middle = a + (b - a) / 2
        if b - a <= width or middle in (a, b):
            yield Breakpoint(middle, (a, b), before, after)
            continue
        here = regime(middle)
        stack += [(middle, b, here, after), (a, middle, before, here)]
