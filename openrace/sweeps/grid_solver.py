"""Equilibria of a batch of games in one flat form, whatever solver fits their number of players.

Two players go to :func:`solver.two_player.batch.solving.solve_batch`; the few games it cannot list whole, and games
of any other number of players, are solved one by one. ``B`` games, ``N`` players, ``V_i`` corners of player ``i`` and
``E`` corner points of the sets of equilibria (extreme equilibria, or the points found), all games in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from solver.game.normal_form import NormalForm
from solver.game.solution import Solution

IntArray = NDArray[np.int64]


class CellFlag(IntFlag):
    """What is known of a cell's set of equilibria."""

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
class GridEquilibria:
    """Equilibria of ``B`` games.

    Attributes:
        corners: per player ``(V_i, A_i)`` strategies.
        points: ``(E, N)`` rows of ``corners`` that make an equilibrium.
        offsets: ``(B + 1,)``; game ``g`` has the points ``offsets[g]:offsets[g + 1]``.
        corner_offsets: per player ``(B + 1,)`` into ``corners``.
        n_components: ``(B,)`` connected sets of equilibria.
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


def solve_grid(payoffs: FloatArray) -> GridEquilibria:
    """Every equilibrium of games ``(B, N, A_0, ..., A_{N-1})`` that their solver finds."""
    if payoffs.shape[1] == 2:
        return _solve_pairs(payoffs)
    return join([_of_solution(_solve_one(game)) for game in payoffs])


def _solve_pairs(payoffs: FloatArray) -> GridEquilibria:
    from solver.two_player.batch.solution import DEGENERATE, EXACT, OVERFLOW, TRUNCATED
    from solver.two_player.batch.solving import solve_batch

    batch = solve_batch(np.ascontiguousarray(payoffs))
    flags = np.zeros(len(payoffs), dtype=np.uint8)
    for theirs, ours in ((DEGENERATE, CellFlag.DEGENERATE), (EXACT, CellFlag.EXACT), (TRUNCATED, CellFlag.TRUNCATED)):
        flags[(batch.flags & theirs) != 0] |= int(ours)
    flags[batch.complete] |= int(CellFlag.COMPLETE)
    rows = np.stack(
        [
            np.repeat(starts[:-1], batch.counts) + batch.equilibria[:, player]
            for player, starts in enumerate((batch.x_offsets, batch.y_offsets))
        ],
        axis=1,
    )
    whole = GridEquilibria(
        (batch.x, batch.y), rows, batch.offsets, (batch.x_offsets, batch.y_offsets), batch.n_components, flags
    )
    unlisted = np.flatnonzero(batch.flags & (OVERFLOW | TRUNCATED))
    return whole if not len(unlisted) else _with_singles(whole, payoffs, unlisted)


def _with_singles(whole: GridEquilibria, payoffs: FloatArray, games: IntArray) -> GridEquilibria:
    """The batch with some games solved alone: their points are all corners of all faces, listed or not."""
    parts, last = [], 0
    for g in games.tolist():
        parts += [_slice(whole, last, g), _of_solution(_solve_one(payoffs[g]))]
        last = g + 1
    return join([*parts, _slice(whole, last, len(whole))])


def _slice(whole: GridEquilibria, first: int, last: int) -> GridEquilibria:
    corners, starts = [], []
    for values, offsets in zip(whole.corners, whole.corner_offsets, strict=True):
        corners.append(values[offsets[first] : offsets[last]])
        starts.append(int(offsets[first]))
    points = whole.points[whole.offsets[first] : whole.offsets[last]] - np.array(starts)
    return GridEquilibria(
        tuple(corners),
        points,
        whole.offsets[first : last + 1] - whole.offsets[first],
        tuple(o[first : last + 1] - o[first] for o in whole.corner_offsets),
        whole.n_components[first:last],
        whole.flags[first:last],
    )


def _solve_one(payoffs: FloatArray) -> Solution:
    from solver.answer.solving import solve

    return solve(NormalForm.from_payoffs(payoffs))


def _of_solution(solution: Solution) -> GridEquilibria:
    flags = CellFlag(0)
    if solution.complete:
        flags |= CellFlag.COMPLETE
    if solution.truncated:
        flags |= CellFlag.TRUNCATED
    n_players = solution.game.n_players
    vertices = solution.vertices
    if vertices is None:
        found = [*[e.strategies for e in solution.equilibria], *[p for c in solution.continua for p in c.points]]
        corners = tuple(
            np.array([p[i] for p in found]).reshape(len(found), solution.game.n_actions[i]) for i in range(n_players)
        )
        rows = np.repeat(np.arange(len(found))[:, None], n_players, axis=1)
    elif n_players == 1:
        corners = vertices
        rows = np.arange(len(vertices[0]))[:, None]
    else:
        corners = vertices
        inside = np.zeros((len(vertices[0]), len(vertices[1])), dtype=bool)
        for component in solution.components:
            for first, second in component.subsets:
                inside[np.ix_(first, second)] = True
        rows = np.argwhere(inside)
    if not len(rows):
        flags |= CellFlag.NONE_FOUND
    if solution.continua or any(len(f) > 1 for c in solution.components for s in c.subsets for f in s):
        flags |= CellFlag.DEGENERATE
    return GridEquilibria(
        tuple(np.asarray(c, dtype=np.float64) for c in corners),
        rows.astype(np.int64),
        np.array([0, len(rows)]),
        tuple(np.array([0, len(c)]) for c in corners),
        np.array([len(solution.components)]),
        np.array([int(flags)], dtype=np.uint8),
    )


def join(parts: Sequence[GridEquilibria]) -> GridEquilibria:
    """Batches of the same shape of game, one after the other."""
    n_players = len(parts[0].corners)
    corners = tuple(np.concatenate([p.corners[i] for p in parts]) for i in range(n_players))
    starts = np.cumsum([[0] * n_players, *[[len(c) for c in p.corners] for p in parts[:-1]]], axis=0)
    points = np.concatenate([p.points + start for p, start in zip(parts, starts, strict=True)])
    return GridEquilibria(
        corners,
        points,
        _joined([p.offsets for p in parts]),
        tuple(_joined([p.corner_offsets[i] for p in parts]) for i in range(n_players)),
        np.concatenate([p.n_components for p in parts]),
        np.concatenate([p.flags for p in parts]),
    )


def _joined(offsets: Sequence[IntArray]) -> IntArray:
    counts = np.concatenate([np.diff(o) for o in offsets])
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
