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

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.intervals import Interval, Rows, joined, powers
from solver.directional.pairs import Found
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
    """``Q`` boxes: the system of each, and its sides ``(Q, N)``."""

    rows: IntArray
    sides: Interval

    def __len__(self) -> int:
        return len(self.rows)


def solve_boxes(systems: Systems) -> Found:
    """Every solution of systems of any number of players."""
    n, n_players = systems.cost.shape
    bound = largest_efforts(systems)
    boxes = _Boxes(np.arange(n), Interval(np.zeros((n, n_players)), bound))
    complete = np.ones(n, dtype=bool)
    found: list[tuple[IntArray, Interval]] = []
    looked_at = 0
    while len(boxes):
        looked_at += len(boxes)
        if looked_at > MAX_BOXES:
            complete[boxes.rows] = False
            break
        before = boxes.sides.hi - boxes.sides.lo
        boxes, shrunk = _shrink(systems, boxes)
        before = before[shrunk]
        if not len(boxes):
            break
        single = _at_most_one(systems[boxes.rows], boxes.sides)
        solutions, proven = _verified(systems[boxes.rows], boxes.sides, single)
        found.append((boxes.rows[proven], solutions[proven]))
        boxes, before = boxes[~proven], before[~proven]
        length = boxes.sides.hi - boxes.sides.lo
        scale = np.maximum(bound[boxes.rows].max(axis=1), 1e-300)
        short = length.max(axis=1) <= SHORTEST * scale
        complete[boxes.rows[short]] = False
        found.append((boxes.rows[short], boxes.sides[short]))
        boxes = _cut(boxes[~short], before[~short])
    rows = np.concatenate([f[0] for f in found]) if found else np.zeros(0, dtype=np.int64)
    return _sorted(rows, found, complete, n_players)


def replies(systems: Systems, sides: Interval) -> Interval:
    """``(Q, N)`` intervals that hold each player's best replies to all efforts in a box, one system per box.

    ``F_i`` is linear in every other effort ``h_j``, with slope ``t_j = c h_i**(g-1) + D_ij``. Where the sign of ``t_j``
    is known for every ``h_i`` in the box, an end of ``h_j`` gives the extreme; elsewhere the two parts of ``t_j h_j``
    are bounded one by one.
    """
    n_players = systems.cost.shape[1]
    lows, highs = [], []
    for i in range(n_players):
        rate, level = systems.rate, systems.level(i)
        cost, able = systems.cost[:, i], systems.can[:, i]
        marginal = powers(sides[:, i], systems.exponent - 1.0).times(cost)
        pull_most = pull_least = slope_most = slope_least = Interval.point(np.zeros(len(cost)))
        for j in range(n_players):
            if j == i:
                continue
            gap = systems.gap(i, j)
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


def _shrink(systems: Systems, boxes: _Boxes) -> tuple[_Boxes, BoolArray]:
    """Boxes cut down to their best replies, without those that vanish; and which are left."""
    image = replies(systems[boxes.rows], boxes.sides)
    low, high = np.maximum(boxes.sides.lo, image.lo), np.minimum(boxes.sides.hi, image.hi)
    left = np.all(low <= high, axis=1)
    return _Boxes(boxes.rows[left], Interval(low[left], high[left])), left


def slopes(systems: Systems, sides: Interval) -> Interval:
    """``(Q, N, N)`` bounds on the slopes of ``h - b(h)`` over a box."""
    n, n_players = systems.cost.shape
    image = replies(systems, sides)
    low, high = (np.broadcast_to(np.eye(n_players), (n, n_players, n_players)).copy() for _ in range(2))
    for i in range(n_players):
        others = {j: sides[:, j] for j in range(n_players) if j != i}
        for j, slope in reply_slopes(systems, i, image[:, i], others).items():
            low[:, i, j], high[:, i, j] = -slope.hi, -slope.lo
    return Interval(low, high)


def _at_most_one(systems: Systems, sides: Interval) -> BoolArray:
    """Whether a box provably holds at most one solution."""
    matrix = slopes(systems, sides)
    out = np.zeros(len(sides.lo), dtype=bool)
    finite = np.all(np.isfinite(matrix.lo) & np.isfinite(matrix.hi), axis=(1, 2))
    if finite.any():
        out[finite] = _distance(matrix[finite])[0] < SURE
    return out


def _distance(matrix: Interval) -> tuple[FloatArray, FloatArray]:
    """Bounds on ``norm(1 - Y A)``, one per matrix, and ``Y``, an inverse of the middle; inf where there is none."""
    middle = 0.5 * (matrix.lo + matrix.hi)
    sound = np.abs(np.linalg.det(middle)) > 1e-12
    usable = np.where(sound[:, None, None], middle, np.eye(middle.shape[1]))
    inverse = np.linalg.inv(usable)
    size = np.abs(inverse) @ (0.5 * (matrix.hi - matrix.lo)) + np.abs(np.eye(middle.shape[1]) - inverse @ middle)
    norm = size.sum(axis=2).max(axis=1) * (1 + 1e-12) + 1e-14
    return np.where(sound, norm, np.inf), inverse


def _verified(systems: Systems, sides: Interval, single: BoolArray) -> tuple[Interval, BoolArray]:
    """Enclosures of the solutions of boxes with at most one, and for which boxes they are proven."""
    which = np.flatnonzero(single)
    lows, highs = sides.lo.copy(), sides.hi.copy()
    proven = np.zeros(len(single), dtype=bool)
    if not len(which):
        return Interval(lows, highs), proven
    part, box = systems[which], sides[which]
    point = _polished(part, box)
    ground = replies(part, Interval.point(np.where(replies(part, box).hi <= 0, 0.0, point)))
    step = np.maximum(4 * np.spacing(point.max(axis=1)), 4 * (ground.hi - ground.lo).max(axis=1)) + SMALLEST
    idle = replies(part, box).hi <= 0
    # No effort of anybody that answers itself is a solution without any width.
    nothing = np.all((box.lo == 0) & (replies(part, Interval.point(np.zeros_like(point))).hi <= 0), axis=1)
    proven[which[nothing]] = True
    lows[which[nothing]] = highs[which[nothing]] = 0.0
    for _ in range(WIDENINGS):
        # A player who does nothing anywhere in the box is no variable.
        wide = np.where(idle, 0.0, step[:, None])
        low, high = np.where(idle, 0.0, point) - wide, np.where(idle, 0.0, point) + wide
        inside = Interval(np.maximum(low, 0.0), high)
        matrix = _beyond_zero(slopes(part, inside), low < 0, idle)
        finite = np.all(np.isfinite(matrix.lo) & np.isfinite(matrix.hi), axis=(1, 2))
        safe = Interval(
            np.where(finite[:, None, None], matrix.lo, 0.0), np.where(finite[:, None, None], matrix.hi, 0.0)
        )
        norm, inverse = _distance(safe)
        miss = Interval.point(np.where(idle, 0.0, point)) - ground
        worst = np.maximum(np.abs(miss.lo), np.abs(miss.hi))
        moved = (np.abs(inverse) @ worst[:, :, None])[:, :, 0] * (1 + 1e-12)
        holds = finite & (norm < SURE) & np.all((moved + norm[:, None] * step[:, None] < step[:, None]) | idle, axis=1)
        new = holds & ~proven[which]
        # A best reply is an effort of 0 or more, whatever the box around it says.
        reached = replies(part, inside)
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
        miss = point - replies(systems, here).mid
        matrix = slopes(systems, here)
        middle = 0.5 * (matrix.lo + matrix.hi)
        fine = np.all(np.isfinite(middle), axis=(1, 2)) & (np.abs(np.linalg.det(np.nan_to_num(middle))) > 1e-12)
        usable = np.where(fine[:, None, None], np.nan_to_num(middle), np.eye(middle.shape[1]))
        step = np.linalg.solve(usable, miss[:, :, None])[:, :, 0]
        nearer = np.clip(point - step, sides.lo, sides.hi)
        if np.all(np.abs(nearer - point) <= 2 * np.spacing(np.maximum(np.abs(point), 1e-30))):
            break
        point = nearer
    return point


def _cut(boxes: _Boxes, before: FloatArray) -> _Boxes:
    """Boxes that did not shrink by themselves in two halves, along the longest side."""
    length = boxes.sides.hi - boxes.sides.lo
    longest = np.argmax(length, axis=1)
    at = np.arange(len(boxes))
    whole = length[at, longest] <= ENOUGH * before.max(axis=1)
    halves = np.flatnonzero(~whole)
    side = longest[halves]
    middle = boxes.sides.lo[halves, side] + 0.5 * length[halves, side]
    lower_high, upper_low = boxes.sides.hi[halves].copy(), boxes.sides.lo[halves].copy()
    lower_high[np.arange(len(halves)), side] = middle
    upper_low[np.arange(len(halves)), side] = middle
    return _Boxes(
        np.concatenate([boxes.rows[whole], boxes.rows[halves], boxes.rows[halves]]),
        joined(
            [
                boxes.sides[whole],
                Interval(boxes.sides.lo[halves], lower_high),
                Interval(upper_low, boxes.sides.hi[halves]),
            ]
        ),
    )


def _sorted(rows: IntArray, found: list[tuple[IntArray, Interval]], complete: BoolArray, n_players: int) -> Found:
    """Solutions by system and effort, each once: one on the border of two boxes was found in both."""
    if not len(rows):
        nothing = np.zeros((0, n_players))
        return Found(rows, Interval(nothing, nothing), complete)
    efforts = joined([f[1] for f in found])
    order = np.lexsort((*efforts.lo.T[::-1], rows))
    rows, low, high = rows[order], efforts.lo[order], efforts.hi[order]
    keep = np.ones(len(rows), dtype=bool)
    for k in range(1, len(rows)):
        for earlier in range(k - 1, -1, -1):
            if rows[earlier] != rows[k]:
                break
            # Both enclosures meet, and one box holds at most one solution: it is the same.
            if keep[earlier] and np.all((low[k] <= high[earlier]) & (low[earlier] <= high[k])):
                keep[k] = False
                break
    return Found(rows[keep], Interval(low[keep], high[keep]), complete)
