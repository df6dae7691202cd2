"""How one metric moved, in words and numbers: ``releases earlier``, ``month 10 -> 8``.

*Earlier* means that the whole interval moved, both its least and its greatest value over all equilibria; *may be
earlier* that one end did and the other stayed. A date that may never come has two sides, when it comes if it does and
how surely it comes, and they need not move together; both are said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from games.parts.change_words import Doing
from games.parts.direction import Direction, Interval
from games.parts.metric import Sense
from openrace.questions.verdict import MetricShift

PERIODS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}
"""Names of periods by their length in days, rounded down."""
UNSURE = 1e-9
"""Share of a size, or chance, below which there is only rounding."""
DIGITS = (3, 4, 5, 6, 9)
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
    word = doing.up if m.direction is Direction.UP else doing.down
    return f"{doing.verb if whole(m) else doing.may} {word}"


def values(m: MetricShift, clock: Clock) -> str:
    """Before and after, as dates or as numbers; with as many digits as it takes to tell what moved from what it was."""
    for digits in DIGITS:
        before, after = _sides(m, clock, digits)
        if before != after or m.direction is Direction.NEUTRAL:
            break
    # Of two dates in periods that have a name, the second does without it: month 10 -> 11.
    shared = clock("") if m.sense is Sense.EARLIER else ""
    return f"{before} -> {after.removeprefix(shared) if before.startswith(shared) and shared.endswith(' ') else after}"


def _sides(m: MetricShift, clock: Clock, digits: int) -> tuple[str, str]:
    if m.sense is not Sense.EARLIER:
        before, after = ("none" if side is None else ranged(side, digits) for side in (m.before, m.after))
        return before, after
    return (
        _date(m.before, m.given_before, m.p_never_before, clock, digits),
        _date(m.after, m.given_after, m.p_never_after, clock, digits),
    )


def is_point(m: MetricShift) -> bool:
    """Whether every equilibrium of a side gives the same number, and the same chance of never."""
    pairs = (m.before, m.after, m.p_never_before, m.p_never_after, m.given_before, m.given_after)
    return all(pair is None or _same(*pair) for pair in pairs)


def whole(m: MetricShift) -> bool:
    """Whether both ends of the interval moved, or of the chance of never where there is no date to compare.

    Where a date never comes in some equilibrium of either side, the latest of all is never on both.
    """
    chances = (m.p_never_before, m.p_never_after)
    if both_ends_moved(*chances):
        return True
    never_anyway = all(pair is not None and pair[1] > 1 - UNSURE for pair in chances)
    return not never_anyway and both_ends_moved(m.before, m.after)


def both_ends_moved(before: Interval | None, after: Interval | None) -> bool:
    """Whether the least and the greatest of an interval are others, by more than rounding."""
    if before is None or after is None:
        return False
    rounding = UNSURE * max((abs(end) for end in (*before, *after) if math.isfinite(end)), default=0.0)
    # Of two infinite ends the difference is no number.
    return all(a != b and abs(a - b) > rounding for a, b in zip(before, after, strict=True))


def ranged(pair: Interval, digits: int) -> str:
    """An interval, or one number where its ends are the same to so many digits."""
    low, high = (f"{0.0 if abs(end) < UNSURE else end:.{digits}g}" for end in pair)
    return low if low == high else f"{low} to {high}"


def _by_chance(m: MetricShift) -> str:
    """When a date comes and how surely, where that is settled and the chance moved; empty for other moves."""
    dates, chances = (m.given_before, m.given_after), (m.p_never_before, m.p_never_after)
    if None in dates or None in chances or not is_point(m):
        return ""
    (then, now), (before, after) = ([pair[0] for pair in pairs if pair is not None] for pairs in (dates, chances))
    if _same(before, after):
        return ""
    surely = "more surely" if after < before else "less surely"
    if _same(then, now):
        return surely
    sooner = now < then
    return f"{'earlier' if sooner else 'later'}{' and' if sooner == (after < before) else ', but'} {surely}"


def _date(value: Interval | None, given: Interval | None, never: Interval | None, clock: Clock, digits: int) -> str:
    """A date over all equilibria: its mean given that it comes, and the chance of never beside it."""
    if value is None or (never is not None and never[0] > 1 - UNSURE):
        return "never"
    if never is None or never[1] < UNSURE or given is None:
        return clock(ranged(value, digits))
    return f"{clock(ranged(given, digits))} on average, or never with {_percent(never)}"


def _percent(chance: Interval) -> str:
    """Chances as whole percents, where they are not so near to none or to certainty that all digits count."""
    low, high = (_one_percent(end) for end in chance)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _one_percent(chance: float) -> str:
    if chance < UNSURE or chance > 1 - UNSURE:
        return f"{100 * chance:.0f}"
    if chance <= 0.095:
        return f"{100 * chance:.2g}"
    return f"{100 * chance:.0f}" if chance < 0.995 else f"{100 - float(f'{100 * (1 - chance):.2g}'):.12g}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= UNSURE * max(abs(one), abs(other), 1.0)
