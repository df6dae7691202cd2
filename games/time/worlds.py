"""Ways in which things may turn out, evaluated together: histories that differ in what comes from outside alone.

An open model that may arrive in any of many stretches of time makes as many worlds. Their histories have the same axes,
so one history with an axis over worlds, in front of the batch, gives the numbers of all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from games.time.timeline import Timeline

H_co = TypeVar("H_co", bound=Timeline, covariant=True)


@dataclass(frozen=True)
class Worlds(Generic[H_co]):
    """Some worlds of a game, as one history.

    Attributes:
        places: number of each of the ``S`` worlds among all of the game.
        probability: ``[S, *batch, *profile]``, with all axes, of length 1 where it does not depend on them.
        history: what every profile makes happen, with an axis over worlds first unless it is a single one.
    """

    places: NDArray[np.intp]
    probability: FloatArray
    history: H_co

    @property
    def shape(self) -> tuple[int, ...]:
        """``(*batch, *profile)``: the shape of numbers in one world."""
        return self.history.shape[1:] if len(self.places) > 1 else self.history.shape

    def rows(self, values: FloatArray) -> FloatArray:
        """``[S, *batch, *profile]`` values that broadcast to the shape of the history."""
        whole = np.broadcast_to(values, self.history.shape)
        return whole if len(self.places) > 1 else whole[None]


def in_order(worlds: Sequence[Worlds[Timeline]], rows: Sequence[FloatArray]) -> FloatArray:
    """``[scenario, ...]`` rows ``[S, ...]`` of each group of worlds, in the order of all worlds of the game."""
    if len(worlds) == 1:
        return np.ascontiguousarray(rows[0])
    shape = np.broadcast_shapes(*[row.shape[1:] for row in rows])
    found = np.empty((sum(len(group.places) for group in worlds), *shape), dtype=rows[0].dtype)
    for group, row in zip(worlds, rows, strict=True):
        found[group.places] = row
    return found


def everywhere(worlds: Sequence[Worlds[Timeline]], make: Callable[[Timeline], FloatArray]) -> FloatArray:
    """``[scenario, *batch, *profile]`` what a function makes of the history of every world."""
    return in_order(worlds, [group.rows(make(group.history)) for group in worlds])


def chances(worlds: Sequence[Worlds[Timeline]]) -> FloatArray:
    """``[scenario, *batch, *profile]`` probability of every world, of length 1 on axes on which it does not depend."""
    return in_order(worlds, [group.probability for group in worlds])
