"""Newton's method on Nash conditions: a semismooth one that looks for an equilibrium, and a plain one that polishes.

A mixed profile ``x`` with values ``v`` is an equilibrium when every action satisfies ``x_a >= 0``, slack
``s_a = v_i - u_a(x) >= 0`` and ``x_a s_a = 0``, and every player's probabilities sum to one. The function
``phi(x, s) = sqrt(x^2 + s^2) - x - s`` (Fischer 1992) is zero exactly then, so these are ``M + N`` equations in
``M + N`` unknowns; ``phi`` is differentiable away from the origin and Newton's method with an element of its
generalised derivative there converges fast (Qi and Sun 1993; De Luca, Facchinei and Kanzow 1996). It is a local
method: it may stall at a point that is no equilibrium, which the residual shows.

Letters as in ``solver.n_player.paths.multilinear``; payoffs are *normalised* ones throughout. A support has ``n``
actions, ``B`` starts run side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray, IntArray
from solver.n_player.paths.multilinear import offsets, values_and_jacobian

_STEPS = 25
_DONE = 1e-13
"""Residual, in normalised payoffs, at which Newton's method on one support has arrived."""

_FAR = 1e3

_SHORTEST = 2e-3
"""Part of a step at least: where no longer one leads on, another start does so sooner."""

RESIDUAL_DONE = 1e-9
"""A residual below this is left to the polish on the support, which converges quadratically from there."""


@dataclass(frozen=True)
class SearchPoint:
    """Where the semismooth iteration stopped: flat profile ``(M,)``, slacks ``(M,)``, residual."""

    flat: FloatArray
    slacks: FloatArray
    residual: float


def search(payoffs: FloatArray, start: FloatArray, cuts: IntArray, max_iterations: int = 60) -> SearchPoint:
    """Semismooth Newton with a backtracking line search from the flat profile ``start``.

    Stops at a residual (largest ``|phi|`` or sum defect) below ``RESIDUAL_DONE``, when the line search stalls, or after
    ``max_iterations``; the caller reads ``residual``.
    """
    u, _ = values_and_jacobian(payoffs, start, cuts)
    z = np.concatenate([start, np.maximum.reduceat(u, cuts[:-1])])
    residual, derivative, slacks = _conditions(payoffs, z, cuts)
    for _ in range(max_iterations):
        if np.abs(residual).max() < RESIDUAL_DONE:
            break
        # Damped normal equations always have a solution, and it is a descent direction (Levenberg and Marquardt).
        square = derivative.T @ derivative + 1e-10 * np.eye(len(z))
        step, length = np.linalg.solve(square, -derivative.T @ residual), 1.0
        while length >= _SHORTEST:
            ahead = _conditions(payoffs, z + length * step, cuts)
            if ahead[0] @ ahead[0] < (1 - 1e-4 * length) * (residual @ residual):
                break
            length /= 2
        else:
            break
        z, (residual, derivative, slacks) = z + length * step, ahead
    return SearchPoint(z[: len(start)], slacks, float(np.abs(residual).max()))


def _conditions(payoffs: FloatArray, z: FloatArray, cuts: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """At ``z = (x, v)`` the residual ``(M + N,)``, an element of its generalised derivative, the slacks ``(M,)``."""
    m = int(cuts[-1])
    x, v, owner, rows = z[:m], z[m:], np.repeat(np.arange(len(cuts) - 1), np.diff(cuts)), np.arange(m)
    u, du = values_and_jacobian(payoffs, x, cuts)
    s = v[owner] - u
    r = np.hypot(x, s)
    residual = np.concatenate([r - x - s, np.add.reduceat(x, cuts[:-1]) - 1])
    at_corner = r < 1e-14
    r = np.where(at_corner, 1.0, r)
    # At the corner any point of the unit circle gives an element of the generalised derivative; take the diagonal.
    dx = np.where(at_corner, np.sqrt(0.5), x / r) - 1
    ds = np.where(at_corner, np.sqrt(0.5), s / r) - 1
    derivative = np.zeros((len(z), len(z)))
    derivative[:m, :m] = -ds[:, None] * du
    derivative[rows, rows] += dx
    derivative[rows, m + owner] = ds
    derivative[m + owner, rows] = 1.0
    return residual, derivative, s


def polish(payoffs: FloatArray, support: Sequence[Sequence[int]], starts: FloatArray) -> FloatArray:
    """Newton on the equations of one support: its actions tie, all others have probability zero.

    Args:
        payoffs: normalised payoffs ``(N, A_0, ...)``.
        support: the actions that each player plays; without one for everybody there is no root.
        starts: ``(B, n)`` probabilities of these actions from which the iteration runs side by side.

    Returns:
        ``(K, M)`` flat profiles, each once, none of them with a negative probability but for rounding. Whether actions
        that are not played do better is not looked at here.
    """
    whole = offsets(payoffs.shape[1:])
    if not all(map(len, support)):
        return np.zeros((0, whole[-1]))
    window = np.stack([own[np.ix_(*support)] for own in payoffs])
    cuts, x = offsets(window.shape[1:]), starts
    for _ in range(_STEPS):
        residual, jacobian = _ties(window, x, cuts)
        # A pseudo-inverse: on a continuum of equilibria the matrix is singular and the nearest solution will do.
        x = np.clip(x - np.einsum("bij,bj->bi", np.linalg.pinv(jacobian, rcond=1e-11), residual), -_FAR, _FAR)
        if np.abs(residual).max() < _DONE:
            break
    residual, _ = _ties(window, x, cuts)
    kept = x[(np.abs(residual).max(axis=1) < 1e3 * _DONE) & (x.min(axis=1) > -10 * _DONE)]
    kept = kept[np.unique(kept.round(11), axis=0, return_index=True)[1]]
    out = np.zeros((len(kept), whole[-1]))
    out[:, np.concatenate([first + np.array(own) for first, own in zip(whole[:-1], support, strict=True)])] = kept
    return out


def _ties(window: FloatArray, x: FloatArray, cuts: NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """Residuals ``(B, n)``, derivatives ``(B, n, n)``: each player's ties, then the sum of its probabilities."""
    n_players = len(cuts) - 1
    residual, jacobian = np.zeros(x.shape), np.zeros((*x.shape, x.shape[1]))
    axes = ascii_lowercase[:n_players]
    own = [x[:, cuts[i] : cuts[i + 1]] for i in range(n_players)]
    for i in range(n_players):
        first = window[i].take([0], axis=i)
        gaps = window[i].take(range(1, window.shape[1 + i]), axis=i) - first
        rows = slice(cuts[i], cuts[i + 1] - 1)
        for j in range(n_players):
            rest = [k for k in range(n_players) if k not in {i, j}]
            if i == j:
                jacobian[:, cuts[i + 1] - 1, cuts[i] : cuts[i + 1]] = 1.0
            elif gaps.size:
                terms = ",".join([axes, *("z" + axes[k] for k in rest)])
                slope = np.einsum(f"{terms}->{'z' if rest else ''}{axes[i]}{axes[j]}", gaps, *(own[k] for k in rest))
                jacobian[:, rows, cuts[j] : cuts[j + 1]] = slope
                residual[:, rows] = np.einsum("zij,zj->zi", jacobian[:, rows, cuts[j] : cuts[j + 1]], own[j])
        residual[:, cuts[i + 1] - 1] = own[i].sum(axis=1) - 1
    return residual, jacobian
