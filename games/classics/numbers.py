"""Published games in which players choose numbers, and their tables on a grid.

The equilibria are those of the continuous game, by grid zoom. For questions about finite games players choose from a
grid: points at equal distances over each interval, and around every equilibrium found the equilibrium itself and
points whose distances from it halve. So an equilibrium of the continuous game is one of the table, up to the zoom's
last digits, and no grid point so near to it can be taken for it that best replies bend less than they move.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import ClassVar

import numpy as np

from games.classics.model import Classic, solved_once
from games.parts.part import BoolArray, FloatArray
from games.race.race_game import RaceGame
from solver.common.errors import GameError, OpenraceError
from solver.common.words import count
from solver.continuous import ContinuousEquilibrium, ContinuousGame, ContinuousSolution, certified, solve_continuous
from solver.game.normal_form import NormalForm

POINTS = {(2, 1): (17, 6), (2, 2): (5, 4), (3, 1): (9, 3)}
"""By players and by numbers each chooses: points at equal distances, and points on either side of an equilibrium."""
FIRST, SHRINK = 0.5, 0.8
"""The first distance of the first player, and by how much the next player's distances are shorter: on grids that are
alike a choice half-way between two points would be as good as both for both players."""

SAME = 1e-8
"""Share of an interval's larger end within which two points are one; labels have nine digits."""


def _axis(low: float, high: float, found: FloatArray, even: int, near: int, first: float) -> FloatArray:
    """One number's points on the grid; the first distance from an equilibrium is in steps of the even points."""
    steps = first * (high - low) / (even - 1) * 0.5 ** np.arange(near)
    around = found[:, None] + np.concatenate([-steps, steps])
    points = np.concatenate([np.linspace(low, high, even), np.clip(around, low, high).ravel()])
    # What lies nearer to an equilibrium than its neighbours would be taken for it.
    apart = np.abs(points[:, None] - found).min(axis=1) > steps[-1] / 2
    even_or_near = np.unique(points[apart])
    # Points that rounding alone sets apart are one: their labels would be the same.
    distinct = np.diff(even_or_near, prepend=-np.inf) > SAME * max(abs(low), abs(high))
    return np.unique(np.concatenate([even_or_near[distinct], found]))


def _parted(axis: FloatArray, parts: int) -> FloatArray:
    """The points, and as many between two neighbours as part their distance."""
    places = np.arange((len(axis) - 1) * parts + 1)
    return np.interp(places / parts, np.arange(len(axis)), axis)


def _profiles(grid: Sequence[FloatArray]) -> FloatArray:
    """``(N, D, A_0, ..., A_{N-1})``: every player's numbers in every profile, from its choices ``(D, A_i)``."""
    places = np.indices([own.shape[1] for own in grid])
    return np.stack([own[:, place] for own, place in zip(grid, places, strict=True)])


class NumbersClassic(Classic):
    """A published game in which players choose numbers."""

    may_fail: ClassVar[str] = ""
    """What to change where there is no equilibrium; empty where there always is one."""
    counted: ClassVar[str] = ""
    """The parameter that says how many players there are, or has a number for each; empty where there are two."""
    most_players: ClassVar[int] = 2
    """Players at most of whom a table is made: of more, payoffs are stated for rivals who are alike alone."""

    def choices(self) -> ContinuousGame:
        """What players choose from, and what they get."""
        raise NotImplementedError

    def contestants(self) -> int:
        """How many players there are."""
        counted = getattr(self, self.counted) if self.counted else 2
        return counted if isinstance(counted, int) else len(counted)

    @solved_once
    def solution(self) -> ContinuousSolution:
        """Every equilibrium that grid zoom finds; none, where there may be none."""
        return certified(self.choices()) if self.may_fail else solve_continuous(self.choices())

    def some(self) -> ContinuousSolution:
        """The same.

        Raises:
            GameError: none was found.
        """
        found = self.solution()
        if not found.equilibria:
            raise GameError(
                f"{self.name}: at these parameters no choice was found that is best where all others make it",
                "a symmetric equilibrium in pure choices",
                self.may_fail,
            )
        return found

    def equilibrium(self) -> ContinuousEquilibrium:
        """The equilibrium of the paper: the only one, unless the model says which."""
        return self.some().only

    @solved_once
    def axes(self) -> tuple[tuple[FloatArray, ...], ...]:
        """Per player and number the points of the grid.

        Raises:
            OpenraceError: there are fewer than two players, or more than a table is made for.
        """
        n, game = self.contestants(), self.choices()
        if not 2 <= n <= self.most_players:
            raise OpenraceError(
                f"{self.name} has {count(n, 'player')} at these parameters",
                f"{' or '.join(map(str, range(2, self.most_players + 1)))} players, who choose from a grid",
                f"openrace replicate {self.name} solves it with any number of players",
            )
        even, near = POINTS[n, game.numbers]
        found = np.array([equilibrium.point for equilibrium in self.some().equilibria])
        ends = list(zip(game.low, game.high, found.T, strict=True))
        own = [ends[game.own(i % game.players)] for i in range(n)]
        return tuple(
            tuple(_axis(*one, even, near, FIRST * SHRINK**i) for one in numbers) for i, numbers in enumerate(own)
        )

    def are_possible(self, numbers: FloatArray) -> BoolArray:
        """Which of the numbers ``(D, A)`` one player may choose together; all unless a model says otherwise."""
        return np.ones(numbers.shape[1], dtype=bool)

    def strategic(self) -> NormalForm | RaceGame:
        """All players' choices on the grid, and what they get."""
        return self._table(self.axes())

    def grid_step(self) -> float:
        """The longest distance between two points of an axis."""
        return max(float(np.diff(axis).max()) for own in self.axes() for axis in own)

    def plan_numbers(self, player: int) -> FloatArray:
        """The points of the grid from which a player chooses."""
        return self._choices(self.axes())[player]

    def refined(self, parts: int, free: int) -> NormalForm:
        """The table with parts of every distance for one player."""
        finer = [_parted(axis, parts) for axis in self.axes()[free]]
        return self._table([finer if i == free else own for i, own in enumerate(self.axes())])

    def _table(self, axes: Sequence[Sequence[FloatArray]]) -> NormalForm:
        grid = self._choices(axes)
        chosen = _profiles(grid)
        with np.errstate(divide="ignore", invalid="ignore"):
            payoffs = [np.broadcast_to(self.gets(i, chosen), chosen[0].shape[1:]) for i in range(len(chosen))]
        labels = [[", ".join(f"{v:.9g}" for v in choice) for choice in own.T] for own in grid]
        return NormalForm.from_payoffs(payoffs, actions=labels, title=self.name)

    def _choices(self, axes: Sequence[Sequence[FloatArray]]) -> list[FloatArray]:
        """Per player the numbers ``(D, A)`` of each of its choices."""
        every = [np.array(list(product(*own))).T for own in axes]
        return [numbers[:, self.are_possible(numbers)] for numbers in every]

    def gets(self, player: int, chosen: FloatArray) -> FloatArray:
        """What a player gets at all players' numbers ``(N, D, ...)``."""
        game = self.choices()
        if game.players == 1:
            return game.deviation(0, chosen[player], chosen[1 - player])
        return game.deviation(player, chosen[player], chosen.reshape(-1, *chosen.shape[2:]))

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:  # noqa: ARG002 - the grid has the numbers
        """What the question is asked of, at every profile of the grid."""
        return self.read(_profiles(self._choices(self.axes())))

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """Quantities at all players' numbers ``(N, D, ...)``: the mean of their first, unless a model differs."""
        return {self.asked[0].quantity: chosen[:, 0].mean(axis=0)} if self.asked else {}
