"""Where behaviour changes as one parameter moves: breakpoints found, not typed in.

A parameter range is cut into cells; a cell whose two ends differ is halved until it is as narrow as asked, and what
differs at its ends is the change. Halves are searched separately, so several changes in one cell come out as long as
the cell's ends differ.

What it misses: a regime that begins and ends within one cell whose two ends agree. Use more cells, or name a parameter
value inside with ``marks``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from solver.decision.choice import Choice
from solver.game.errors import GameError

T = TypeVar("T")
L = TypeVar("L", bound=Hashable)

SMALLEST_JUMP = 0.02
"""A maximiser jumps when it moves by more than this fraction of its range over a cell as narrow as the tolerance."""


@dataclass(frozen=True)
class Breakpoint(Generic[T]):
    """One change.

    Attributes:
        at: the middle of the bracket.
        bracket: parameter values on either side, no further apart than the tolerance (two of it where they merged).
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
    found = list(_changes(regime, lambda a, b: a != b, _edges(low, high, cells, marks), tolerance * (high - low)))
    # A label that holds only where two regimes meet is not a regime: both its changes are one.
    merged: list[Breakpoint[L]] = []
    for change in found:
        if merged and change.bracket[0] <= merged[-1].bracket[1]:
            first = merged.pop()
            left, right = first.bracket[0], change.bracket[1]
            merged.append(Breakpoint((left + right) / 2, (left, right), first.before, change.after))
        else:
            merged.append(change)
    return tuple(merged)


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

    return tuple(_changes(leader, lambda a, b: abs(b - a) > least, edges, tolerance * (high - low)))


def _edges(low: float, high: float, cells: int, marks: Sequence[float]) -> list[float]:
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise GameError(f"the parameter runs from {low} to {high}", "two finite ends, low < high", "give an interval")
    inside = [m for m in marks if low < m < high]
    return [float(p) for p in np.unique([*np.linspace(low, high, cells + 1), *inside])]


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
