"""All solutions of states in which one or two players choose efforts: fixed points of a monotone function.

Two replies one after the other, ``psi(h) = b_1(b_2(h))``, are monotone on ``[0, H]`` (see ``state``), so the range of
``psi`` over a piece is what it is at the two ends, and the fixed points of many states are found together: a piece
that ``psi`` maps beside itself is dropped, a piece on which the slope of ``psi`` stays on one side of 1 has at most one
fixed point, and any other piece is cut in two. A step of Newton's method with intervals that leads into the piece
proves that there is one, and further steps pin it down (Moore 1966). All bounds allow for rounding, so what is found is
everything. A piece that becomes as short as rounding is *unresolved*: it is listed, and its system is not complete.

``M`` systems of two players; ``K`` solutions. The slow twin, by resultants in rational numbers, is in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.intervals import Interval, down, joined, up
from solver.directional.state import Systems, largest_efforts, reply, reply_slopes

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
MAX_STEPS = 100
"""Steps towards a solution that is alone in its piece at most; a few suffice."""
SLOW, TIGHT = 0.9, 2e-15
"""A step that leaves more than this share of a piece is the last: rounding hides the rest. So is one that leaves less
than this share of its upper end."""


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
    alone: list[tuple[IntArray, Interval, Interval]] = []
    unresolved = [(rows[:0], low[:0], high[:0])]
    for _ in range(MAX_ROUNDS):
        part = systems[rows]
        # A little wider, so that a solution next to a cut is well inside one of the pieces.
        margin = MARGIN * bound[rows]
        piece = Interval(np.maximum(low - margin, 0.0), np.minimum(high + margin, bound[rows]))
        image, slope = _mapped(part, piece)
        new_low, new_high = np.maximum(low, image.lo), np.minimum(high, image.hi)
        single = (slope.hi < 1.0) | (slope.lo > 1.0)
        left = new_low <= new_high
        take = left & single
        alone.append((rows[take], piece[take], slope[take]))
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
        if not len(rows):
            break
    complete[rows] = False
    of_alone, pieces, slopes = zip(*alone, strict=True)
    rows, first = _pinned(systems, np.concatenate(of_alone), joined(pieces), joined(slopes), complete)
    more, low, high = _neighbours_joined(unresolved, bound)
    rows, first = np.concatenate([rows, more]), Interval(np.append(first.lo, low), np.append(first.hi, high))
    second = replies(systems[rows], 1, first)
    return distinct(rows, Interval(np.stack([first.lo, second.lo], 1), np.stack([first.hi, second.hi], 1)), complete)


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
    gap = systems.gap[:, player, 1 - player]
    level = systems.level[:, player]
    cost, exponent = systems.cost[:, player], systems.exponent
    # One effort is both ends.
    ends = (efforts,) if efforts.lo is efforts.hi else (Interval.point(efforts.lo), Interval.point(efforts.hi))
    found = [reply(systems.rate, pull * gap, level, cost, exponent, pull) for pull in ends]
    out = found[0].hull(found[-1])
    able = systems.can[:, player]
    return Interval(np.where(able, out.lo, 0.0), np.where(able, out.hi, 0.0))


def _mapped(part: Systems, piece: Interval) -> tuple[Interval, Interval]:
    """``psi`` of all efforts in a piece, and its slopes there."""
    answer = replies(part, 1, piece)
    image = replies(part, 0, answer)
    return image, reply_slopes(part, 0, image, {1: answer})[1] * reply_slopes(part, 1, answer, {0: piece})[0]


def _image(part: Systems, point: FloatArray) -> Interval:
    """``psi(h)`` at a point."""
    return replies(part, 0, replies(part, 1, Interval.point(point)))


def _pinned(
    systems: Systems, rows: IntArray, piece: Interval, slope: Interval, complete: BoolArray
) -> tuple[IntArray, Interval]:
    """First efforts of the solutions in pieces that hold at most one, as tightly as rounding allows."""
    whole = systems[rows]
    # No effort that answers itself is a solution without any width.
    nothing = (piece.lo == 0) & (_image(whole, piece.lo).hi <= 0)
    low, high = np.where(nothing, 0.0, piece.lo), np.where(nothing, 0.0, piece.hi)
    at, part, slopes, proven = np.arange(len(rows)), whole, slope, nothing.copy()
    for _ in range(MAX_STEPS):
        around = _around(part, low[at] + 0.5 * (high[at] - low[at]), slopes)
        left, right = np.maximum(low[at], around.lo), np.minimum(high[at], around.hi)
        proven[at] |= (around.lo >= low[at]) & (around.hi <= high[at])
        wide = right - left
        going = (wide > TIGHT * right) & (wide < SLOW * (high[at] - low[at]))
        low[at], high[at] = left, right
        if not going.any():
            break
        at, part, slopes = at[going], part[going], slopes[going]
        image, inside = _mapped(part, Interval(low[at], high[at]))
        # Rounding must not take the slopes of a part beyond 1.
        slopes = Interval(np.maximum(slopes.lo, inside.lo), np.minimum(slopes.hi, inside.hi))
        low[at], high[at] = np.maximum(low[at], image.lo), np.minimum(high[at], image.hi)
    possible = low <= high
    rest = np.flatnonzero(possible & ~proven)
    if len(rest):
        # The last pieces are too short for a step inside them; a step inside the first one is as good.
        around = _around(whole[rest], low[rest] + 0.5 * (high[rest] - low[rest]), slope[rest])
        # Where psi falls below its argument it is above it at 0, since no effort is negative.
        least = np.where(slope.lo[rest] > 1.0, around.lo, np.maximum(around.lo, 0.0))
        proven[rest] = (least >= piece.lo[rest]) & (around.hi <= piece.hi[rest])
    # What is not proven is listed where it may be, and its system is not complete.
    complete[rows[possible & ~proven]] = False
    return rows[possible], Interval(low[possible], high[possible])


def _around(part: Systems, point: FloatArray, slope: Interval) -> Interval:
    """``h + (psi(h) - h) / (1 - s)`` at a point ``h`` of a piece with slopes ``s``: every solution in the piece.

    If it is inside the piece, there is one.
    """
    image = _image(part, point)
    miss = down(image.lo - point), up(image.hi - point)
    # Slopes are below 1 or above it, so there is no division by 0.
    apart = down(1.0 - slope.hi), up(1.0 - slope.lo)
    with np.errstate(over="ignore"):
        steps = [rest / share for rest in miss for share in apart]
    least, most = reduce(np.minimum, steps), reduce(np.maximum, steps)
    return Interval(down(point + down(least)), up(point + up(most)))


def distinct(rows: IntArray, efforts: Interval, complete: BoolArray) -> Found:
    """Solutions by system and effort, each once: one on the border of two pieces or boxes is found in both."""
    order = np.lexsort((*efforts.lo.T[::-1], rows))
    rows, efforts = rows[order], efforts[order]
    met: list[tuple[int, int]] = []
    for apart in range(1, int(np.bincount(rows).max(initial=0))):
        one, other = efforts[apart:], efforts[:-apart]
        meet = np.all((one.lo <= other.hi) & (other.lo <= one.hi), axis=1) & (rows[apart:] == rows[:-apart])
        met += [(earlier + apart, earlier) for earlier in np.flatnonzero(meet).tolist()]
    again = np.zeros(len(rows), dtype=bool)
    # Both enclosures meet, and each holds at most one solution: it is the same. One that meets only what is left out
    # already need not be: of a chain of three the ends stay.
    for later, earlier in sorted(met):
        again[later] |= not again[earlier]
    return Found(rows[~again], efforts[~again], complete)
