"""Efforts in every state of a race before and after an event: the response, state by state."""

from __future__ import annotations

from dataclasses import dataclass

from games.parts.direction import Interval
from games.race.race_game import RaceGame
from games.race.states import Place
from openrace.concepts.concept import Answered
from openrace.concepts.plain import Plain
from openrace.concepts.race import RaceAnswer


@dataclass(frozen=True)
class StateShift(Plain):
    """One state before and after.

    Attributes:
        rungs: of the labs.
        capabilities: of their models.
        left: which labs have left.
        open_before: best open model before; 0 for none.
        open_after: the same, after.
        before: every lab's effort before, least and greatest over all equilibria.
        after: the same, after.
    """

    rungs: tuple[int, ...]
    capabilities: tuple[float, ...]
    left: tuple[bool, ...]
    open_before: float
    open_after: float
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]

    def entries(self) -> dict[str, object]:
        """The JSON of one state."""
        return {
            "rungs": self.rungs,
            **({"left": self.left} if any(self.left) else {}),
            "open": {"before": self.open_before or None, "after": self.open_after or None},
            "effort": {"before": self.before, "after": self.after},
        }


def state_shifts(then: Answered, now: Answered) -> tuple[StateShift, ...]:
    """Every state in which labs stand where they stood before; none where the labs are not the same.

    A model that is there from the start takes the place of a worse one in every state. States in which labs have
    opened what only one of the games lets them open have no counterpart, and are left out.
    """
    if not isinstance(then, RaceAnswer) or not isinstance(now, RaceAnswer) or then.players != now.players:
        return ()
    places: dict[tuple[tuple[int, ...], float, tuple[bool, ...]], int] = {}
    for s, place in enumerate(now.game.states.places):
        places.setdefault((place.rungs, _open(now.game, place), place.left), s)
    floor = now.game.open.capability_at_start(now.game.rungs) or 0.0
    efforts = [side.solution.efforts for side in (then, now)]
    found: dict[int, StateShift] = {}
    for s, place in enumerate(then.game.states.places):
        best = _open(then.game, place)
        after = places.get((place.rungs, max(best, floor), place.left))
        if after is None or after in found:
            continue
        ends = [[(float(h.min()), float(h.max())) for h in own.T] for own in (efforts[0][:, s], efforts[1][:, after])]
        capabilities = tuple(float(then.game.rungs[k]) for k in place.rungs)
        opened = best, max(best, floor)
        found[after] = StateShift(place.rungs, capabilities, place.left, *opened, tuple(ends[0]), tuple(ends[1]))
    return tuple(found.values())


def _open(game: RaceGame, place: Place) -> float:
    return game.states.levels[place.level] if place.level >= 0 else 0.0
