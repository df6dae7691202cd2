"""Where the explorer begins: the event that is asked about first in each game, and the axes of its map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from games.events.written import FORMS, read_intervention
from games.parts.game import Game
from games.parts.lab_game import LabGame
from games.parts.paths import follow, leaves
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


def first_event(game: Game) -> str:
    """The event that is asked about first; empty for games to which nothing can be done.

    A named game may have one of its own. Where labs release at dates, it is an open model that is a little better than
    theirs at a third of the time; in a published model it is that model's own open model; else the first lab may not
    release any more.
    """
    if not isinstance(game, LabGame):
        return ""
    model = game.nearby_model()
    named, nearby = FIRST_EVENTS.get(game.name, ""), f"open:{model.capability:.3g}@{model.date:g}"
    candidates = (named, nearby, "open:1", f"ban:{game.lab_names[0]}")
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
    forms = {verb: FORMS[verb] for verb in game.known_events()}
    path, value = next(((path, value) for path, value in _numbers(game) if value), ("", 1.0))
    first = {"AMOUNT": "1", "HAZARD": "0.1", "PATH": path, "VALUE": f"{2 * value:.6g}"}
    if isinstance(game, LabGame):
        model = game.nearby_model()
        first |= {"CAPABILITY": f"{model.capability:.3g}", "DATE": f"{model.date:g}"}
    return {
        verb: {"words": form.words, "shape": form.shape.partition(" or ")[0], "first": first}
        for verb, form in forms.items()
    }


def _numbers(game: Game) -> Iterator[tuple[str, float]]:
    """Every number of a game that is no count, and its path."""
    for path, keys in leaves(game).items():
        value = follow(game, keys)
        if isinstance(value, float) and math.isfinite(value):
            yield path, value


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


def first_axes(items: Sequence[Item]) -> tuple[Item, ...]:
    """The two assumptions of the first map: what labs care about comes before all other numbers."""
    found = numbers(items)
    cares = [item for item in found if item.formula and float(item.value)]
    others = [item for item in found if item not in cares and float(item.value)]
    return tuple([*cares, *others, *found][:2]) if len(found) > 1 else ()
