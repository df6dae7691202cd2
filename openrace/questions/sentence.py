"""The verdict in plain English: about the race, which is what the labs do that the event does not treat.

Words say what was computed. *Earlier* means that the whole interval moved, both its least and its greatest value over
all equilibria; *may be earlier* that one end did and the other stayed; where the ends move apart the answer is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from games.parts.change_words import change_word, metric_words
from games.parts.direction import Direction, Interval
from games.parts.metric import Sense
from openrace.questions.books import Books
from openrace.questions.reasons import Incentives
from openrace.questions.verdict import MetricShift

PERIODS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}
"""Names of periods by their length in days, rounded down."""
_UNSURE = 1e-9
MOST_REACHED = 3
"""Capabilities whose first date is in the sentence, and metrics of a game without a race."""


@dataclass(frozen=True)
class Clock:
    """How dates are written.

    Attributes:
        days: length of a period.
    """

    days: float

    def __call__(self, date: str) -> str:
        """A date in periods, such as ``month 3``; ``t=3`` where a period has no name."""
        name = PERIODS.get(int(self.days))
        return f"{name} {date}" if name else f"t={date}"


def headline(books: Books, clock: Clock, responses: Sequence[str], whole: Sequence[MetricShift] = ()) -> str:
    """One sentence: does the event speed the race up, slow it down, move nothing, or is it open?

    Args:
        books: what moved.
        clock: how dates are written.
        responses: metrics of what the labs in response do together, as far as it is racing.
        whole: metrics of a game without books, in which nobody races.
    """
    if not books.progress:
        return _without_race(whole)
    if not books.response:
        return "nobody is left to respond: the event treats every lab in the game." + _progress(books, clock)
    return f"{_race(books.response, clock, responses)}.{_progress(books, clock)}"


def _without_race(whole: Sequence[MetricShift]) -> str:
    """What moved in a game of no labs that release: what its players get, first of all."""
    moved = [m for m in whole if m.direction is not Direction.NEUTRAL]
    told = [
        f"{metric_words(m.metric)} is {change_word(m.direction, m.sense, m.unit)} ({_numbers(m)})"
        for m in moved[:MOST_REACHED]
    ]
    rest = f"; and {len(moved) - MOST_REACHED} more" if len(moved) > MOST_REACHED else ""
    return f"this game has no race; {'; '.join(told) or 'and nothing in it moved'}{rest}."


@dataclass(frozen=True)
class _Doing:
    """What a lab does, in words: the verb, and the word for more racing and for less."""

    verb: str
    up: str
    down: str


_DOINGS = {
    "first_release": _Doing("releases", "earlier", "later"),
    "capability_trained": _Doing("trains", "more", "less"),
    "effort": _Doing("works", "harder", "less hard"),
}
"""What one lab may do in response, by metric."""
_NOTHING = {
    "first_release": "no other lab changes when it releases or what it trains",
    "effort": "no other lab changes how hard it works at the start",
}
"""What it means that nothing moved, by the first metric of the race."""


def _race(response: Sequence[MetricShift], clock: Clock, responses: Sequence[str]) -> str:
    """The race in one clause: which way it went, and by which numbers."""
    kinds = [name.removeprefix("response.") for name in responses]
    totals = [m for m in response if m.metric in responses]
    own = {m.metric.removeprefix("response."): m for m in response if m.metric not in responses}
    each = [m for name, m in own.items() if name.partition(".")[0] in kinds and m.direction is not Direction.NEUTRAL]
    ways = {m.direction for m in totals} - {Direction.NEUTRAL}
    if not ways and not each:
        return f"nothing in the race moved: {_NOTHING[kinds[0]]}"
    details = _details(own, kinds, clock, all_of_them=len(ways) > 1)
    if not ways:
        return f"the race as a whole stays, though labs in it move: {details}"
    if len(ways) > 1 or Direction.AMBIGUOUS in ways:
        several = "" if all(_is_point(m) for m in totals) else "on the equilibrium and "
        return f"it depends {several}on what is meant by racing: {details}"
    (way,) = ways
    sure = all(_whole(m) for m in totals if m.direction is way)
    verb = {
        (Direction.UP, True): "it speeds the race up",
        (Direction.UP, False): "it may speed the race up",
        (Direction.DOWN, True): "it slows the race down",
        (Direction.DOWN, False): "it may slow the race down",
    }[way, sure]
    return f"{verb}: {details}"


def _details(own: Mapping[str, MetricShift], kinds: Sequence[str], clock: Clock, *, all_of_them: bool) -> str:
    """Every lab that moves, with its numbers.

    Of what a lab does the first that moved is said, for the rest follows from it; ``all_of_them`` where the rest moved
    another way.
    """
    labs = [name.partition(".")[2] for name in own if name.startswith(f"{kinds[0]}.")]
    parts = []
    for lab in labs:
        moved = [(kind, own[f"{kind}.{lab}"]) for kind in kinds if f"{kind}.{lab}" in own]
        moved = [(kind, m) for kind, m in moved if m.direction is not Direction.NEUTRAL]
        does = [_does(m, _DOINGS[kind], clock) for kind, m in (moved if all_of_them else moved[:1])]
        if does:
            parts.append(f"{_named(lab)} {' and '.join(does)}")
    return "; ".join(parts)


def _does(m: MetricShift, doing: _Doing, clock: Clock) -> str:
    """What a lab does otherwise, with numbers: ``releases earlier (month 10 -> month 8)``."""
    numbers = _values(m, clock)
    return f"{_by_chance(m, doing.verb) or _moves(m, doing.verb, doing.up, doing.down)} ({numbers})"


def _progress(books: Books, clock: Clock) -> str:
    """What comes on the market sooner or later, if anything does, and whether the event itself brought it."""
    without = {m.metric.removeprefix("progress.without."): m for m in books.progress}
    parts = []
    reached = [m for m in books.progress if m.metric.startswith("progress.reached.")]
    untold = {m.metric for m in reached[MOST_REACHED:]}
    for m in books.progress:
        name = m.metric.removeprefix("progress.")
        if m.metric in untold or name.startswith("without.") or m.direction not in (Direction.UP, Direction.DOWN):
            continue
        if name.startswith("reached."):
            capability = name.removeprefix("reached.")
            told = f"capability {capability}", "is there", "earlier", "later"
        elif name in _LEVELS:
            told = "the frontier", _LEVELS[name], "higher", "lower"
        else:
            continue
        subject, *words = told
        numbers = f"{_values(m, clock)}{_brought(m, without[name], words, clock)}"
        parts.append(f"{subject} {_moves(m, *words)} ({numbers})")
    return f" Progress: {'; '.join(parts)}." if parts else ""


def _brought(m: MetricShift, without: MetricShift, words: Sequence[str], clock: Clock) -> str:
    """What the event's own models have to do with a move: nothing, all of it, or more than all of it."""
    if without.direction is m.direction:
        return ""
    if without.direction is Direction.NEUTRAL:
        return ", which the event itself brings"
    return f", which the event itself brings; without that it {_moves(without, *words)}, {_values(without, clock)}"


def _by_chance(m: MetricShift, verb: str) -> str:
    """How a date moved that is sooner but less sure, or surer but later; empty for what moved otherwise."""
    if m.direction is not Direction.AMBIGUOUS or not _is_point(m):
        return ""
    if m.before is None or m.after is None or m.p_never_before is None or m.p_never_after is None:
        return ""
    sooner, surer = m.after[0] < m.before[0], m.p_never_after[0] < m.p_never_before[0]
    if sooner == surer:
        return ""
    return f"{verb} earlier, if at all" if sooner else f"{verb} later, but more surely"


def _is_point(m: MetricShift) -> bool:
    """Whether every equilibrium of a side gives the same number, and the same chance of never."""
    pairs = (m.before, m.after, m.p_never_before, m.p_never_after)
    return all(pair is None or _same(*pair) for pair in pairs)


def _named(lab: str) -> str:
    return lab.replace("_", " ").capitalize()


def _whole(m: MetricShift) -> bool:
    """Whether both ends of the interval moved, or of the chance of never where there is no date to compare."""
    pairs = [(m.before, m.after), (m.p_never_before, m.p_never_after)]
    return any(a is not None and b is not None and not _same(a[0], b[0]) and not _same(a[1], b[1]) for a, b in pairs)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _UNSURE * max(abs(one), abs(other), 1.0)


_LEVELS = {"frontier_end": "ends", "frontier": "is on average"}
"""What is said of the frontier: where it ends, or its average over time."""
_MAY = {
    "releases": "may release",
    "trains": "may train",
    "works": "may work",
    "is there": "may be there",
    "ends": "may end",
    "is on average": "may on average be",
}


def _moves(m: MetricShift, verb: str, up: str, down: str) -> str:
    """How a metric moved: ``releases earlier``, ``may release earlier``, ``may release earlier or later``."""
    if m.direction is Direction.AMBIGUOUS:
        return f"{_MAY[verb]} {up} or {down}"
    word = up if m.direction is Direction.UP else down
    return f"{verb if _whole(m) else _MAY[verb]} {word}"


def _values(m: MetricShift, clock: Clock) -> str:
    """Before and after, as dates or as numbers."""
    return _dates(m, clock) if m.sense is Sense.EARLIER else _numbers(m)


def _dates(m: MetricShift, clock: Clock) -> str:
    return f"{_date(m.before, m.p_never_before, clock)} -> {_date(m.after, m.p_never_after, clock)}"


def _date(value: Interval | None, never: Interval | None, clock: Clock) -> str:
    """A date over all equilibria: its mean where it is left to chance, and the chance of never beside it."""
    if value is None or (never is not None and never[0] > 1 - _UNSURE):
        return "never"
    when = clock(_range(value))
    if never is None or never[1] < _UNSURE:
        return when
    chance = _range((100 * never[0], 100 * never[1]))
    return f"{when} on average, never with {chance} %"


def _numbers(m: MetricShift) -> str:
    return " -> ".join("none" if side is None else _range(side) for side in (m.before, m.after))


def _range(pair: Interval) -> str:
    low, high = (f"{0.0 if abs(end) < _UNSURE else end:.3g}" for end in pair)
    return low if low == high else f"{low} to {high}"


def incentive_sentence(before: Incentives, after: Incentives) -> str:
    """How win, lose and status quo of one lab moved, and with them its incentives to race."""
    slots = (
        ("win", before.win, after.win),
        ("lose", before.lose, after.lose),
        ("status quo", before.status_quo, after.status_quo),
    )
    moved = [f"{name} {_move(a, b)}" for name, a, b in slots if not _equal(a, b)]
    if not moved:
        return f"{before.lab}: winning, losing and the status quo pay what they did."
    profit = _middle(after.win) - _middle(after.status_quo) - _middle(before.win) + _middle(before.status_quo)
    if not after.has_rivals:
        return f"{before.lab}: {', '.join(moved)}; profit incentive {profit:+.4g}, and no rival to fear."
    threat = _middle(after.win) - _middle(after.lose) - _middle(before.win) + _middle(before.lose)
    return f"{before.lab}: {', '.join(moved)}; profit incentive {profit:+.4g}, competitive threat {threat:+.4g}."


def _move(before: Interval, after: Interval) -> str:
    return f"{_middle(before):.4g} -> {_middle(after):.4g}"


def _middle(pair: Interval) -> float:
    middle = (pair[0] + pair[1]) / 2
    return 0.0 if abs(middle) < 1e-12 else middle


def _equal(before: Interval, after: Interval) -> bool:
    scale = max(abs(v) for v in (*before, *after)) or 1.0
    return all(abs(a - b) <= 1e-9 * scale for a, b in zip(before, after, strict=True))
