"""The verdict in plain English: about the race, which is what the labs do that the event does not treat.

Words say what was computed. *Earlier* means that the whole interval moved, both its least and its greatest value over
all equilibria; *may be earlier* that one end did and the other stayed; where the ends move apart the answer is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.parts.direction import Direction, Interval
from openrace.questions.books import RESPONSES, Books
from openrace.questions.reasons import Incentives
from openrace.questions.verdict import MetricShift

PERIODS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}
"""Names of periods by their length in days, rounded down."""
_UNSURE = 1e-9


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


def headline(books: Books, clock: Clock) -> str:
    """One sentence: does the event speed the race up, slow it down, move nothing, or is it open?"""
    if not books.progress:
        return "this game has no race; its payoffs are below."
    if not books.response:
        return "nobody is left to respond: the event treats every lab in the game." + _progress(books, clock)
    return f"{_race(books.response, clock)}.{_progress(books, clock)}"


def _race(response: Sequence[MetricShift], clock: Clock) -> str:
    """The race in one clause: which way it went, and by which numbers."""
    totals = [m for m in response if m.metric in RESPONSES]
    each = [m for m in response if m.metric not in RESPONSES and m.direction in (Direction.UP, Direction.DOWN)]
    open_ones = [m for m in response if m.direction is Direction.AMBIGUOUS]
    ways = {m.direction for m in totals} - {Direction.NEUTRAL}
    if not ways and not each and not open_ones:
        return "nothing in the race moved: no other lab changes when it releases or what it trains"
    details = _details(response, clock)
    if not ways:
        return f"the race as a whole stays, though labs in it move: {details}"
    if len(ways) > 1 or Direction.AMBIGUOUS in ways:
        return f"it depends on the equilibrium and on what is meant by racing: {details}"
    (way,) = ways
    sure = all(_whole(m) for m in totals if m.direction is way)
    verb = {
        (Direction.UP, True): "it speeds the race up",
        (Direction.UP, False): "it may speed the race up",
        (Direction.DOWN, True): "it slows the race down",
        (Direction.DOWN, False): "it may slow the race down",
    }[way, sure]
    return f"{verb}: {details}"


def _details(response: Sequence[MetricShift], clock: Clock) -> str:
    """Every lab that moves, with its numbers; what a lab trains only where its date does not say it."""
    dates = {_lab(m): m for m in response if m.metric.startswith("response.first_release.")}
    trained = {_lab(m): m for m in response if m.metric.startswith("response.capability_trained.")}
    parts = []
    for lab, dated in dates.items():
        if dated.direction is not Direction.NEUTRAL:
            parts.append(f"{_named(lab)} {_moves(dated, 'releases', 'earlier', 'later')} ({_dates(dated, clock)})")
        elif trained[lab].direction is not Direction.NEUTRAL:
            parts.append(f"{_named(lab)} {_moves(trained[lab], 'trains', 'more', 'less')} ({_numbers(trained[lab])})")
    return "; ".join(parts)


def _progress(books: Books, clock: Clock) -> str:
    """What comes on the market sooner or later, if anything does, and whether the event itself brought it."""
    without = {m.metric.removeprefix("progress.without."): m for m in books.progress}
    parts = []
    for m in books.progress:
        name = m.metric.removeprefix("progress.")
        if name.startswith("without.") or m.direction not in (Direction.UP, Direction.DOWN):
            continue
        own = without[name].direction is Direction.NEUTRAL
        by = ", which the event itself brings" if own else ""
        if name.startswith("reached."):
            capability = name.removeprefix("reached.")
            parts.append(
                f"capability {capability} {_moves(m, 'is there', 'earlier', 'later')} ({_dates(m, clock)}{by})"
            )
        elif name == "frontier_end":
            parts.append(f"the frontier {_moves(m, 'ends', 'higher', 'lower')} ({_numbers(m)}{by})")
    return f" Progress: {'; '.join(parts)}." if parts else ""


def _lab(m: MetricShift) -> str:
    return m.metric.rpartition(".")[2]


def _named(lab: str) -> str:
    return lab.replace("_", " ").capitalize()


def _whole(m: MetricShift) -> bool:
    """Whether both ends of the interval moved, or of the chance of never where there is no date to compare."""
    pairs = [(m.before, m.after), (m.p_never_before, m.p_never_after)]
    return any(a is not None and b is not None and not _same(a[0], b[0]) and not _same(a[1], b[1]) for a, b in pairs)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _UNSURE * max(abs(one), abs(other), 1.0)


_MAY = {"releases": "may release", "trains": "may train", "is there": "may be there", "ends": "may end"}


def _moves(m: MetricShift, verb: str, up: str, down: str) -> str:
    """How a metric moved: ``releases earlier``, ``may release earlier``, ``may release earlier or later``."""
    if m.direction is Direction.AMBIGUOUS:
        return f"{_MAY[verb]} {up} or {down}"
    word = up if m.direction is Direction.UP else down
    return f"{verb if _whole(m) else _MAY[verb]} {word}"


def _dates(m: MetricShift, clock: Clock) -> str:
    return f"{_date(m.before, m.p_never_before, clock)} -> {_date(m.after, m.p_never_after, clock)}"


def _date(value: Interval | None, never: Interval | None, clock: Clock) -> str:
    """A date over all equilibria: its mean where it is left to chance, and the chance of never beside it."""
    if value is None or (never is not None and never[0] > 1 - _UNSURE):
        return "never"
    when = clock(_range(value))
    if never is None or never[1] < _UNSURE:
        return when
    chance = _range((100 * never[0], 100 * never[1]), 2)
    return f"{when} on average, never with {chance} %"


def _numbers(m: MetricShift) -> str:
    return " -> ".join("none" if side is None else _range(side) for side in (m.before, m.after))


def _range(pair: Interval, digits: int = 3) -> str:
    low, high = (f"{0.0 if abs(end) < _UNSURE else end:.{digits}g}" for end in pair)
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
