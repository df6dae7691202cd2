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
from math import ceil, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import ExactArray, FloatArray
from solver.common.linear import determinant
from solver.game.profile import contracted
from solver.n_player.roots.support_system import SupportSystem

_BITS = 212
"""Binary digits of the centre: four times a double, enough for radii near 1e-40 at condition numbers up to 1e20."""

_INVERSE_BITS = 80
"""Binary digits of the largest entry of ``C``."""

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
    # Payoffs in units of each player's range: condition numbers mean something only in one unit.
    floats = SupportSystem.of([(own / r).astype(np.float64) for own, r in zip(payoffs, ranges, strict=True)], support)
    slope = floats.jacobian(guess)
    if not np.linalg.cond(slope) < _SINGULAR:
        return None
    equations = _Equations.of(payoffs, ranges, support, np.linalg.inv(slope))
    centre = _integers(guess, 1 << _BITS)
    # The fixed approximate inverse gains its 12 or more digits per step, which is all the precision can hold in four.
    for _ in range(6):
        centre = centre - equations.step(centre)
    defect, linear = equations.defect(centre), equations.linear(centre)
    near = (centre / (1 << _BITS)).astype(np.float64)
    curvature = _curvature(floats, near, 0.0, equations.inverse)
    # First the largest box that the test admits, then a small one inside it in which the same bounds hold all the more.
    unique = _unique_radius(floats, near, equations.inverse, defect, linear, curvature)
    if unique is None:
        return None
    # A few times how far the centre can be from the root; where that passes the test, a root is this close.
    tight = 4 * defect + 1e-45
    if not (tight < unique and defect + (linear + 0.9 * tight / unique) * tight < tight):
        return None
    cuts, strategies = floats.starts, []
    for i, own in enumerate(support):
        vector = np.zeros(payoffs[i].shape[i])
        vector[list(own)] = near[cuts[i] : cuts[i + 1]]
        strategies.append(vector)
    off = max(abs(Fraction(x, 1 << _BITS) - Fraction(f)) for x, f in zip(centre, near.tolist(), strict=True))
    return CertifiedRoot(
        tuple(tuple(int(a) for a in s) for s in support),
        tuple(strategies),
        tight + float(off) * _UP,
        unique,
        _feasible(payoffs, support, centre, ceil(tight * 2.0**_BITS)),
        _index(equations.system, equations.slope(centre)),
        curvature if len(support) <= 3 else None,
        linear,
    )


@dataclass(frozen=True, eq=False)
class _Equations:
    """The equations in integers, and ``C``.

    Attributes:
        system: the ties in integer payoffs.
        scales: ``(n,)`` what an equation is multiplied by there: a tie by the player's range, a sum by one.
        common: their least common multiple.
        exact_inverse: ``C`` times ``2^bits``, integers ``(n, n)``.
        bits: see there.
    """

    system: SupportSystem
    scales: ExactArray
    common: int
    exact_inverse: ExactArray
    bits: int

    @classmethod
    def of(
        cls,
        payoffs: Sequence[NDArray[Any]],
        ranges: Sequence[int],
        support: Sequence[Sequence[int]],
        inverse: FloatArray,
    ) -> _Equations:
        """``C`` is ``inverse`` with its entries rounded."""
        system = SupportSystem.of([own.astype(np.object_) for own in payoffs], support)
        scales = np.ones(system.starts[-1], dtype=object)
        for first, last, r in zip(system.starts, system.starts[1:], ranges, strict=False):
            scales[first + 1 : last] = int(r)
        bits = max(_INVERSE_BITS - int(np.ceil(np.log2(np.abs(inverse).max()))), 0)
        return cls(system, scales, lcm(*scales), _integers(inverse, 1 << bits), bits)

    @property
    def inverse(self) -> FloatArray:
        """``C``, rounded to doubles."""
        return np.asarray((self.exact_inverse / (1 << self.bits)).astype(np.float64))

    def slope(self, centre: ExactArray) -> ExactArray:
        """``J`` times ``scales`` and ``2^(_BITS (N - 2))``."""
        return np.asarray(self.system.jacobian(centre) * self._lifts[:, None])

    def step(self, centre: ExactArray) -> ExactArray:
        """Newton's step with ``C`` in place of the inverse, over ``2^_BITS``, rounded down."""
        return np.asarray(self._weighed(self._residual(centre)) // self._unit)

    def defect(self, centre: ExactArray) -> float:
        """The norm of ``C F(p)``, rounded up."""
        return _rounded_up(max(abs(v) for v in self._weighed(self._residual(centre))), self._unit << _BITS)

    def linear(self, centre: ExactArray) -> float:
        """The norm of ``I - C J(p)``, rounded up."""
        gap = np.eye(len(centre), dtype=np.int64).astype(object) * self._unit - self._weighed(self.slope(centre).T).T
        return _rounded_up(max(sum(abs(v) for v in row) for row in gap), self._unit)

    def _residual(self, centre: ExactArray) -> ExactArray:
        """``F`` times ``scales`` and ``2^(_BITS (N - 1))``."""
        return np.asarray(self.system.residual(centre, 1 << _BITS) * self._lifts)

    def _weighed(self, values: ExactArray) -> ExactArray:
        """``C`` times values of the equations (last axis), times ``common`` and ``2^bits``."""
        return np.asarray((values * (self.common // self.scales)) @ self.exact_inverse.T)

    @property
    def _unit(self) -> int:
        return self.common << (self.bits + _BITS * (len(self.system.sizes) - 2))

    @property
    def _lifts(self) -> ExactArray:
        """``(n,)``: ties are of degree ``N - 1`` in the probabilities, sums of the first, and are raised to that."""
        lifts = np.ones(len(self.scales), dtype=object)
        lifts[self.system.starts[:-1]] = 1 << (_BITS * (len(self.system.sizes) - 2))
        return lifts


def _integers(values: FloatArray, scale: int) -> ExactArray:
    """``values * scale``, rounded down."""
    out = np.empty(values.size, dtype=object)
    for k, v in enumerate(values.ravel().tolist()):
        numerator, denominator = v.as_integer_ratio()
        out[k] = numerator * scale // denominator
    return out.reshape(values.shape)


def _rounded_up(numerator: int, denominator: int) -> float:
    return float(Fraction(numerator, denominator)) * _UP


def _unique_radius(
    system: SupportSystem, centre: FloatArray, inverse: FloatArray, defect: float, linear: float, curvature: FloatArray
) -> float | None:
    """The largest radius, up to a factor, for which Krawczyk's test passes, or ``None``."""
    if not linear < 0.5:
        return None
    constant = len(system.sizes) <= 3
    q = _total(curvature)
    radius = min(1.0, 0.9 * (1 - linear) / q) if q > 0 else 1.0
    for _ in range(1 if constant else 12):
        if not constant:
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


def _feasible(
    payoffs: Sequence[NDArray[Any]], support: Sequence[Sequence[int]], centre: ExactArray, radius: int
) -> bool | None:
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
