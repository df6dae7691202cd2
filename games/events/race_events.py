"""Events in races: an outside open model, openness allowed or banned, a subsidy, an effort by decree, a merger.

Each function returns the race before and after, as the events of ``games.events.interventions`` do for release games.
"""

from __future__ import annotations

import math

from games.race.lab import CLOSED, RaceLab
from games.race.race_game import RaceGame
from games.terms import Subsidy
from solver.game.errors import OpenraceError

Pair = tuple[RaceGame, RaceGame]


def open_model(game: RaceGame, capability: float, date: float) -> Pair:
    """Without and with an open model from outside that is there from the start; it need not be on a rung."""
    if date != 0:
        raise OpenraceError(
            f"an open model at t={date:g} came for a race", "date 0: a race has states instead of dates",
            f"write --open {capability:g}@0, or set open.arrival_rate and open.arrival_rung",
        )  # fmt: skip
    known = 0.0 if game.open.rung is None else game.rungs[game.open.rung]
    best = max(capability, known, game.open.capability or 0.0)
    outside = game.open.model_copy(update={"rung": None, "capability": float(best)})
    return game, game.model_copy(update={"open": outside})


def allow(game: RaceGame, lab: str) -> Pair:
    """The lab's releases closed, and as they are."""
    return with_lab(game, lab, openness=(CLOSED,)), game


def ban(game: RaceGame, lab: str) -> Pair:
    """The lab's releases as they are, and closed."""
    return game, with_lab(game, lab, openness=(CLOSED,))


def fix(game: RaceGame, lab: str, effort: float) -> Pair:
    """The lab free, and at a decreed effort in every state in which it can climb."""
    return game, with_lab(game, lab, effort=0.0 if math.isinf(effort) else effort)


def subsidy(game: RaceGame, lab: str, amount: float) -> Pair:
    """Without and with an amount paid to the lab at every climb."""
    terms = game.labs[_index(game, lab)].terms
    paid = sum(float(t.weight) for t in terms if isinstance(t, Subsidy))
    others = tuple(t for t in terms if not isinstance(t, Subsidy))
    return game, with_lab(game, lab, terms=(*others, Subsidy(weight=paid + amount)))


def with_lab(game: RaceGame, name: str, **changes: object) -> RaceGame:
    """The race with one lab changed."""
    at = _index(game, name)
    lab = RaceLab.model_validate({**dict(game.labs[at]), **changes})
    return game.model_copy(update={"labs": (*game.labs[:at], lab, *game.labs[at + 1 :])})


def _index(game: RaceGame, name: str) -> int:
    names = [lab.name for lab in game.labs]
    if name not in names:
        raise OpenraceError(f"{game.name} has no lab named {name!r}", f"one of {', '.join(names)}", "check the name")
    return names.index(name)
