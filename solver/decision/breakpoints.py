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

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from solver.common.errors import GameError
from solver.decision.choice import Choice

T = TypeVar("T")
L = TypeVar("L", bound=Hashable)

BLUR = 1e-10
"""Changes closer than this fraction of the range are one: ties of payoffs, ``1e-11`` of theirs, are about as wide."""
FEW_DIGITS = 6
"""A number of so few decimals next to a bracket is no accident."""
MOST_DIGITS = 17
"""Decimals tried; a float has no more digits than these."""
SMALLEST_JUMP = 0.02
"""A maximiser jumps when it moves by more than this fraction of its range over a cell as narrow as the tolerance."""


@dataclass(frozen=True)
class Breakpoint(Generic[T]):
    """One change.

    Attributes:
        at: the shortest decimal in the bracket, or a shorter one up to :data:`BLUR` of the range beside it.
        bracket: parameter values on either side, no further apart than the tolerance, or where two changes merged than
            that and :data:`BLUR` of the range.
        before: the regime, or the maximiser, at the bracket's left end.
        after: the same at its right end; equal to ``before`` where a regime holds at one point only.
    """

    at: float
    bracket: tuple[float, float]
    before: T
    after: T


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
    found = _changes(regime, lambda a, b: a != b, _edges(low, high, cells, marks), tolerance * (high - low))
    return _merged(found, BLUR * (high - low))


def jumps(
    choice: Callable[[float], Choice],
    low: float,
    high: float,
    *,
    cells: int = 128,
    tolerance: float = 1e-13,
    smallest: float = SMALLEST_JUMP,
) -> tuple[Breakpoint[float], ...]:
    """Parameter values at which the maximiser jumps, with the maximisers on both sides.

    Args:
        choice: the solved decision at a parameter value; its ``leader`` is followed.
        low: least parameter value.
        high: greatest parameter value.
        cells: equal cells to begin with.
        tolerance: width of the brackets returned, as a fraction of ``high - low``.
        smallest: jumps below this fraction of the maximiser's range over the cells are not told from steep change.

    Raises:
        GameError: not an interval, or no choice attains the supremum somewhere.
    """
    edges = _edges(low, high, cells, ())
    leaders = {p: choice(p).leader for p in edges}
    least = smallest * (max(leaders.values()) - min(leaders.values()))

    def leader(parameter: float) -> float:
        return leaders[parameter] if parameter in leaders else choice(parameter).leader

    found = _changes(leader, lambda a, b: abs(b - a) > least, edges, tolerance * (high - low))
    return _merged(found, BLUR * (high - low))


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


def _edges(low: float, high: float, cells: int, marks: Sequence[float]) -> list[float]:
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise GameError(f"the parameter runs from {low} to {high}", "two finite ends, low < high", "give an interval")
    inside = [m for m in marks if low < m < high]
    return [float(p) for p in np.unique([*np.linspace(low, high, cells + 1), *inside])]


def _merged(found: Iterable[Breakpoint[T]], blur: float) -> tuple[Breakpoint[T], ...]:
    """Changes closer than ``blur`` made one: a label that holds only where two regimes meet is not a regime."""
    merged: list[Breakpoint[T]] = []
    for change in found:
        first = merged.pop() if merged and change.bracket[0] - merged[-1].bracket[1] <= blur else change
        left, right = first.bracket[0], change.bracket[1]
        near = shortest_decimal(left - blur, right + blur)
        at = near if round(near, FEW_DIGITS) == near else shortest_decimal(left, right)
        merged.append(Breakpoint(at, (left, right), first.before, change.after))
    return tuple(merged)


def _changes(
    look: Callable[[float], T], differs: Callable[[T, T], bool], edges: Sequence[float], width: float
) -> Iterator[Breakpoint[T]]:
    """Halve every cell whose ends differ down to ``width``, left to right."""
    values = [look(p) for p in edges]
    stack = [(edges[k], edges[k + 1], values[k], values[k + 1]) for k in range(len(edges) - 2, -1, -1)]
    while stack:
        a, b, before, after = stack.pop()
        if not differs(before, after):
            continue
        middle = a + (b - a) / 2
        if b - a <= width or middle in (a, b):
            yield Breakpoint(middle, (a, b), before, after)
            continue
        here = look(middle)
        stack += [(middle, b, here, after), (a, middle, before, here)]
