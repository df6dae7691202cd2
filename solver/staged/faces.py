"""Ties that make a face of stage equilibria: which of them are covered by their corners.

Where a tie leaves a choice, the corners of the face are followed as solutions of their own. Nothing in between is lost
if no earlier choice depends on where on the face play is. Then every point of the face is as much an equilibrium as its
corners, what is played before is the same, and a metric, linear in each mover's mixed action at each state, is least
and greatest at corners. An earlier state does not depend on it if

* its movers get the same everywhere on the face (by the rows that they choose by), or
* its play is *forced*: a single mover takes each action whatever follows it, or never; or dominance leaves one action
  to each of several movers, one and the same action dominating another at all corners of all faces below, and so,
  payoffs being linear on faces, at all points between.

Ties on which an earlier choice does depend may support other play before; the status of a solution names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.staged.explore import Explored
from solver.staged.game import Stage
from solver.staged.stages import undominated
from solver.staged.strategy import MixedAction

MOST_NAMED = 3
"""Ties named in a status; the others are counted."""


@dataclass(eq=False)
class Face:
    """What is known of the faces of one state.

    Attributes:
        apart: ``(R,)``: rows that differ on them.
        corners: whether their corners are known.
        between: per mover (its place in the stage) the actions between which it is indifferent.
    """

    apart: BoolArray
    corners: bool = True
    between: dict[int, set[int]] = field(default_factory=dict)


@dataclass(eq=False)
class Faces:
    """What backward induction notes on its way.

    Attributes:
        ties: per state with a face, what is known of it.
        forced: states whose play does not depend on what is played further down.
    """

    ties: dict[int, Face] = field(default_factory=dict)
    forced: set[int] = field(default_factory=set)

    def note_tie(
        self, index: int, apart: BoolArray, points: list[tuple[MixedAction, ...]], *, corners: bool = True
    ) -> None:
        """A face of state ``index`` with these corners, on which the rows ``apart`` differ.

        One that changes nothing is no tie.
        """
        if not apart.any():
            return
        face = self.ties.setdefault(index, Face(np.zeros_like(apart)))
        face.apart |= apart
        face.corners &= corners
        for place, own in enumerate(zip(*points, strict=True)):
            used = {action for mixed in own for action in mixed.actions}
            if len(used) > 1:
                face.between.setdefault(place, set()).update(used)

    def note_games(self, index: int, games: FloatArray, tie: FloatArray) -> None:
        """The stage games ``(C, k, A_0, ...)`` of a state, one for each combination of solutions further down."""
        kept = undominated(np.moveaxis(games, 0, -1), tie)
        if all(len(actions) == 1 for actions in kept[: len(tie)]):
            self.forced.add(index)

    def open_ties(self, explored: Explored) -> list[int]:
        """States with faces on which an earlier choice depends, or whose corners are not known, from the start."""
        before: list[set[int]] = [set() for _ in explored.nodes]
        for index in range(explored.root, -1, -1):
            node, cares = explored.nodes[index], before[index]
            if isinstance(node, Stage) and index not in self.forced:
                cares = cares | set(node.rows)
            for child in explored.children[index]:
                before[child] |= cares
        return [
            at
            for at, face in sorted(self.ties.items(), reverse=True)
            if not face.corners or bool(face.apart[sorted(before[at])].any())
        ]

    def named(self, explored: Explored, states: list[int]) -> str:
        """The ties of these states in words: who is indifferent between what, and where."""
        words = [self._named(explored, at) for at in states[:MOST_NAMED]]
        more = len(states) - MOST_NAMED
        return "; ".join([*words, *([f"and {more} more"] if more > 0 else [])])

    def _named(self, explored: Explored, at: int) -> str:
        node = explored.nodes[at]
        if not isinstance(node, Stage):
            return ""
        clauses = [
            f"{explored.game.players[node.movers[place]]} between "
            + " and ".join(node.actions[place][a] for a in sorted(used))
            for place, used in sorted(self.ties[at].between.items())
        ]
        return f"{', '.join(clauses)} ({explored.game.describe(explored.states[at])})"
