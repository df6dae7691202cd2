"""The equations of one state, and the best reply of one player to the others' efforts.

Given the values above, the value of player ``i`` in a state satisfies, with ``R`` the discount rate plus all hazards
that nobody chooses, ``P_i`` its flow plus what these hazards bring, ``W_i`` what it gets when it climbs itself, and
``U_ij`` when ``j`` does,

    ``R V_i = P_i + max_h (h (W_i - V_i) - c_i h**g / g) + sum_{j != i} h_j (U_ij - V_i)``.

An effort ``h_i > 0`` is optimal iff ``W_i - V_i = c_i h_i**(g - 1)``. Put in, with ``D_ij = U_ij - W_i`` and
``E_i = P_i - R W_i``, the state is solved by the efforts alone:

    ``F_i(h) = c_i (1 - 1/g) h_i**g + (R + sum_j h_j) c_i h_i**(g - 1) + sum_j h_j D_ij + E_i = 0``  if ``h_i > 0``,
    ``F_i(h) >= 0``  if ``h_i = 0``  (sums over ``j != i``).

``F_i`` rises strictly in ``h_i``, so against given efforts of the others player ``i`` has exactly one best reply
``b_i``, and the solutions of the state are the fixed points of ``b``. With two players ``F_i`` is linear in the
other's effort, and at ``h_i = (-D_ij / c_i)**(1 / (g - 1))`` it does not depend on it at all: so ``b_i`` never crosses
that effort and is *monotone*. Both facts carry the proofs in ``pairs`` and ``boxes``.

Arrays: ``M`` systems, ``N`` players.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.common.arrays import BoolArray, FloatArray
from solver.directional.intervals import Interval, Rows, down, lowered, power, powers, raised, up

TIE = 1e-11
"""Two amounts that differ by less than this share of their size are the same number."""
NOTHING = 1e-200
"""An amount below this is what rounding outward leaves of 0."""
NEWTON_STEPS = 60
"""Steps of Newton's method on a convex or nearly convex function at most; it stops by itself much earlier."""
ABOVE = 1.0 + 1e-12
"""Factor on bounds on efforts."""
WIDENINGS = 8
"""How often an approximate root is widened tenfold until its ends have the right signs."""


@dataclass(frozen=True, eq=False)
class Systems(Rows):
    """``M`` states to be solved, with enclosures of what their successors are worth.

    Attributes:
        rate: ``(M,)`` ``R``.
        pay: ``(M, N)`` ``P_i``.
        other: ``(M, N, N)`` ``U_ij``: what ``i`` is worth after ``j`` climbs; ``W_i`` on the diagonal.
        cost: ``(M, N)`` ``c_i``.
        can: ``(M, N)`` whether the player chooses an effort here.
        exponent: ``g``.
        gap: ``(M, N, N)`` ``D_ij``: what ``i`` gets when ``j`` climbs, less what it gets when it climbs itself.
        level: ``(M, N)`` ``E_i``: what waiting pays per unit of time, less the interest on what climbing brings.
    """

    rate: Interval
    pay: Interval
    other: Interval
    cost: FloatArray
    can: BoolArray
    exponent: float
    gap: Interval
    level: Interval

    @classmethod
    def of(
        cls, rate: Interval, pay: Interval, other: Interval, cost: FloatArray, can: BoolArray, exponent: float
    ) -> Systems:
        """States with these numbers."""
        own = other[:, np.arange(cost.shape[1]), np.arange(cost.shape[1])]
        gap, level = _with_ties(other, own[:, :, None]), _with_ties(pay, rate[:, None] * own)
        return cls(rate, pay, other, cost, can, exponent, gap, level)

    def __len__(self) -> int:
        return len(self.cost)


def _with_ties(first: Interval, second: Interval) -> Interval:
    """A difference, 0 where the two agree up to ``TIE``: a tie that the model means, rounded on two routes."""
    difference = first - second
    size = np.maximum(np.abs(first.hi), np.abs(second.hi))
    tie = np.maximum(np.abs(difference.lo), np.abs(difference.hi)) <= TIE * size + NOTHING
    return Interval(np.where(tie, 0.0, difference.lo), np.where(tie, 0.0, difference.hi))


def reply(
    rate: Interval, slope: Interval, level: Interval, cost: FloatArray, exponent: float, pull: Interval
) -> Interval:
    """The best reply: the root ``h >= 0`` of a rising function, or 0 where that is not negative at 0.

    The function is ``c (1 - 1/g) h**g + (rate + pull) c h**(g-1) + level + slope``.

    Args:
        rate: ``R``.
        slope: ``sum_j h_j D_ij``.
        level: ``E_i``.
        cost: ``c_i``.
        exponent: ``g``.
        pull: ``sum_j h_j``.

    Returns:
        An enclosure; ends that are 0 are exact.
    """
    weight = rate + pull
    constant = level + slope
    if exponent == 2.0:
        return _quadratic(weight, constant, cost)
    low = _root(weight.hi, constant.hi, cost, exponent, above=False)
    high = _root(weight.lo, constant.lo, cost, exponent, above=True)
    return Interval(low, high)


def _quadratic(weight: Interval, constant: Interval, cost: FloatArray) -> Interval:
    """``q / (w + sqrt(w**2 + q))`` with ``q = -2 constant / c``: no cancellation, rising in ``q``, falling in ``w``."""
    low = np.maximum(down(-2.0 * constant.hi / cost), 0.0)
    high = np.where(constant.lo >= 0, 0.0, up(-2.0 * constant.lo / cost))
    with np.errstate(invalid="ignore"):
        bottom = raised(weight.hi + raised(np.sqrt(raised(raised(weight.hi * weight.hi) + low))))
        inside = np.maximum(lowered(np.maximum(lowered(weight.lo * weight.lo), 0.0) + high), 0.0)
        top = lowered(weight.lo + np.maximum(lowered(np.sqrt(inside)), 0.0))
    return Interval(np.maximum(lowered(low / bottom), 0.0), np.where(high > 0, raised(high / top), 0.0))


def largest_efforts(systems: Systems) -> FloatArray:
    """``(M, N)`` bounds on every best reply: that to no effort, or the effort at which another's ceases to matter."""
    n, n_players = systems.cost.shape
    nobody = Interval.point(np.zeros(n))
    out = np.zeros((n, n_players))
    for i in range(n_players):
        cost, g = systems.cost[:, i], systems.exponent
        out[:, i] = reply(systems.rate, nobody, systems.level[:, i], cost, g, nobody).hi
        for j in range(n_players):
            if j != i:
                turn = up(up(np.maximum(-systems.gap[:, i, j].lo, 0.0) / cost) ** (1.0 / (g - 1.0)))
                out[:, i] = np.maximum(out[:, i], turn)
    # A little wider, so that no solution lies on a bound.
    return np.where(systems.can, out * ABOVE, 0.0)


def reply_slopes(systems: Systems, i: int, own: Interval, others: Mapping[int, Interval]) -> dict[int, Interval]:
    """``(M,)`` slopes of a best reply in every other player's effort, 0 included where it may be no effort.

    The slope is that of the root of ``F_i``: ``-(c h_i**(g-1) + D_ij)`` over the slope of ``F_i`` in ``h_i``.

    Args:
        systems: the states.
        i: whose best reply.
        own: all best replies to the others' efforts.
        others: the others' efforts, by player.
    """
    cost, g = systems.cost[:, i], systems.exponent
    marginal = powers(own, g - 1.0).times(cost)
    bottom = reduce(operator.add, others.values(), own + systems.rate).times(cost)
    if g != 2.0:
        with np.errstate(divide="ignore"):
            ends = (own.lo ** (g - 2.0), own.hi ** (g - 2.0))
        bent = Interval(down(down(np.minimum(*ends))), up(up(np.maximum(*ends))))
        factor = bent.times(np.full(len(cost), g - 1.0))
        bottom = bottom * Interval(np.maximum(down(factor.lo), 0.0), up(factor.hi))
    # No effort pays where this is above 0.
    waiting = systems.level[:, i]
    for j, effort in others.items():
        gap = systems.gap[:, i, j]
        # End by end, since 0 times anything is exact.
        waiting = waiting + (Interval.point(effort.lo) * gap).hull(Interval.point(effort.hi) * gap)
    idle, never = waiting.hi > 0, (waiting.lo >= 0) | ~systems.can[:, i]
    found = {}
    for j in others:
        slope = (-(marginal + systems.gap[:, i, j])).over(bottom)
        low = np.where(idle, np.minimum(slope.lo, 0.0), slope.lo)
        high = np.where(idle, np.maximum(slope.hi, 0.0), slope.hi)
        found[j] = Interval(np.where(never, 0.0, low), np.where(never, 0.0, high))
    return found


def share_of(cost: FloatArray, exponent: float) -> Interval:
    """``c (1 - 1/g)``: what is left of an effort's marginal return after its cost, in units of ``h**g``."""
    if exponent == 2.0:
        return Interval.point(0.5 * cost)
    share = np.full(cost.shape, 1.0 - 1.0 / exponent)
    return Interval(down(cost * down(share)), up(cost * up(share)))


def _root(weight: FloatArray, constant: FloatArray, cost: FloatArray, exponent: float, *, above: bool) -> FloatArray:
    """A float proven to lie on one side of the root of ``c (1 - 1/g) h**g + weight c h**(g-1) + constant``."""
    first = share_of(cost, exponent)
    found = approximate_root(weight, constant, cost, exponent)
    out = found
    sure = constant >= 0
    step = 4.0 * np.spacing(found)
    for _ in range(WIDENINGS):
        trial = found + step if above else np.maximum(found - step, 0.0)
        out = np.where(sure, out, trial)
        value = (
            power(trial, exponent) * first
            + power(trial, exponent - 1.0).times(cost) * Interval.point(weight)
            + Interval.point(constant)
        )
        sure = sure | ((value.lo >= 0) if above else ((value.hi <= 0) | (trial == 0)))
        if sure.all():
            break
        step = step * 10.0
    # Where rounding leaves the sign open, 0 is below every root, and this is above: one of the two terms suffices.
    bound = np.maximum(-constant, 0.0) / first.lo
    safe = up(up(bound) ** (1.0 / exponent)) * (1 + 1e-12) if above else np.zeros_like(out)
    return np.where(constant >= 0, 0.0, np.where(sure, out, safe))


def approximate_root(weight: FloatArray, constant: FloatArray, cost: FloatArray, exponent: float) -> FloatArray:
    """The root in floats, 0 where ``constant >= 0``."""
    target = np.maximum(-constant, 0.0) / cost
    share = 1.0 - 1.0 / exponent
    # Each term alone bounds the root from above; the smaller bound is never far off.
    with np.errstate(divide="ignore", over="ignore"):
        guess = np.minimum((target / share) ** (1.0 / exponent), (target / weight) ** (1.0 / (exponent - 1.0)))
    out = guess.copy()
    # Elements that have converged are left alone, so that a root does not depend on what else is in the array.
    at = np.flatnonzero(target > 0)
    low, high = np.zeros(len(at)), out[at]
    for _ in range(NEWTON_STEPS):
        if not len(at):
            break
        h, w, t = out[at], weight[at], target[at]
        value = share * h**exponent + w * h ** (exponent - 1.0) - t
        low, high = np.where(value < 0, h, low), np.where(value >= 0, h, high)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            bent = (exponent - 1.0) * (h ** (exponent - 1.0) + w * h ** (exponent - 2.0))
            nearer = h - value / bent
        nearer = np.where((nearer > low) & (nearer < high), nearer, 0.5 * (low + high))
        out[at] = nearer
        going = np.abs(nearer - h) > 2 * np.spacing(h)
        at, low, high = at[going], low[going], high[going]
    return np.where(target > 0, out, 0.0)


def values(systems: Systems, efforts: Interval) -> Interval:
    """``(M, N)`` values at the state's solution.

    With any number ``v`` near ``V_i`` the state's equation reads ``V_i = v + rest / (R + sum of all h)`` with
    ``rest = P_i - R v + h_i (W_i - v) - c h_i**g / g + sum_j h_j (U_ij - v)``. Around ``v`` all products are small, and
    the part in ``h_i``, which is flat at the best reply, is bounded by its slope: so values of later states pass on
    their uncertainty about once, not once for every unit of their size.
    """
    n_players = systems.cost.shape[1]
    lows, highs = [], []
    for i in range(n_players):
        own = efforts[:, i]
        near = _near(systems, efforts.mid, i)
        v = Interval.point(near)
        rest = systems.pay[:, i] - systems.rate * v + _own_part(systems, own, v, i)
        bottom = systems.rate + own
        for j in range(n_players):
            if j != i:
                rest = rest + efforts[:, j] * (systems.other[:, i, j] - v)
                bottom = bottom + efforts[:, j]
        value = v + rest.over(bottom)
        lows.append(value.lo)
        highs.append(value.hi)
    return Interval(np.stack(lows, axis=1), np.stack(highs, axis=1))


def _near(systems: Systems, efforts: FloatArray, i: int) -> FloatArray:
    """The value in floats."""
    g = systems.exponent
    top = systems.pay.mid[:, i] + systems.cost[:, i] * (1.0 - 1.0 / g) * efforts[:, i] ** g
    others = np.arange(efforts.shape[1]) != i
    top = top + (efforts * systems.other.mid[:, i, :])[:, others].sum(axis=1)
    return np.asarray(top / (systems.rate.mid + efforts[:, others].sum(axis=1)), dtype=np.float64)


def _own_part(systems: Systems, own: Interval, v: Interval, i: int) -> Interval:
    """``h (W - v) - c h**g / g``: its value at the middle, and its slope over the rest of the interval."""
    g, cost = systems.exponent, Interval.point(systems.cost[:, i])
    prize = systems.other[:, i, i] - v
    middle = Interval.point(own.mid)
    spent = (power(middle.lo, g) * cost).over(Interval.point(np.full(len(systems), g)))
    marginal = powers(own, g - 1.0) * cost
    return middle * prize - spent + (prize - marginal) * (own - middle)
