"""All solutions of states in which one or two players choose efforts: fixed points of a monotone function.

``b_2(b_1)`` composed, ``psi(h) = b_1(b_2(h))``, is monotone on ``[0, H]`` (see ``state``), so its range over a piece
is what it is at the two ends, and the fixed points of many states are found together: a piece that ``psi`` maps beside
itself is dropped, a piece on which the slope of ``psi`` stays on one side of 1 has at most one fixed point, and any
other piece is cut in two. Where the signs of ``psi(h) - h`` at two ends differ there is a fixed point. All bounds allow
for rounding, so what is found is everything. A piece that becomes as short as rounding is
*unresolved*: it is listed, and its system is not complete.

``M`` systems of two players; ``K`` solutions. The slow twin, by resultants in rational numbers, is in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.intervals import Interval, Rows
from solver.directional.state import Systems, approximate_root, largest_efforts, reply, reply_slopes

SHORTEST = 1e-11
"""Pieces shorter than this share of the range of efforts are not cut any further."""
NEAR = 1e-7
"""Unresolved pieces closer than this share of the range of efforts are one: about what a reply is known to where a
player does not care whether it climbs and costs are cubic."""
MARGIN = 1e-13
"""Share of the range of efforts by which neighbouring pieces overlap."""
ENOUGH = 0.6
"""A piece that shrinks to less than this share of its length is not cut in the same round."""
MAX_ROUNDS = 400
"""Rounds at most; each halves the longest pieces or drops them, so 40 suffice unless solutions nearly coincide."""
BISECTIONS, NEWTON_STEPS = 6, 12
"""Steps towards a solution that is alone in its piece."""
HALVINGS = 80
"""Steps where Newton's method does not arrive."""
WIDENINGS = 12


@dataclass(frozen=True, eq=False)
class Found:
    """Solutions of many states.

    Attributes:
        rows: ``(K,)`` the system of each solution, rising.
        efforts: ``(K, N)`` enclosures, each of exactly one solution where the system is complete.
        complete: ``(M,)`` whether a system has no other solution.
    """

    rows: IntArray
    efforts: Interval
    complete: BoolArray


def solve_pairs(systems: Systems) -> Found:
    """Every solution of systems of two players."""
    n = len(systems)
    bound = largest_efforts(systems)[:, 0]
    rows, low, high = np.arange(n), np.zeros(n), bound
    complete = np.ones(n, dtype=bool)
    isolated = [(rows[:0], low[:0], high[:0])]
    unresolved = [(rows[:0], low[:0], high[:0])]
    for _ in range(MAX_ROUNDS):
        if not len(rows):
            break
        part = systems[rows]
        # A little wider, so that a solution next to a cut is well inside one of the pieces.
        margin = MARGIN * bound[rows]
        piece = Interval(np.maximum(low - margin, 0.0), np.minimum(high + margin, bound[rows]))
        answer = replies(part, 1, piece)
        image = replies(part, 0, answer)
        new_low, new_high = np.maximum(low, image.lo), np.minimum(high, image.hi)
        slope = reply_slopes(part, 0, image, {1: answer})[1] * reply_slopes(part, 1, answer, {0: piece})[0]
        single = (slope.hi < 1.0) | (slope.lo > 1.0)
        left = new_low <= new_high
        take = left & single
        isolated.append((rows[take], piece.lo[take], piece.hi[take]))
        short = left & ~single & (new_high - new_low <= SHORTEST * bound[rows])
        complete[rows[short]] = False
        unresolved.append((rows[short], new_low[short], new_high[short]))
        go_on = left & ~single & ~short
        shrunk = new_high - new_low <= ENOUGH * (high - low)
        whole, cut = go_on & shrunk, go_on & ~shrunk
        middle = new_low + 0.5 * (new_high - new_low)
        rows = np.concatenate([rows[whole], rows[cut], rows[cut]])
        low = np.concatenate([new_low[whole], new_low[cut], middle[cut]])
        high = np.concatenate([new_high[whole], middle[cut], new_high[cut]])
    complete[rows] = False
    rows, low, high = (np.concatenate(p) for p in zip(*isolated, strict=True))
    rows, first = _pinned(systems, rows, low, high, complete)
    more, low, high = _neighbours_joined(unresolved, bound)
    rows, first = np.concatenate([rows, more]), Interval(np.append(first.lo, low), np.append(first.hi, high))
    second = replies(systems[rows], 1, first)
    order = np.lexsort((first.lo, rows))
    efforts = Interval(np.stack([first.lo, second.lo], 1)[order], np.stack([first.hi, second.hi], 1)[order])
    return _once(rows[order], efforts, complete)


def _neighbours_joined(
    pieces: list[tuple[IntArray, FloatArray, FloatArray]], bound: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Unresolved pieces of one system that are ``NEAR`` to one another, as one: rounding tells them not apart."""
    rows, low, high = (np.concatenate(p) for p in zip(*pieces, strict=True))
    if not len(rows):
        return rows, low, high
    order = np.lexsort((low, rows))
    rows, low, high = rows[order], low[order], high[order]
    apart = (rows[1:] != rows[:-1]) | (low[1:] > high[:-1] + NEAR * bound[rows[1:]])
    first = np.concatenate([[0], np.flatnonzero(apart) + 1])
    return rows[first], low[first], np.maximum.reduceat(high, first)


def replies(systems: Systems, player: int, efforts: Interval) -> Interval:
    """``(M,)`` every best reply to an effort of the other's in an interval: monotone, so its ends decide."""
    gap = systems.gap(player, 1 - player)
    level = systems.level(player)
    cost, exponent = systems.cost[:, player], systems.exponent
    # One effort is both ends.
    ends = (efforts,) if efforts.lo is efforts.hi else (Interval.point(efforts.lo), Interval.point(efforts.hi))
    found = [reply(systems.rate, pull * gap, level, cost, exponent, pull) for pull in ends]
    out = found[0].hull(found[-1])
    able = systems.can[:, player]
    return Interval(np.where(able, out.lo, 0.0), np.where(able, out.hi, 0.0))


def _pinned(
    systems: Systems, rows: IntArray, low: FloatArray, high: FloatArray, complete: BoolArray
) -> tuple[IntArray, Interval]:
    """First efforts of the solutions in pieces that hold at most one, as tightly as rounding allows."""
    part = systems[rows]
    at_low, at_high = _image(part, low), _image(part, high)
    # Above or below the piece at both ends, without a doubt: no solution in it.
    none = ((at_low.lo > low) & (at_high.lo > high)) | ((at_low.hi < low) & (at_high.hi < high))
    rising = (at_high.mid - high > at_low.mid - low)[~none]
    rows, low, high = rows[~none], low[~none], high[~none]
    # No effort that answers itself is a solution without any width.
    nothing = (low == 0) & (at_low.hi[~none] <= 0)
    part = systems[rows]
    point = _located(part, low, high, rising, BISECTIONS, NEWTON_STEPS)
    one, other, proven = _enclosed(part, point, low, high, nothing)
    if not proven.all():
        # Newton's method went astray: halving the bracket does not.
        rest = np.flatnonzero(~proven)
        point = _located(part[rest], low[rest], high[rest], rising[rest], HALVINGS, 0)
        one[rest], other[rest], proven[rest] = _enclosed(part[rest], point, low[rest], high[rest], nothing[rest])
        # Close to no effort a float is finer than what a reply is known to.
        rest, point = rest[~proven[rest]], point[~proven[rest]]
        known = _image(part[rest], point).width
        one[rest], other[rest], proven[rest] = _enclosed(part[rest], point, low[rest], high[rest], nothing[rest], known)
    # What is not proven is listed where it was located, and its system is not complete.
    complete[rows[~proven]] = False
    return rows, Interval(one, other)


def _enclosed(
    part: Systems,
    point: FloatArray,
    low: FloatArray,
    high: FloatArray,
    nothing: BoolArray,
    least: FloatArray | float = 0.0,
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Ends around a point at which ``psi(h) - h`` has different signs, inside the piece, and where that is proven.

    ``nothing`` says where no effort is the solution; ends are ``least`` away from the point, or more.
    """
    step = np.where(nothing, 0.0, np.maximum(2 * np.spacing(point), least))
    point = np.where(nothing, 0.0, point)
    one, other = np.maximum(point - step, low), np.minimum(point + step, high)
    proven = nothing.copy()
    at = np.flatnonzero(~nothing)
    for _ in range(WIDENINGS):
        if not len(at):
            break
        left, right = one[at], other[at]
        first, second = _image(part[at], left), _image(part[at], right)
        sure = (first.lo >= left) & (second.hi <= right) | (first.hi <= left) & (second.lo >= right)
        proven[at[sure]] = True
        at = at[~sure]
        step[at] *= 10.0
        one[at], other[at] = np.maximum(point[at] - step[at], low[at]), np.minimum(point[at] + step[at], high[at])
    return one, other, proven


@dataclass(frozen=True, eq=False)
class _Floats(Rows):
    """Systems of two players in floats, the middles of intervals: a search whose result is enclosed afterwards."""

    rate: FloatArray
    gap: FloatArray
    level: FloatArray
    cost: FloatArray
    can: BoolArray
    exponent: float

    @classmethod
    def of(cls, systems: Systems) -> _Floats:
        """Arrays ``(M, 2)`` by player."""
        gap = np.stack([systems.gap(i, 1 - i).mid for i in (0, 1)], axis=1)
        level = np.stack([systems.level(i).mid for i in (0, 1)], axis=1)
        return cls(systems.rate.mid, gap, level, systems.cost, systems.can, systems.exponent)

    def reply(self, player: int, other: FloatArray) -> FloatArray:
        """The best reply to the other's effort."""
        weight, constant = self.rate + other, self.level[:, player] + other * self.gap[:, player]
        cost = self.cost[:, player]
        if self.exponent == 2.0:
            size = np.maximum(-2.0 * constant / cost, 0.0)
            found = size / (weight + np.sqrt(weight * weight + size))
        else:
            found = approximate_root(weight, constant, cost, self.exponent)
        return np.where(self.can[:, player], found, 0.0)

    def slope(self, player: int, own: FloatArray, other: FloatArray) -> FloatArray:
        """The slope of the best reply; 0 where it is no effort."""
        g, cost = self.exponent, self.cost[:, player]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            bent = 1.0 if g == 2.0 else (g - 1.0) * own ** (g - 2.0)
            found = -(cost * own ** (g - 1.0) + self.gap[:, player]) / (cost * (own + self.rate + other) * bent)
        return np.where(own > 0, found, 0.0)


def _located(
    systems: Systems, low: FloatArray, high: FloatArray, rising: BoolArray, bisections: int, newton_steps: int
) -> FloatArray:
    """The solution in floats: bisection until Newton's method is safe, then Newton's method within the bracket."""
    point = 0.5 * (low + high)
    # Pieces that have converged are left alone, so that a solution does not depend on what else is in the arrays.
    part, at, a, b, rises = _Floats.of(systems), np.arange(len(point)), low, high, rising
    for step in range(bisections + newton_steps):
        here = point[at]
        answer = part.reply(1, here)
        image = part.reply(0, answer)
        right = (image > here) == rises
        a, b = np.where(right, a, here), np.where(right, here, b)
        nearer = 0.5 * (a + b)
        if step >= bisections:
            slope = part.slope(0, image, answer) * part.slope(1, answer, here)
            with np.errstate(divide="ignore", invalid="ignore"):
                newton = here - (image - here) / (slope - 1.0)
            nearer = np.where((newton >= a) & (newton <= b), newton, nearer)
        point[at] = nearer
        going = np.abs(nearer - here) > 2 * np.spacing(nearer)
        if not going.any():
            break
        if not going.all():
            part, at, a, b, rises = part[going], at[going], a[going], b[going], rises[going]
    return point


def _image(part: Systems, point: FloatArray) -> Interval:
    """``psi(h)`` at a point."""
    return replies(part, 0, replies(part, 1, Interval.point(point)))


def _once(rows: IntArray, efforts: Interval, complete: BoolArray) -> Found:
    """A solution on the border of two pieces was found twice."""
    again = np.zeros(len(rows), dtype=bool)
    if len(rows) > 1:
        touch = np.all((efforts.lo[1:] <= efforts.hi[:-1]) & (efforts.lo[:-1] <= efforts.hi[1:]), axis=1)
        again[1:] = (rows[1:] == rows[:-1]) & touch
    return Found(rows[~again], efforts[~again], complete)
