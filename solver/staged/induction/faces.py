"""Ties that make a face of stage equilibria: which of them earlier play depends on, and which are followed.

Where a tie leaves a choice, the corners of the face are solutions of their own. Nothing in between is lost if no
earlier choice depends on where on the face play is. Then every point of the face is as much an equilibrium as its
corners, what is played before is the same, and a metric, linear in each mover's mixed action at each state, is least
and greatest at corners. An earlier state does not depend on it if

* its movers get the same everywhere on the face (by the rows that they choose by), or
* its play is *forced*: a single mover takes each action whatever follows it, or never; or dominance leaves one action
  to each of several movers, one and the same action dominating another at all corners of all faces below, and so,
  payoffs being linear on faces, at all points between.

Where an earlier choice does depend on it, a face on which values are convex (a *cell*: one mover is indifferent) is
followed: the points at which earlier choices change become solutions too (``lone`` for one mover, ``parametric`` for
several). What is not followed may support other play before: *surfaces*, on which several movers are indifferent or a
mixed action moves with the point of another face, if an earlier choice depends on them; and faces of which several
matter to one stage at once. The status of a solution names these ties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.staged.explore import Explored
from solver.staged.game import Chance, Stage
from solver.staged.stages import undominated
from solver.staged.strategy import Profile

MOST_NAMED = 3
"""Ties named in a status; the others are counted."""


def watched(explored: Explored, forced: Collection[int] = (), risky: Sequence[int] = ()) -> BoolArray:
    """``(S, R)``: for each state the rows on whose value there something earlier depends.

    That is a choice in a state that is not among ``forced``, or the worth of a chance move to somebody who values
    lotteries by more than the mean (rows ``risky``).
    """
    # Sets of rows, of which there are few; an array for each state takes several times as long.
    found: list[frozenset[int]] = [frozenset()] * len(explored.nodes)
    for index in range(explored.root, -1, -1):
        node, passed = explored.nodes[index], found[index]
        if isinstance(node, Stage) and index not in forced:
            passed = passed.union(node.rows)
        elif isinstance(node, Chance):
            passed = passed.union(risky)
        for child in explored.children[index]:
            found[child] = found[child] | passed if found[child] else passed
    table = {rows: np.isin(range(explored.n_rows), list(rows)) for rows in set(found)}
    return np.array([table[rows] for rows in found])


@dataclass(frozen=True, eq=False)
class Surface:
    """A continuum known by its corners only: at state ``at``, made by ``ties``; the rows ``apart`` differ on it."""

    at: int
    apart: BoolArray
    ties: frozenset[int]


@dataclass(eq=False)
class Faces:
    """What backward induction notes on its way.

    Attributes:
        between: per state with a tie, per mover (its place in the stage) the actions between which it is indifferent.
        surfaces: continua that are not followed; harmless unless an earlier choice depends on them.
        lost: states with ties on which an earlier choice depends that is not followed, or whose corners are not known.
        forced: states whose play does not depend on what is played further down.
    """

    between: dict[int, dict[int, set[int]]] = field(default_factory=dict)
    surfaces: list[Surface] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    forced: set[int] = field(default_factory=set)

    def note_tie(self, index: int, points: Iterable[Profile]) -> None:
        """A tie in state ``index`` between ``points``."""
        own_ties = self.between.setdefault(index, {})
        for place, own in enumerate(zip(*points, strict=True)):
            used = {action for mixed in own for action in mixed.actions}
            if len(used) > 1:
                own_ties.setdefault(place, set()).update(used)

    def note_games(self, index: int, games: FloatArray, tie: FloatArray) -> None:
        """The stage games ``(C, k, A_0, ...)`` of a state, one for each combination of solutions further down."""
        kept = undominated(np.moveaxis(games, 0, -1), tie)
        if all(len(actions) == 1 for actions in kept[: len(tie)]):
            self.forced.add(index)

    def open_ties(self, explored: Explored, risky: Sequence[int]) -> list[int]:
        """States with ties that may support more play before them than is listed, from the start."""
        depended_on = watched(explored, self.forced, risky)
        open_surfaces = (s.ties for s in self.surfaces if bool((s.apart & depended_on[s.at]).any()))
        return sorted(self.lost.union(*open_surfaces), reverse=True)

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
            for place, used in sorted(self.between[at].items())
        ]
        return f"{', '.join(clauses)} ({explored.game.describe(explored.states[at])})"
