"""Bisection of a yes-or-no question along a line."""

from __future__ import annotations

from collections.abc import Callable


def bisect(holds: Callable[[float], bool], inside: float, outside: float, width: float) -> tuple[float, float]:
    """The last value found at which ``holds`` is true and the first at which it is not, at most ``width`` apart.

    Args:
        holds: true at ``inside`` and false at ``outside``.
        inside: where it holds.
        outside: where it does not.
        width: how close the two must come; they stop when floats have no value in between.
    """
    while abs(outside - inside) > width:
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside, outside
