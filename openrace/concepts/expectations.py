"""Expectations of metrics over whole sets of equilibria, for many games at once; a single game is a batch of one.

The expectation of a metric is linear in each player's mixed action. On a maximal Nash subset, a product of faces, its
least and greatest values are therefore taken at corners, and every pair of corners is looked at. For three and more
players the set is the points found.

Sums are taken profile by profile, in the order of profiles, and never by a matrix library: the same game has the same
bits in whatever batch. ``B`` games, ``E`` corner points, ``K`` metrics, ``P`` profiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Interval
from games.parts.part import FloatArray
from openrace.concepts.equilibria import EquilibriumSets, IntArray
from solver.kernels.loader import is_loaded, load

MOST_ENTRIES = 1 << 20
"""Profiles in play that are listed at a time: a few dozen megabytes."""
NO_CHANCE = 1e-12
"""Probability below which a date never comes, and has no mean."""


def expectations(found: EquilibriumSets, values: FloatArray) -> FloatArray:
    """``(E, K)`` expectations at every corner point.

    Args:
        found: the equilibria.
        values: ``(K, G, ...)``, with ``G`` either 1 (the same in all games) or ``B``, and then one axis per axis of
            the equilibria, or those that a single axis of profiles runs through.
    """
    # Compiled code is used where it is there anyway, and never waited for.
    return _compiled(found, values) if len(found.corners) == 2 and is_loaded() else plain(found, values)


def _compiled(found: EquilibriumSets, values: FloatArray) -> FloatArray:
    out = np.zeros((len(found.points), len(values)))
    load().pair_expectations(
        np.ascontiguousarray(found.corners[0]).ravel(),
        np.ascontiguousarray(found.corners[1]).ravel(),
        np.ascontiguousarray(found.points).ravel(),
        found.offsets,
        np.ascontiguousarray(values).ravel(),
        np.array(values.shape, dtype=np.int64),
        out.ravel(),
    )
    return out


def plain(found: EquilibriumSets, values: FloatArray) -> FloatArray:
    """The same as :func:`expectations`, bit by bit, in numpy and for any number of axes."""
    n_values, n_games = values.shape[:2]
    flat = np.ascontiguousarray(values).reshape(n_values, -1)
    n_profiles = flat.shape[1] // n_games
    out = np.empty((len(found.points), n_values))
    tables = [_Played.of(corners) for corners in found.corners]
    game_of = np.repeat(np.arange(len(found)), np.diff(found.offsets)) if n_games > 1 else None
    for first, last in _chunks(found.points, tables):
        point, profile, chance = _in_play(found.points[first:last], tables)
        if game_of is not None:
            profile = profile + game_of[first:last][point] * n_profiles
        for k in range(n_values):
            # bincount adds in the order of its input, whatever else is in the batch.
            out[first:last, k] = np.bincount(point, chance * flat[k, profile], minlength=last - first)
    return out


@dataclass(frozen=True, eq=False)
class _Played:
    """The mixed actions of one axis, as lists of what they play.

    Attributes:
        size: entries of the axis.
        starts: ``(V,)`` where a corner's list starts.
        counts: ``(V,)`` how long it is.
        actions: what is played.
        chances: with which probability.
    """

    size: int
    starts: IntArray
    counts: IntArray
    actions: IntArray
    chances: FloatArray

    @classmethod
    def of(cls, corners: FloatArray) -> _Played:
        rows, actions = np.nonzero(corners)
        counts = np.bincount(rows, minlength=len(corners))
        return cls(corners.shape[1], np.cumsum(counts) - counts, counts, actions, corners[rows, actions])


def _chunks(points: IntArray, tables: Sequence[_Played]) -> list[tuple[int, int]]:
    """Ranges of points with at most ``MOST_ENTRIES`` profiles in play each, or of one point."""
    sizes = np.ones(len(points), dtype=np.int64)
    for axis, table in enumerate(tables):
        sizes *= table.counts[points[:, axis]]
    ends = np.cumsum(sizes)
    found, first = [], 0
    while first < len(points):
        passed = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, passed + MOST_ENTRIES, side="right")))
        found.append((first, last))
        first = last
    return found


def _in_play(points: IntArray, tables: Sequence[_Played]) -> tuple[IntArray, IntArray, FloatArray]:
    """Every profile that some point plays: the point, the profile's flat index, and its chance."""
    point, profile, chance = np.arange(len(points)), np.zeros(len(points), dtype=np.int64), np.ones(len(points))
    for axis, table in enumerate(tables):
        row = points[point, axis]
        counts = table.counts[row]
        # Where in the table each entry continues: the start of its corner's list, and onwards.
        entry = np.repeat(np.arange(len(point)), counts)
        onwards = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = table.starts[row[entry]] + onwards
        point, profile = point[entry], profile[entry] * table.size + table.actions[at]
        chance = chance[entry] * table.chances[at]
    return point, profile, chance


def extremes(offsets: IntArray, values: FloatArray) -> FloatArray:
    """``(B, K, 2)`` least and greatest of ``values`` ``(E, K)`` per game; nan where a game has no point."""
    out = np.full((len(offsets) - 1, values.shape[1], 2), np.nan)
    some = np.flatnonzero(np.diff(offsets))
    if len(some):
        out[some, :, 0] = np.minimum.reduceat(values, offsets[some], axis=0)
        out[some, :, 1] = np.maximum.reduceat(values, offsets[some], axis=0)
    return out


def extents(found: EquilibriumSets, values: FloatArray) -> FloatArray:
    """``(B, K, 2)`` least and greatest expectation over every game's set; ``values`` as in :func:`expectations`."""
    return extremes(found.offsets, expectations(found, values))


def extents_of_means(found: EquilibriumSets, dates: FloatArray, comes: FloatArray) -> FloatArray:
    """``(B, K, 2)`` least and greatest mean of ``dates`` ``(K, G, ...)`` given that they come; nan if they never do.

    Such a ratio is monotone along every segment on which the date may come, so corners suffice here too.

    Args:
        found: the equilibria.
        dates: ``inf`` where a date never comes.
        comes: the chance that it comes, same shape; 0 where the date is ``inf``.
    """
    total = expectations(found, np.where(np.isfinite(dates), dates, 0.0) * comes)
    chance = expectations(found, comes)
    some = chance > NO_CHANCE
    mean = total / np.where(some, chance, 1.0)
    low = extremes(found.offsets, np.where(some, mean, np.inf))[..., 0]
    high = extremes(found.offsets, np.where(some, mean, -np.inf))[..., 1]
    out = np.stack([low, high], axis=-1)
    return np.where(np.isfinite(out), out, np.nan)


def intervals(found: EquilibriumSets, arrays: Sequence[NDArray[Any]]) -> list[Interval]:
    """Least and greatest expectation of each array over the equilibria of a single game."""
    if not len(arrays):
        return []
    ends = extents(found, np.stack([np.asarray(a, dtype=np.float64) for a in arrays])[:, None])[0]
    return [(float(low), float(high)) for low, high in ends]
