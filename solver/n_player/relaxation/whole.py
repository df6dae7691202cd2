"""Nodes of a small game: one program that holds every row, of which only bounds change from node to node.

Making a program, adding rows to it and passing a basis cost several times what HiGHS needs to solve one of some dozen
rows. Here all rows are in the program from the start. An action that is out fixes columns at zero, and a slice row that
does not hold at a node gets a lower bound that no weights can break. So costs and multipliers keep their signs from
node to node: the last basis is dual feasible at the next node, and dual simplex goes on from it.

``solver.n_player.relaxation.programs`` does the same for games of any size and is the slower twin: a node of 3 x 3 x 3
actions costs 0.5 ms there and 0.2 ms here, one of 5 x 5 x 5 1.15 and 0.93 ms. From 6 x 6 x 6 on, rows and columns that
do not matter cost more than is saved.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.clock import Clock
from solver.n_player.relaxation.bound import BROKEN, Frame, jitter, proven, settled
from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.relaxation.lp import Solver
from solver.n_player.relaxation.node import IN, OUT, Node
from solver.n_player.relaxation.programs import Programs, Step, farthest
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.tree.log import Dropped

MOST_ROWS = 300
"""Games with more rows than this get theirs on demand: 5 x 5 x 5 actions have 300, 6 x 6 x 6 have 540."""

_HELD_BY_ALL = -3.0
"""Normalised payoffs differ by one at most and the shortfall is at most two, so no weights break a row by more."""


def programs_for(game: IntegerGame, clock: Clock | None = None) -> Programs | WholeProgram:
    """What judges the nodes of a game fastest."""
    is_small = sum(n * n * (n - 1) for n in game.payoffs[0].shape) <= MOST_ROWS
    return WholeProgram(game, clock) if is_small else Programs(game, clock)


class WholeProgram:
    """Judges the nodes of one small game, as ``Programs`` does.

    Actions of all players are numbered one after the other, those of the first player first.
    """

    def __init__(self, game: IntegerGame, clock: Clock | None = None) -> None:
        self._relaxation = relaxation = Relaxation.of_game(game)
        self._rows, self._columns = _all_rows(relaxation.n_corners), np.arange(relaxation.own.shape[1])
        self._first = np.cumsum([0, *relaxation.n_corners[:-1]])
        # (actions, C): whether a column has the action, and what the action earns against the column's others.
        self._played = relaxation.played
        self._paid = np.concatenate(
            [own[:, rest] for own, rest in zip(relaxation.values, relaxation.rest, strict=True)]
        )
        i, k, a, b = self._rows.T
        self._slice, self._better, worse = (self._first[i] + own for own in (k, a, b))
        self._matrix = np.where(self._played[self._slice], self._paid[self._better] - self._paid[worse], 0.0)
        # What the program says of columns and rows now.
        self._live, self._held = (np.ones(len(own), dtype=bool) for own in (self._columns, self._rows))
        self._solver = Solver(clock or Clock())
        rows = relaxation.coefficients(self._rows, self._columns)
        self._solver.load(rows, jitter(len(self._columns)), self._live)

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""
        return self._solver.n_solved

    def expand(self, node: Node) -> Step:
        """Judge a node."""
        fates = np.frombuffer(b"".join(node.fates), dtype=np.uint8)
        live = ~self._played[fates == OUT].any(axis=0)
        # Slice rows hold for actions without regret; the others' rows only on their own slice.
        held = (self._slice == self._better) | (fates == IN)[self._better]
        known = node.frame
        # The parent's solution is the child's where it satisfies what the child adds.
        if known is not None and known.weights is not None and not known.weights[~live].any():
            lowest = (self._matrix[held] @ known.weights).min(initial=0.0)
            if lowest >= -known.shortfall - BROKEN:
                return Step(pick=self._pick(node, known.weights), frame=known)
        columns, rows = np.flatnonzero(live != self._live), np.flatnonzero(held != self._held)
        lower = np.where(held[rows], 0.0, _HELD_BY_ALL)
        self._solver.change_bounds(columns, live[columns].astype(np.float64), rows, lower)
        self._live, self._held = live, held
        found = settled(
            self._solver,
            live,
            lambda given: proven(self._relaxation, self._rows[held], self._columns[live], given[held]),
        )
        if isinstance(found, Dropped):
            return Step(proof=found)
        if found is None:
            return Step(frame=known)
        weights, shortfall = found
        return Step(pick=self._pick(node, weights), frame=Frame(self._rows, self._columns, None, weights, shortfall))

    def _pick(self, node: Node, weights: FloatArray) -> tuple[int, int] | None:
        cuts = self._first[1:]
        return farthest(node, np.split(self._played @ weights, cuts), np.split(self._paid @ weights, cuts))


@cache
def _all_rows(n_actions: tuple[int, ...]) -> IntArray:
    """``(R, 4)``: slice rows of all actions, correlated-equilibrium rows among them; not to be changed."""
    rows = [
        (i, k, a, b) for i, n in enumerate(n_actions) for k in range(n) for a in range(n) for b in range(n) if a != b
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)
