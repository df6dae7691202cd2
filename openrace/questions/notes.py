"""What a user should know about settings before believing an answer: those that cannot matter."""

from __future__ import annotations

from collections.abc import Sequence

from games.parts.idle import idle_settings
from games.parts.paths import read_setting
from openrace.questions.load import load
from solver.common.errors import OpenraceError


def notes(name: str, settings: Sequence[str]) -> tuple[str, ...]:
    """One sentence for every setting that changes no payoff.

    Args:
        name: the game as typed.
        settings: as typed, such as ``market.kind=logit``; together they fit the game.
    """
    if not settings:
        return ()
    try:
        found = idle_settings(load(name), [read_setting(s) for s in settings])
    except OpenraceError:
        # Without one of the settings the game cannot be laid out, so nothing can be compared with it.
        return ()
    return tuple(idle.sentence for idle in found)
