"""The list of equilibria that is shown: isolated points and corners of continua, in one order for all methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from solver.game.points import same_point
from solver.game.solution import Equilibrium

CORNERS_SHOWN = 64
"""Corners of a continuum listed at most: those of a product multiply."""

PRODUCT_NOTE = "any mixture of one player's strategies shown here, against any of the others', is an equilibrium"
"""What the points shown of a product of faces stand for."""


def listed(isolated: Iterable[Equilibrium], continua: Iterable[Sequence[Equilibrium]]) -> tuple[Equilibrium, ...]:
    """Every point once, in order, with the number of its component; sets that share a point are one component."""
    points: list[Equilibrium] = []
    for label, members in enumerate([*([point] for point in isolated), *continua]):
        for point in members:
            known = next((e for e in points if same_point(e, point)), None)
            if known is None:
                points.append(replace(point, component=label))
            elif known.component != label:
                points = [replace(e, component=label) if e.component == known.component else e for e in points]
    return in_order(points)


def in_order(points: Iterable[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Small supports first, then by actions, then by probabilities; components are numbered as they appear."""
    ranked = sorted(points, key=_rank)
    numbers = {label: k for k, label in enumerate(dict.fromkeys(e.component for e in ranked))}
    return tuple(replace(e, component=numbers[e.component]) for e in ranked)


def _rank(point: Equilibrium) -> tuple[object, ...]:
    support = point.support
    # Rounded, so that the last place of a probability decides nothing.
    return sum(map(len, support)), support, tuple(np.concatenate(point.strategies).round(9).tolist())
