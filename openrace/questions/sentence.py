"""The verdict in plain English: about the race, which is what the labs do that the event does not treat.

Words say what was computed; ``openrace.questions.moves`` says which word stands for what. Where the ends of an interval
move apart the answer is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from games.parts.change_words import Doing, Response, change_word, metric_words, usual_words
from games.parts.direction import EQUALITY, Direction, Interval, ends_moved
from games.parts.metric import Sense
from openrace.questions.books import Books
from openrace.questions.moves import (
    ENDS,
    IS_ON_AVERAGE,
    IS_THERE,
    Clock,
    is_point,
    moves,
    values,
    whole,
)
from openrace.questions.reasons import Incentives
from openrace.questions.verdict import MetricShift
from solver.common.words import all_of

MOST_REACHED = 3
"""Capabilities whose first date is in the sentence, and metrics of a game without a race."""
MANY = 3
"""Labs that do the same from which on it is said once for all of them."""
_LEVELS = {"frontier_end": ENDS, "frontier": IS_ON_AVERAGE}
"""What is said of the frontier: where it ends, or its average over time."""


def headline(books: Books, clock: Clock, responses: Sequence[str], says: Mapping[str, Response]) -> str:
    """One sentence: does the event speed the race up, slow it down, move nothing, or is it open?

    Args:
        books: what moved.
        clock: how dates are written.
        responses: metrics of what the labs in response do together, as far as it is racing.
        says: words for them, by their names without the book.
    """
    kinds = [name.removeprefix("response.") for name in responses]
    does = _Book(books.contribution, "contribution", kinds, says)
    if books.response:
        told = _race(books.response, clock, responses, says, "no other lab" if does.labs else "no lab")
    else:
        totals = [m for m in books.contribution if m.metric.removeprefix("contribution.") in kinds]
        # Labs that merge are another lab afterwards: then all of them together are compared.
        own = does.details(clock) if does.labs else _in_all(totals, "contribution", clock, says)
        told = "nobody is left to respond: the event treats every lab in the game"
        told += f". What it does to them: {own}" if own else ", and changes nothing that they do"
    return f"{told}.{_progress(books, clock, does.labs)}"


def headline_without_labs(metrics: Sequence[MetricShift], *, same_play: bool) -> str:
    """The same for a game without labs: what moved, first of all what is a race in it, if anything is.

    Args:
        metrics: of the game as a whole.
        same_play: whether the equilibria are the same.
    """
    racing = [m for m in metrics if m.sense is not Sense.LEVEL]
    ways = {m.direction for m in racing} - {Direction.NEUTRAL}
    way = next(iter(ways)) if len(ways) == 1 and Direction.AMBIGUOUS not in ways else None
    if not racing:
        verdict = "this game has no race"
    elif not ways:
        verdict = "nothing in the race moved"
    elif way is None:
        verdict = "it depends on the equilibrium, or on what is meant by racing"
    else:
        verdict = _verb(way, sure=all(whole(m) for m in racing if m.direction is way))
    moved = [m for m in metrics if m.direction is not Direction.NEUTRAL]
    told = [f"{metric_words(m.metric)} {moves(m, _is(m))} ({values(m, Clock(0.0))})" for m in moved[:MOST_REACHED]]
    rest = f"; and {len(moved) - MOST_REACHED} more" if len(moved) > MOST_REACHED else ""
    if same_play:
        still = "its equilibria and what they pay stay as they are"
    else:
        still = "its equilibria are others, and the least and the greatest that they pay stay"
    return f"{verdict}{':' if ways else ';'} {'; '.join(told) or still}{rest}."


def _is(m: MetricShift) -> Doing:
    """Words for a number of which nobody in particular is the author."""
    return Doing("is", "may be", *(change_word(way, m.sense, m.unit) for way in (Direction.UP, Direction.DOWN)))


class _Book:
    """What each lab in one book does.

    Args:
        metrics: of the book.
        name: of the book.
        kinds: what labs may do, the first first.
        says: words for it.
    """

    def __init__(
        self, metrics: Sequence[MetricShift], name: str, kinds: Sequence[str], says: Mapping[str, Response]
    ) -> None:
        self._own: Mapping[str, MetricShift] = {m.metric.removeprefix(f"{name}."): m for m in metrics}
        self._kinds, self._says = kinds, says
        self.labs = [own.partition(".")[2] for own in self._own if own.startswith(f"{kinds[0]}.")]

    def details(self, clock: Clock, way: Direction | None = None) -> str:
        """Every lab that moves, with its numbers; empty if none does.

        Args:
            clock: how dates are written.
            way: the race's, if it has one: of what a lab does the first that moved that way is said, for the rest
                follows from it, and whatever moved otherwise; without a way, everything.
        """
        alike: dict[str, list[str]] = {}
        for lab in self.labs:
            alike.setdefault(self._lab(lab, clock, way), []).append(_named(lab))
        return "; ".join(f"{who} {does}" for does, names in alike.items() if does for who in _together(names))

    def moves(self, way: Direction) -> bool:
        """Whether something that a lab does moves that way."""
        own = (self._own.get(f"{kind}.{lab}") for kind in self._kinds for lab in self.labs)
        return any(m is not None and m.direction is way for m in own)

    def _lab(self, lab: str, clock: Clock, way: Direction | None) -> str:
        moved = [(kind, self._own[f"{kind}.{lab}"]) for kind in self._kinds if f"{kind}.{lab}" in self._own]
        moved = [(kind, m) for kind, m in moved if m.direction is not Direction.NEUTRAL]
        with_it = [does for does in moved if way in (None, does[1].direction)]
        against = [does for does in moved if does not in with_it]
        first, second = (
            " and ".join(f"{moves(m, _words(m, kind, self._says).lab)} ({values(m, clock)})" for kind, m in some)
            for some in (with_it if way is None else with_it[:1], against)
        )
        return f"{first}, but {second}" if first and second else first or second


def _words(m: MetricShift, kind: str, says: Mapping[str, Response]) -> Response:
    """How a sentence speaks of one thing that labs do."""
    return says.get(kind) or usual_words(kind, m.sense, m.unit)


def _race(
    response: Sequence[MetricShift], clock: Clock, responses: Sequence[str], says: Mapping[str, Response], nobody: str
) -> str:
    """The race in one clause: which way it went, and by which numbers."""
    kinds = [name.removeprefix("response.") for name in responses]
    totals = [m for m in response if m.metric in responses]
    ways = {m.direction for m in totals} - {Direction.NEUTRAL}
    labs = _Book([m for m in response if m.metric not in responses], "response", kinds, says)
    way = next(iter(ways)) if len(ways) == 1 and Direction.AMBIGUOUS not in ways else None
    details = labs.details(clock, way)
    several = not all(is_point(m) for m in response)
    if not ways:
        if details:
            return f"the race as a whole stays, though labs in it move: {details}"
        # Equilibria may be others, where the least and the greatest of each number stay.
        named = dict.fromkeys(_words(m, m.metric.removeprefix("response."), says).stays for m in totals)
        still = f"{nobody} changes {' or '.join(filter(None, named))}"
        return f"nothing in the race moved: {still}{', over the range of its equilibria' if several else ''}"
    # Over several equilibria the ends of intervals do not add up: all together may move as no lab does by itself.
    if not details or (len(labs.labs) > 1 and (way is None or not labs.moves(way))):
        details = "; ".join(filter(None, (_in_all(totals, "response", clock, says), details)))
    if way is None:
        return f"it depends {_depends(totals)}: {details}"
    return f"{_verb(way, sure=all(whole(m) for m in totals if m.direction is way))}: {details}"


def _depends(totals: Sequence[MetricShift]) -> str:
    """On what the way of the race depends: the equilibrium, what is meant by racing, or both."""
    moved = [m for m in totals if m.direction is not Direction.NEUTRAL]
    unsettled = [m for m in moved if m.direction is Direction.AMBIGUOUS or not whole(m)]
    # At one equilibrium a date may come earlier and less surely: which of them is racing is a question of words.
    torn = any(m.direction is Direction.AMBIGUOUS and is_point(m) for m in moved)
    on = [
        "on the equilibrium" if any(not is_point(m) for m in unsettled) else "",
        "on what is meant by racing" if torn or {Direction.UP, Direction.DOWN} <= {m.direction for m in moved} else "",
    ]
    return " and ".join(filter(None, on))


def _verb(way: Direction, *, sure: bool) -> str:
    """Which way the race goes."""
    if way is Direction.UP:
        return "it speeds the race up" if sure else "it may speed the race up"
    return "it slows the race down" if sure else "it may slow the race down"


def _in_all(totals: Sequence[MetricShift], book: str, clock: Clock, says: Mapping[str, Response]) -> str:
    """What moved of what labs do together, with numbers."""
    told = []
    for m in totals:
        if m.direction is not Direction.NEUTRAL:
            words = _words(m, m.metric.removeprefix(f"{book}."), says)
            told.append(f"{words.everybody} {moves(m, words.together)} ({values(m, clock)})")
    return ", ".join(told)


def _together(names: Sequence[str]) -> Sequence[str]:
    """Names of which the same is true: one by one, or many in one phrase."""
    return [f"each of {all_of(names)}"] if len(names) >= MANY else names


def _progress(books: Books, clock: Clock, treated: Sequence[str]) -> str:
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
            subject, doing = f"capability {name.removeprefix('reached.')}", IS_THERE
        elif name in _LEVELS:
            subject, doing = "the frontier", _LEVELS[name]
        else:
            continue
        parts.append(
            f"{subject} {moves(m, doing)} ({values(m, clock)}{_brought(m, without[name], doing, clock, treated)})"
        )
    return f" Progress: {'; '.join(parts)}." if parts else ""


def _brought(m: MetricShift, without: MetricShift, doing: Doing, clock: Clock, treated: Sequence[str]) -> str:
    """What the event's own models have to do with a move: nothing, all of it, or more than all of it."""
    if without.direction is m.direction:
        return ""
    by = f", through {all_of([_named(lab) for lab in treated])} alone" if treated else ", which the event itself brings"
    if without.direction is Direction.NEUTRAL:
        return by
    return f"{by}; without that it {moves(without, doing)}, {values(without, clock)}"


def _named(lab: str) -> str:
    return lab.replace("_", " ").capitalize()


def incentive_sentence(before: Incentives, after: Incentives) -> str:
    """How win, lose and status quo of one lab moved, and with them its incentives to race."""
    slots = (
        ("win", before.win, after.win),
        ("lose", before.lose, after.lose),
        ("status quo", before.status_quo, after.status_quo),
    )
    moved = [f"{name} {_move(a, b)}" for name, a, b in slots if any(ends_moved(a, b))]
    scale = max(abs(end) for _, a, b in slots for end in (*a, *b))
    if not moved:
        return f"{before.lab}: winning, losing and the status quo pay what they did."
    profit = _middle(after.win) - _middle(after.status_quo) - _middle(before.win) + _middle(before.status_quo)
    if not after.has_rivals:
        return f"{before.lab}: {', '.join(moved)}; profit incentive {_signed(profit, scale)}, and no rival to fear."
    threat = _middle(after.win) - _middle(after.lose) - _middle(before.win) + _middle(before.lose)
    told = f"profit incentive {_signed(profit, scale)}, competitive threat {_signed(threat, scale)}"
    return f"{before.lab}: {', '.join(moved)}; {told}."


def _signed(change: float, scale: float) -> str:
    """A difference of numbers of that size; what rounding alone leaves of them is 0."""
    return "0" if abs(change) <= EQUALITY * scale else f"{change:+.4g}"


def _move(before: Interval, after: Interval) -> str:
    return f"{_middle(before):.4g} -> {_middle(after):.4g}"


def _middle(pair: Interval) -> float:
    middle = (pair[0] + pair[1]) / 2
    return 0.0 if abs(middle) < 1e-12 else middle
