"""The same game on a calendar of half the step: labs may also release between the slots that they had."""

from __future__ import annotations

from typing import TypeVar

from games.release.setup import ReleaseSetup

G = TypeVar("G", bound=ReleaseSetup)


def at_half_step(game: G) -> G:
    """The game with twice as many slots, half as far apart.

    A lab with dates of its own keeps them. A capability path that is given slot by slot holds until its next value. The
    last of the new slots is left out where it would fall on the horizon or after it.
    """
    calendar = game.calendar
    step, slots = calendar.step / 2, 2 * calendar.slots
    if (slots - 1) * step >= calendar.horizon:
        slots -= 1
    labs = tuple(
        lab.model_copy(update={"path": tuple(value for value in lab.path for _ in (0, 1))}) if lab.path else lab
        for lab in game.labs
    )
    finer = calendar.model_copy(update={"step": step, "slots": slots})
    return game.model_copy(update={"calendar": finer, "labs": labs})
