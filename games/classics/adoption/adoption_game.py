"""Adoption of a technology that gets cheaper on a grid of dates, with and without commitment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isinf
from typing import Annotated, Literal, Self

import numpy as np

from games.classics.adoption.flows import AdoptionFlows
from games.classics.payoff_game import PayoffGame
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.timing import Answers

MAX_DATES = 3000
"""Dates on one grid at most: the payoff tensor then has 9 million profiles."""


class AdoptionGame(AdoptionFlows, PayoffGame):
    """Adoption of a technology that gets cheaper, at one of the dates ``0, step, ..., last`` or never."""

    name: str = "adoption"
    summary: str = "two firms fix the date at which they adopt a technology that gets cheaper"
    last: Annotated[NonNegative, Unit("time")] = 16.0
    """The last date on the grid."""
    step: Annotated[Positive, Unit("time")] = 1.0
    """Distance between two dates."""
    with_free_dates: bool | None = None
    """Whether T2 and Tj join the grid; left out, they do where firms react and not where they commit."""
    kind: Literal["adoption"] = "adoption"
    """What sort of game this is."""

    def dates(self) -> FloatArray:
        """``(A,)`` dates of the plans, in order; the last is never, ``inf``.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        n_dates = int(np.floor(self.last / self.step * (1 + 1e-12))) + 1
        if n_dates > MAX_DATES:
            raise GameError(
                f"last = {self.last:g} at step {self.step:g} makes {n_dates:,} dates",
                f"at most {MAX_DATES:,}",
                "use a longer step or an earlier last date",
            )
        dates = np.arange(n_dates) * self.step
        for free in (self.follower_date(), self.joint_date()) if self.with_free_dates else ():
            if not isinf(free):
                # A date that is on the grid up to rounding must not come twice.
                dates = np.sort(np.append(dates[np.abs(dates - free) > 1e-9 * self.step], free))
        return np.append(dates, np.inf)

    def normal_form(self) -> NormalForm:
        """The precommitment game: both choose their date at the start. Actions are labelled by the date.

        Raises:
            GameError: more than ``MAX_DATES`` dates.
        """
        dates = self.dates()
        row = self.payoff(dates[:, None], dates[None, :])
        labels = (*(f"{date:.10g}" for date in dates[:-1]), "never")
        return NormalForm.from_bimatrix(
            row, row.T, players=("firm 1", "firm 2"), actions=(labels, labels), title="adoption"
        )

    @property
    def grid_step(self) -> float | None:
        """Dates on the grid stand for a continuum of dates."""
        return self.step

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self:  # noqa: ARG002 - the contract
        """The game at a shorter step: both firms' dates, the old ones among them."""
        return self.model_copy(update={"step": self.step / parts})

    def by_slot(self) -> Self:
        """The game in which firms react: the free dates T2 and Tj join the grid, unless the field says otherwise.

        A grid of dates replaces continuous time where firms pre-empt each other: its step is how far one can be ahead.
        Once one firm has adopted nobody is left to be ahead of, the other decides alone, and its best date is T2
        whatever the grid; firms that adopt together are not ahead of each other either, and their best date is Tj.
        Rounding T2 to the grid changes what leading is worth (at step 1 from 1.94 to 1.76 at date 2, less than
        following) and so puts the first adoption off by a period, for no reason of the firms' own. With T2 among the
        dates the first adoption falls on the first grid point at or after T1, for every step.
        """
        return self.model_copy(update={"with_free_dates": True}) if self.with_free_dates is None else self

    def answers(self) -> Answers:
        """Within the slot, as in continuous time: a firm is ahead only as long as the other wants to wait."""
        return Answers.WITHIN

    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Per firm the slot of each action: its place on the grid, ``NEVER`` for never."""
        return ((*range(len(self.dates()) - 1), NEVER),) * 2
