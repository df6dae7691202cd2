"""Points on faces of solutions: means of the solutions at their corners, and where a payoff crosses a level.

The mean of solutions of one cell is a solution: a mover that is indifferent mixes as the mean of their plays, and each
successor is met at the mean of what they count on there, weighted by how likely each of them reaches it. A successor
that none of them reaches keeps what deters from going there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import ZERO_PROBABILITY
from solver.staged.game import Node, Stage
from solver.staged.induction.run import Run, Weights
from solver.staged.strategy import MixedAction, Play, arrivals


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


def mean(run: Run, index: int, weights: Sequence[tuple[int, float]]) -> int:
    """The number of the mean of solutions of state ``index`` that lie on one cell, found before or new."""
    total: dict[int, float] = {}
    for number, weight in weights:
        total[number] = total.get(number, 0.0) + weight
    positive = {number: weight for number, weight in sorted(total.items()) if weight > ZERO_PROBABILITY}
    if len(positive) == 1:
        return next(iter(positive))
    key = (index, tuple(positive.items()))
    if key not in run.means:
        run.means[key] = _add(run, index, list(positive), np.array(list(positive.values())))
    return run.means[key]


def _add(run: Run, index: int, numbers: list[int], share: FloatArray) -> int:
    explored, found = run.explored, run.solved[index]
    share = share / share.sum()
    plays = [found.plays[k] for k in numbers]
    # (K, children): how likely each solution reaches each successor.
    reached = np.array([arrivals(explored, index, play) for play in plays])
    links = []
    for place, child in enumerate(explored.children[index]):
        weight = share * reached[:, place]
        weight = weight / weight.sum() if weight.any() else share
        links.append(mean(run, child, list(zip(found.links[numbers, place].tolist(), weight.tolist(), strict=True))))
    run.solved[index] = replace(
        found,
        values=np.vstack([found.values, share @ found.values[numbers]]),
        plays=(*found.plays, _mean_play(explored.nodes[index], plays, share)),
        links=np.vstack([found.links, links]).astype(np.int64),
        promises=(*found.promises, found.promises[numbers[0]]),
    )
    return len(found.plays)


def _mean_play(node: Node, plays: list[Play | None], share: FloatArray) -> Play | None:
    if not isinstance(node, Stage):
        return None
    mixed = [np.zeros(n) for n in node.shape]
    for weight, play in zip(share, plays, strict=True):
        if play is not None:
            for total, own in zip(mixed, play.profiles[0], strict=True):
                total[list(own.actions)] += weight * np.array(own.probabilities)
    return Play.of(*(MixedAction.from_dense(p / p.sum()) for p in mixed))
