"""Numbers and plans as a person reads them."""

from __future__ import annotations

import math

from rich.text import Text

from games.parts.direction import Interval
from games.parts.game import Game
from openrace.questions.moves import digits_apart
from solver.common.table import without_noise

DIGITS = (4, 5, 6, 7, 9)
"""Digits of numbers on cards: four, or more where a move is smaller than these show."""
MOST_WRITTEN_OUT = 1e9
"""Numbers below it are written with all their digits and without an exponent."""


def summed_up(game: Game) -> str:
    """A game's name and, where that is said, what it is about."""
    return f"{game.name}: {game.summary}" if game.summary else game.name


def heading(game: Game) -> Text:
    """The same as the first line of a card."""
    return Text.assemble((game.name, "bold"), summed_up(game)[len(game.name) :])


def number(value: float | None, digits: int = DIGITS[0]) -> str:
    """A number to some significant digits, without the noise of rounding."""
    if value is None:
        return "-"
    if math.isinf(value):
        return "never" if value > 0 else "-inf"
    text = f"{without_noise(value):.{digits}g}"
    if "e+" in text and abs(value) < MOST_WRITTEN_OUT:
        text = f"{float(text):.0f}"
    return "0" if text == "-0" or abs(value) < 1e-12 else text


def interval(pair: Interval | None, digits: int = DIGITS[0]) -> str:
    """One number if the interval is a point, else both ends."""
    if pair is None:
        return "never"
    low, high = number(pair[0], digits), number(pair[1], digits)
    return low if low == high else f"{low} to {high}"


def both(before: Interval | None, after: Interval | None) -> tuple[str, str]:
    """An interval before and after, with as many digits as it takes to tell an end that moved from what it was."""
    digits = digits_apart(before, after, number, DIGITS)
    return interval(before, digits), interval(after, digits)


def moved(before: Interval | None, after: Interval | None) -> str:
    """The same as ``1 -> 2``, or said once where nothing moved."""
    return " -> ".join(dict.fromkeys(both(before, after)))
