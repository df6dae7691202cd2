"""Nash equilibria of many games of one shape, by whatever solver fits their number of players.

Two players go to :func:`solver.two_player.batch.solving.solve_batch`; the few games it cannot list whole, and games of
any other number of players, are solved one by one.
"""

from __future__ import annotations

from math import inf

import numpy as np

from games.parts.part import FloatArray
from openrace.concepts.equilibria import CellFlag, EquilibriumSets, IntArray, join, of_solution
from solver.game.normal_form import NormalForm


def solve_many(payoffs: FloatArray) -> EquilibriumSets:
    """Every equilibrium of games ``(B, N, A_0, ..., A_{N-1})`` that their solver finds."""
    if payoffs.shape[1] == 2:
        return _solve_pairs(payoffs)
    return join([_alone(game) for game in payoffs])


def _solve_pairs(payoffs: FloatArray) -> EquilibriumSets:
    from solver.two_player.batch.solution import DEGENERATE, OVERFLOW, PROVEN, TRUNCATED
    from solver.two_player.batch.solving import solve_batch

    batch = solve_batch(np.ascontiguousarray(payoffs))
    flags = np.zeros(len(payoffs), dtype=np.uint8)
    for theirs, ours in ((DEGENERATE, CellFlag.DEGENERATE), (PROVEN, CellFlag.EXACT), (TRUNCATED, CellFlag.TRUNCATED)):
        flags[(batch.flags & theirs) != 0] |= int(ours)
    flags[batch.complete] |= int(CellFlag.COMPLETE)
    rows = np.stack(
        [
            np.repeat(starts[:-1], batch.counts) + batch.equilibria[:, player]
            for player, starts in enumerate((batch.x_offsets, batch.y_offsets))
        ],
        axis=1,
    )
    whole = EquilibriumSets(
        (batch.x, batch.y), rows, batch.offsets, (batch.x_offsets, batch.y_offsets), batch.n_components, flags
    )
    unlisted = np.flatnonzero(batch.flags & (OVERFLOW | TRUNCATED))
    return whole if not len(unlisted) else _with_singles(whole, payoffs, unlisted)


def _with_singles(whole: EquilibriumSets, payoffs: FloatArray, games: IntArray) -> EquilibriumSets:
    """The batch with some games solved alone: their points are all corners of all faces, listed or not."""
    parts, last = [], 0
    for g in games.tolist():
        parts += [whole.part(last, g), _alone(payoffs[g])]
        last = g + 1
    return join([*parts, whole.part(last, len(whole))])


def _alone(payoffs: FloatArray) -> EquilibriumSets:
    from solver.answer.solving import solve

    # Without a budget of time: what is stored must not depend on the machine.
    return of_solution(solve(NormalForm.from_payoffs(payoffs), budget=inf))
