"""All solutions of states in which any number of players choose efforts: branch and bound on boxes of efforts.

Best replies to all efforts in a box lie in an interval each (``replies``), so the box shrinks to these intervals, or
vanishes. On what is left, ``h - b(h)`` has slopes in a known interval matrix ``A``, the identity plus bounds on the
slopes of ``b``; with ``Y`` near the inverse of its middle, ``norm(1 - Y A) < 1`` proves that the box holds at most one
solution, and the Krawczyk operator around an approximate solution that there is one (Krawczyk 1969; ``b`` is Lipschitz
with kinks where an effort reaches 0, which interval slopes cover). Other boxes are cut along their longest side.

``M`` systems, ``Q`` boxes at a time, ``N`` players, ``K`` solutions. For two players this is the second way beside
``pairs``, and tests compare them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.intervals import Interval, Rows, joined, powers, stacked
from solver.directional.pairs import Found, distinct
from solver.directional.state import Systems, largest_efforts, reply, reply_slopes

SHORTEST = 1e-9
"""A box whose longest side is below this share of the range of efforts is not cut any further: it is unresolved."""
ENOUGH = 0.7
"""A box of which less than this share of the longest side is left is not cut in the same round."""
MAX_BOXES = 200_000
"""Boxes of one call at most; beyond that the rest is unresolved."""
SMALLEST = 1e-100
"""Half the side of a box around an effort of 0, far above the smallest floats."""
SURE = 1.0 - 1e-9
"""A norm below this is below 1 whatever the rounding of the few sums in it."""
POLISHES = 30
WIDENINGS = 6


@dataclass(frozen=True, eq=False)
class _Boxes(Rows):
    """``Q`` boxes: the system of each, its sides ``(Q, N)``, and its longest side before it last shrank."""

    rows: IntArray
    sides: Interval
    before: FloatArray

    def __len__(self) -> int:
        return len(self.rows)


def solve_boxes(systems: Systems) -> Found:
    """Every solution of systems of any number of players."""
    n, n_players = systems.cost.shape
    bound = largest_efforts(systems)
    boxes = _Boxes(np.arange(n), Interval(np.zeros((n, n_players)), bound), np.zeros(n))
    complete = np.ones(n, dtype=bool)
    found = [(boxes.rows[:0], boxes.sides[:0])]
    looked_at = 0
    while len(boxes):
        looked_at += len(boxes)
        if looked_at > MAX_BOXES:
            complete[boxes.rows] = False
            break
        boxes = _shrink(systems, boxes)
        if not len(boxes):
            break
        solutions, proven = _verified(systems[boxes.rows], boxes.sides)
        found.append((boxes.rows[proven], solutions[proven]))
        boxes = boxes[~proven]
        length = boxes.sides.hi - boxes.sides.lo
        scale = np.maximum(bound[boxes.rows].max(axis=1), 1e-300)
        short = length.max(axis=1) <= SHORTEST * scale
        complete[boxes.rows[short]] = False
        found.append((boxes.rows[short], boxes.sides[short]))
        boxes = _cut(boxes[~short])
    rows, efforts = zip(*found, strict=True)
    return distinct(np.concatenate(rows), joined(efforts), complete)


def replies(systems: Systems, sides: Interval) -> Interval:
    """``(Q, N)`` intervals that hold each player's best replies to all efforts in a box, one system per box.

    ``F_i`` is linear in every other effort ``h_j``, with slope ``t_j = c h_i**(g-1) + D_ij``. Where the sign of ``t_j``
    is known for every ``h_i`` in the box, an end of ``h_j`` gives the extreme; elsewhere the two parts of ``t_j h_j``
    are bounded one by one.
    """
    n_players = systems.cost.shape[1]
    lows, highs = [], []
    for i in range(n_players):
        rate, level = systems.rate, systems.level[:, i]
        cost, able = systems.cost[:, i], systems.can[:, i]
        marginal = powers(sides[:, i], systems.exponent - 1.0).times(cost)
        pull_most = pull_least = slope_most = slope_least = Interval.point(np.zeros(len(cost)))
        for j in range(n_players):
            if j == i:
                continue
            gap = systems.gap[:, i, j]
            turn = marginal + gap
            rises, falls = turn.lo >= 0, turn.hi <= 0
            low, high = sides.lo[:, j], sides.hi[:, j]
            most = Interval.point(np.where(falls, low, high))
            least = Interval.point(np.where(falls, high, low))
            mixed = ~rises & ~falls
            both = Interval(low, high) * gap
            pull_most, pull_least = pull_most + most, pull_least + least
            up_slope, low_slope = most * gap, least * gap
            slope_most = slope_most + Interval(up_slope.lo, np.where(mixed, both.hi, up_slope.hi))
            slope_least = slope_least + Interval(np.where(mixed, both.lo, low_slope.lo), low_slope.hi)
        highest = reply(rate, Interval.point(slope_least.lo), level, cost, systems.exponent, pull_least)
        lowest = reply(rate, Interval.point(slope_most.hi), level, cost, systems.exponent, pull_most)
        lows.append(np.where(able, lowest.lo, 0.0))
        highs.append(np.where(able, np.maximum(highest.hi, lowest.lo), 0.0))
    return Interval(np.stack(lows, axis=1), np.stack(highs, axis=1))


def _shrink(systems: Systems, boxes: _Boxes) -> _Boxes:
    """Boxes cut down to their best replies, without those that vanish."""
    image = replies(systems[boxes.rows], boxes.sides)
    low, high = np.maximum(boxes.sides.lo, image.lo), np.minimum(boxes.sides.hi, image.hi)
    left = np.all(low <= high, axis=1)
    longest = (boxes.sides.hi - boxes.sides.lo).max(axis=1)
    return _Boxes(boxes.rows, Interval(low, high), longest)[left]


def slopes(systems: Systems, sides: Interval, image: Interval) -> Interval:
    """``(Q, N, N)`` bounds on the slopes of ``h - b(h)`` over a box, whose best replies are in ``image``."""
    n, n_players = systems.cost.shape
    low, high = (np.broadcast_to(np.eye(n_players), (n, n_players, n_players)).copy() for _ in range(2))
    for i in range(n_players):
        others = {j: sides[:, j] for j in range(n_players) if j != i}
        for j, slope in reply_slopes(systems, i, image[:, i], others).items():
            low[:, i, j], high[:, i, j] = -slope.hi, -slope.lo
    return Interval(low, high)


def _distance(matrix: Interval) -> tuple[FloatArray, FloatArray]:
    """Bounds on ``norm(1 - Y A)``, one per matrix, and ``Y``, an inverse of its middle; inf and 1 if there is none."""
    eye = np.eye(matrix.lo.shape[1])
    finite = np.all(np.isfinite(matrix.lo) & np.isfinite(matrix.hi), axis=(1, 2))[:, None, None]
    low, high = np.where(finite, matrix.lo, 0.0), np.where(finite, matrix.hi, 0.0)
    middle = 0.5 * (low + high)
    sound = np.abs(np.linalg.det(middle)) > 1e-12
    inverse = np.linalg.inv(np.where(sound[:, None, None], middle, eye))
    size = np.abs(inverse) @ (0.5 * (high - low)) + np.abs(eye - inverse @ middle)
    norm = size.sum(axis=2).max(axis=1) * (1 + 1e-12) + 1e-14
    return np.where(sound, norm, np.inf), inverse


def _verified(systems: Systems, sides: Interval) -> tuple[Interval, BoolArray]:
    """Enclosures of the solutions of boxes with at most one, and for which boxes they are proven."""
    image = replies(systems, sides)
    which = np.flatnonzero(_distance(slopes(systems, sides, image))[0] < SURE)
    lows, highs = sides.lo.copy(), sides.hi.copy()
    proven = np.zeros(len(systems), dtype=bool)
    if not len(which):
        return Interval(lows, highs), proven
    part, box = systems[which], sides[which]
    # A player who does nothing anywhere in the box is no variable.
    idle = image.hi[which] <= 0
    point = np.where(idle, 0.0, _polished(part, box))
    ground = replies(part, Interval.point(point))
    miss = Interval.point(point) - ground
    worst = np.maximum(np.abs(miss.lo), np.abs(miss.hi))[:, :, None]
    step = np.maximum(4 * np.spacing(point.max(axis=1)), 4 * (ground.hi - ground.lo).max(axis=1)) + SMALLEST
    # No effort of anybody that answers itself is a solution without any width.
    nothing = np.all((box.lo == 0) & (replies(part, Interval.point(np.zeros_like(point))).hi <= 0), axis=1)
    proven[which[nothing]] = True
    lows[which[nothing]] = highs[which[nothing]] = 0.0
    for _ in range(WIDENINGS):
        wide = np.where(idle, 0.0, step[:, None])
        inside = Interval(np.maximum(point - wide, 0.0), point + wide)
        reached = replies(part, inside)
        norm, inverse = _distance(_beyond_zero(slopes(part, inside, reached), point < wide, idle))
        moved = (np.abs(inverse) @ worst)[:, :, 0] * (1 + 1e-12)
        holds = (norm < SURE) & np.all((moved + norm[:, None] * step[:, None] < step[:, None]) | idle, axis=1)
        new = holds & ~proven[which]
        # A best reply is an effort of 0 or more, whatever the box around it says.
        lows[which[new]] = np.maximum(inside.lo, reached.lo)[new]
        highs[which[new]] = np.minimum(inside.hi, reached.hi)[new]
        proven[which[new]] = True
        if proven[which].all():
            break
        step = step * 20.0
    # One that lies outside the box belongs to another box.
    proven &= np.all((lows <= sides.hi) & (highs >= sides.lo), axis=1)
    return Interval(lows, highs), proven


def _beyond_zero(matrix: Interval, beyond: BoolArray, idle: BoolArray) -> Interval:
    """Slopes on a box that reaches below 0, where an effort counts as 0; idle players' columns are left out."""
    eye = np.eye(matrix.lo.shape[1], dtype=bool)
    column, none = beyond[:, None, :] & ~eye, idle[:, None, :] & ~eye
    low = np.where(column, np.minimum(matrix.lo, 0.0), matrix.lo)
    high = np.where(column, np.maximum(matrix.hi, 0.0), matrix.hi)
    return Interval(np.where(none, 0.0, low), np.where(none, 0.0, high))


def _polished(systems: Systems, sides: Interval) -> FloatArray:
    """Newton's method on ``h - b(h)`` from the middle of each box, kept inside the box."""
    point = 0.5 * (sides.lo + sides.hi)
    for _ in range(POLISHES):
        here = Interval.point(point)
        image = replies(systems, here)
        inverse = _distance(slopes(systems, here, image))[1]
        step = (inverse @ (point - image.mid)[:, :, None])[:, :, 0]
        nearer = np.clip(point - step, sides.lo, sides.hi)
        # Steps as short as what rounding hides of a reply lead nowhere.
        if np.all(np.abs(nearer - point) <= 2 * np.spacing(point) + image.width):
            break
        point = nearer
    return point


def _cut(boxes: _Boxes) -> _Boxes:
    """Boxes that did not shrink by themselves in two halves, along the longest side."""
    length = boxes.sides.hi - boxes.sides.lo
    shrunk = length.max(axis=1) <= ENOUGH * boxes.before
    halves = boxes[~shrunk]
    at = np.arange(len(halves)), np.argmax(length[~shrunk], axis=1)
    lower_high, upper_low = halves.sides.hi.copy(), halves.sides.lo.copy()
    lower_high[at] = upper_low[at] = halves.sides.lo[at] + 0.5 * length[~shrunk][at]
    lower, upper = Interval(halves.sides.lo, lower_high), Interval(upper_low, halves.sides.hi)
    return stacked([boxes[shrunk], replace(halves, sides=lower), replace(halves, sides=upper)])
