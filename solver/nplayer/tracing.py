"""The tracing procedure: from a prior about everybody to one equilibrium, along a smooth path.

At parameter ``t`` player ``i`` expects from action ``a`` the mixture ``w_a = (1 - t) * (value against the prior) + t *
(value against the others' actual mix)``. At ``t = 0`` everybody answers the prior, at ``t = 1`` the solutions are the
equilibria (Harsanyi 1975). The linear procedure may have corners and branches; the *logarithmic* one adds
``eta (1 - t)`` times the sum of logarithms of own probabilities to what is maximised, so that with values ``v_i``

    ``x_a (v_i - w_a) = eta (1 - t)``,  ``sum of x over each player = 1``,

a curve that is smooth for almost every prior and game and leads from ``t = 0`` to an equilibrium at ``t = 1``, where
the term vanishes (Herings and Peeters 2001); for small ``eta`` it selects what the linear procedure selects. It is
followed by arc length, so ``t`` may fall on the way.

Letters as in ``solver.nplayer.multilinear``; payoffs are normalised; ``z = (x, v, t)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.nplayer.multilinear import offsets, values_and_jacobian
from solver.nplayer.newton import polish
from solver.nplayer.path import SMALLEST_STEP, advance, place
from solver.profile import regret

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ETA = 0.01
"""Weight of the logarithms, in units of the widest column."""

CLOSE = 0.05
"""The polished equilibrium belongs to the path when no probability moved further than this from its last point."""

_FIRST_STEP, _LARGEST_STEP = 0.01, 0.2


@dataclass(frozen=True, eq=False)
class TracedPath:
    """Parameters ``(K,)`` along the path, brackets of bifurcations in ``t``, and the equilibrium at its end if any."""

    parameters: FloatArray
    bifurcations: tuple[tuple[float, float], ...]
    limit: FloatArray | None


def trace(payoffs: FloatArray, prior: FloatArray, *, max_steps: int = 3000, tolerance: float = 1e-11) -> TracedPath:
    """Follow the path from the flat ``prior`` ``(M,)``; ``limit`` is ``None`` if it did not come to a clear end."""
    cuts = offsets(payoffs.shape[1:])
    m, n = int(cuts[-1]), len(cuts) - 1
    against_prior, _ = values_and_jacobian(payoffs, prior, cuts)

    def equations(z: FloatArray) -> tuple[FloatArray, FloatArray]:
        return _equations(payoffs, against_prior, z, cuts)

    here = place(equations, _beginning(against_prior, cuts), np.eye(m + n + 1)[m + n])
    parameters, brackets = [0.0], []
    length, limit = _FIRST_STEP, None
    for _ in range(max_steps):
        ahead = None if here is None else advance(equations, here, length)
        if here is None or ahead is None or ahead.z[:m].min() <= 0 or ahead.z[-1] >= 1:
            # Beyond t = 1, and for negative probabilities, the equations have other solutions.
            length /= 2
            if here is None or length < SMALLEST_STEP:
                break
            continue
        if ahead.orientation != here.orientation:
            brackets.append((float(here.z[-1]), float(ahead.z[-1])))
        here, length = ahead, min(1.5 * length, _LARGEST_STEP)
        parameters.append(float(here.z[-1]))
        if here.z[-1] > 0.5:
            limit = _limit(payoffs, here.z[:m], cuts, tolerance)
        if limit is not None and here.z[-1] > 0.99:
            break
    return TracedPath(np.array(parameters), tuple(brackets), limit)


def _beginning(against_prior: FloatArray, cuts: IntArray) -> FloatArray:
    """The point at ``t = 0``: each player's ``x_a = eta / (v - w_a)`` with ``v`` such that they sum to one."""
    x, v = [], []
    for i in range(len(cuts) - 1):
        w = against_prior[cuts[i] : cuts[i + 1]]
        # At the lower end the best action alone has probability one, at the upper end all together have at most one.
        low, high = w.max() + ETA, w.max() + ETA * len(w)
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if (ETA / (middle - w)).sum() > 1 else (low, middle)
        own = ETA / (high - w)
        x.append(own / own.sum())
        v.append(high)
    return np.concatenate([*x, v, [0.0]])


def _limit(payoffs: FloatArray, x: FloatArray, cuts: IntArray, tolerance: float) -> FloatArray | None:
    u, _ = values_and_jacobian(payoffs, x, cuts)
    slack = np.repeat(np.maximum.reduceat(u, cuts[:-1]), np.diff(cuts)) - u
    point = polish(payoffs, x, x > slack, cuts)
    if point is None or np.abs(point - x).max() > CLOSE:
        return None
    return point if regret(payoffs, np.split(point, cuts[1:-1])) <= tolerance else None


def _equations(
    payoffs: FloatArray, against_prior: FloatArray, z: FloatArray, cuts: IntArray
) -> tuple[FloatArray, FloatArray]:
    m, n = int(cuts[-1]), len(cuts) - 1
    x, v, t = z[:m], z[m : m + n], z[m + n]
    owner = np.repeat(np.arange(n), np.diff(cuts))
    u, du = values_and_jacobian(payoffs, x, cuts)
    slack = v[owner] - (1 - t) * against_prior - t * u
    h = np.concatenate([x * slack - ETA * (1 - t), np.add.reduceat(x, cuts[:-1]) - 1])
    jacobian = np.zeros((m + n, m + n + 1))
    rows = np.arange(m)
    jacobian[:m, :m] = -t * x[:, None] * du
    jacobian[rows, rows] += slack
    jacobian[rows, m + owner] = x
    jacobian[:m, m + n] = x * (against_prior - u) + ETA
    jacobian[m + owner, rows] = 1.0
    return h, jacobian
