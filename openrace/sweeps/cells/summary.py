"""What a sweep keeps of every cell: how many equilibria, which plans, the extent and the direction of each metric.

``C`` cells, ``S`` sides (before and after, or the game alone), ``K`` metrics, ``N`` players, words of 64 actions. Two
players in both games or not, each side may have plans of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from games.parts.part import FloatArray
from openrace.questions.verdict import Part, judge_cells


@dataclass(frozen=True, eq=False)
class CellSummary:
    """Results of ``C`` cells.

    Attributes:
        n_equilibria: ``(C, S)`` corner points: extreme equilibria, or the points found.
        n_components: ``(C, S)`` connected sets; 0 where they were not looked for, as where labs react.
        support: ``(C, S, N, words)`` bit masks of the actions played in some equilibrium.
        flags: ``(C, S)`` see :class:`openrace.concepts.equilibria.CellFlag`.
        values: ``(C, K, S, 2)`` least and greatest value of each metric; nan where there is none.
        direction: ``(C, K)`` :class:`games.parts.direction.Code`; empty if there is only one side.
    """

    n_equilibria: NDArray[np.int32]
    n_components: NDArray[np.int32]
    support: NDArray[np.uint64]
    flags: NDArray[np.uint8]
    values: FloatArray
    direction: NDArray[np.int8]


def summary_of(sides: Sequence[Sequence[Part]], n_cells: int) -> CellSummary:
    """What is kept of ``n_cells`` cells, from what was solved on each side.

    The two sides may be cut into different batches: results meet through each cell's position.
    """
    n_sides = len(sides)
    n_players = max(part.support.shape[1] for parts in sides for part in parts)
    n_equilibria, n_components, flags = (np.zeros((n_cells, n_sides), dtype=t) for t in ("i4", "i4", "u1"))
    support = np.zeros((n_cells, n_sides, n_players, sides[0][0].support.shape[2]), dtype=np.uint64)
    for side, parts in enumerate(sides):
        for part in parts:
            n_equilibria[part.where, side] = np.diff(part.found.offsets)
            n_components[part.where, side] = part.found.n_components
            flags[part.where, side] = part.found.flags
            support[part.where, side, : part.support.shape[1]] = part.support
    verdicts = judge_cells(sides, n_cells)
    return CellSummary(n_equilibria, n_components, support, flags, verdicts.values, verdicts.direction)
