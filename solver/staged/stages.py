"""Every equilibrium of one stage game.

First actions that are strictly dominated by another one go (no equilibrium uses them), again and again. What is left
is solved by the first of these that fits: nobody has a choice; one mover (its best actions); two actions each for two
or three movers (``solver.staged.small``); anything larger by ``solver.solve``, which says whether it is complete.

Two payoffs of a mover are a tie when they differ by at most ``STAGE_RESOLUTION`` times the largest payoff that it can
get in the stage game: continuation values are sums, and rounding errors grow with what is summed. Large payoffs may
cancel on the way, so differences up to a *floor*, ``ROUNDING_OF_SUMS`` times the largest payoff of the whole game, are
ties too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import COARSEST_RESOLUTION, SAME_POINT, STAGE_RESOLUTION
from solver.game.solution import Solution
from solver.staged.small import Point, shares_a_side, two_by_two, two_by_two_by_two
from solver.staged.strategy import MixedAction, Profile


@dataclass(frozen=True)
class StageEquilibria:
    """Equilibria of one stage game.

    Attributes:
        points: one mixed action per mover; the extreme equilibria for one and two movers.
        continuum: whether there are more, between or around these points.
        corners: whether these points are the corners of every face of a continuum, so that what is linear in each
            mover's mixed action is least and greatest at one of them.
        complete: whether the points (with what lies between them, for one and two movers) are all.
    """

    points: tuple[Profile, ...]
    continuum: bool
    complete: bool
    corners: bool = True

    @cached_property
    def flats(self) -> list[list[int]]:
        """Sets of points that differ in one mover's mixed action only."""
        found: list[list[int]] = []
        for mover in range(len(self._keys[0])):
            groups: dict[tuple[object, ...], list[int]] = {}
            for k, key in enumerate(self._keys):
                groups.setdefault((*key[:mover], *key[mover + 1 :]), []).append(k)
            found += [group for group in groups.values() if len(group) > 1]
        return found

    @cached_property
    def has_square(self) -> bool:
        """Whether two movers may both mix: four points, of two mixed actions of one mover and two of another."""
        keys = set(self._keys)
        return any(
            (first[0], second[1]) in keys and (second[0], first[1]) in keys
            for first, second in combinations([key for key in keys if len(key) == 2], 2)
            if first[0] != second[0] and first[1] != second[1]
        )

    @cached_property
    def _keys(self) -> list[tuple[object, ...]]:
        """Points as they are compared: probabilities up to ``SAME_POINT``."""
        return [
            tuple((mixed.actions, tuple(round(p / SAME_POINT) for p in mixed.probabilities)) for mixed in point)
            for point in self.points
        ]


def equilibria_of(payoffs: FloatArray, floor: FloatArray) -> StageEquilibria:
    """Equilibria of a stage game ``payoffs`` ``(k, A_0, ...)``; differences up to ``floor`` ``(k,)`` are none."""
    tie: FloatArray = np.maximum(STAGE_RESOLUTION * np.abs(payoffs.reshape(len(payoffs), -1)).max(axis=1), floor)
    if payoffs.shape == (2, 2, 2):
        return _from_points(two_by_two(payoffs, tie), [[0, 1], [0, 1]])
    kept = undominated(payoffs, tie)
    reduced = payoffs[np.ix_(range(len(payoffs)), *kept)]
    choosers = [i for i, actions in enumerate(kept) if len(actions) > 1]
    narrow = reduced.reshape(len(payoffs), *[len(kept[i]) for i in choosers])[choosers]
    inner = _solve(np.ascontiguousarray(narrow), tie[choosers], [kept[i] for i in choosers])
    forced = [MixedAction.pure(actions[0]) for actions in kept]
    points = []
    for point in inner.points:
        whole = list(forced)
        for i, action in zip(choosers, point, strict=True):
            whole[i] = action
        points.append(tuple(whole))
    return StageEquilibria(tuple(points), inner.continuum, inner.complete, inner.corners)


def undominated(payoffs: FloatArray, tie: FloatArray) -> list[list[int]]:
    """Per mover the actions that survive iterated strict dominance by pure actions, with a margin above ties.

    Axes of ``payoffs`` beyond one per mover are cases: an action goes if one and the same other action is better in all
    of them, and so in every mean over them. ``tie`` is ``(k,)``.
    """
    kept = [list(range(n)) for n in payoffs.shape[1:]]
    changed = True
    while changed:
        changed = False
        for mover in range(len(payoffs)):
            if len(kept[mover]) == 1:
                continue
            own = np.moveaxis(payoffs[mover][np.ix_(*kept)], mover, 0).reshape(len(kept[mover]), -1)
            # Whether some other action is better against everything: (dominated, dominator, against).
            worse = (own[None, :, :] - own[:, None, :] > tie[mover]).all(axis=2).any(axis=1)
            if worse.any():
                kept[mover] = [a for a, out in zip(kept[mover], worse, strict=True) if not out]
                changed = True
    return kept


def _solve(payoffs: FloatArray, tie: FloatArray, labels: list[list[int]]) -> StageEquilibria:
    """Equilibria of a reduced stage game in which every mover has a choice, with actions named by ``labels``."""
    shape = payoffs.shape[1:]
    if not shape:
        return StageEquilibria(((),), continuum=False, complete=True)
    if len(shape) == 1:
        best = np.flatnonzero(payoffs[0] >= payoffs[0].max() - tie[0])
        points = tuple((MixedAction.pure(labels[0][a]),) for a in best)
        return StageEquilibria(points, continuum=len(best) > 1, complete=True)
    if shape == (2, 2):
        return _from_points(two_by_two(payoffs, tie), labels)
    if shape == (2, 2, 2):
        found = two_by_two_by_two(payoffs, tie)
        if found is not None:
            return _from_points(found, labels)
    return _by_general_solver(payoffs, tie, labels)


def _from_points(points: list[Point], labels: list[list[int]]) -> StageEquilibria:
    named = tuple(tuple(_mixed(p, own) for p, own in zip(point, labels, strict=True)) for point in points)
    return StageEquilibria(named, continuum=shares_a_side(points), complete=True)


def _mixed(p: float, labels: list[int]) -> MixedAction:
    if p in (0.0, 1.0):
        return MixedAction.pure(labels[int(p)])
    return MixedAction((labels[0], labels[1]), (1 - p, p))


def _by_general_solver(payoffs: FloatArray, tie: FloatArray, labels: list[list[int]]) -> StageEquilibria:
    from solver.answer.solving import solve
    from solver.game.normal_form import NormalForm

    # A constant taken from each player's payoffs changes no equilibrium, and differences keep their digits.
    shift = payoffs.reshape(len(payoffs), -1).min(axis=1).reshape(-1, *[1] * (payoffs.ndim - 1))
    game = NormalForm.from_payoffs(payoffs - shift, title="a stage game", resolution=_resolution(payoffs, tie))
    solution = solve(game)
    points = tuple(
        tuple(
            MixedAction(tuple(own[a] for a in m.actions), m.probabilities)
            for m, own in zip((MixedAction.from_dense(s) for s in e.strategies), labels, strict=True)
        )
        for e in solution.equilibria
    )
    whole = solution.complete and not solution.truncated
    return StageEquilibria(points, _has_continuum(solution), whole, corners=solution.vertices is not None)


def _resolution(payoffs: FloatArray, tie: FloatArray) -> float:
    """The ties of a stage game as the general solvers want them: as a fraction of the widest difference in a column."""
    widest = np.array([float(np.ptp(own, axis=mover).max()) for mover, own in enumerate(payoffs)])
    matters = widest > tie
    return min(COARSEST_RESOLUTION / 2, float((tie[matters] / widest[matters]).max(initial=0.0)))


def _has_continuum(solution: Solution) -> bool:
    faces = (face for component in solution.components for subset in component.subsets for face in subset)
    return bool(solution.continua) or any(len(face) > 1 for face in faces)
