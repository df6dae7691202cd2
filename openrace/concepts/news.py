"""News after which labs plan anew: regulation that caps or delays what they release, or that binds some labs only.

Its hazard must not depend on what labs do, so that the chance of every cell of time is one number. Labs see it at the
first slot after the cell in which it comes; what it does within the cell is in the payoffs of that scenario, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np

from games.modifiers import Regulation
from games.modifiers.regulation import settled
from games.release.release_game import ReleaseGame
from solver.common.errors import OpenraceError


@dataclass(frozen=True, eq=False)
class Future:
    """One way in which what is uncertain may turn out.

    Attributes:
        name: what labs see.
        slot: at whose start they see it; one after the last for never.
        chance: of it.
        known: the game in which it is known.
    """

    name: str
    slot: int
    chance: float
    known: ReleaseGame


def futures_of(game: ReleaseGame) -> list[Future]:
    """Every cell of time in which the news of a game may come, and never; none where there is no news."""
    news = news_of(game)
    if news is None:
        return []
    plain = game.model_copy(update={"modifiers": ()}).history()
    found = []
    for cell, future in enumerate(news.futures(plain)):
        rule = future.shocks.rules[-1]
        start, end = (float(np.ravel(date)[0]) for date in (rule.start, rule.end))
        # Up to rounding a date of the calendar is the slot itself.
        slot = ceil(round(end / float(game.calendar.step), 9)) if isfinite(end) else game.calendar.slots
        name = f"{news.label} between t={start:g} and t={end:g}" if isfinite(start) else f"no {news.label}"
        own = settled(news, cell)
        known = game.model_copy(
            update={"modifiers": tuple(own if m.label == news.label else m for m in game.modifiers)}
        )
        found.append(Future(name, min(slot, game.calendar.slots), float(np.ravel(future.chance)[0]), known))
    return found


def news_of(game: ReleaseGame) -> Regulation | None:
    """What may come after which labs would plan anew; ``None`` where there is nothing.

    Raises:
        OpenraceError: there are several, or its hazard depends on what labs do.
    """
    found = [m for m in game.modifiers if m.replans(game.lab_names) and np.any(np.asarray(getattr(m, "hazard", 1)) > 0)]
    if not found:
        return None
    (first, *more) = found
    if more or not isinstance(first, Regulation):
        raise OpenraceError(
            f"{' and '.join(m.label for m in found)} of {game.name} may come, after which labs would plan anew",
            "under reaction, one regulation of that kind",
            "leave others out, or choose another concept",
        )
    if np.any(np.asarray(first.eta) != 0):
        raise OpenraceError(
            f"{first.label} of {game.name} leaves some lab free when it comes, at a hazard that open releases change",
            "under reaction, a hazard that nothing changes, or regulation after which no lab releases anything",
            f"set {first.label}.eta to 0, let it end or stop the race for all labs, or choose another concept",
        )
    return first
