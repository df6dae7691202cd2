"""A race game: ladder, labs, market, terms and world, as a directional game in continuous time.

In state ``s`` lab ``i`` gets its market revenue and other flow terms, its income, less its fixed cost, and climbs at a
hazard ``h`` of its choice at cost ``c a h**g / g`` per period; ``a`` is ``ease`` where the best open model is above the
lab's rung, else 1. At a climb it pays or gets what its one-off terms say. ``solver.directional`` finds every
Markov-perfect equilibrium.
"""

from __future__ import annotations

from games.parts.metric import Metric, Sense
from games.race.arrays import RaceArrays
from games.race.treatments import RaceTreatments
from solver.common.errors import OpenraceError
from solver.directional import DirectionalGame
from solver.game.normal_form import NormalForm


class RaceGame(RaceTreatments):
    """Labs that climb a ladder of capabilities at hazards of their choice."""

    def directional(self) -> DirectionalGame:
        """The game for ``solver.directional``; one game per parameter point if numbers are arrays."""
        return RaceArrays(self).game()

    def normal_form(self) -> NormalForm:
        """A race has no finite list of plans.

        Raises:
            OpenraceError: always.
        """
        raise OpenraceError(
            f"{self.name} is a race, which has no finite list of plans",
            "a game with payoffs to tabulate",
            "leave --concept out: openrace solve and shift find its equilibria, in which labs see every state",
        )

    def roster(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names of the labs; efforts are not counted."""
        return self.lab_names, ()

    def metrics(self) -> tuple[Metric, ...]:
        """A race has no profiles; what its equilibria make happen is in ``games.race.metrics``."""
        return ()

    def measures(self) -> tuple[tuple[str, Sense, str], ...]:
        """Name, sense and unit of everything that may be asked of the race's equilibria."""
        from games.race.metrics import race_measures

        return tuple((m.name, m.sense, m.unit) for m in race_measures(self))
