"""Dates of games of timing on grids that shrink around what is played, until the step is small.

A grid holds dates around the first act, the best date of whoever then still waits, and later dates further and further
apart: being ahead of each other unravels date by date, so that no gap after the first act may be long beside the time
since it first paid to lead. It is solved as a finite game, and drawn again, finer, around the first date that is
played: the staged game where players see who has acted, the pure equilibria of the normal form where they fix dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.n_player.pure import PureEquilibria
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import staged_from_timing
from solver.staged.ordered import Ordered
from solver.staged.timing import Ended

Payoffs = Callable[[FloatArray], FloatArray]
"""From dates ``(A,)``, the last never, to payoffs ``(2, A, A)``."""
Play = Callable[[NormalForm, FloatArray], tuple[float, float]]
"""From a game on a grid and its dates to the dates that its two players act at."""

POINTS = 17
"""Dates around the first act."""
FIRST_POINTS = 41
"""Dates of the first grid."""
GROWTHS = (1.15, 1.05, 1.02)
"""By how much each gap after the first act exceeds the one before; the next is tried where the first date jumps."""
LAST_STEP = 4e-7
"""Step, in units of the last date, at which the grids end."""


@dataclass(frozen=True)
class ZoomedDates:
    """Dates that are played on the finest grid.

    Attributes:
        dates: of the two players; ``inf`` is never.
        step: of the last grid but one, around the first act.
        change: how far the earlier date moved when the step was halved.
    """

    dates: tuple[float, float]
    step: float
    change: float

    @property
    def first(self) -> float:
        """The earlier date."""
        return min(self.dates)

    @property
    def second(self) -> float:
        """The later date."""
        return max(self.dates)

    @property
    def accuracy(self) -> float:
        """How far the first date may be off: a few steps, or much more where it jumped to the last grid."""
        return 4 * self.step if self.change <= 2 * self.step else 100 * self.change

    def how(self, game: str) -> str:
        """The method in a few words."""
        return f"{game} on shrinking grids: step {self.step:.1e}, change {self.change:.1e} when halved"


def zoomed_dates(payoffs: Payoffs, last: float, play: Play, free: tuple[float, ...] = ()) -> ZoomedDates:
    """What is played on grids that shrink around the first act.

    Args:
        payoffs: of the game on a grid.
        last: last date of every grid.
        play: what is played on a grid.
        free: dates of whoever is left alone, which are on every grid.
    """
    for growth in GROWTHS:
        found = _zoomed(payoffs, last, play, free, growth)
        if found.change <= 2 * found.step:
            break
    return found


def _zoomed(payoffs: Payoffs, last: float, play: Play, free: tuple[float, ...], growth: float) -> ZoomedDates:
    half = last / (FIRST_POINTS - 1)
    played = _on(payoffs, np.union1d(np.linspace(0, last, FIRST_POINTS), free), play)
    while True:
        step = 2 * half / (POINTS - 1)
        played = _on(payoffs, _around(min(played), half, POINTS, last, free, growth), play)
        if step <= LAST_STEP * last:
            break
        half = 2 * step
    finer = _on(payoffs, _around(min(played), half, 2 * POINTS - 1, last, free, growth), play)
    return ZoomedDates(finer, step, 0.0 if min(finer) == min(played) else abs(min(finer) - min(played)))


def _around(first: float, half: float, points: int, last: float, free: tuple[float, ...], growth: float) -> FloatArray:
    """Dates every ``step`` around the first act, later ones further and further apart, and those that are free."""
    if not np.isfinite(first):
        return np.union1d(np.linspace(0, last, FIRST_POINTS), free)
    near = np.linspace(max(0.0, first - half), first + half, points)
    # From the end of the dates nearby on, the distance from the first act grows by the same factor each time.
    later = first + half * growth ** np.arange(1, np.ceil(np.log(1 + last / half) / np.log(growth)) + 1)
    return np.unique(np.concatenate([near, later[later < last], [last], free]))


def _on(payoffs: Payoffs, grid: FloatArray, play: Play) -> tuple[float, float]:
    dates = np.append(grid, np.inf)
    return play(NormalForm.from_payoffs(payoffs(dates)), dates)


def seen(quick: int) -> Play:
    """Players see who has acted; at one date ``quick`` moves first. By backward induction."""

    def play(form: NormalForm, dates: FloatArray) -> tuple[float, float]:
        slots = ((*range(len(dates) - 1), NEVER),) * 2
        staged = staged_from_timing(form, slots, last_at_once=True)
        solution = solve_staged(Ordered(staged, (quick, 1 - quick)))
        ending = solution.equilibria[0].outcomes[0].ending
        if not isinstance(ending, Ended):
            raise SolverError("the game on a grid of dates does not end")
        first, second = ending.profile
        return float(dates[first]), float(dates[second])

    return play


def fixed_at_the_start(form: NormalForm, dates: FloatArray) -> tuple[float, float]:
    """Players fix their dates: of all pure equilibria the one in which the first player is earliest."""
    solution = PureEquilibria()(form)
    found = [e.support for e in solution.equilibria]
    if not found:
        raise SolverError("the game on a grid of dates has no pure equilibrium")
    first, second = min((own[0], other[0]) for own, other in found)
    return float(dates[first]), float(dates[second])


def alike(payoff: Callable[[FloatArray, FloatArray], FloatArray]) -> Payoffs:
    """Payoffs of two players who are alike, from one's payoff at its own and the other's date."""

    def payoffs(dates: FloatArray) -> FloatArray:
        row = payoff(dates[:, None], dates[None, :])
        return np.stack([row, row.T])

    return payoffs
