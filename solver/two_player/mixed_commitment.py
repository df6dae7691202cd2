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
from solver.common.tolerances import EQUALLY_GOOD
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
        raise GameError(
            f"{game.n_players} players of whom number {leader} leads", "two players, of whom 0 or 1 leads", "name one"
        )
    own, other = (_in_unit(game.payoffs[i] if leader == 0 else game.payoffs[i].T) for i in (leader, 1 - leader))
    best, answer = -1.0, 0
    strategy: FloatArray = np.zeros(len(own))
    for action in range(own.shape[1]):
        worse = (other - other[:, [action]]).T
        found = linprog(-own[:, action], A_ub=worse, b_ub=np.zeros(len(worse)), A_eq=np.ones((1, len(own))), b_eq=[1.0])
        if found.status != 0:
            continue
        mix: FloatArray = np.asarray(found.x)
        worth = float(mix @ own[:, action])
        if worth > best + EQUALLY_GOOD:
            best, strategy, answer = worth, mix, action
    if best < 0:
        raise SolverError("no answer is a best reply to any mixed action of the leader")
    payoffs = [strategy @ (table[:, answer] if leader == 0 else table[answer]) for table in game.payoffs]
    return MixedCommitment(strategy, answer, np.array(payoffs))


def _in_unit(table: FloatArray) -> FloatArray:
    """Payoffs from 0 to 1: the limits of the linear programs are absolute."""
    least = table.min()
    return np.asarray((table - least) / (table.max() - least or 1.0))
