"""Points on faces of solutions: means of the solutions at their corners, and where a payoff crosses a level.

The mean of solutions of one cell is a solution: a mover that is indifferent mixes as the mean of their plays, and each
successor is met at the mean of what they count on there, weighted by how likely each of them reaches it. A successor
that none of them reaches keeps what deters from going there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import ZERO_PROBABILITY
from solver.staged.explore import Explored
from solver.staged.game import Stage
from solver.staged.induction.combine import Solutions
from solver.staged.strategy import MixedAction, Play, arrivals

Weights = tuple[tuple[int, float], ...]
"""Pairs of a number and its weight; weights are positive and sum to 1."""


def at_least(levels: Sequence[float], least: float, tie: float) -> list[Weights]:
    """Corners of the part of a cell on which something linear is ``least`` or more: ``levels`` ``(K,)`` at its corners.

    Weights are over the ``K`` corners. Of more than two corners, some of the points found may be no corners.
    """
    kept: list[Weights] = [((k, 1.0),) for k, level in enumerate(levels) if level >= least - tie]
    return kept + _crossings(levels, least, tie)


def at_level(levels: Sequence[float], level: float, tie: float) -> list[Weights]:
    """As :func:`at_least`, for the part on which it equals ``level``."""
    kept: list[Weights] = [((k, 1.0),) for k, own in enumerate(levels) if abs(own - level) <= tie]
    return kept + _crossings(levels, level, tie)


def _crossings(levels: Sequence[float], level: float, tie: float) -> list[Weights]:
    above = [k for k, own in enumerate(levels) if own > level + tie]
    below = [k for k, own in enumerate(levels) if own < level - tie]
    return [(((j, 1 - w), (i, w))) for i, j in product(above, below) for w in [_share(levels, i, j, level)]]


def _share(levels: Sequence[float], above: int, below: int, level: float) -> float:
    return (level - levels[below]) / (levels[above] - levels[below])


@dataclass(eq=False)
class Points:
    """Solutions of all states, with points added on their cells as predecessors count on them.

    Attributes:
        explored: the game.
        solved: per state its solutions; a point is added behind them.
    """

    explored: Explored
    solved: list[Solutions] = field(default_factory=list)
    _known: dict[tuple[int, Weights], int] = field(default_factory=dict)

    def mean(self, index: int, weights: Sequence[tuple[int, float]]) -> int:
        """The number of the mean of solutions of state ``index`` that lie on one cell, found before or new."""
        total: dict[int, float] = {}
        for number, weight in weights:
            total[number] = total.get(number, 0.0) + weight
        positive = {number: weight for number, weight in sorted(total.items()) if weight > ZERO_PROBABILITY}
        if len(positive) == 1:
            return next(iter(positive))
        key = (index, tuple(positive.items()))
        if key not in self._known:
            self._known[key] = self._add(index, list(positive), np.array(list(positive.values())))
        return self._known[key]

    def _add(self, index: int, numbers: list[int], share: FloatArray) -> int:
        found = self.solved[index]
        share = share / share.sum()
        plays = [found.plays[k] for k in numbers]
        # (K, children): how likely each solution reaches each successor.
        reached = np.array([arrivals(self.explored, index, play) for play in plays])
        links = []
        for place, child in enumerate(self.explored.children[index]):
            weight = share * reached[:, place]
            weight = weight / weight.sum() if weight.any() else share
            links.append(
                self.mean(child, list(zip(found.links[numbers, place].tolist(), weight.tolist(), strict=True)))
            )
        self.solved[index] = replace(
            found,
            values=np.vstack([found.values, share @ found.values[numbers]]),
            plays=(*found.plays, self._mean_play(index, plays, share)),
            links=np.vstack([found.links, links]).astype(np.int64),
            promises=(*found.promises, found.promises[numbers[0]]),
        )
        return len(found.plays)

    def _mean_play(self, index: int, plays: list[Play | None], share: FloatArray) -> Play | None:
        node = self.explored.nodes[index]
        if not isinstance(node, Stage):
            return None
        mixed = [np.zeros(n) for n in node.shape]
        for weight, play in zip(share, plays, strict=True):
            if play is not None:
                for total, own in zip(mixed, play.profiles[0], strict=True):
                    total[list(own.actions)] += weight * np.array(own.probabilities)
        return Play.of(*(MixedAction.from_dense(p / p.sum()) for p in mixed))
