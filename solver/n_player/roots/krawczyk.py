"""Existence and uniqueness of a root, proven in exact arithmetic.

Krawczyk (1969): let ``F`` have derivative ``J``, let ``C`` be any matrix, ``B`` the box of radius ``r`` around ``p``.
If ``|C F(p)| + |I - C J(x)| r < r`` in the maximum norm for all ``x`` in ``B``, then ``F`` has exactly one root in
``B``. The matrix is bounded in centred form, ``I - C J(p) - sum over m of C H_m(B) (x_m - p_m)`` with ``H`` the
second derivative, which is much sharper than interval evaluation of ``J(B)``: the test holds up to ``r`` near
``1 / q``, with ``q`` the norm of ``sum over m of |C H_m|``.

Two radii come out: a *tight* one, how precisely the root is known, and a *unique* one, as large as the test allows: no
second root of this support lies in there. The centre ``p`` consists of integers over ``2^212`` and ``C`` of integers
over a power of two, so that ``C F(p)`` and ``I - C J(p)`` are computed exactly, from integer payoffs. For ``|C H_m|``
an upper bound is enough; floats give it with a margin for their rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import numpy as np

from solver.common.arrays import ExactArray, FloatArray, exact_array
from solver.common.linear import determinant
from solver.game.profile import contracted
from solver.n_player.relaxation.integers import Exact, IntegerGame, Support
from solver.n_player.roots.support_system import SupportSystem, over_actions

_BITS = 212
"""Binary digits of the centre: four times a double, enough for radii near 1e-40 at condition numbers up to 1e20."""

_INVERSE_BITS = 80
"""Binary digits of the largest entry of ``C`` at least."""

_SINGULAR = 1e12
"""Condition numbers above this are treated as singular: no box is tried."""

_UP, _MARGIN = 1 + 1e-12, 1e-13
"""What covers the rounding of sums and products of some dozen floats: a factor, and a fraction of absolute values."""


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
            ``False``: provably no equilibrium; ``None``: some probability or slack cannot be told from zero.
        index: sign of ``det(-D)`` of the ties in the directions of the support, +1 or -1.
    """

    support: Support
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


def certify_root(game: IntegerGame, support: Support, guess: FloatArray) -> CertifiedRoot | None:
    """Prove a root of the equations of ``support`` near ``guess`` ``(n,)``, or return ``None``.

    ``guess`` has the unknowns in the order of ``SupportSystem``.
    """
    # Payoffs in units of each player's range: condition numbers mean something only in one unit.
    floats = SupportSystem.of(game.normalised, support)
    slope = floats.jacobian(guess)
    if not np.linalg.cond(slope) < _SINGULAR:
        return None
    exact = SupportSystem.of([own.astype(np.object_) for own in game.payoffs], support)
    scales = np.ones(len(guess), dtype=object)
    for first, last, r in zip(exact.starts, exact.starts[1:], game.ranges, strict=False):
        scales[first + 1 : last] = r
    inverse = np.linalg.inv(slope)
    bits = max(_INVERSE_BITS - floor(np.log2(np.abs(inverse).max())), 0) + max(game.ranges).bit_length()
    # C for payoffs in integers, times 2^bits; an equation's unit cancels between it and C.
    c = _integers(inverse, 1 << bits) // scales
    one, unit = 1 << _BITS, 1 << (bits + _BITS * (len(support) - 2))
    centre = _integers(guess, one)
    # The fixed approximate inverse gains its 12 or more digits per step, which is all the precision can hold in four.
    for _ in range(6):
        centre = centre - exact.residual(centre, one) @ c.T // unit
    defect = _rounded_up(np.abs(exact.residual(centre, one) @ c.T).max(), unit << _BITS)
    derivative = exact.jacobian(centre, one)
    linear = _rounded_up(np.abs(np.eye(len(c), dtype=object) * unit - c @ derivative).sum(axis=1).max(), unit)
    near = (centre / one).astype(np.float64)
    inverse = (c * scales / (1 << bits)).astype(np.float64)
    curvature = _curvature(floats, near, 0.0, inverse)
    # First the largest box that the test admits, then a small one inside it in which the same bounds hold all the more.
    unique = _unique_radius(floats, near, inverse, defect, linear, curvature)
    if unique is None:
        return None
    # A few times how far the centre can be from the root; where that passes the test, a root is this close.
    tight = 4 * defect + 1e-45
    if not (tight < unique and defect + (linear + 0.9 * tight / unique) * tight < tight):
        return None
    off = max(abs(Fraction(x, one) - Fraction(f)) for x, f in zip(centre, near.tolist(), strict=True))
    return CertifiedRoot(
        support,
        over_actions(near, support, game.normalised.shape[1:]),
        tight + float(off) * _UP,
        unique,
        _feasible(game.payoffs, support, centre, ceil(tight * 2.0**_BITS)),
        _index(exact, derivative),
        curvature if len(support) <= 3 else None,
        linear,
    )


def _integers(values: FloatArray, scale: int) -> ExactArray:
    """``values * scale``, rounded down."""
    ratios = (v.as_integer_ratio() for v in values.ravel().tolist())
    return exact_array([numerator * scale // denominator for numerator, denominator in ratios], values.shape)


def _rounded_up(numerator: int, denominator: int) -> float:
    return float(Fraction(numerator, denominator)) * _UP


def _unique_radius(
    system: SupportSystem, centre: FloatArray, inverse: FloatArray, defect: float, linear: float, curvature: FloatArray
) -> float | None:
    """The largest radius, up to a factor, for which Krawczyk's test passes, or ``None``."""
    if not linear < 0.5:
        return None
    q = _total(curvature)
    radius = min(1.0, 0.9 * (1 - linear) / q) if q > 0 else 1.0
    for _ in range(12):
        # With four and more players the second derivative varies over the box; bound it there.
        q = _total(_curvature(system, centre, radius, inverse))
        if (defect + (linear + q * radius) * radius) * _UP < radius:
            return radius
        radius /= 2
    return None


def _curvature(system: SupportSystem, centre: FloatArray, radius: float, inverse: FloatArray) -> FloatArray:
    """``(n, n, n)`` upper bounds on ``|C H_m|`` within ``radius`` of the centre, ``m`` last."""
    absolute = replace(system, ties=tuple(np.abs(own) for own in system.ties))
    # A multilinear function changes by no more than the one with absolute coefficients does from |p| to |p| + r.
    widest = absolute.hessian(np.abs(centre) + radius)
    change = widest - absolute.hessian(np.abs(centre)) + _MARGIN * widest
    out = np.abs(np.einsum("ij,jkm->ikm", inverse, system.hessian(centre)))
    return np.asarray((out + np.einsum("ij,jkm->ikm", np.abs(inverse), change)) * _UP)


def _total(curvature: FloatArray) -> float:
    """Norm of the sum over ``m``, rounded up."""
    return float(curvature.sum(axis=(1, 2)).max()) * _UP


def _feasible(payoffs: Sequence[Exact], support: Support, centre: ExactArray, radius: int) -> bool | None:
    """Whether probabilities and slacks within ``radius`` of the centre are all positive; ``None`` if unclear."""
    cuts = np.cumsum([0, *map(len, support)]).tolist()
    mixes = [centre[first:last] for first, last in pairwise(cuts)]
    pairs = [(int(x), radius) for x in centre]
    for i, own in enumerate(payoffs):
        rest = [a for a in range(own.shape[i]) if a not in support[i]]
        window = np.moveaxis(own[np.ix_(*[range(own.shape[i]) if j == i else s for j, s in enumerate(support)])], i, 0)
        gaps = (window[support[i][0]][None] - window[rest]).astype(object)
        others = [mix for j, mix in enumerate(mixes) if j != i]
        wide = [np.abs(mix) + radius for mix in others]
        slack = _averaged(gaps, others)
        margin = _averaged(np.abs(gaps), wide) - _averaged(np.abs(gaps), [np.abs(mix) for mix in others])
        pairs += [(int(v), int(m)) for v, m in zip(slack, margin, strict=True)]
    # One condition that fails for certain refutes the point; all must hold for certain to accept it.
    if any(value < -margin for value, margin in pairs):
        return False
    return True if all(value > margin for value, margin in pairs) else None


def _averaged(gaps: ExactArray, mixes: Sequence[ExactArray]) -> ExactArray:
    """``(K,)`` from ``(K, |S_j|, ...)``: every other axis weighed by its player's mix."""
    out = gaps
    for mix in reversed(mixes):
        out = contracted(out, out.ndim - 1, mix)
    return out


def _index(system: SupportSystem, slope: ExactArray) -> int:
    """The sign of the determinant of the ties in the directions of the support, from a positive multiple of ``J``."""
    cuts = system.starts
    first = {r: cuts[i] for i, s in enumerate(system.sizes) for r in range(cuts[i] + 1, cuts[i] + s)}
    found = determinant([[int(slope[r, first[q]] - slope[r, q]) for q in first] for r in first])
    return (found > 0) - (found < 0)
