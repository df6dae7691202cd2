"""Rows 3 and 30: an open model that nobody expected beside the same one announced.

The lab of ``announced-date`` waits until ``T0 = 1/r - q0/g``. An open model ``X`` that comes at ``tau`` as a surprise
finds it either released already, and changes no date, or still waiting: then it waits on, until ``T0 + X/g`` (or does
what is best from ``tau`` on). A surprise never makes it hurry; only what it knows of beforehand does.

By hand: q0 = 2, g = .5, r = .1, X = 4: at tau = 5 the lab goes on waiting until 14, announced or not. At tau = 10 it
has released at 6; had it known, it would have released at 1.66.
"""

from __future__ import annotations

import numpy as np

from games.modifiers import Belief
from games.parts.reading import write_value
from games.release.release_game import ReleaseGame
from games.stories.spread.waiting_lab import SAME, WaitingLab
from games.stories.telling.claim import Reading, moves
from games.stories.telling.number import Quantity, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, along

RELEASED = "open.releases.0.capability"
"""Path of the open model that nobody expects."""


class SurpriseRelease(WaitingLab):
    """Not knowing what comes."""

    name = "surprise-release"
    rows = ("30", "3")
    who = "Mikhail Samin"
    claim = "it is knowing of an open model that makes a lab hurry: one that comes as a surprise never does"
    reading = Reading.OPENRACE
    says = moves(DOWN, NEUTRAL)
    numbers = (
        sooner("first_release", "release date if the open model is a surprise", "periods"),
        sooner("announced", "release date if it is announced", "periods", over="dates"),
        reported("alone", "date without an open model"),
        reported("forgone", "what knowing would have been worth"),
    )
    rules = (
        *along("first_release", still_waits=DOWN, has_released=NEUTRAL),
        *along("announced", delays=DOWN, hurries=UP, as_alone=NEUTRAL),
    )
    less = f"{RELEASED}=0"
    reads = "first_release is the best plan of a lab that expects no open model"

    def compute(self) -> tuple[Quantity, ...]:
        """The date of a lab that is surprised, and of one that is not."""
        best = self.best()
        date = self.surprised()
        return listed(
            first_release=date,
            announced=best.maximisers[0],
            dates=best.maximisers,
            alone=self.alone(),
            forgone=best.value - self.of(date),
        )

    def surprised(self) -> float:
        """The date alone, or what is best once the open model is there."""
        alone = self.alone()
        if self.tau is None or self.tau >= alone:
            return alone
        return max(self.tau, 1 / self.r - self.q0 / self.g + self.X / self.g)

    def of(self, date: float) -> float:
        """What a release at a date is worth."""
        return float(self.worth(np.array(date)))

    def game(self) -> ReleaseGame:
        """The lab releases in a slot, or never, and does not believe in the open model."""
        if self.tau is not None and self.tau < self.alone():
            raise self.without("a lab that is surprised before its release plans anew, which no plan can say")
        unknown = () if self.tau is None else (Belief(path=RELEASED, value=0.0),)
        return self.written(self.alone(), self.tau).model_copy(update={"modifiers": unknown})

    def event(self) -> str:
        """The open model comes, which nobody expects."""
        return "" if self.tau is None else f"set:{RELEASED}={write_value(self.X)}"

    def regime(self, metric: str) -> str:
        """Whether the lab has released when the open model comes; and what it would do if it knew."""
        if metric == "announced":
            return self.answer()
        waits = self.tau is not None and self.tau < self.alone() and self.surprised() > self.alone() * (1 + SAME)
        return "still waits" if waits else "has released"
