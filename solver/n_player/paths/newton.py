"""Newton's method on Nash conditions: a semismooth one that looks for an equilibrium, and a plain one that polishes.

A mixed profile ``x`` with values ``v`` is an equilibrium when every action satisfies ``x_a >= 0``, slack
``s_a = v_i - u_a(x) >= 0`` and ``x_a s_a = 0``, and every player's probabilities sum to one. The function
``phi(x, s) = sqrt(x^2 + s^2) - x - s`` (Fischer 1992) is zero exactly then, so these are ``M + N`` equations in
``M + N`` unknowns; ``phi`` is differentiable away from the origin and Newton's method with an element of its
generalised derivative there converges fast (Qi and Sun 1993; De Luca, Facchinei and Kanzow 1996). It is a local
method: it may stall at a point that is no equilibrium, which the residual shows.

Letters as in ``solver.n_player.paths.multilinear``; payoffs are *normalised* ones throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray, IntArray
from solver.n_player.paths.multilinear import split, values_and_jacobian

RESIDUAL_DONE = 1e-9
"""A residual below this is left to the polish on the support, which converges quadratically from there."""


@dataclass(frozen=True)
class SearchPoint:
    """Where the semismooth iteration stopped: flat profile ``(M,)``, values ``(N,)``, slacks ``(M,)``, residual."""

    flat: FloatArray
    values: FloatArray
    slacks: FloatArray
    residual: float


def search(payoffs: FloatArray, start: FloatArray, cuts: IntArray, max_iterations: int = 60) -> SearchPoint:
    """Semismooth Newton with a backtracking line search from the flat profile ``start``.

    Stops at a residual (largest ``|phi|`` or sum defect) below ``RESIDUAL_DONE``, when the line search stalls, or after
    ``max_iterations``; the caller reads ``residual``.
    """
    n_players, m = len(cuts) - 1, len(start)
    owner = np.repeat(np.arange(n_players), np.diff(cuts))
    x = start.copy()
    u, du = values_and_jacobian(payoffs, x, cuts)
    v = np.maximum.reduceat(u, cuts[:-1])
    residual, s = _residual(x, v, u, owner, cuts)
    for _ in range(max_iterations):
        if np.abs(residual).max() < RESIDUAL_DONE:
            break
        step = _direction(residual, x, s, du, owner, n_players)
        merit, length = float(residual @ residual), 1.0
        while True:
            trial_x, trial_v = x + length * step[:m], v + length * step[m:]
            trial_u, trial_du = values_and_jacobian(payoffs, trial_x, cuts)
            trial_residual, trial_s = _residual(trial_x, trial_v, trial_u, owner, cuts)
            if trial_residual @ trial_residual < (1 - 1e-4 * length) * merit:
                break
            length /= 2
            if length < 1e-4:
                return SearchPoint(x, v, s, float(np.abs(residual).max()))
        x, v, u, du, residual, s = trial_x, trial_v, trial_u, trial_du, trial_residual, trial_s
    return SearchPoint(x, v, s, float(np.abs(residual).max()))


def _residual(x: FloatArray, v: FloatArray, u: FloatArray, owner: IntArray, cuts: IntArray) -> tuple[FloatArray, ...]:
    s = v[owner] - u
    sums = np.add.reduceat(x, cuts[:-1]) - 1
    return np.concatenate([np.hypot(x, s) - x - s, sums]), s


def _direction(
    residual: FloatArray, x: FloatArray, s: FloatArray, du: FloatArray, owner: IntArray, n_players: int
) -> FloatArray:
    m = len(x)
    r = np.hypot(x, s)
    at_corner = r < 1e-14
    r = np.where(at_corner, 1.0, r)
    # At the corner any point of the unit circle gives an element of the generalised derivative; take the diagonal.
    dx = np.where(at_corner, np.sqrt(0.5), x / r) - 1
    ds = np.where(at_corner, np.sqrt(0.5), s / r) - 1
    matrix = np.zeros((m + n_players, m + n_players))
    matrix[:m, :m] = -ds[:, None] * du
    matrix[np.arange(m), np.arange(m)] += dx
    matrix[np.arange(m), m + owner] = ds
    matrix[m + owner, np.arange(m)] = 1.0
    try:
        step = np.linalg.solve(matrix, -residual)
    except np.linalg.LinAlgError:
        step = np.full(m + n_players, np.nan)
    if not np.all(np.isfinite(step)) or np.abs(step).max() > 1e6:
        # Levenberg-Marquardt: damped normal equations always have a solution, and it is a descent direction.
        damping = 1e-8 + 1e-3 * float(np.abs(residual).max())
        step = np.linalg.solve(matrix.T @ matrix + damping * np.eye(m + n_players), -matrix.T @ residual)
    return np.asarray(step, dtype=np.float64)


def polish(
    payoffs: FloatArray, start: FloatArray, support: NDArray[np.bool_], cuts: IntArray, max_iterations: int = 30
) -> FloatArray | None:
    """Newton on the equations of one support: its actions tie, all others have probability zero.

    Args:
        payoffs: normalised payoffs ``(N, A_0, ...)``.
        start: flat profile ``(M,)`` near a solution.
        support: ``(M,)`` actions that are played; every player needs at least one.
        cuts: offsets of the players.
        max_iterations: from a point that is close, few are enough.

    Returns:
        the flat profile, probabilities of sum one with exact zeros off the support, or ``None`` if the iteration
        diverged or a probability came out negative. Whether other actions do better is not looked at here.
    """
    n_players = len(cuts) - 1
    played = np.flatnonzero(support)
    owner = np.repeat(np.arange(n_players), np.diff(cuts))[played]
    if len(np.unique(owner)) < n_players:
        return None
    k = len(played)
    x = np.where(support, np.maximum(start, 0.0), 0.0)
    u, du = values_and_jacobian(payoffs, x, cuts)
    v = np.array([u[played][owner == i].mean() for i in range(n_players)])
    previous = np.inf
    for _ in range(max_iterations):
        sums = np.bincount(owner, weights=x[played], minlength=n_players) - 1
        residual = np.concatenate([u[played] - v[owner], sums])
        size = float(np.abs(residual).max())
        # Stop when rounding keeps the residual from falling further.
        if size == 0 or (size < 1e-13 and size >= previous / 2):
            break
        previous = size
        matrix = np.zeros((k + n_players, k + n_players))
        matrix[:k, :k] = du[np.ix_(played, played)]
        matrix[np.arange(k), k + owner] = -1.0
        matrix[k + owner, np.arange(k)] = 1.0
        # Least squares: on a continuum of equilibria the matrix is singular and the nearest solution will do.
        step = np.linalg.lstsq(matrix, -residual, rcond=1e-13)[0]
        x[played] += step[:k]
        v += step[k:]
        if not np.all(np.isfinite(x)) or np.abs(x).max() > 1e3:
            return None
        u, du = values_and_jacobian(payoffs, x, cuts)
    if x.min() < -1e-12:
        return None
    x = np.maximum(x, 0.0)
    for own in split(x, cuts):
        own /= own.sum()
    return x
