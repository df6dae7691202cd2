"""The same game on a finer calendar: labs may also release between the slots that they had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import Self

from games.release.setup import ReleaseSetup


class FinerGame(ReleaseSetup):
    """A release game whose slots may lie closer together."""

    def finer(self, parts: int = 2) -> Self:
        """The game with ``parts`` times as many slots, as much closer together.

        A lab with dates of its own keeps them. A capability path that is given slot by slot holds until its next value.
        New slots that would fall on the horizon or after it are left out.
        """
        calendar = self.calendar
        step, slots = calendar.step / parts, parts * calendar.slots
        while (slots - 1) * step >= calendar.horizon:
            slots -= 1
        labs = tuple(
            lab.model_copy(update={"path": tuple(value for value in lab.path for _ in range(parts))})
            for lab in self.labs
        )
        finer = calendar.model_copy(update={"step": step, "slots": slots})
        return self.model_copy(update={"calendar": finer, "labs": labs})

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self | None:
        """The game in which one lab may release between slots, and the others when they do.

        Args:
            parts: steps of the new calendar in one of the old.
            free: the lab; if it has dates of its own, or the game coalitions, there is no such game.
            kept: per lab, labels of the plans that the others have to keep.
        """
        lab = self.labs[free]
        if self.coalitions or lab.dates is not None:
            return None
        labs = []
        for other, labels in zip(self.labs, kept, strict=True):
            plans = other.plans(self.calendar)
            pairs = zip(plans.dates.T.tolist(), plans.labels, strict=True)
            dates = sorted({date for own, label in pairs if label in labels for date in own if date < inf})
            labs.append(other if other is lab else other.model_copy(update={"dates": tuple(dates), "may_wait": True}))
        return self.model_copy(update={"labs": tuple(labs)}).finer(parts)
