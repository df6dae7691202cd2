"""Dates of games of timing on nested grids: finer and finer around the first act, until the step is small.

A grid is solved as a finite game: the staged game where players see who has acted, the pure equilibria of the normal
form where they fix dates. The next grid keeps its dates and adds finer ones around the first act. Being ahead of each
other unravels from date to date, so the dates after the first act, from which it unravels, have to stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.n_player.pure import pure_equilibria
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import staged_from_timing
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.selection import SELECTIONS
from solver.staged.timing import Answers, Ended

Payoffs = Callable[[FloatArray], FloatArray]
"""From dates ``(A,)``, the last never, to payoffs ``(2, A, A)``."""
Pair = tuple[float, float]
Play = Callable[[NormalForm, FloatArray], tuple[Pair, Pair]]
"""From a game on a grid and its dates to the dates that its two players act at, and how far dates that tie spread."""

POINTS, FINER = 100, (10, 10, 10, 10, 10, 2)
"""Dates of the first grid, and by how much each later one is finer around the first act."""

UNTIED = (0.0, 0.0)
"""Spreads of dates each of which is played alone."""


@dataclass(frozen=True)
class ZoomedDates:
    """Dates that are played on the finest grid.

    Attributes:
        dates: of the two players; ``inf`` is never.
        step: of the last grid but one, around the first act.
        change: how far the earlier date moved when the step was halved.
        tied: how far apart the dates are that tie with each of the two.
    """

    dates: Pair
    step: float
    change: float
    tied: Pair

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
        """How far the first date may be off: a few steps, or much more where it jumped when the step was halved."""
        return 4 * self.step if self.change <= 2 * self.step else 100 * self.change

    def within(self, act: int) -> float:
        """How far a date that nobody pre-empts may be off: a few steps, or as far as dates tie with it."""
        return max(4 * self.step, self.tied[act])

    def how(self, game: str) -> str:
        """The method in a few words."""
        return f"{game} on nested grids: step {self.step:.1e}, change {self.change:.1e} when halved"


def zoomed_dates(payoffs: Payoffs, last: float, play: Play, free: tuple[float, ...] = ()) -> ZoomedDates:
    """What is played on nested grids.

    Args:
        payoffs: of the game on a grid.
        last: last date of every grid.
        play: what is played on a grid.
        free: dates of whoever is left alone, which are on every grid.
    """
    step = last / POINTS
    grid = np.union1d(np.linspace(0, last, POINTS + 1), free)
    played, _ = _on(payoffs, grid, play)
    for finer in FINER:
        first, before, step = min(played), step, step / finer
        if np.isfinite(first):
            near = np.arange(max(0.0, first - 3 * before), min(first + before, last), step)
            grid = np.union1d(grid, near)
        played, tied = _on(payoffs, grid, play)
    return ZoomedDates(played, before, 0.0 if min(played) == first else abs(min(played) - first), tied)


def _on(payoffs: Payoffs, grid: FloatArray, play: Play) -> tuple[Pair, Pair]:
    dates = np.append(grid, np.inf)
    return play(NormalForm.from_payoffs(payoffs(dates)), dates)


def seen(quick: int) -> Play:
    """Players see who has acted; at one date ``quick`` moves first. By backward induction."""

    def play(form: NormalForm, dates: FloatArray) -> tuple[Pair, Pair]:
        slots = ((*range(len(dates) - 1), NEVER),) * 2
        staged = staged_from_timing(form, slots)
        solution = solve_staged(Ordered(staged, (quick, 1 - quick)))
        ending = solution.equilibria[0].outcomes[0].ending
        if not isinstance(ending, Ended):
            raise SolverError("the game on a grid of dates does not end")
        first, second = ending.profile
        return (float(dates[first]), float(dates[second])), UNTIED

    return play


def earliest(form: NormalForm, dates: FloatArray) -> tuple[Pair, Pair]:
    """Players see who has acted, and answer a date later: of all equilibria the one with the earliest first act.

    It comes one or two steps late.
    """
    slots = ((*range(len(dates) - 1), NEVER),) * 2
    staged = staged_from_timing(form, slots, answers=Answers.NEXT)
    solution = solve_staged(staged, BackwardInduction(selection=SELECTIONS["pure"]))
    endings = [outcome.ending for e in solution.equilibria for outcome in e.outcomes]
    _, first, second = min((min(end.profile), *end.profile) for end in endings if isinstance(end, Ended))
    return (float(dates[first]), float(dates[second])), UNTIED


def fixed_at_the_start(form: NormalForm, dates: FloatArray) -> tuple[Pair, Pair]:
    """Players fix their dates: pure equilibria in which the first player is first, and of dates that tie the middle."""
    found = pure_equilibria(form)
    if not found:
        raise SolverError("the game on a grid of dates has no pure equilibrium")
    leading = dates[np.array([pair for pair in found if pair[0] <= pair[1]] or found)]
    first, second = leading[len(leading) // 2]
    # Endless dates differ by nothing from each other.
    spread = [0.0 if own.min() == own.max() else float(np.ptp(own)) for own in leading.T]
    return (float(first), float(second)), (spread[0], spread[1])


def alike(payoff: Callable[[FloatArray, FloatArray], FloatArray]) -> Payoffs:
    """Payoffs of two players who are alike, from one's payoff at its own and the other's date."""

    def payoffs(dates: FloatArray) -> FloatArray:
        row = payoff(dates[:, None], dates[None, :])
        return np.stack([row, row.T])

    return payoffs
