"""Where the explorer begins: the event that is asked about first in each game, and the axes of its map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.events.written import SHAPES, read_intervention
from games.parts.game import Game
from games.release.release_game import ReleaseGame
from openrace.explore.form import Item, numbers
from solver.game.errors import OpenraceError

FIRST_EVENTS = {
    "alice-bob": "open:9@4",
    "alice-bob-monopolist": "allow:bob",
    "closed-monopolist": "open:9@4",
}
"""Of named games whose tale has an event of its own."""

EVENT_WORDS = {
    "open": "an open model appears from outside",
    "announce": "an open model is announced, and never comes",
    "release": "a lab releases at a date",
    "fix": "a lab is known to release at a date",
    "ban": "a lab may not release",
    "allow": "a lab may release, which it could not",
    "subsidy": "a lab is paid for releasing",
    "merge": "labs merge",
}
"""What each kind of event is; others have the name that the shell gives them."""


def first_event(game: Game) -> str:
    """The event that is asked about first: an open model that is a little better than the labs' at a third of the time.

    Empty for games in which no event can be asked about.
    """
    if not isinstance(game, ReleaseGame):
        return ""
    if game.name in FIRST_EVENTS and fits(game, FIRST_EVENTS[game.name]):
        return FIRST_EVENTS[game.name]
    dates = game.calendar.dates()
    date = float(dates[len(dates) // 3])
    best = max((float(lab.start + lab.growth * date) for lab in game.labs), default=0.0)
    return f"open:{best + 1:g}@{date:g}"


def fits(game: Game, event: str) -> bool:
    """Whether an event can happen in a game."""
    if not isinstance(game, ReleaseGame):
        return False
    try:
        read_intervention(event).pair(game)
    except OpenraceError:
        return False
    return True


def events(game: Game) -> dict[str, dict[str, Any]]:
    """Every kind of event: what it is, how it is written, and numbers to begin with; none where none can be asked."""
    if not isinstance(game, ReleaseGame):
        return {}
    dates = game.calendar.dates()
    date = float(dates[len(dates) // 3])
    best = max((float(lab.start + lab.growth * date) for lab in game.labs), default=0.0)
    first = {"CAPABILITY": f"{best + 1:g}", "DATE": f"{date:g}", "AMOUNT": "1"}
    return {
        verb: {"words": EVENT_WORDS.get(verb, verb), "shape": shape.partition(" or ")[0], "first": first}
        for verb, shape in SHAPES.items()
    }


def first_axes(items: Sequence[Item]) -> tuple[Item, ...]:
    """The two assumptions of the first map: what labs care about comes before all other numbers."""
    found = numbers(items)
    cares = [item for item in found if item.formula and float(item.value)]
    others = [item for item in found if item not in cares and float(item.value)]
    return tuple([*cares, *others, *found][:2]) if len(found) > 1 else ()
