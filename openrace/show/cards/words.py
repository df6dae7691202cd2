"""Numbers and plans as a person reads them."""

from __future__ import annotations

import math

from games.parts.direction import Interval
from openrace.questions.tables import without_noise

MOST_WRITTEN_OUT = 1e9
"""Numbers below it are written with all their digits and without an exponent."""


def number(value: float | None, digits: int = 4) -> str:
    """A number to some significant digits, without the noise of rounding."""
    if value is None:
        return "-"
    if math.isinf(value):
        return "never" if value > 0 else "-inf"
    text = f"{without_noise(value):.{digits}g}"
    if "e+" in text and abs(value) < MOST_WRITTEN_OUT:
        text = f"{float(text):.0f}"
    return "0" if text == "-0" or abs(value) < 1e-12 else text


def interval(pair: Interval | None) -> str:
    """One number if the interval is a point, else both ends."""
    if pair is None:
        return "never"
    low, high = number(pair[0]), number(pair[1])
    return low if low == high else f"{low} to {high}"


_PLURALS = {"switch": "switches", "story": "stories", "equilibrium": "equilibria", "branch": "branches"}


def count(n: int, noun: str) -> str:
    """``1 equilibrium``, ``2 equilibria``, ``2 numbers``."""
    words = noun.split(" ")
    plural = " ".join([*words[:-1], _PLURALS.get(words[-1], f"{words[-1]}s")])
    return f"{n:,} {noun if n == 1 else plural}"


def sentence(text: str) -> str:
    """The text on one line with one full stop; it may begin with a name in small letters."""
    plain = " ".join(text.split()).rstrip(".")
    return f"{plain}." if plain else ""


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return f"{text[:1].upper()}{text[1:]}"
