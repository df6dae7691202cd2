"""How a metric moved, on the screen: a word that agrees with the number, coloured by what it means for the race."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from games.parts.change_words import change_word
from games.parts.direction import Code, Direction, Interval
from games.parts.metric import Sense
from openrace.questions.moves import UNSURE, both_ends_moved, whole
from openrace.questions.verdict import MetricShift
from openrace.show.cards.words import interval
from solver.common.tabular import percent

if TYPE_CHECKING:
    from openrace.analysis.landscape import Ground
    from openrace.questions.about import Measured

COLOURS = {
    Direction.UP: "bold red",
    Direction.DOWN: "bold green",
    Direction.NEUTRAL: "dim",
    Direction.AMBIGUOUS: "bold yellow",
    Direction.MORE: "cyan",
    Direction.LESS: "cyan",
}
UNMOVED = (Direction.NEUTRAL, Direction.AMBIGUOUS)
LEGEND = (
    "Earlier dates, cheaper training and higher frontiers are more of a race: red on the screen, up in --json; "
    "the reverse is green, and down."
)
"""What colours and the JSON's directions mean."""


def change(shift: MetricShift) -> Text:
    """The change of a metric, coloured by what it means for the race."""
    return Text(change_text(shift), style=COLOURS[shift.direction])


def change_text(shift: MetricShift) -> str:
    """Which way a metric moved; a move that only one of its ends makes is only possible."""
    word = change_word(shift.direction, shift.sense, shift.unit)
    return word if shift.direction in UNMOVED or whole(shift) else f"may be {word}"


def moved(direction: Direction, sense: Sense, unit: str, before: Interval | None, after: Interval | None) -> str:
    """The same of an interval whose chance of never is unknown."""
    word = change_word(direction, sense, unit)
    if direction in UNMOVED or before is None or after is None or both_ends_moved(before, after):
        return word
    return f"may be {word}"


def way(sign: Code, measured: Measured | None, before: Interval | None = None, after: Interval | None = None) -> str:
    """The same of a sign; its own word where nothing is known of what is measured, or nothing was found."""
    if measured is None or sign.name not in Direction.__members__:
        return sign.word
    return moved(Direction[sign.name], measured.sense, measured.unit, before, after)


def ground(at: Ground, measured: Measured | None) -> str:
    """A direction at one point with its numbers: ``later (5.1 -> 6)``."""
    ends = f"({interval(at.before)} -> {interval(at.after)})"
    return f"{way(at.sign, measured, at.before, at.after)} {ends}"


def with_never(value: Interval | None, never: Interval | None) -> str:
    """A date's interval, and the chance that it never happens."""
    if never is None or never[1] < UNSURE:
        return interval(value)
    if never[0] > 1 - UNSURE:
        return "never"
    low, high = percent(never[0]), percent(never[1])
    return f"{interval(value)} (never {low if low == high else f'{low} to {high}'})"
