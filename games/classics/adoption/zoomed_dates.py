"""Dates of games of timing on nested grids: finer and finer around the first act, until the step is small.

A grid is solved as a finite game: stage by stage where players see who has acted, by the pure equilibria of the normal
form where they fix dates. The next grid keeps its dates and adds finer ones around the first act. Being ahead of each
other unravels from date to date, so the dates after the first act, from which it unravels, have to stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from games.classics.adoption.first_acts import SAME, Pair, Worth, plays, together
from games.parts.part import FloatArray
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.n_player.pure import pure_equilibria


@dataclass(frozen=True)
class Played:
    """What is played on one grid.

    Attributes:
        dates: at which the two players act; ``inf`` is never.
        tied: how far apart the dates are that tie with each of the two.
        plays: how many plays the game on the grid has.
    """

    dates: Pair
    tied: Pair = (0.0, 0.0)
    plays: int = 1


Play = Callable[[FloatArray], Played]
"""From the dates of a grid to what is played on it."""

POINTS, FINER = 100, (10, 10, 10, 10, 10, 2)
"""Dates of the first grid, and by how much each later one is finer around the first act."""
CLOSE = 1e-5
"""Dates of a grid keep away from free ones by this, in units of the last date: payoffs turn there, and next to a turn
they differ by less than solvers tell apart."""


@dataclass(frozen=True)
class ZoomedDates:
    """Dates that are played on the finest grid.

    Attributes:
        played: on that grid.
        step: of the last grid but one, around the first act.
        change: how far the earlier date moved when the step was halved.
    """

    played: Played
    step: float
    change: float

    @property
    def first(self) -> float:
        """The earlier date."""
        return min(self.played.dates)

    @property
    def second(self) -> float:
        """The later date."""
        return max(self.played.dates)

    @property
    def accuracy(self) -> float:
        """How far the first date may be off: a few steps, or much more where it jumped when the step was halved."""
        return 4 * self.step if self.change <= 2 * self.step else 100 * self.change

    def within(self, act: int) -> float:
        """How far a date that nobody pre-empts may be off: a few steps, or as far as dates tie with it."""
        return max(4 * self.step, self.played.tied[act])

    def how(self, game: str) -> str:
        """The method in a few words."""
        plays = "1 play" if self.played.plays == 1 else f"{self.played.plays} plays"
        return f"{game} on nested grids: {plays}, step {self.step:.1e}, change {self.change:.1e} when halved"


def zoomed_dates(play: Play, last: float, free: tuple[float, ...] = (), *, unravels: bool = True) -> ZoomedDates:
    """What is played on nested grids.

    Args:
        play: what is played on a grid.
        last: last date of every grid.
        free: dates at which payoffs turn, which are on every grid.
        unravels: whether acts depend on what is played from date to date afterwards, so that grids keep their dates.
    """
    step = before = last / POINTS
    grid = _beside(np.linspace(0, last, POINTS + 1), free, CLOSE * last)
    played, first = play(grid), np.inf
    for finer in FINER:
        first, before, step = min(played.dates), step, step / finer
        if np.isfinite(first):
            near = np.arange(max(0.0, first - 3 * before), min(first + before, last), step)
            grid = _beside(np.union1d(grid, near) if unravels else near, free, CLOSE * last)
        played = play(grid)
    return ZoomedDates(played, before, 0.0 if min(played.dates) == first else abs(min(played.dates) - first))


def _beside(dates: FloatArray, free: tuple[float, ...], apart: float) -> FloatArray:
    """Free dates, and of ``dates`` those that are not next to one."""
    kept: list[float] = []
    for date in sorted(free):
        if not kept or date - kept[-1] > apart:
            kept.append(date)
    away = [abs(date - dates) > apart for date in kept]
    return np.union1d(dates[np.all(away, axis=0)] if away else dates, kept)


def seen(worth: Worth) -> Play:
    """Players see who has acted: of all plays the one with the earliest first act."""

    def play(dates: FloatArray) -> Played:
        found = plays(worth(dates), dates)
        return Played(min(found, key=lambda pair: (min(pair), pair)), plays=len(found))

    return play


def first_together(worth: Worth) -> Play:
    """Players see who has acted: the first date at which both act at once in an equilibrium."""

    def play(dates: FloatArray) -> Played:
        found = together(worth(dates), dates)
        first = float(found.min(initial=np.inf))
        return Played((first, first), plays=len(found))

    return play


def fixed_at_the_start(payoff: Callable[[FloatArray, FloatArray], FloatArray]) -> Play:
    """Players who are alike fix their dates: the middle of the pure equilibria in which the first one leads, if any.

    Args:
        payoff: of one, at its own and the other's date; ``inf`` is never.
    """

    def play(grid: FloatArray) -> Played:
        dates = np.append(grid, np.inf)
        row = payoff(dates[:, None], dates[None, :])
        found = pure_equilibria(NormalForm.from_payoffs(np.stack([row, row.T]), resolution=SAME))
        if not found:
            raise SolverError("the game on a grid of dates has no pure equilibrium")
        pairs = dates[np.array(found)]
        if ahead := pairs[pairs[:, 0] < pairs[:, 1]].tolist():
            # Around the best date of the first one payoffs are flat, and many dates tie.
            leading = np.array(ahead)
            first, second = leading[len(leading) // 2]
            return Played((first, second), (_spread(leading[:, 0]), _spread(leading[:, 1])), len(found))
        # Each would rather come with the other than before: of dates of both the first.
        together = float(pairs.min())
        return Played((together, together), plays=len(found))

    return play


def _spread(dates: FloatArray) -> float:
    # Endless dates differ by nothing from each other.
    return 0.0 if dates.min() == dates.max() else float(np.ptp(dates))
