"""How one metric moved, in words and numbers: ``releases earlier``, ``month 10 -> 8``.

*Earlier* means that the whole interval moved, both its least and its greatest value over all equilibria; *may be
earlier* that one end did and the other stayed. A date that may never come has two sides, when it comes if it does and
how surely it comes, and they need not move together; both are said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from games.parts.change_words import Doing
from games.parts.direction import Direction, Interval, ends_moved
from games.parts.metric import Sense
from openrace.questions.verdict import MetricShift

PERIODS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}
"""Names of periods by their length in days, rounded down."""
UNSURE = 1e-9
"""Share of a size, or chance, below which there is only rounding."""
DIGITS = (3, 4, 5, 6, 7, 9)
"""Digits of numbers in sentences: three, or more where a move is smaller than these show."""


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


IS_THERE = Doing("is there", "may be there", "earlier", "later")
ENDS = Doing("ends", "may end", "higher", "lower")
IS_ON_AVERAGE = Doing("is on average", "may on average be", "higher", "lower")


def moves(m: MetricShift, doing: Doing) -> str:
    """How a metric moved: ``releases earlier``, ``may release earlier``, ``releases earlier, but less surely``."""
    by_chance = _by_chance(m)
    if by_chance:
        return f"{doing.verb} {by_chance}"
    if m.direction is Direction.AMBIGUOUS:
        return f"{doing.may} {doing.up} or {doing.down}"
    word = doing.up if m.direction in (Direction.UP, Direction.MORE) else doing.down
    return f"{doing.verb if whole(m) else doing.may} {word}"


def values(m: MetricShift, clock: Clock) -> str:
    """Before and after, as dates or as numbers; with as many digits as it takes to tell what moved from what it was."""
    moved = m.direction is not Direction.NEUTRAL
    if m.sense is not Sense.EARLIER:
        digits = digits_apart(m.before, m.after, _number) if moved else DIGITS[0]
        before, after = ("none" if side is None else ranged(side, digits) for side in (m.before, m.after))
        return f"{before} -> {after}"
    dates, chances = _dates(m), (m.p_never_before, m.p_never_after)
    digits = digits_apart(*dates, _number) if moved else DIGITS[0]
    # A chance that moved is only shown to have where the sentence speaks of it, or where nothing else has moved.
    spoken = moved and (bool(_by_chance(m)) or not any(ends_moved(*dates)))
    percent = digits_apart(*chances, _percent) if spoken else DIGITS[0]
    before, after = (_date(date, chance, clock, digits, percent) for date, chance in zip(dates, chances, strict=True))
    # Of two dates in periods that have a name, the second does without it: month 10 -> 11.
    shared = clock("")
    return f"{before} -> {after.removeprefix(shared) if before.startswith(shared) and shared.endswith(' ') else after}"


def _dates(m: MetricShift) -> tuple[Interval | None, Interval | None]:
    """When a date comes, before and after; ``None`` where it never does."""
    sides = (
        (m.before, m.given_before, m.p_never_before),
        (m.after, m.given_after, m.p_never_after),
    )
    before, after = (
        None
        if value is None or (never is not None and never[0] > 1 - UNSURE)
        else given
        if _may_never(never) and given is not None
        else value
        for value, given, never in sides
    )
    return before, after


def _may_never(never: Interval | None) -> bool:
    return never is not None and never[1] >= UNSURE


def digits_apart(
    before: Interval | None,
    after: Interval | None,
    write: Callable[[float, int], str],
    digits: Sequence[int] = DIGITS,
) -> int:
    """The fewest digits with which every end that moved reads otherwise than it did.

    Args:
        before: an interval; ``None`` for none.
        after: the same, after.
        write: a number with some digits.
        digits: numbers of digits, rising; the last where none of them tells.
    """
    if before is None or after is None:
        return digits[0]
    ends = zip(before, after, ends_moved(before, after), strict=True)
    moved = [(a, b) for a, b, differ in ends if differ]
    return next((n for n in digits if all(write(a, n) != write(b, n) for a, b in moved)), digits[-1])


def is_point(m: MetricShift) -> bool:
    """Whether every equilibrium of a side gives the same number, and the same chance of never."""
    pairs = (m.before, m.after, m.p_never_before, m.p_never_after, m.given_before, m.given_after)
    return all(pair is None or _same(*pair) for pair in pairs)


def whole(m: MetricShift) -> bool:
    """Whether both ends of the interval moved, or of the chance of never where there is no date to compare.

    Where a date never comes in some equilibrium of either side, the latest of all is never on both.
    """
    then, now = m.p_never_before, m.p_never_after
    if then is None or now is None:
        return all(ends_moved(m.before, m.after))
    # Chances of never are sums of products; from 0 to 1e-16 is rounding.
    if not any(map(_same, then, now)):
        return True
    never_anyway = min(then[1], now[1]) > 1 - UNSURE
    return not never_anyway and all(ends_moved(m.before, m.after))


def _number(value: float, digits: int) -> str:
    return f"{0.0 if abs(value) < UNSURE else value:.{digits}g}"


def ranged(pair: Interval, digits: int, write: Callable[[float, int], str] = _number) -> str:
    """An interval, or one number where its ends are the same to so many digits."""
    low, high = (write(end, digits) for end in pair)
    return low if low == high else f"{low} to {high}"


def _by_chance(m: MetricShift) -> str:
    """When a date comes and how surely, where both are settled and the chance moved; empty for other moves."""
    date = _settled(m.given_before, m.given_after)
    chance = _settled(m.p_never_before, m.p_never_after)
    if date is None or not chance:
        return ""
    surely = "more surely" if chance < 0 else "less surely"
    if not date:
        return surely
    return f"{'earlier' if date < 0 else 'later'}{' and' if date == chance else ', but'} {surely}"


def _settled(before: Interval | None, after: Interval | None) -> int | None:
    """Which way both ends of an interval moved, 0 if neither did; ``None`` where that is not settled."""
    if before is None or after is None:
        return None
    ways = {0 if _same(a, b) else 1 if b > a else -1 for a, b in zip(before, after, strict=True)}
    return ways.pop() if len(ways) == 1 else None


def _date(value: Interval | None, never: Interval | None, clock: Clock, digits: int, percent: int) -> str:
    """A date over all equilibria: its mean given that it comes, and the chance of never beside it."""
    if value is None:
        return "never"
    date = clock(ranged(value, digits))
    if never is None or not _may_never(never):
        return date
    return f"{date} on average, or never with {ranged(never, percent, _percent)} %"


def _percent(chance: float, digits: int) -> str:
    """A whole percent, where the chance is not so near to none or to certainty that all digits count."""
    if chance < UNSURE or chance > 1 - UNSURE:
        return f"{100 * chance:.0f}"
    if digits > DIGITS[0]:
        return f"{100 * chance:.{digits}g}"
    if chance <= 0.095:
        return f"{100 * chance:.2g}"
    return f"{100 * chance:.0f}" if chance < 0.995 else f"{100 - float(f'{100 * (1 - chance):.2g}'):.12g}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= UNSURE * max(abs(one), abs(other), 1.0)
