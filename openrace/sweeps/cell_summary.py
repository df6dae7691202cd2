"""What a sweep keeps of every cell: how many equilibria, which plans, the extent and the direction of each metric.

``C`` cells, ``S`` sides (before and after, or the game alone), ``K`` metrics, ``N`` players, words of 64 actions. Two
players in both games or not, each side may have plans of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import EQUALITY, Direction
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from openrace.sweeps.cell_games import CellGames, GameBatch
from openrace.sweeps.extent import expectations, extremes, supports
from openrace.sweeps.grid_solver import GridEquilibria, solve_grid


class Code(IntEnum):
    """Direction classes as stored."""

    UP = 0
    DOWN = 1
    NEUTRAL = 2
    AMBIGUOUS = 3
    MORE = 4
    LESS = 5
    UNKNOWN = 6
    """No equilibrium was found on one side."""

    @property
    def word(self) -> str:
        """As in verdicts."""
        return self.name.lower()

    @classmethod
    def of(cls, direction: Direction) -> Code:
        """The code of a verdict's direction."""
        return cls[direction.name]


@dataclass(frozen=True, eq=False)
class CellSummary:
    """Results of ``C`` cells.

    Attributes:
        n_equilibria: ``(C, S)`` corner points: extreme equilibria, or the points found.
        n_components: ``(C, S)`` connected sets; 0 where nobody looked for them, as where labs react.
        support: ``(C, S, N, words)`` bit masks of the actions played in some equilibrium.
        flags: ``(C, S)`` see :class:`openrace.sweeps.grid_solver.CellFlag`.
        values: ``(C, K, S, 2)`` least and greatest value of each metric; nan where there is none.
        direction: ``(C, K)`` :class:`Code`; empty if there is only one side.
    """

    n_equilibria: NDArray[np.int32]
    n_components: NDArray[np.int32]
    support: NDArray[np.uint64]
    flags: NDArray[np.uint8]
    values: FloatArray
    direction: NDArray[np.int8]

    @classmethod
    def empty(cls, n_cells: int, n_sides: int, n_players: int, n_words: int, n_metrics: int) -> CellSummary:
        """Cells of which nothing is known yet."""
        return cls(
            np.zeros((n_cells, n_sides), dtype=np.int32),
            np.zeros((n_cells, n_sides), dtype=np.int32),
            np.zeros((n_cells, n_sides, n_players, n_words), dtype=np.uint64),
            np.zeros((n_cells, n_sides), dtype=np.uint8),
            np.full((n_cells, n_metrics, n_sides, 2), np.nan),
            np.full((n_cells, n_metrics), int(Code.UNKNOWN), dtype=np.int8),
        )


def summarise(sides: tuple[CellGames, ...], metrics: tuple[str, ...], points: FloatArray, n_words: int) -> CellSummary:
    """Solve and summarise the cells at ``points`` ``(C, D)``.

    Args:
        sides: builders of the games of each side.
        metrics: names of the ``K`` metrics that are kept.
        points: parameter values.
        n_words: words per support mask; 0 to leave supports out.
    """
    n_cells, n_sides, n_metrics = len(points), len(sides), len(metrics)
    built = [side.build(points) for side in sides]
    n_players = max(batches[0][1].payoffs.shape[1] for batches in built)
    out = CellSummary.empty(n_cells, n_sides, n_players, n_words, n_metrics)
    # The two sides may be cut into different batches: results meet through each cell's position.
    solved: list[list[_Batch]] = []
    for side, batches in enumerate(built):
        solved.append([])
        for where, batch in batches:
            found = solve_grid(batch.payoffs)
            out.n_equilibria[where, side] = np.diff(found.offsets)
            out.n_components[where, side] = found.n_components
            if n_words:
                out.support[where, side, : len(found.corners)] = supports(found, n_words)
            out.flags[where, side] = found.flags
            solved[side].append(_Batch(where, found, _chosen(batch, metrics)))
    ranges = np.empty((n_cells, n_metrics, n_sides, 2))
    for side in range(n_sides):
        for part in solved[side]:
            _fill(out.values, ranges, side, part)
    if n_sides == 2:
        senses = tuple(m.sense for m in solved[0][0].metrics)
        out.direction[:] = classify(out.values, ranges, senses)
        _by_distribution(out.direction, solved, n_cells)
    return out


@dataclass(frozen=True, eq=False)
class _Batch:
    """Some cells of one side, solved."""

    where: NDArray[np.int64]
    found: GridEquilibria
    metrics: tuple[Metric, ...]


def _chosen(batch: GameBatch, names: tuple[str, ...]) -> tuple[Metric, ...]:
    by_name = {m.name: m for m in batch.metrics}
    return tuple(by_name[name] for name in names)


def _stack(found: GridEquilibria, arrays: list[FloatArray]) -> FloatArray:
    """``(K, A_0, ...)`` or, if any varies over cells, ``(K, B, A_0, ...)``."""
    n_players = len(found.corners)
    if all(a.ndim == n_players for a in arrays):
        return np.stack(arrays)
    shape = (len(found), *arrays[0].shape[-n_players:])
    return np.stack([np.broadcast_to(a, shape) for a in arrays])


def _fill(values: FloatArray, ranges: FloatArray, side: int, part: _Batch) -> None:
    """Extents of every metric over the equilibria, and its range over all profiles."""
    plain = [k for k, m in enumerate(part.metrics) if not m.by_distribution]
    if plain:
        stacked = _stack(part.found, [part.metrics[k].values for k in plain])
        own = extremes(part.found.offsets, expectations(part.found, stacked))
        over = tuple(range(stacked.ndim - len(part.found.corners), stacked.ndim))
        low, high = stacked.min(axis=over), stacked.max(axis=over)
        for at, k in enumerate(plain):
            values[part.where, k, side] = own[:, at]
            ranges[part.where, k, side, 0], ranges[part.where, k, side, 1] = low[at], high[at]
    for k, metric in enumerate(part.metrics):
        if metric.by_distribution:
            # The mean date given that it comes; monotone along segments, so corners suffice here too.
            comes = np.isfinite(metric.values)
            pair = _stack(part.found, [np.where(comes, metric.values, 0.0), comes.astype(np.float64)])
            both = expectations(part.found, pair)
            some = both[:, 1] > 1e-12
            mean = np.where(some, both[:, 0] / np.where(some, both[:, 1], 1.0), np.nan)
            values[part.where, k, side] = _extremes_given(part.found, mean)
            ranges[part.where, k, side] = 0.0, 1.0


def _extremes_given(found: GridEquilibria, mean: FloatArray) -> FloatArray:
    low = extremes(found.offsets, np.where(np.isnan(mean), np.inf, mean)[:, None])[:, 0, 0]
    high = extremes(found.offsets, np.where(np.isnan(mean), -np.inf, mean)[:, None])[:, 0, 1]
    out = np.stack([low, high], axis=1)
    return np.where(np.isfinite(out), out, np.nan)


def classify(values: FloatArray, ranges: FloatArray, senses: tuple[Sense, ...]) -> NDArray[np.int8]:
    """Directions of all cells by the rule of ``games.parts.direction``, as codes ``(C, K)``.

    Args:
        values: ``(C, K, 2, 2)`` extents before and after.
        ranges: ``(C, K, 2, 2)`` ranges over all profiles, whose union is the unit of equality.
        senses: how each of the K metrics is read.
    """
    scale = ranges[..., 1].max(axis=-1) - ranges[..., 0].min(axis=-1)
    sign = np.array([-1.0 if s is Sense.EARLIER else 1.0 for s in senses])
    moves = sign[:, None] * (values[:, :, 1] - values[:, :, 0])
    return _codes(moves, EQUALITY * scale, senses)


def _codes(moves: FloatArray, tolerance: FloatArray, senses: tuple[Sense, ...]) -> NDArray[np.int8]:
    """Codes from moves towards racing ``(C, K, numbers)``, all of which must agree."""
    rises = (moves > tolerance[..., None]).any(axis=-1)
    falls = (moves < -tolerance[..., None]).any(axis=-1)
    level = np.array([s is Sense.LEVEL for s in senses])
    out = np.where(rises, np.where(level, Code.MORE, Code.UP), np.where(level, Code.LESS, Code.DOWN))
    out = np.where(rises & falls, Code.AMBIGUOUS, np.where(~rises & ~falls, Code.NEUTRAL, out))
    return np.where(np.isnan(moves).any(axis=-1), Code.UNKNOWN, out).astype(np.int8)


def _by_distribution(direction: NDArray[np.int8], solved: list[list[_Batch]], n_cells: int) -> None:
    """First-order dominance for dates over an infinite horizon: the chance to have come by each date that occurs."""
    for k in range(direction.shape[1]):
        metrics = [part.metrics[k] for side in solved for part in side]
        if not any(m.by_distribution for m in metrics):
            continue
        dates = np.unique(np.concatenate([m.values[np.isfinite(m.values)] for m in metrics]))
        chances = np.full((n_cells, len(dates), 2, 2), np.nan)
        for side, parts in enumerate(solved):
            for part in parts:
                # One date at a time: as many arrays as dates would not fit where dates vary over cells.
                for d, date in enumerate(dates):
                    come = _stack(part.found, [(part.metrics[k].values <= date).astype(np.float64)])
                    chances[part.where, d, side] = extremes(part.found.offsets, expectations(part.found, come))[:, 0]
        moves = (chances[:, :, 1] - chances[:, :, 0]).reshape(n_cells, 1, -1)
        direction[:, k] = _codes(moves, np.full((n_cells, 1), EQUALITY), (Sense.MORE,))[:, 0]
