"""Sets of equilibria of ``B`` games in one flat form, whatever the concept; a single game is ``B = 1``.

Nash equilibria of a normal form are products: one mixed action per player. A set of them is a union of products of
faces, and this form holds every corner point of these faces, listed in the solution or not. With three and more
players it holds the points found. Where labs react or one commits first, an equilibrium counts by its distribution
over scenarios and profiles, which is one mixed action on a single *axis*: the profile.

Letters: ``B`` games, ``N`` axes (players, or the one axis of profiles), ``A_i`` entries of axis ``i``, ``V_i`` corners
on axis ``i`` and ``E`` corner points, all games in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from solver.game.profile import Profile
from solver.game.solution import Solution

IntArray = NDArray[np.int64]


class CellFlag(IntFlag):
    """What is known of a set of equilibria."""

    COMPLETE = 1
    """Every equilibrium is in the set, and that is proven."""
    EXACT = 2
    """Floats could not tell a tie from a small difference; settled in exact arithmetic."""
    DEGENERATE = 4
    """An extreme equilibrium with more best replies than actions played, or a continuum."""
    TRUNCATED = 8
    """More extreme equilibria exist than a solution lists; the faces, and so all extents, are complete."""
    NONE_FOUND = 16
    """The search ended without any equilibrium."""
    PARTIAL = 32
    """Labs that react: a rule left equilibria out, or of too many, or of those at a tie, the extremes were followed."""


@dataclass(frozen=True, eq=False)
class EquilibriumSets:
    """Sets of equilibria of ``B`` games.

    Attributes:
        corners: per axis ``(V_i, A_i)`` mixed actions.
        points: ``(E, N)`` rows of ``corners`` that make an equilibrium.
        offsets: ``(B + 1,)``; game ``g`` has the points ``offsets[g]:offsets[g + 1]``.
        corner_offsets: per axis ``(B + 1,)`` into ``corners``.
        n_components: ``(B,)`` connected sets of equilibria; 0 where they were not looked for.
        flags: ``(B,)`` sums of :class:`CellFlag`.
    """

    corners: tuple[FloatArray, ...]
    points: IntArray
    offsets: IntArray
    corner_offsets: tuple[IntArray, ...]
    n_components: IntArray
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.flags)

    def part(self, first: int, last: int) -> EquilibriumSets:
        """The games ``first:last``."""
        corners, starts = [], []
        for values, offsets in zip(self.corners, self.corner_offsets, strict=True):
            corners.append(values[offsets[first] : offsets[last]])
            starts.append(int(offsets[first]))
        return EquilibriumSets(
            tuple(corners),
            self.points[self.offsets[first] : self.offsets[last]] - np.array(starts),
            self.offsets[first : last + 1] - self.offsets[first],
            tuple(o[first : last + 1] - o[first] for o in self.corner_offsets),
            self.n_components[first:last],
            self.flags[first:last],
        )


def of_solution(solution: Solution) -> EquilibriumSets:
    """The equilibria of one normal form."""
    flags = CellFlag(0)
    if solution.complete:
        flags |= CellFlag.COMPLETE
    if solution.truncated:
        flags |= CellFlag.TRUNCATED
    if solution.continua or any(len(f) > 1 for c in solution.components for s in c.subsets for f in s):
        flags |= CellFlag.DEGENERATE
    if solution.vertices is None:
        found = [*[e.strategies for e in solution.equilibria], *[p for c in solution.continua for p in c.points]]
        return of_profiles(found, solution.game.n_actions, flags, len(solution.components))
    if len(solution.vertices) == 1:
        rows = np.arange(len(solution.vertices[0]))[:, None]
    else:
        first, second = solution.vertices
        inside = np.zeros((len(first), len(second)), dtype=bool)
        for component in solution.components:
            for own, other in component.subsets:
                inside[np.ix_(own, other)] = True
        rows = np.argwhere(inside)
    return _one_game(solution.vertices, rows, flags, len(solution.components))


def of_profiles(
    profiles: Sequence[Profile], n_actions: Sequence[int], flags: CellFlag, n_components: int = 0
) -> EquilibriumSets:
    """Points of one game, each with its own mixed action on every axis; ``n_actions`` is the length of each axis."""
    corners = tuple(np.array([p[i] for p in profiles]).reshape(len(profiles), n) for i, n in enumerate(n_actions))
    rows = np.repeat(np.arange(len(profiles))[:, None], len(n_actions), axis=1)
    return _one_game(corners, rows, flags, n_components)


def _one_game(corners: Sequence[FloatArray], rows: IntArray, flags: CellFlag, n_components: int) -> EquilibriumSets:
    if not len(rows):
        flags |= CellFlag.NONE_FOUND
    return EquilibriumSets(
        tuple(np.asarray(c, dtype=np.float64) for c in corners),
        rows.astype(np.int64),
        np.array([0, len(rows)]),
        tuple(np.array([0, len(c)]) for c in corners),
        np.array([n_components]),
        np.array([int(flags)], dtype=np.uint8),
    )


def join(parts: Sequence[EquilibriumSets]) -> EquilibriumSets:
    """Sets of the same axes, one after the other."""
    n_axes = len(parts[0].corners)
    corners = tuple(np.concatenate([p.corners[i] for p in parts]) for i in range(n_axes))
    starts = np.cumsum([[0] * n_axes, *[[len(c) for c in p.corners] for p in parts[:-1]]], axis=0)
    points = np.concatenate([p.points + start for p, start in zip(parts, starts, strict=True)])
    return EquilibriumSets(
        corners,
        points,
        _joined([p.offsets for p in parts]),
        tuple(_joined([p.corner_offsets[i] for p in parts]) for i in range(n_axes)),
        np.concatenate([p.n_components for p in parts]),
        np.concatenate([p.flags for p in parts]),
    )


def _joined(offsets: Sequence[IntArray]) -> IntArray:
    counts = np.concatenate([np.diff(o) for o in offsets])
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def supports(found: EquilibriumSets, n_words: int) -> NDArray[np.uint64]:
    """``(B, N, n_words)`` bit masks: actions that some equilibrium of the game plays; action a is bit a % 64."""
    out = np.zeros((len(found), len(found.corners), n_words), dtype=np.uint64)
    for axis, (corners, offsets) in enumerate(zip(found.corners, found.corner_offsets, strict=True)):
        some = np.flatnonzero(np.diff(offsets))
        if not len(some) or not n_words:
            continue
        bits = np.zeros((len(corners), n_words * 64), dtype=bool)
        bits[:, : corners.shape[1]] = corners > 0
        words = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)
        out[some, axis] = np.bitwise_or.reduceat(words, offsets[some], axis=0)
    return out


def marginals(distribution: FloatArray) -> tuple[FloatArray, ...]:
    """What each player does under a joint distribution over profiles: one vector ``(A_i,)`` per player."""
    axes = range(distribution.ndim)
    return tuple(distribution.sum(axis=tuple(j for j in axes if j != i)) for i in axes)
