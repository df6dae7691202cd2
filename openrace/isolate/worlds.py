"""The choices of a modeller that are no claim about the world: which worlds a question can be asked in.

A *specification* is one choice along each dimension: what labs know and can do, who moves at a tie, the step of the
calendar, its horizon, the market, the numbers of the game, and what is counted as racing. The first three of these that
change the game itself (step, horizon, market) make *worlds*; a concept with its rule about ties, a draw of numbers and
a metric are chosen within each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from games.events.base import Intervention
from games.markets import MARKETS
from games.parts.idle import idle_settings
from games.parts.part import kind_of
from games.parts.paths import Setting, with_settings
from games.release.release_game import ReleaseGame
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Concept
from openrace.concepts.plain import Plain
from openrace.isolate.specification_curve import NO_CHOICE
from openrace.sweeps.prior import Belief, LogUniform
from solver.common.errors import OpenraceError
from solver.staged.selection import SELECTIONS

CONCEPT, TIES, STEP, HORIZON, MARKET, NUMBERS, ACCOUNTING = DIMENSIONS = (
    "concept",
    "ties",
    "step",
    "horizon",
    "market",
    "numbers",
    "accounting",
)
"""Names of the dimensions, in the order in which specifications are listed."""
GIVEN = "as given"
"""What the game itself says."""
HORIZONS = (0.5, 2.0)
"""What the horizon is multiplied by."""
FACTOR = 2.0
"""Without a prior every weight that is not zero is drawn between it over this and it times this, every ratio alike."""


@dataclass(frozen=True)
class World:
    """One game in which the question is asked.

    Attributes:
        options: its step, horizon and market, as listed.
        game: the game, before anything is done to it.
    """

    options: tuple[str, str, str]
    game: ReleaseGame


@dataclass(frozen=True)
class Asking:
    """A concept with its rule about ties.

    Attributes:
        options: both, as listed; only labs that react may tie, so other concepts have no rule.
        choice: what answers.
    """

    options: tuple[str, str]
    choice: Choice


@dataclass(frozen=True)
class LeftOut(Plain):
    """A choice that cannot be made here.

    Attributes:
        dimension: along which.
        option: which choice.
        reason: why not.
    """

    dimension: str
    option: str
    reason: str


Change = Callable[[ReleaseGame], ReleaseGame]


def worlds_of(
    game: ReleaseGame, event: Intervention, metrics: Sequence[str], kept: Sequence[str]
) -> tuple[list[World], list[LeftOut]]:
    """Every world, that of the game itself first, and what cannot be one.

    Args:
        game: the base point.
        event: what is done to it.
        metrics: what is asked about; a market that changes neither payoffs nor these makes no world.
        kept: dimensions along which the game stays as it is.
    """
    left_out: list[LeftOut] = []
    changes: dict[str, list[tuple[str, Change]]] = {name: [(GIVEN, lambda g: g)] for name in (STEP, HORIZON, MARKET)}
    for name, option, change in _changes(game):
        if name in kept:
            continue
        reason = _objection(game, event, change) or (_idle(game, event, option, metrics) if name == MARKET else "")
        if reason:
            left_out.append(LeftOut(name, option, reason))
        else:
            changes[name].append((option, change))
    found = []
    for step, horizon, market in product(*changes.values()):
        made = market[1](horizon[1](game))
        # Last, because half of the step fits any calendar that the step fits.
        found.append(World((step[0], horizon[0], market[0]), step[1](made)))
    return found, left_out


def _changes(game: ReleaseGame) -> Iterable[tuple[str, str, Change]]:
    yield STEP, "half the step", lambda finer: finer.finer()
    if not game.calendar.is_infinite:
        for factor in HORIZONS:
            value = game.calendar.horizon * factor
            yield HORIZON, f"{value:g} periods", _setting("calendar.horizon", value)
    for member in MARKETS:
        kind = kind_of(member)
        if kind != game.market.kind:
            yield MARKET, kind, _setting("market.kind", kind)


def _setting(path: str, value: float | str) -> Change:
    def change(game: ReleaseGame) -> ReleaseGame:
        return with_settings(game, [Setting(path, value)])

    return change


def _objection(game: ReleaseGame, event: Intervention, change: Change) -> str:
    """Why a change of the game cannot be made; empty if it can."""
    try:
        event.pair(change(game))
    except OpenraceError as error:
        return error.what
    return ""


def _idle(game: ReleaseGame, event: Intervention, market: str, metrics: Sequence[str]) -> str:
    """Why another market changes no payoff and none of these metrics, before or after; empty if it may."""
    found = [idle_settings(side, [Setting("market.kind", market)]) for side in event.pair(game)]
    if all(own and not set(own[0].metrics) & set(metrics) for own in found):
        return found[0][0].reason or "it changes nothing"
    return ""


def askings_of(worlds: Sequence[World], event: Intervention, kept: Sequence[str]) -> tuple[list[Asking], list[LeftOut]]:
    """Every concept with every rule about ties that fits all worlds, and what does not."""
    found, left_out = [], []
    for asking in _askings(worlds[0].game, event, kept):
        try:
            for world in worlds:
                for side in event.pair(world.game):
                    asking.choice.check(side)
        except OpenraceError as error:
            name, option = (
                (CONCEPT, asking.options[0]) if asking.options[1] in (NO_CHOICE, "all") else (TIES, asking.options[1])
            )
            left_out.append(LeftOut(name, option, error.what))
        else:
            found.append(asking)
    return found, left_out


def _askings(game: ReleaseGame, event: Intervention, kept: Sequence[str]) -> Iterable[Asking]:
    yield Asking((Concept.OPEN_LOOP.word, NO_CHOICE), Choice())
    if CONCEPT in kept:
        return
    for lab in game.labs:
        # Who has one plan commits to nothing.
        if any(len(side.labs[side.lab_index(lab.name)].plans(side.calendar).labels) > 1 for side in event.pair(game)):
            choice = Choice(Concept.COMMITMENT, leader=lab.name)
            yield Asking((choice.words, NO_CHOICE), choice)
    rules = ("all",) if TIES in kept else tuple(SELECTIONS)
    for rule in rules:
        yield Asking((Concept.REACTION.word, rule), Choice(Concept.REACTION, ties=None if rule == "all" else rule))


def default_beliefs(game: ReleaseGame) -> tuple[Belief, ...]:
    """Every weight that is not zero, between half of it and twice it."""
    found = []
    for lab in game.labs:
        for term in lab.terms:
            weight = float(np.asarray(term.weight))
            if weight > 0:
                found.append(Belief(f"{lab.name}.{term.label}", LogUniform(weight / FACTOR, weight * FACTOR)))
    return tuple(found)
