"""Ties that make a face of stage equilibria: which of them are told by their corners.

Where a tie leaves a choice, the corners of the face are followed as solutions of their own. Nothing in between is lost
if no earlier choice depends on where on the face play is. Then every point of the face is as much an equilibrium as its
corners, what is played before is the same, and a metric, linear in each mover's mixed action at each state, is least
and greatest at corners. An earlier state does not depend on it if

* its movers get the same everywhere on the face, or
* its play is *forced*: dominance leaves one action to each mover, one and the same action dominating another at all
  corners of all faces below, and so, payoffs being linear on faces, at all points between.

Ties on which an earlier choice does depend may support other play before; the status of a solution counts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.staged.explore import Explored
from solver.staged.game import Stage
from solver.staged.stages import undominated

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(eq=False)
class Faces:
    """What backward induction notes on its way.

    Attributes:
        ties: per state with a face, which rows ``(R,)`` differ on it, and whether its corners are known.
        forced: states whose play does not depend on what is played further down.
    """

    ties: dict[int, tuple[BoolArray, bool]] = field(default_factory=dict)
    forced: set[int] = field(default_factory=set)

    def note_tie(self, index: int, apart: BoolArray, *, corners: bool = True) -> None:
        """A face of state ``index`` on which the rows ``apart`` differ; one that changes nothing is no tie."""
        if apart.any():
            rows, known = self.ties.get(index, (np.zeros_like(apart), True))
            self.ties[index] = rows | apart, known and corners

    def note_games(self, index: int, games: FloatArray, tie: FloatArray) -> None:
        """The stage games ``(C, k, A_0, ...)`` of a state, one for each combination of solutions further down."""
        kept = undominated(np.moveaxis(games, 0, -1), tie)
        if all(len(actions) == 1 for actions in kept[: len(tie)]):
            self.forced.add(index)

    def open_ties(self, explored: Explored) -> int:
        """Faces on which an earlier choice depends, or whose corners are not known."""
        before: list[set[int]] = [set() for _ in explored.nodes]
        for index in range(explored.root, -1, -1):
            node, cares = explored.nodes[index], before[index]
            if isinstance(node, Stage) and index not in self.forced:
                cares = cares | set(node.movers)
            for child in explored.children[index]:
                before[child] |= cares
        return sum(not known or bool(rows[sorted(before[at])].any()) for at, (rows, known) in self.ties.items())
