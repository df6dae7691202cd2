"""The principal branch of logit quantal response equilibria, followed by arc length.

In a logit quantal response equilibrium with precision ``lambda`` every action is played with a probability proportional
to ``exp(lambda * its value)`` (McKelvey and Palfrey 1995). At ``lambda = 0`` all actions are equally likely; the branch
that starts there is, for almost every game, a curve that ends in one Nash equilibrium as ``lambda`` grows: a natural
selection. Following it needs ``lambda`` to be free to fall on the way, so the curve is parametrised by its length and
followed by Euler steps and Newton corrections in the logarithms of probabilities (Turocy 2005), where actions that
fade out stay well scaled.

The endpoint is only approached, never reached, so a point of the branch is never reported as an equilibrium: its
likely support is polished by Newton, and the result counts when its regret vanishes and it is close to the branch.

The equations, in ``y = log x`` and with one reference action ``r`` per player: ``sum_a exp(y_a) = 1``, and
``y_a - y_r = lambda (u_a - u_r)`` for every other action.

Letters as in ``solver.n_player.paths.multilinear``; payoffs are normalised, so ``lambda`` is per unit of the widest
column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray, IntArray
from solver.common.errors import SolverError
from solver.game.profile import regret
from solver.n_player.paths.multilinear import offsets, split, values_and_jacobian
from solver.n_player.paths.newton import polish
from solver.n_player.paths.path import Equations, Place, place, walk

CLOSE = 0.02
"""A polished equilibrium belongs to the branch when no probability moved further than this from the branch point."""

_NO_REGRET = 1e-11
"""Of a normalised game: what rounding leaves of none."""


def follow(
    payoffs: FloatArray, *, settle_from: float = 1.0, max_precision: float = 1e6, max_steps: int = 2000
) -> FloatArray | None:
    """The equilibrium ``(M,)`` at the end of the branch of a game with *normalised* payoffs, or ``None``.

    Stops when the polished support has no regret and lies within ``CLOSE`` of the branch. Where that has not happened
    at ``max_precision``, or after ``max_steps``, there is no answer.
    """
    cuts = offsets(payoffs.shape[1:])
    m = int(cuts[-1])

    def system(z: FloatArray) -> tuple[FloatArray, FloatArray]:
        return equations(payoffs, z, cuts)

    before = b""
    for ahead in walk(system, start_of_branch(system, cuts), max_steps):
        point = np.exp(ahead.z[:m])
        support = _support(payoffs, point, cuts)
        # A support that has just changed will change again.
        if ahead.z[m] > settle_from and support.tobytes() == before:
            limit = _limit(payoffs, point, support, cuts)
            if limit is not None:
                return limit
        before = support.tobytes()
        if ahead.z[m] > max_precision:
            break
    return None


def _support(payoffs: FloatArray, x: FloatArray, cuts: IntArray) -> NDArray[np.bool_]:
    """``(M,)``: actions whose probability is larger than what they lose."""
    u, _ = values_and_jacobian(payoffs, x, cuts)
    return np.asarray(x > np.repeat(np.maximum.reduceat(u, cuts[:-1]), np.diff(cuts)) - u)


def _limit(payoffs: FloatArray, x: FloatArray, support: NDArray[np.bool_], cuts: IntArray) -> FloatArray | None:
    own = [np.flatnonzero(played).tolist() for played in split(support, cuts)]
    for point in polish(payoffs, own, x[None, support]):
        if np.abs(point - x).max() <= CLOSE and regret(payoffs, split(point, cuts)) <= _NO_REGRET:
            return np.asarray(point)
    return None


def start_of_branch(system: Equations, cuts: IntArray, base: FloatArray | None = None) -> Place:
    """The point of the branch at no precision, with the tangent towards more.

    Args:
        system: the equations.
        cuts: offsets of the players.
        base: ``(M,)`` logarithms of the actions' weights; left out, every action is equally likely.
    """
    m = int(cuts[-1])
    weights = np.zeros(m) if base is None else base
    whole = np.log(np.add.reduceat(np.exp(weights), cuts[:-1]))
    start = np.concatenate([weights - np.repeat(whole, np.diff(cuts)), [0.0]])
    here = place(system, start, np.eye(m + 1)[m])
    if here is None:  # At lambda = 0 the Jacobian is triangular up to the sums: never singular.
        raise SolverError("the logit branch has no tangent at its start")
    return here


def equations(
    payoffs: FloatArray, z: FloatArray, cuts: IntArray, base: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Residuals ``(M,)`` and their derivative ``(M, M + 1)`` at ``z = (y, lambda)``; references are first actions."""
    m = int(cuts[-1])
    y, precision = z[:m], z[m]
    x = np.exp(np.minimum(y, 5.0))
    u, du = values_and_jacobian(payoffs, x, cuts)
    reference = np.repeat(cuts[:-1], np.diff(cuts))
    h = y - y[reference] - precision * (u - u[reference])
    if base is not None:
        h -= base - base[reference]
    dx = -precision * (du - du[reference]) * x
    jacobian = np.empty((m, m + 1))
    jacobian[:, :m] = dx
    rows = np.arange(m)
    jacobian[rows, rows] += 1.0
    np.add.at(jacobian, (rows, reference), -1.0)
    jacobian[:, m] = -(u - u[reference])
    # The reference rows say nothing yet; they hold the sums of probabilities.
    for player in range(len(cuts) - 1):
        row, own = cuts[player], slice(cuts[player], cuts[player + 1])
        jacobian[row] = 0.0
        jacobian[row, own] = x[own]
        h[row] = x[own].sum() - 1.0
    return h, jacobian
