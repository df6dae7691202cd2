"""Claims as games: a choice made at once, slots of which one is the best date, or a race of efforts on a ladder.

A choice over an interval becomes a choice from a list. It holds the story's best choices beside evenly spaced ones, so
that solving the game finds the former among the latter.

On a ladder the incentive to race is a number. What a release game pays once is there the present value of a flow, at
the race's discount rate, so that sizes stay those of the story. Where a claim is about easier training, the open model
leaves a share of the climb to be paid for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from games.markets import LimitPricing, Market
from games.modifiers import Modifier
from games.race import OutsideModel, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear
from solver.common.errors import OpenraceError

CHOICES = 16
"""Evenly spaced choices beside the best ones."""
APART = 1e-7
"""Shares closer than this are the same choice."""
SLOTS = 40
"""Slots up to the last date that may be best, about."""
RATE = 0.1
"""Discount rate of every race here: a flow of 1 is worth 10."""

UNIT_MARKET = LimitPricing(value=Linear())
"""One customer, to whom a unit of capability is worth one."""


def at_once(
    story: Story,
    *labs: Lab,
    x: float = 0.0,
    market: Market = UNIT_MARKET,
    modifiers: tuple[Modifier, ...] = (),
    **parts: Any,
) -> ReleaseGame:
    """The labs release at once or never, beside an open model of capability ``x``; one period of one day.

    Args:
        story: gives name and summary.
        labs: the players.
        x: capability of the open model that is there from the start.
        market: how customers are served.
        modifiers: changes of the world.
        parts: further parts of the game.
    """
    return ReleaseGame(
        name=story.name,
        labs=labs,
        market=market,
        modifiers=modifiers,
        **{
            "summary": story.claim,
            "calendar": Calendar(horizon=1.0, slots=1, days_per_period=1.0),
            "open": OpenPath(capability=x),
            **parts,
        },
    )


def waiting(
    story: Story,
    start: float,
    growth: float,
    rate: float,
    date: float,
    last: float,
    **parts: Any,
) -> ReleaseGame:
    """One closed lab that lives on revenue waits for its growing model to be worth releasing; it then sells for ever.

    Args:
        story: gives name and summary.
        start: what it could release at date 0.
        growth: growth of that per period.
        rate: continuous discount rate.
        date: the best date, which becomes a slot.
        last: a date after which waiting pays no more.
        parts: further parts of the game.
    """
    rough = max(last, date) / SLOTS
    step = date / max(1, round(date / rough)) if date > 0 else rough
    return in_slots(story, start, growth, rate, step, math.ceil(max(last, date) / step) + 2, **parts)


def in_slots(
    story: Story, start: float, growth: float, rate: float, step: float, n_slots: int, **parts: Any
) -> ReleaseGame:
    """The same with so many slots, ``step`` apart."""
    path = tuple(start + growth * k * step for k in range(n_slots))
    lab = Lab(name="monopolist", path=path, terms=(Revenue(),))
    calendar = Calendar(horizon=math.inf, slots=n_slots, step=step, days_per_period=1.0, discount_rate=rate)
    return at_once(story, lab, calendar=calendar, **parts)


def chosen(name: str, best: Sequence[float], top: float, **fields: Any) -> Lab:
    """A closed lab that chooses its capability up to ``top``, the best ones among others."""
    high = max(top, *best)
    shares: list[float] = []
    for share in (*(y / high for y in best if y > 0), *(k / CHOICES for k in range(1, CHOICES + 1))):
        if all(abs(share - other) > APART for other in shares):
            shares.append(share)
    return Lab(name=name, path=(high,), efforts=tuple(sorted(shares)), **fields)


def listed_around(best: float) -> tuple[float, ...]:
    """Choices from 0 to twice the best one, which is among them."""
    return tuple(best * k / 4 for k in range(9)) if best > 0 else (0.0, 1.0)


def whole(value: float, symbol: str) -> int:
    """A number of uses as a whole number.

    Raises:
        OpenraceError: it is none.
    """
    if value != round(value):
        raise OpenraceError(
            f"{symbol} is {value:g}, and a game has whole numbers of uses", "a whole number", f"--set {symbol}=NUMBER"
        )
    return round(value)


def climb(story: Story, rungs: tuple[float, ...], *labs: RaceLab, x: float = 0.0, **parts: Any) -> RaceGame:
    """Labs on a ladder, beside an open model of capability ``x`` that is there from the start.

    Args:
        story: gives name and summary.
        rungs: capabilities, rising.
        labs: the players.
        x: capability of the open model; 0 for none.
        parts: further parts of the race.
    """
    return RaceGame(
        name=story.name,
        summary=story.claim,
        rungs=rungs,
        labs=labs,
        **{"discount_rate": RATE, "open": OutsideModel(capability=x) if x > 0 else OutsideModel(), **parts},
    )


def left_to_train(own: float, top: float, head_start: float) -> float:
    """Share of the way from ``own`` to ``top`` that is left for whoever may start from ``head_start``."""
    return (top - max(own, head_start)) / (top - own)
