"""The batch against its slow twin: one canonical form for the answers of both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.game.normal_form import NormalForm
from solver.game.solution import Solution
from solver.two_player.all_equilibria import AllEquilibria
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.solving import solve_batch

FloatArray = NDArray[np.float64]


def same(one: Solution, two: Solution, tolerance: float) -> bool:
    """Whether two solutions have the same corners, extreme equilibria, maximal Nash subsets and components."""
    assert one.vertices is not None
    assert two.vertices is not None
    renamed = [_matching(a, b, tolerance) for a, b in zip(one.vertices, two.vertices, strict=True)]
    if any(name is None for name in renamed):
        return False
    x, y = (name for name in renamed if name is not None)
    points = {(x[e.at[0]], y[e.at[1]]) for e in one.equilibria if e.at is not None}
    if points != {e.at for e in two.equilibria}:
        return False
    groups = {
        frozenset((frozenset(x[i] for i in s[0]), frozenset(y[j] for j in s[1])) for s in c.subsets)
        for c in one.components
    }
    return groups == {frozenset((frozenset(s[0]), frozenset(s[1])) for s in c.subsets) for c in two.components}


def _matching(one: FloatArray, two: FloatArray, tolerance: float) -> dict[int, int] | None:
    """The corner of ``two`` that each corner of ``one`` is, if they are the same corners."""
    if len(one) != len(two):
        return None
    distance = np.abs(one[:, None] - two[None]).max(axis=2)
    nearest = distance.argmin(axis=1)
    if len(set(nearest.tolist())) < len(one) or distance.min(axis=1).max() > tolerance:
        return None
    return dict(enumerate(nearest.tolist()))


def differences(games: FloatArray, tolerance: float = 1e-7, batch: BatchSolution | None = None) -> list[int]:
    """Games on which the batch and exact arithmetic disagree, or which the batch does not answer."""
    solved = solve_batch(games) if batch is None else batch
    exact = AllEquilibria(max_extremes=1_000_000)
    return [
        g
        for g in range(len(games))
        if not solved.complete[g] or not same(solved[g], exact(NormalForm.from_payoffs(games[g])), tolerance)
    ]
