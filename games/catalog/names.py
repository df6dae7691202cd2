"""The explicit list of named games."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from games.classics.catalogued import AdoptionGame, AttritionGame, BertrandGame, ScalingGame, TravelersDilemmaGame
from games.markets import LimitPricing
from games.parts.game import Game
from games.release import cast
from games.release.release_game import ReleaseGame
from games.time.open_path import OpenPath
from solver.game.errors import OpenraceError

KINDS: dict[str, type[Game]] = {
    str(k.model_fields["kind"].default): k
    for k in (ReleaseGame, AttritionGame, AdoptionGame, BertrandGame, TravelersDilemmaGame, ScalingGame)
}
"""Every sort of game a file may hold."""

DEFAULT = "alice-bob-monopolist"
"""The game of the demo."""


@dataclass(frozen=True)
class Entry:
    """One named game.

    Attributes:
        build: makes the game.
        rows: rows of the model's table that it stands for.
    """

    build: Callable[[], Game]
    rows: tuple[str, ...]


def _alice_bob() -> Game:
    return ReleaseGame(
        name="alice-bob",
        summary="two open labs compete for having the best open model; Alice would rather go slowly",
        labs=(cast.alice(), cast.bob()),
        sources=cast.sources("alice", "bob"),
        calendar=cast.CALENDAR,
        market=cast.MARKET,
    )


def _alice_bob_monopolist() -> Game:
    return ReleaseGame(
        name=DEFAULT,
        summary="two open labs and a closed seller, who earns what its model is better by",
        labs=(cast.alice(), cast.bob(), cast.monopolist()),
        sources=cast.sources("alice", "bob", "monopolist"),
        calendar=cast.CALENDAR,
        market=cast.MARKET,
    )


def _closed_monopolist() -> Game:
    return ReleaseGame(
        name="closed-monopolist",
        summary="one closed seller decides when to release a better model; the open model is free",
        labs=(cast.monopolist(),),
        sources=cast.sources("monopolist"),
        calendar=cast.CALENDAR,
        market=LimitPricing(customers=cast.MARKET.customers),
        open=OpenPath(capability=6.0),
    )


CATALOG: dict[str, Entry] = {
    "alice-bob": Entry(_alice_bob, ("11", "12", "24")),
    DEFAULT: Entry(_alice_bob_monopolist, ("1", "11", "12", "23", "24")),
    "closed-monopolist": Entry(_closed_monopolist, ("1", "2", "3", "4")),
    "attrition": Entry(AttritionGame, ("12",)),
    "adoption": Entry(AdoptionGame, ("12",)),
    "bertrand": Entry(BertrandGame, ("5",)),
    "travelers-dilemma": Entry(TravelersDilemmaGame, ("5",)),
    "scaling": Entry(ScalingGame, ("34", "35", "36")),
}


def named(name: str) -> Game:
    """The catalogued game of that name.

    Raises:
        OpenraceError: there is none; the nearest names are given.
    """
    if name not in CATALOG:
        close = get_close_matches(name, CATALOG, 1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}" if close else "openrace games lists them"
        raise OpenraceError(f"no game is named {name!r}", f"one of {', '.join(CATALOG)}", hint)
    return CATALOG[name].build()
