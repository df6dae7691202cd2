"""Races at many parameter points: every Markov-perfect equilibrium of all of them, found in the same arrays.

The equilibria of a cell are points on one axis, the number of the equilibrium, as in ``openrace.concepts.race``. Cells
have different numbers of equilibria; the axis of a part is as long as the longest, and what a cell has too few of is
never played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.parts.paths import with_arrays
from games.race.metrics import race_metrics
from games.race.race_game import RaceGame
from openrace.concepts.equilibria import CellFlag, EquilibriumSets
from openrace.questions.verdict import Part
from openrace.sweeps.cells.builder import Builder, IntArray, Look, Way, chosen
from solver.common.errors import SolverError
from solver.directional import DirectionalSolution, solve_directional

FIXED = frozenset({"effort_exponent", "gap", "capability", "arrival_capability"})
"""Numbers that change which states there are, where play ends, or the form of the equations."""
STATES = 100_000
"""States of all games that are solved together: some hundred megabytes."""
WORK_PER_STATE = 100
"""Profiles of a game of plans that take as long as one state in a batch."""
MOST_ENTRIES = 4_000_000
"""Entries of one array of a part: cells times the square of their equilibria."""


@dataclass(frozen=True, eq=False)
class CellRaces(Builder):
    """Builds and solves the races of one side of a question."""

    def solve(self, points: FloatArray, metrics: tuple[str, ...], n_words: int) -> list[Part]:
        """The cells at ``points`` ``(B, D)``."""
        found = []
        for where, base in self.groups(points):
            race = _race(base)
            step = max(1, STATES // len(race.states.places))
            for first in range(0, len(where), step):
                own = where[first : first + step]
                found += self._solved(race, points[own], own, metrics, n_words)
        return found

    def _solved(
        self, race: RaceGame, points: FloatArray, where: IntArray, metrics: tuple[str, ...], n_words: int
    ) -> list[Part]:
        """Races that differ in numbers alone; efforts are no plans, and supports are empty."""
        columns = self.columns(race, points)
        # Without a number that moves, all points are one game.
        game = with_arrays(race, columns, 1) if columns else race
        solution = solve_directional(game.directional())
        numbers = chosen(race_metrics(game, solution, metrics), metrics) if metrics else race_metrics(game, solution)
        counts = solution.counts if columns else np.repeat(solution.counts, len(where))
        most = max(1, int(counts.max(initial=1)))
        step = max(1, MOST_ENTRIES // most**2)
        cells = [np.arange(len(where))[k : k + step] for k in range(0, len(where), step)]
        parts = [_part(solution, numbers, where[own], own if columns else np.zeros_like(own)) for own in cells]
        return [
            replace(part, support=np.zeros((len(part.where), len(race.labs), n_words), dtype=np.uint64))
            for part in parts
        ]

    def look(self, points: FloatArray) -> Look:
        """What the races at ``points`` are like; their metrics are those of the first."""
        games = [_race(base) for _, base in self.groups(points)]
        first = games[0]
        work = WORK_PER_STATE * max(len(game.states.places) for game in games)
        return Look(race_metrics(first, solve_directional(first.directional())), 0, work, singly=False)

    def gives(self, points: FloatArray, games: Sequence[Game]) -> bool:
        """Whether a batch has the equilibria and metrics of these games, bit by bit."""
        whole = _by_cell(self.solve(points, (), 0))
        for at, game in enumerate(games):
            race = _race(game)
            solution = solve_directional(race.directional())
            alone = _part(solution, race_metrics(race, solution), np.array([at]), np.array([0]))
            if not _same(*whole[at], alone, 0):
                return False
        return True

    def may_vary(self, ends: set[str]) -> Way:
        """Arrays, but for numbers that change the graph of states; whether a lab leaves does."""
        leaves = any(lab.may_exit for lab in _race(self.base).labs)
        return Way.REBUILT if leaves or ends & FIXED else Way.ARRAY


def _race(game: Game) -> RaceGame:
    if not isinstance(game, RaceGame):
        raise SolverError(f"{game.name} is no race")
    return game


def _part(solution: DirectionalSolution, numbers: tuple[Metric, ...], where: IntArray, games: IntArray) -> Part:
    """Cells ``where`` from the games ``games`` of a solution."""
    starts = np.concatenate([[0], np.cumsum(solution.counts)])
    counts = solution.counts[games]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    most = max(1, int(counts.max(initial=1)))
    # Row of every entry among all equilibria; beyond a cell's own its first one is repeated, for it is never played.
    entry = np.arange(most)[None, :]
    rows = starts[games][:, None] + np.where(entry < counts[:, None], entry, 0)
    local = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts)
    flags = np.where(solution.complete[games], int(CellFlag.COMPLETE), 0)
    flags += np.where(counts == 0, int(CellFlag.NONE_FOUND), 0) + np.where(
        solution.whole[games], 0, int(CellFlag.PARTIAL)
    )
    found = EquilibriumSets(
        (np.eye(most)[local],), np.arange(offsets[-1])[:, None], offsets, (offsets,), counts, flags.astype(np.uint8)
    )
    return Part(where, found, tuple(m.mapped(lambda values: _at(values, rows)) for m in numbers), 1, listed=True)


def _at(values: FloatArray, rows: IntArray) -> FloatArray:
    """Values of these equilibria; a cell without any has none to look up."""
    return np.append(values, 0.0)[np.minimum(rows, len(values))]


def _by_cell(parts: Sequence[Part]) -> dict[int, tuple[Part, int]]:
    return {int(cell): (part, k) for part in parts for k, cell in enumerate(part.where)}


def _same(one: Part, at: int, other: Part, there: int) -> bool:
    """Whether two cells have the same equilibria and metrics."""
    count = int(one.found.offsets[at + 1] - one.found.offsets[at])
    if count != int(other.found.offsets[there + 1] - other.found.offsets[there]):
        return False
    if one.found.flags[at] != other.found.flags[there]:
        return False
    if [m.name for m in one.metrics] != [m.name for m in other.metrics]:
        return False
    pairs = zip(one.metrics, other.metrics, strict=True)
    return all(np.array_equal(a.values[at, :count], b.values[there, :count]) for a, b in pairs)
