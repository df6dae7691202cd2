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


@dataclass(frozen=True)
class Seen:
    """One way in which the news may come.

    Attributes:
        name: what labs see.
        slot: at whose start they see it; one after the last for never.
        chance: of it.
    """

    name: str
    slot: int
    chance: float


@dataclass(frozen=True, eq=False)
class News:
    """What may come, and when labs see it.

    Attributes:
        regulation: the modifier.
    """

    regulation: Regulation

    @property
    def label(self) -> str:
        """The modifier's name."""
        return self.regulation.label

    def futures(self, game: ReleaseGame) -> tuple[Seen, ...]:
        """Every cell of time in which it may come, and never."""
        plain = game.model_copy(update={"modifiers": ()}).history()
        found = []
        for future in self.regulation.futures(plain):
            rule = future.shocks.rules[-1]
            start, end = (float(np.ravel(date)[0]) for date in (rule.start, rule.end))
            # Up to rounding a date of the calendar is the slot itself.
            slot = ceil(round(end / float(game.calendar.step), 9)) if isfinite(end) else game.calendar.slots
            name = f"{self.label} between t={start:g} and t={end:g}" if isfinite(start) else f"no {self.label}"
            found.append(Seen(name, min(slot, game.calendar.slots), float(np.ravel(future.chance)[0])))
        return tuple(found)

    def known(self, game: ReleaseGame, cell: int) -> ReleaseGame:
        """The game in which it is known how it comes."""
        own = settled(self.regulation, cell)
        return game.model_copy(update={"modifiers": tuple(own if m.label == self.label else m for m in game.modifiers)})


def news_of(game: ReleaseGame) -> News | None:
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
    return News(first)
