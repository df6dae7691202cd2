"""The verdict in plain English."""

from __future__ import annotations

from games.parts.direction import Direction, Interval
from openrace.questions.reasons import Incentives
from openrace.questions.shift import Shift
from openrace.questions.verdict import MetricShift

_BEHAVIOUR = ("first_release", "frontier_area", "frontier_end", "training_spend", "n_release")
"""Metrics of what labs do, as opposed to who gains from it."""

_WORDS = {
    "first_release": {Direction.UP: "the first release comes earlier", Direction.DOWN: "the first release comes later"},
    "frontier_area": {Direction.UP: "the frontier is higher over the whole time", Direction.DOWN: "it is lower"},
    "frontier_end": {Direction.UP: "the frontier ends higher", Direction.DOWN: "the frontier ends lower"},
    "training_spend": {Direction.UP: "labs spend more on training", Direction.DOWN: "labs spend less on training"},
    "n_release": {Direction.UP: "more labs release", Direction.DOWN: "fewer labs release"},
}


def headline(result: Shift) -> str:
    """One sentence: does the intervention speed the race up, slow it down, change nothing, or is it open?"""
    shown = [m for m in result.verdict if m.metric in _BEHAVIOUR]
    ways = {m.direction for m in shown}
    moved = ways - {Direction.NEUTRAL}
    if not shown:
        return "this game has no metric of racing; its payoffs are below."
    if not moved:
        return "it changes nothing in the race: every metric of what labs do stays where it was."
    if moved == {Direction.UP}:
        return f"it speeds the race up: {_list(shown, Direction.UP)}."
    if moved == {Direction.DOWN}:
        return f"it slows the race down: {_list(shown, Direction.DOWN)}."
    parts = [_list(shown, way) for way in (Direction.UP, Direction.DOWN) if way in moved]
    open_ones = [m.metric for m in shown if m.direction is Direction.AMBIGUOUS]
    if open_ones:
        parts.append(f"the sign of {', '.join(open_ones)} differs between equilibria")
    return f"it depends on what is meant by racing: {'; '.join(parts)}."


def _list(shown: list[MetricShift], way: Direction) -> str:
    return ", ".join(_WORDS[m.metric][way] for m in shown if m.direction is way)


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
