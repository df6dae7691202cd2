"""The programs of the tree through HiGHS, in plain numpy: the readable twin of ``solver.kernels.joint_node``."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from solver.n_player.relaxation.bound import Frame, jitter, judge
from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.relaxation.lp import Solver
from solver.n_player.relaxation.node import OUT, Node
from solver.n_player.relaxation.programs import Step
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.relaxation.separation import broken_rows
from solver.n_player.tree.log import Dropped

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class HighsPrograms:
    """HiGHS, with proofs checked in integers."""

    def __init__(self, game: IntegerGame) -> None:
        self._relaxation = Relaxation.of_game(game.normalised)
        self._exact = game.relaxation()
        self._costs = jitter(game.payoffs[0].size)
        self._solver = Solver()

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""
        return self._solver.n_solved

    def expand(self, node: Node) -> Step:
        """Judge a node."""
        frame = node.frame
        if not isinstance(frame, Frame):
            frame = Frame(np.zeros((0, 4), dtype=np.int64), np.arange(len(self._costs)))
        live = self._live(node, frame)
        settled = [np.array(node.settled(i), dtype=np.int64) for i in range(len(node.fates))]
        missing = partial(broken_rows, self._relaxation, settled)
        found = judge(self._relaxation, self._exact, frame, live, self._costs, self._solver, missing)
        if found.empty:
            return Step(proof=Dropped.of(found.rows, found.multipliers))
        if found.weights is None or found.basis is None:
            return Step(frame=frame)
        pick = self._pick(node, frame, found.weights)
        return Step(pick=pick, frame=Frame(found.rows, frame.columns).slimmed(found.basis, live))

    def _live(self, node: Node, frame: Frame) -> BoolArray:
        live = np.ones(len(frame.columns), dtype=bool)
        for i, own in enumerate(node.fates):
            live &= np.frombuffer(own, dtype=np.uint8)[self._relaxation.own[i, frame.columns]] != OUT
        return live

    def _pick(self, node: Node, frame: Frame, weights: FloatArray) -> tuple[int, int] | None:
        """The open action that is farthest from complementary: probability times regret is largest."""
        played = self._relaxation.marginals(weights, frame.columns)
        values = self._relaxation.action_values(weights, frame.columns)

        def violation(pair: tuple[int, int]) -> tuple[float, float]:
            i, a = pair
            slack = float(values[i].max() - values[i][a])
            return float(played[i][a]) * slack, max(float(played[i][a]), slack)

        return max(node.open_actions(), key=violation, default=None)
