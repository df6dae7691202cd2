"""The linear program of a node: proof that the node is empty, or the action to branch on.

A program starts from the rows that bound at the parent's solution and from the parent's basis. Where that solution
satisfies all rows of the child, it is the child's solution too and nothing is solved. Otherwise broken rows are added
until none is left (``solver.n_player.relaxation.bound``). HiGHS solves the programs; proofs are checked in integers.

A game of 12 x 12 x 12 actions has some 400 correlated-equilibrium rows, and every action without regret adds a hundred
slice rows; at a vertex fewer than a hundred of them bind. All values a row can compare are entries of one small table
per player (what each action earns on each own slice), so looking for broken rows costs three small matrix products,
far less than carrying the rows along. A program that lacks rows is a weaker relaxation: what its multipliers prove
stays proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.common.clock import Clock
from solver.n_player.relaxation.bound import Frame, jitter, judge
from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.relaxation.lp import Solver
from solver.n_player.relaxation.node import OUT, Node
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.tree.log import Dropped


@dataclass(frozen=True, eq=False)
class Step:
    """What the program of a node showed.

    Attributes:
        proof: that the node holds no equilibrium, or ``None``.
        pick: ``(player, action)`` to branch on; ``None`` if nothing is open or the program was not solved.
        frame: for the children to start from.
    """

    proof: Dropped | None = None
    pick: tuple[int, int] | None = None
    frame: Frame | None = None


class Programs:
    """Solves the programs of one game's nodes."""

    def __init__(self, game: IntegerGame, clock: Clock | None = None) -> None:
        self._relaxation = Relaxation.of_game(game)
        self._costs = jitter(game.payoffs[0].size)
        self._solver = Solver(clock or Clock())

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""
        return self._solver.n_solved

    def expand(self, node: Node) -> Step:
        """Judge a node."""
        frame = node.frame or self._first_frame()
        live = self._live(node, frame)
        found = judge(self._relaxation, frame, live, self._costs, self._solver, partial(self._broken, node))
        if isinstance(found, Dropped):
            return Step(proof=found)
        # HiGHS gave up: nothing is known, so the node is split, never dropped.
        if found is None or found.weights is None:
            return Step(frame=frame)
        joint = [self._relaxation.joint(found.weights, found.columns, i) for i in range(len(node.fates))]
        paid = [value @ own.sum(axis=0) for value, own in zip(self._relaxation.values, joint, strict=True)]
        pick = farthest(node, [own.sum(axis=1) for own in joint], paid)
        # Columns that are live stay, for children that bring the basis elsewhere; rows that do not bind go.
        return Step(pick=pick, frame=found.slimmed(live))

    def _first_frame(self) -> Frame:
        """Even weights break rows of every player and action at once; a pure profile would bring few rows at a time."""
        n_columns = len(self._costs)
        even = np.full(n_columns, 1 / n_columns)
        return Frame(np.zeros((0, 4), dtype=np.int64), np.arange(n_columns), weights=even)

    def _broken(self, node: Node, weights: FloatArray, columns: IntArray, allowance: float) -> IntArray:
        """For each player and slice the worst row of either kind that ``weights`` breaks by more than ``allowance``."""
        rows: list[tuple[int, int, int, int]] = []
        for i in range(len(node.fates)):
            # What each action earns on each own slice.
            values = self._relaxation.joint(weights, columns, i) @ self._relaxation.values[i].T
            # Not divided by the mass of the slice: a row is broken by what it weighs in the program, not by the regret
            # alone.
            best, top = values.argmax(axis=1), values.max(axis=1)
            broken = np.flatnonzero(top - values.diagonal() > allowance)
            rows.extend((i, k, k, int(best[k])) for k in broken.tolist())
            settled = np.array(node.settled(i), dtype=np.int64)
            if len(settled):
                # An action without regret is best on every own slice; its worst failure there stands for all.
                worst = settled[values[:, settled].argmin(axis=1)]
                short = top - values[np.arange(len(values)), worst]
                # On its own slice a settled action has its correlated-equilibrium row already.
                broken = np.flatnonzero((short > allowance) & (worst != np.arange(len(values))))
                rows.extend((i, k, int(worst[k]), int(best[k])) for k in broken.tolist())
        return np.array(rows, dtype=np.int64).reshape(-1, 4)

    def _live(self, node: Node, frame: Frame) -> BoolArray:
        live = np.ones(len(frame.columns), dtype=bool)
        for i, own in enumerate(node.fates):
            live &= np.frombuffer(own, dtype=np.uint8)[self._relaxation.own[i, frame.columns]] != OUT
        return live


def farthest(node: Node, played: Sequence[FloatArray], values: Sequence[FloatArray]) -> tuple[int, int] | None:
    """The open action that is farthest from complementary: probability times regret is largest.

    Args:
        node: what is open.
        played: per player the probabilities ``(A_i,)``.
        values: per player what each action earns ``(A_i,)``.
    """
    best = [float(own.max()) for own in values]

    def violation(pair: tuple[int, int]) -> tuple[float, float]:
        i, a = pair
        share, slack = float(played[i][a]), best[i] - float(values[i][a])
        return share * slack, max(share, slack)

    return max(node.open_actions(), key=violation, default=None)
