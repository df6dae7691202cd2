"""Logit equilibrium at a given precision: everybody errs, and expects the others to err alike.

In a logit quantal response equilibrium with precision ``lambda`` every action is played with a probability proportional
to ``exp(lambda * its value)`` (McKelvey and Palfrey 1995). At ``lambda = 0`` all actions are equally likely; the branch
that starts there is, for almost every game, a curve that ends in one Nash equilibrium as ``lambda`` grows. There may be
several equilibria at one precision; what is returned is on this branch, where it reaches the precision first. Following
it needs ``lambda`` to be free to fall on the way, so the curve is parametrised by its length (``paths.path``), in the
logarithms of probabilities (Turocy 2005), where actions that fade out stay well scaled.

The equations, in ``y = log x`` and with one reference action ``r`` per player: ``sum_a exp(y_a) = 1``, and
``y_a - y_r = lambda (u_a - u_r)`` for every other action, plus the difference of the logarithms of their weights.

Letters as in ``solver.n_player.paths.multilinear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.errors import GameError, SolverError
from solver.common.words import shown
from solver.game.given import GameLike, as_game
from solver.game.normal_form import NormalForm
from solver.n_player.paths.multilinear import offsets, split, values_and_jacobian
from solver.n_player.paths.path import Equations, Place, place, walk

MOST_STEPS = 4000
"""Steps along the branch at most."""
_NEWTON = 30


@dataclass(frozen=True, eq=False)
class LogitEquilibrium:
    """Play at one precision.

    Attributes:
        strategies: one probability vector ``(A_i,)`` per player.
        precision: ``lambda``, per unit of payoff.
        residual: the most by which a logarithm of a ratio of probabilities misses its value.
        turned: whether the branch turned back on the way, so that other equilibria exist at some precision.
    """

    strategies: tuple[FloatArray, ...]
    precision: float
    residual: float
    turned: bool


def logit_equilibrium(
    game: GameLike, precision: float, weights: Sequence[FloatArray] | None = None
) -> LogitEquilibrium:
    """The logit equilibrium of a game on the principal branch.

    Args:
        game: a game of any number of players, in any of the forms that :func:`solver.solve` takes.
        precision: ``lambda``, 0 or more, per unit of payoff; McKelvey and Palfrey's; ``1 / mu`` of an error rate.
        weights: one array ``(A_i,)`` per player by which chances are multiplied, as where an action stands for an
            interval of numbers of that width; left out, all alike.

    Raises:
        GameError: no game, a precision that is no number of 0 or more, or weights that are not positive or do not
            fit.
        SolverError: the branch could not be followed so far.

    Example:
        >>> import solver
        >>> game = solver.NormalForm.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
        >>> [p.round(4).tolist() for p in solver.logit_equilibrium(game, 1.0).strategies]
        [[0.8936, 0.1064], [0.3128, 0.6872]]
    """
    game = as_game(game)
    if not (isinstance(precision, Real) and np.isfinite(precision) and precision >= 0):
        raise GameError(f"a precision of {shown(precision)}", "a number of 0 or more", "0 plays every action alike")
    base = np.zeros(sum(game.n_actions)) if weights is None else _logarithms(game, weights)
    scale = game.payoff_range
    payoffs = game.payoffs / scale
    wanted = precision * scale
    cuts = offsets(game.n_actions)
    m = int(cuts[-1])

    def system(z: FloatArray) -> tuple[FloatArray, FloatArray]:
        return equations(payoffs, z, cuts, base)

    here = start_of_branch(system, cuts, base)
    turned = False
    if wanted == 0:
        return _at(game, system, here.z, wanted, turned)
    for ahead in walk(system, here, MOST_STEPS):
        turned |= bool(ahead.z[m] < here.z[m])
        if ahead.z[m] >= wanted:
            # Between two points of the branch the precision fixes one; Newton's method finds it from the nearer.
            share = (wanted - here.z[m]) / (ahead.z[m] - here.z[m])
            return _at(game, system, here.z + share * (ahead.z - here.z), wanted, turned)
        here = ahead
    raise SolverError(f"the logit branch could not be followed beyond precision {here.z[m] / scale:g}")


def start_of_branch(system: Equations, cuts: IntArray, base: FloatArray) -> Place:
    """The point of the branch at no precision, with the tangent towards more; ``base`` as in ``equations``."""
    m = int(cuts[-1])
    whole = np.log(np.add.reduceat(np.exp(base), cuts[:-1]))
    start = np.concatenate([base - np.repeat(whole, np.diff(cuts)), [0.0]])
    here = place(system, start, np.eye(m + 1)[m])
    if here is None:  # At lambda = 0 the Jacobian is triangular up to the sums: never singular.
        raise SolverError("the logit branch has no tangent at its start")
    return here


def equations(payoffs: FloatArray, z: FloatArray, cuts: IntArray, base: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Residuals ``(M,)`` and their derivative ``(M, M + 1)`` at ``z = (y, lambda)``; references are first actions.

    ``base`` ``(M,)`` are the logarithms of the actions' weights.
    """
    m = int(cuts[-1])
    y, precision = z[:m], z[m]
    x = np.exp(np.minimum(y, 5.0))
    u, du = values_and_jacobian(payoffs, x, cuts)
    reference = np.repeat(cuts[:-1], np.diff(cuts))
    h = y - y[reference] - precision * (u - u[reference]) - (base - base[reference])
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


def _logarithms(game: NormalForm, weights: Sequence[FloatArray]) -> FloatArray:
    try:
        given = [np.asarray(w, dtype=np.float64) for w in weights]
    except (TypeError, ValueError):
        given = []
    fits = [own.shape for own in given] == [(n,) for n in game.n_actions]
    if not fits or not all((np.isfinite(own) & (own > 0)).all() for own in given):
        raise GameError(
            f"the weights are {shown([own.tolist() for own in given] or weights)}",
            f"one positive weight per action, {game.n_actions} of them",
            "leave out actions that are never played",
        )
    return np.log(np.concatenate(given))


def _at(game: NormalForm, system: Equations, z: FloatArray, wanted: float, turned: bool) -> LogitEquilibrium:
    m, here = len(z) - 1, z.copy()
    here[m] = wanted
    for _ in range(_NEWTON):
        h, jacobian = system(here)
        step = np.linalg.solve(jacobian[:, :m], -h)
        here[:m] += step
        if np.abs(step).max() < 1e-13 * max(1.0, float(np.abs(here[:m]).max())):
            break
    residual = float(np.abs(system(here)[0]).max())
    if not residual < 1e-8 * max(1.0, wanted):
        raise SolverError(f"Newton's method left a residual of {residual:.1e} at the precision")
    cuts = offsets(game.n_actions)
    strategies = split(np.exp(here[:m]), cuts)
    return LogitEquilibrium(strategies, wanted / game.payoff_range, residual, turned)
