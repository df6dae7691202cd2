"""The same game on a finer calendar: labs may also release between the slots that they had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import TypeVar

from games.release.setup import ReleaseSetup

G = TypeVar("G", bound=ReleaseSetup)


def at_finer_step(game: G, parts: int = 2) -> G:
    """The game with ``parts`` times as many slots, as much closer together.

    A lab with dates of its own keeps them. A capability path that is given slot by slot holds until its next value. New
    slots that would fall on the horizon or after it are left out.
    """
    calendar = game.calendar
    step, slots = calendar.step / parts, parts * calendar.slots
    while (slots - 1) * step >= calendar.horizon:
        slots -= 1
    labs = tuple(
        lab.model_copy(update={"path": tuple(value for value in lab.path for _ in range(parts))}) if lab.path else lab
        for lab in game.labs
    )
    finer = calendar.model_copy(update={"step": step, "slots": slots})
    return game.model_copy(update={"calendar": finer, "labs": labs})


def refined_for(game: G, parts: int, free: int, kept: Sequence[Collection[str]]) -> G | None:
    """The game in which one lab may release between slots, and the others when they do.

    Args:
        game: without coalitions; with them, or where the lab has dates of its own, there is none.
        parts: steps of the new calendar in one of the old.
        free: the lab.
        kept: per lab, labels of the plans that the others have to keep.
    """
    lab = game.labs[free]
    if game.coalitions or lab.dates is not None:
        return None
    labs = []
    for other, labels in zip(game.labs, kept, strict=True):
        plans = other.plans(game.calendar)
        pairs = zip(plans.dates.T.tolist(), plans.labels, strict=True)
        dates = sorted({date for own, label in pairs if label in labels for date in own if date < inf})
        labs.append(other if other is lab else other.model_copy(update={"dates": tuple(dates), "may_wait": True}))
    return at_finer_step(game.model_copy(update={"labs": tuple(labs)}), parts)
