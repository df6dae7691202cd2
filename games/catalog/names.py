"""The explicit list of named games."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from games.catalog import calibrated
from games.classics import published_game as published
from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.claims.contest import ContestGame
from games.classics.claims.releasers import ReleasersGame
from games.classics.claims.scaling import ScalingGame
from games.classics.claims.shared_research import SharedResearchGame
from games.classics.contests.attrition import AttritionGame
from games.classics.play.travelers_dilemma import TravelersDilemmaGame
from games.classics.pricing.bertrand import BertrandGame
from games.classics.safety.encounter import DsairGame
from games.parts.game import Game
from games.parts.packages import Listing
from games.race import RaceGame
from games.race.named import RACES
from games.release import cast
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.time.open_path import OpenPath
from solver.common.errors import OpenraceError

G = TypeVar("G", bound=Game)

KINDS: Listing[type[Game]] = Listing(
    {
        str(k.model_fields["kind"].default): k
        for k in (
            ReleaseGame,
            RaceGame,
            AttritionGame,
            AdoptionGame,
            BertrandGame,
            TravelersDilemmaGame,
            ScalingGame,
            ReleasersGame,
            ContestGame,
            SharedResearchGame,
            DsairGame,
            published.PublishedGame,
        )
    }
)
"""Every sort of game that a file may hold."""

DEFAULT = "alice-bob-monopolist"
"""The whole default cast."""


@dataclass(frozen=True)
class Entry:
    """One named game.

    Attributes:
        build: makes the game.
        rows: rows of the model's table that it is about; none for a game that a user has added.
    """

    build: Callable[[], Game]
    rows: tuple[str, ...]


def _with_cast(name: str, summary: str, labs: tuple[Lab, ...], open_path: OpenPath | None = None) -> Game:
    return ReleaseGame(
        name=name,
        summary=summary,
        labs=labs,
        sources=cast.sources(*[lab.name for lab in labs]),
        calendar=cast.CALENDAR,
        market=cast.MARKET,
        open=open_path or OpenPath(),
    )


def _alice_bob() -> Game:
    summary = "two open labs compete for having the best open model; Alice would rather go slowly"
    return _with_cast("alice-bob", summary, (cast.alice(), cast.bob()))


def _alice_bob_monopolist() -> Game:
    summary = "two open labs and a closed seller, who earns what its model is better by"
    return _with_cast(DEFAULT, summary, (cast.alice(), cast.bob(), cast.monopolist()))


def _closed_monopolist() -> Game:
    summary = "one closed seller decides when to release a better model; the open model is free"
    return _with_cast("closed-monopolist", summary, (cast.monopolist(),), OpenPath(capability=6.0))


CATALOG: Listing[Entry] = Listing(
    {
        "alice-bob": Entry(_alice_bob, ("11", "12", "24")),
        DEFAULT: Entry(_alice_bob_monopolist, ("1", "11", "12", "23", "24")),
        "closed-monopolist": Entry(_closed_monopolist, ("1", "2", "3", "4")),
        "attrition": Entry(AttritionGame, ("12",)),
        "adoption": Entry(AdoptionGame, ("12",)),
        "bertrand": Entry(BertrandGame, ("5",)),
        "travelers-dilemma": Entry(TravelersDilemmaGame, ("5",)),
        "scaling": Entry(ScalingGame, ("34", "35", "36")),
        "dsair": Entry(DsairGame, ("12",)),
        **{name: Entry(build, rows) for name, (build, rows) in RACES.items()},
        calibrated.NAME: Entry(calibrated.frontier, ("1", "4", "5", "10", "11", "13", "14", "24")),
        calibrated.RACE_NAME: Entry(calibrated.frontier_race, ("1", "3", "5", "10", "11", "13")),
    }
)
"""Every named game."""


def add_kind(kind: type[G]) -> type[G]:
    """Lists a sort of game, so that a file may hold one; also as a decorator.

    Raises:
        OpenraceError: its field ``kind`` has no default, or another sort of game has it.

    Example:
        >>> from games.classics.contests.attrition import AttritionGame
        >>> import games
        >>> games.add_kind(AttritionGame).__name__  # it is listed already, so nothing changes
        'AttritionGame'
    """
    name = str(getattr(kind.model_fields.get("kind"), "default", ""))
    taken = KINDS.known(name)
    _check_form(name, f"{kind.__qualname__} has the kind {name!r}", "give its field 'kind' a default")
    if taken is not None and taken.__qualname__ != kind.__qualname__:
        raise OpenraceError(
            f"a sort of game of kind {name!r} exists already ({taken.__qualname__})",
            "a kind that is not taken",
            "give the new class another default for its field 'kind'",
        )
    # A class of a user's own fails where it is listed, and not where a file first names it.
    kind.model_rebuild()
    KINDS.add(name, kind)
    return kind


def add_game(name: str, build: Callable[[], Game]) -> None:
    """Lists a named game.

    Raises:
        OpenraceError: the name has other letters than a name may have, or openrace has a game or a published model
            of that name.

    Example:
        >>> import games
        >>> eager = games.with_settings(games.named("alice-bob"), [games.read_setting("alice.slowness=0")])
        >>> games.add_game("eager-alice", lambda: eager)
        >>> games.get(games.named("eager-alice"), "alice.slowness")
        0.0
    """
    _check_form(name, f"the game's name is {name!r}", "choose another name")
    taken = CATALOG.known(name)
    if (taken is not None and taken.rows) or name in published.models():
        raise OpenraceError(f"openrace has a game named {name!r}", "a name that is not taken", "choose another name")
    CATALOG.add(name, Entry(build, ()))


def _check_form(name: str, came: str, hint: str) -> None:
    if not re.fullmatch("[a-z][a-z0-9-]*", name):
        raise OpenraceError(came, "lower-case letters, digits and -, a letter first", hint)


def named(name: str) -> Game:
    """The catalogued game of that name.

    Raises:
        OpenraceError: there is none; the nearest names are given.

    Example:
        >>> import games
        >>> games.named("alice-bob").summary
        'two open labs compete for having the best open model; Alice would rather go slowly'
    """
    if name in CATALOG:
        return CATALOG[name].build()
    known = published.models()
    if name not in known:
        close = get_close_matches(name, (*CATALOG, *known), 1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}" if close else "openrace games lists them"
        raise OpenraceError(f"no game is named {name!r}", f"one of {', '.join(CATALOG)}", hint)
    return published.PublishedGame.of(known[name]())
