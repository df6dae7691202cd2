"""Existence and uniqueness of a root, proven in ball arithmetic.

Krawczyk (1969): let ``F`` have derivative ``J``, let ``C`` be any matrix, ``B`` the box of radius ``r`` around ``p``.
If ``|C F(p)| + |I - C J(x)| r < r`` in the maximum norm for all ``x`` in ``B``, then ``F`` has exactly one root in
``B``. The matrix is bounded in centred form, ``I - C J(p) - sum over m of C H_m(B) (x_m - p_m)`` with ``H`` the
second derivative, which is much sharper than interval evaluation of ``J(B)``: the test holds up to ``r`` near
``1 / q``, with ``q`` the norm of ``sum over m of |C H_m|``.

Two radii come out: a *tight* one, how precisely the root is known, and a *unique* one, as large as the test allows: no
second root of this support lies in there. Everything is evaluated with ``python-flint``'s ``arb`` from integer
payoffs, so rounding errors are inside the balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.n_player.roots.support_system import SupportSystem

FloatArray = NDArray[np.float64]

_PRECISION = 212
"""Bits: four times a double, enough for radii near 1e-40 at condition numbers up to 1e20."""

_SINGULAR = 1e12
"""Condition numbers above this are treated as singular: no ball is attempted."""


@dataclass(frozen=True, eq=False)
class CertifiedRoot:
    """A root of one support's equations that provably exists.

    Attributes:
        support: ``S_i`` per player.
        strategies: one vector ``(A_i,)`` per player, the nearest doubles; entries may be negative.
        radius: every coordinate is within this distance of the true root (rounding to doubles included).
        unique_radius: no other root lies within this distance in every coordinate.
        curvature: ``(n, n, n)`` upper bounds on ``|C H_m|``, ``m`` last, for up to three players, where they hold
            everywhere; with them uniqueness can be tested in boxes of any shape.
        linear: upper bound on the norm of ``I - C J(p)``.
        feasible: ``True``: a strict equilibrium of its support (all probabilities positive, all other actions worse);
            ``False``: provably no equilibrium; ``None``: some probability or slack is zero as far as can be told.
        index: sign of ``det(-D)`` of the ties in the directions of the support, +1 or -1.
    """

    support: tuple[tuple[int, ...], ...]
    strategies: tuple[FloatArray, ...]
    radius: float
    unique_radius: float
    feasible: bool | None
    index: int
    curvature: FloatArray | None
    linear: float

    @property
    def flat(self) -> tuple[float, ...]:
        """The unknowns ``(n,)``: probabilities of the support, player by player."""
        return tuple(float(own[a]) for own, s in zip(self.strategies, self.support, strict=True) for a in s)

    def is_only_root_within(self, reach: FloatArray) -> bool:
        """Whether no other root differs from this one by at most ``reach`` ``(n,)`` in each unknown.

        With three players ``F`` is quadratic, so two roots satisfy ``0 = J(their middle) (q - p)``. Multiplied by
        ``C`` this bounds ``|q - p|`` by ``R |q - p|`` with ``R = |I - C J(p)| + sum over m of |C H_m| reach_m / 2``.
        A positive vector with ``R w < w`` shows that ``R`` contracts (Perron and Frobenius), hence ``q = p``.
        """
        if self.curvature is None:
            return bool(np.all(reach + self.radius < self.unique_radius))
        r = self.curvature @ (reach + self.radius) / 2 * (1 + 1e-12) + self.linear
        w = np.ones(len(r))
        for _ in range(20):
            w = r @ w
            w = w / w.max() + 1e-6
        return bool(np.all(r @ w < 0.999 * w))


def certify_root(
    payoffs: Sequence[NDArray[Any]],
    ranges: Sequence[int],
    support: Sequence[Sequence[int]],
    guess: FloatArray,
) -> CertifiedRoot | None:
    """Prove a root of the equations of ``support`` near ``guess`` ``(n,)``, or return ``None``.

    Args:
        payoffs: integers ``(A_0, ..., A_{N-1})`` per player.
        ranges: what to divide them by.
        support: the actions of each player that tie.
        guess: the unknowns in the order of ``SupportSystem``.
    """
    import flint

    exact_support = tuple(tuple(int(a) for a in s) for s in support)
    floats = SupportSystem.of([(own / r).astype(np.float64) for own, r in zip(payoffs, ranges, strict=True)], support)
    slope = floats.jacobian(guess)
    if not np.linalg.cond(slope) < _SINGULAR:
        return None
    old = flint.ctx.prec
    flint.ctx.prec = _PRECISION
    try:
        return _certify(payoffs, ranges, exact_support, guess, np.linalg.inv(slope))
    finally:
        flint.ctx.prec = old


def _certify(
    payoffs: Sequence[NDArray[Any]],
    ranges: Sequence[int],
    support: tuple[tuple[int, ...], ...],
    guess: FloatArray,
    inverse: FloatArray,
) -> CertifiedRoot | None:
    from flint import arb, arb_mat

    n = len(guess)
    balls = [_as_balls(own, r) for own, r in zip(payoffs, ranges, strict=True)]
    system = SupportSystem.of(balls, support)
    c = arb_mat(n, n, [arb(float(v)) for v in inverse.ravel()])
    centre = np.array([arb(float(v)) for v in guess], dtype=object)
    # The fixed approximate inverse gains its 12 or more digits per step, which is all the precision can hold in four.
    for _ in range(6):
        step = c * arb_mat(n, 1, list(system.residual(centre)))
        centre = np.array([(x - step[m, 0]).mid() for m, x in enumerate(centre)], dtype=object)
    defect = _norm(c * arb_mat(n, 1, list(system.residual(centre))))
    identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    linear = _norm(identity - c * arb_mat(n, n, list(system.jacobian(centre).ravel())))
    curvature = _curvature(system, centre, c)
    unique = _unique_radius(system, centre, c, defect, linear, curvature)
    if unique is None:
        return None
    tight = 4 * defect + 1e-45
    if not (tight < unique and defect + (linear + 0.9 * tight / unique) * tight < tight):
        return None
    box = np.array([x + arb(0, tight) for x in centre], dtype=object)
    cuts = system.starts
    strategies, radius = [], tight
    for i, own in enumerate(support):
        vector = np.zeros(payoffs[i].shape[i])
        for a, x in zip(own, centre[cuts[i] : cuts[i + 1]], strict=True):
            vector[a] = float(x)
            radius = max(radius, tight + float(abs(x - arb(vector[a])).upper()) * (1 + 1e-15))
        strategies.append(vector)
    return CertifiedRoot(
        support,
        tuple(strategies),
        radius,
        unique,
        _feasible(balls, support, box, cuts),
        _index(system, box),
        curvature if len(system.sizes) <= 3 else None,
        linear,
    )


def _as_balls(own: NDArray[Any], scale: int) -> NDArray[np.object_]:
    from flint import arb

    out = np.empty(own.size, dtype=object)
    out[:] = [arb(int(v)) / scale for v in own.ravel()]
    return out.reshape(own.shape)


def _norm(matrix: Any) -> float:
    """Upper bound on the maximum norm of an ``arb_mat``."""
    rows, columns = matrix.nrows(), matrix.ncols()
    return max(sum(float(abs(matrix[i, j]).upper()) for j in range(columns)) for i in range(rows)) * (1 + 1e-12)


def _unique_radius(
    system: SupportSystem,
    centre: NDArray[np.object_],
    c: Any,
    defect: float,
    linear: float,
    curvature: FloatArray,
) -> float | None:
    """The largest radius, up to a factor, for which Krawczyk's test passes, or ``None``."""
    from flint import arb

    if not linear < 0.5:
        return None
    constant = len(system.sizes) <= 3
    q = _total(curvature)
    radius = min(1.0, 0.9 * (1 - linear) / q) if q > 0 else 1.0
    for _ in range(1 if constant else 12):
        if not constant:
            # With four and more players the second derivative varies over the box; evaluate it there.
            q = _total(_curvature(system, np.array([x + arb(0, radius) for x in centre], dtype=object), c))
        if (defect + (linear + q * radius) * radius) * (1 + 1e-12) < radius:
            return radius
        radius /= 2
    return None


def _curvature(system: SupportSystem, box: NDArray[np.object_], c: Any) -> FloatArray:
    """``(n, n, n)`` upper bounds on ``|C H_m|``, ``m`` last."""
    from flint import arb_mat

    n = len(box)
    hessian = system.hessian(box)
    out = np.zeros((n, n, n))
    for m in range(n):
        product = c * arb_mat(n, n, list(hessian[:, :, m].ravel()))
        out[:, :, m] = np.array([float(abs(product[i, j]).upper()) for i in range(n) for j in range(n)]).reshape(n, n)
    return out * (1 + 1e-15)


def _total(curvature: FloatArray) -> float:
    """Norm of the sum over ``m``, rounded up."""
    return float(curvature.sum(axis=(1, 2)).max()) * (1 + 1e-12)


def _feasible(
    balls: Sequence[NDArray[np.object_]],
    support: tuple[tuple[int, ...], ...],
    box: NDArray[np.object_],
    cuts: Sequence[int],
) -> bool | None:
    signs = list(box)
    for i, own in enumerate(balls):
        n_actions = own.shape[i]
        window = np.moveaxis(own[np.ix_(*[range(n_actions) if j == i else s for j, s in enumerate(support)])], i, 0)
        for j in range(len(support) - 1, -1, -1):
            if j != i:
                window = np.tensordot(window, box[cuts[j] : cuts[j + 1]], axes=(1 + j - (j > i), 0))
        signs.extend(window[support[i][0]] - window[a] for a in range(n_actions) if a not in support[i])
    if any(s < 0 for s in signs):
        return False
    return True if all(s > 0 for s in signs) else None


def _index(system: SupportSystem, box: NDArray[np.object_]) -> int:
    from flint import arb_mat

    jacobian, cuts = system.jacobian(box), system.starts
    rows = [r for i, s in enumerate(system.sizes) for r in range(cuts[i] + 1, cuts[i] + s)]
    if not rows:
        return 1
    first = {r: cuts[i] for i, s in enumerate(system.sizes) for r in range(cuts[i] + 1, cuts[i] + s)}
    reduced = [jacobian[first[q], q] * 0 + jacobian[r, first[q]] - jacobian[r, q] for r in rows for q in rows]
    determinant = arb_mat(len(rows), len(rows), reduced).det()
    return 1 if determinant > 0 else -1 if determinant < 0 else 0
