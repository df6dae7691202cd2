"""How long games take to build, known before any is built: what is long is announced, what is too long refused."""

from __future__ import annotations

import math

from games.parts.game import Game
from games.release.release_game import ReleaseGame
from openrace.sweeps.progress import LOGGER, LONG, duration
from solver.common.errors import TooLargeError

SECONDS_PER_STRETCH = 6e-7
"""For one profile over one stretch of time, with terms and metrics; measured from 25 to 400 profiles."""
PLANNED = 12
"""Games that are built before any point is looked at, or thereabouts: to see how numbers may be varied."""
BUDGET = 600.0
"""Seconds that a question may take whose answer is not stored, if the caller says nothing."""


def announce(game: Game, n_games: int, noun: str, budget: float | None) -> None:
    """Says on stderr that games take long, if they do; games without histories are small and do not.

    Args:
        game: one of them.
        n_games: how many are built.
        noun: what they are, in the plural.
        budget: seconds that all of them may take; ``None`` for no limit.

    Raises:
        TooLargeError: they take longer.
    """
    if not isinstance(game, ReleaseGame):
        return
    profiles = math.prod(float(len(lab.plans(game.calendar))) for lab in game.labs)
    each = SECONDS_PER_STRETCH * profiles * len(game.calendar.grid())
    whole = each * n_games
    if budget is not None and whole > budget:
        raise TooLargeError(
            f"{n_games:,} {noun} of {game.name} take about {duration(whole)}, {each:.2g} s each",
            f"at most {duration(budget)}",
            "lower calendar.slots or calendar.horizon, raise calendar.step, take fewer values, "
            "or allow more time with --budget SECONDS",
        )
    if whole > LONG:
        LOGGER.warning("openrace: %s %s of %s, about %s", f"{n_games:,}", noun, game.name, duration(whole))
