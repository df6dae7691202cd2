"""Where the explorer begins: the event that is asked about first in each game, and the axes of its map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.events.written import SHAPES, read_intervention
from games.parts.game import Game
from games.parts.lab_game import VERBS, LabGame
from games.release.release_game import ReleaseGame
from openrace.concepts.choice import Choice
from openrace.concepts.concept import MAIN_NAMES
from openrace.explore.form import Item, numbers
from solver.common.errors import OpenraceError

FIRST_EVENTS = {
    "alice-bob": "open:9@4",
    "alice-bob-monopolist": "allow:bob",
    "closed-monopolist": "open:9@4",
}
"""Of named games whose tale has an event of its own."""

EVENT_WORDS = {
    "open": "an open model appears from outside",
    "announce": "an announcement is believed, though false: the open model never comes",
    "release": "a lab releases at a date",
    "fix": "a lab is known to release at a date",
    "ban": "a lab may not release",
    "allow": "a lab may release, which it could not",
    "subsidy": "a lab is paid for releasing",
    "merge": "labs merge",
    "regulate": "regulation may come and stop the race",
}
"""What each kind of event is; others have the name that the shell gives them."""


def first_event(game: Game) -> str:
    """The event that is asked about first; empty for games to which nothing can be done.

    A named game may have one of its own. Where labs release at dates, it is an open model that is a little better than
    theirs at a third of the time; else the first lab may not release any more.
    """
    if not isinstance(game, LabGame):
        return ""
    named, numbers = FIRST_EVENTS.get(game.name, ""), _numbers(game)
    candidates = (named, f"open:{numbers['CAPABILITY']}@{numbers['DATE']}", f"ban:{game.lab_names[0]}")
    return next((event for event in candidates if event and fits(game, event)), "")


def fits(game: LabGame, event: str) -> bool:
    """Whether an event can happen in a game."""
    try:
        read_intervention(event).change(game)
    except OpenraceError:
        return False
    return True


def events(game: Game) -> dict[str, dict[str, Any]]:
    """Every kind of event that a game knows: what it is, how it is written, and numbers to begin with."""
    if not isinstance(game, LabGame):
        return {}
    first = _numbers(game)
    return {
        verb: {"words": EVENT_WORDS.get(verb, verb), "shape": shape.partition(" or ")[0], "first": first}
        for verb, shape in SHAPES.items()
        if getattr(type(game), VERBS[verb]) is not getattr(LabGame, VERBS[verb])
    }


def concepts_for(game: Game) -> list[str]:
    """Names of the concepts under which a game can be asked; without plans that can be counted, the first alone."""
    if not game.roster()[1]:
        return list(MAIN_NAMES[:1])
    found = []
    for name in MAIN_NAMES:
        try:
            Choice(name).check(game)
        except OpenraceError:
            continue
        found.append(name)
    return found


def _numbers(game: LabGame) -> dict[str, str]:
    """Numbers of an event to begin with, by the words that stand for them."""
    best, date = 1.0, 1.0
    if isinstance(game, ReleaseGame):
        dates = game.calendar.dates()
        own = dates[len(dates) // 3]
        best = max((float(lab.attainable(own, game.calendar)) for lab in game.labs), default=0.0)
        date = float(own)
    return {"CAPABILITY": f"{best + 1:.3g}", "DATE": f"{date:g}", "AMOUNT": "1", "HAZARD": "0.1"}


def first_axes(items: Sequence[Item]) -> tuple[Item, ...]:
    """The two assumptions of the first map: what labs care about comes before all other numbers."""
    found = numbers(items)
    cares = [item for item in found if item.formula and float(item.value)]
    others = [item for item in found if item not in cares and float(item.value)]
    return tuple([*cares, *others, *found][:2]) if len(found) > 1 else ()
