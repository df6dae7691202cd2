"""Numbers and plans as a person reads them."""

from __future__ import annotations

import numpy as np

from games.parts.direction import Interval
from games.parts.part import FloatArray


def number(value: float | None, digits: int = 4) -> str:
    """So many significant digits, without noise around zero."""
    if value is None:
        return "-"
    if np.isinf(value):
        return "never" if value > 0 else "-inf"
    text = f"{value:.{digits}g}"
    return "0" if text == "-0" or abs(value) < 1e-12 else text


def interval(pair: Interval | None) -> str:
    """One number if the interval is a point, else both ends."""
    if pair is None:
        return "never"
    low, high = number(pair[0]), number(pair[1])
    return low if low == high else f"{low} to {high}"


def mixed(strategy: FloatArray, labels: tuple[str, ...], most: int = 4) -> str:
    """A mixed action: the plan, or the likeliest plans with their probabilities."""
    played = [int(a) for a in np.argsort(-strategy, kind="stable") if strategy[a] > 0]
    if len(played) == 1:
        return labels[played[0]]
    shown = sorted(played[:most]) if len(played) > most else sorted(played)
    text = ", ".join(f"{labels[a]} {percent(strategy[a])}" for a in shown)
    rest = len(played) - len(shown)
    return f"{text}, and {rest} more" if rest else text


def percent(probability: float) -> str:
    """A probability in percent; small ones are not rounded to none."""
    if 0 < probability < 0.005:
        return "<1%"
    return f"{100 * probability:.0f}%"


def count(n: int, noun: str) -> str:
    """``1 equilibrium``, ``2 equilibria``."""
    plural = noun.replace("equilibrium", "equilibria") if "equilibrium" in noun else noun + "s"
    return f"{n:,} {noun if n == 1 else plural}"
