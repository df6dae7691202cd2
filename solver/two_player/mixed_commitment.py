"""Commitment to a mixed action: what one player gets by drawing its action in a way that everybody sees first.

The other one answers with a best reply, and where several are best with the one that the leader likes (Conitzer and
Sandholm 2006, Computing the optimal strategy to commit to, Electronic Commerce 7). For every answer one linear program
finds the leader's best mixture among those to which it is a best reply; the best of these programs is the solution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, SolverError
from solver.game.normal_form import NormalForm


@dataclass(frozen=True, eq=False)
class MixedCommitment:
    """The best mixed action to commit to.

    Attributes:
        strategy: ``(A_leader,)`` of the leader.
        answer: the other player's action.
        payoffs: of both players, in their order.
    """

    strategy: FloatArray
    answer: int
    payoffs: FloatArray


def commit_mixed(game: NormalForm, leader: int = 0) -> MixedCommitment:
    """The best mixed action that one player of two can commit to.

    Args:
        game: two players.
        leader: who commits, 0 or 1.

    Raises:
        GameError: not two players.
        SolverError: no program has a solution, which only rounding can bring about.

    Example:
        >>> import solver
        >>> game = solver.NormalForm.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])
        >>> commit_mixed(game).payoffs.tolist()
        [3.5, 0.5]
    """
    from scipy.optimize import linprog

    if game.n_players != 2 or leader not in (0, 1):
        raise GameError(f"{game.n_players} players and leader {leader}", "two players, one of whom leads", "0 or 1")
    own, other = (game.payoffs[i] if leader == 0 else game.payoffs[i].T for i in (leader, 1 - leader))
    best: MixedCommitment | None = None
    for answer in range(own.shape[1]):
        worse = (other - other[:, [answer]]).T
        found = linprog(-own[:, answer], A_ub=worse, b_ub=np.zeros(len(worse)), A_eq=np.ones((1, len(own))), b_eq=[1.0])
        if found.status != 0:
            continue
        payoffs = np.empty(2)
        payoffs[leader], payoffs[1 - leader] = found.x @ own[:, answer], found.x @ other[:, answer]
        if best is None or payoffs[leader] > best.payoffs[leader] + 1e-12:
            best = MixedCommitment(np.asarray(found.x), answer, payoffs)
    if best is None:
        raise SolverError("no answer is a best reply to any mixed action of the leader")
    return best
