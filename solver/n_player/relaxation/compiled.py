"""The programs of the tree through compiled kernels (``solver.kernels.joint_node``).

A node's frame is the packed program of its parent: which rows bind, which variables are basic, and the inverse of the
basis. Proofs are checked in the kernel with rigorous bounds on rounding; ``solver.n_player.tree.replay`` checks them
again in integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.kernels import joint_layout as at
from solver.kernels.joint_layout import Blocks, blocks
from solver.kernels.loader import JOINT, load
from solver.n_player.relaxation.bound import BROKEN, STOP_AT, jitter
from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.relaxation.node import Node
from solver.n_player.relaxation.programs import Step
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.tree.log import Dropped

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]

FIRST_ROOM = 16
"""Room for so many rows per action to begin with; a node that needs more starts again in a larger place."""


@dataclass(frozen=True, eq=False)
class Packed:
    """A program: columns ``(C,)``, rows ``(4 R,)``, basic variables ``(R + 1,)``, inverse ``((R + 1)^2,)``."""

    columns: IntArray
    rows: IntArray
    head: IntArray
    inverse: FloatArray


class CompiledPrograms:
    """Compiled kernels; the first game of an installation waits for them."""

    def __init__(self, game: IntegerGame) -> None:
        self._kernels = load(JOINT)
        self._relaxation = Relaxation.of_game(game.normalised)
        n_actions = game.payoffs[0].shape
        self._player = np.repeat(np.arange(len(n_actions)), n_actions).tolist()
        self._action = np.concatenate([np.arange(n) for n in n_actions]).tolist()
        self._costs = jitter(game.payoffs[0].size)
        self._blocks = self._with_room(FIRST_ROOM * sum(n_actions))
        first = np.array([self._costs.argmin()], dtype=np.int32)
        columns = np.arange(game.payoffs[0].size, dtype=np.int32)
        self._root = Packed(columns, np.zeros(0, dtype=np.int32), first, np.ones(1))

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""
        return int(self._blocks.header[at.RUNS])

    def expand(self, node: Node) -> Step:
        """Judge a node."""
        frame = node.frame if isinstance(node.frame, Packed) else self._root
        kernels, fates = self._kernels, np.frombuffer(b"".join(node.fates), dtype=np.uint8)
        while True:
            room = self._blocks
            room.part(at.FATES, len(fates))[:] = fates
            ended = kernels.expand(
                room.header, room.integers, room.floats, frame.columns, frame.rows, frame.head, frame.inverse,
                STOP_AT, BROKEN,
            )  # fmt: skip
            if ended != kernels.NO_ROOM:
                break
            self._blocks = self._with_room(2 * int(room.header[at.MOST_ROWS]))
            self._blocks.header[[at.RUNS, at.PIVOTS]] = room.header[[at.RUNS, at.PIVOTS]]
        if ended == kernels.EMPTY:
            return Step(proof=self._proof())
        if ended == kernels.UNFINISHED:
            return Step(frame=frame)
        n_columns, m = int(room.header[at.N_COLUMNS]), int(room.header[at.N_ROWS]) + 1
        packed = Packed(
            room.part(at.COLUMNS, n_columns).copy(),
            room.part(at.ROWS, 4 * m - 4).copy(),
            room.part(at.HEAD, m).copy(),
            room.float_part(at.INVERSE, m * m).copy(),
        )
        pick = int(room.header[at.PICK])
        return Step(pick=None if pick < 0 else (self._player[pick], self._action[pick]), frame=packed)

    def _with_room(self, most_rows: int) -> Blocks:
        r = self._relaxation
        return blocks(r.values, r.own, r.rest, self._costs, most_rows)

    def _proof(self) -> Dropped:
        room = self._blocks
        n_columns, n_rows = int(room.header[at.N_COLUMNS]), int(room.header[at.N_ROWS])
        multipliers = room.float_part(at.REDUCED, n_columns + 1 + n_rows)[n_columns + 1 :]
        return Dropped.of(room.part(at.ROWS, 4 * n_rows).reshape(-1, 4), multipliers)
