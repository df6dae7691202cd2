"""How a metric moved, on the screen: a word that agrees with the number, coloured by what it means for the race."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from games.parts.change_words import change_word
from games.parts.direction import Direction, Interval, ends_moved
from openrace.questions.moves import UNSURE, digits_apart, whole
from openrace.questions.verdict import MetricShift
from openrace.show.cards.words import DIGITS, both, interval
from solver.common.tabular import percent

if TYPE_CHECKING:
    from openrace.analysis.landscape import Ground
    from openrace.questions.about import About

COLOURS = {
    Direction.UP: "bold red",
    Direction.DOWN: "bold green",
    Direction.NEUTRAL: "dim",
    Direction.AMBIGUOUS: "bold yellow",
    Direction.MORE: "cyan",
    Direction.LESS: "cyan",
}
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
    return change_word(shift.direction, shift.sense, shift.unit, settled=whole(shift))


def ground(at: Ground, about: About) -> str:
    """A direction at one point with its numbers: ``later (5.1 -> 6)``; a chance of never is unknown there."""
    unknown = at.before is None or at.after is None
    word = about.word(at.sign, settled=unknown or all(ends_moved(at.before, at.after)))
    return f"{word} ({' -> '.join(both(at.before, at.after))})"


def sides(shift: MetricShift) -> tuple[str, str]:
    """A metric before and after, with the chance that its date never comes, told apart if the metric moved."""
    still = shift.direction is Direction.NEUTRAL
    dates = (shift.before, shift.after)
    texts = (interval(dates[0]), interval(dates[1])) if still else both(*dates)
    chances = (shift.p_never_before, shift.p_never_after)
    digits = DIGITS[0] if still or texts[0] != texts[1] else digits_apart(*chances, _percent, DIGITS)
    before, after = (_and_never(*side, digits) for side in zip(texts, chances, strict=True))
    return before, after


def beside_alone(found: Sequence[MetricShift]) -> list[tuple[MetricShift, str | None]]:
    """Metrics, each with what it would be after without the event's own models; ``None`` where that is not known."""
    alone = {m.metric.replace("progress.without.", "progress."): m for m in found if ".without." in m.metric}
    said = {name: with_never(m.after, m.p_never_after) for name, m in alone.items()}
    return [(m, said.get(m.metric)) for m in found if ".without." not in m.metric]


def with_never(value: Interval | None, never: Interval | None) -> str:
    """A date's interval, and the chance that it never happens."""
    return _and_never(interval(value), never, DIGITS[0])


def _and_never(date: str, never: Interval | None, digits: int) -> str:
    if never is None or never[1] < UNSURE:
        return date
    if never[0] > 1 - UNSURE:
        return "never"
    low, high = (_percent(end, digits) for end in never)
    return f"{date} (never {low if low == high else f'{low} to {high}'})"


def _percent(chance: float, digits: int) -> str:
    """A whole percent, or one with more digits."""
    return percent(chance) if digits == DIGITS[0] else f"{100 * chance:.{digits}g}%"
