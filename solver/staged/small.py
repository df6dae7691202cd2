"""Stage games with two actions per mover, in closed form.

Letters: ``p`` is the probability of action 1; a mover's *gain* is what action 1 pays above action 0, as a function of
the others' ``p``. A mover's action is optimal where its gain has the right sign; ties are differences up to ``tie``.

Two movers. A best-response polytope of a 2 x 2 game has corners at ``p = 0``, ``p = 1`` and, where the opponent's gain
changes sign in between, at its root. Every extreme equilibrium pairs two corners (Mangasarian 1964), so trying the at
most nine pairs finds all of them, ties included. Two that share a mixed action span a segment of equilibria.

Three movers. Gains are bilinear, so an equilibrium in which one, two or three movers mix solves a linear, bilinear or
quadratic equation. Isolated equilibria and segments are found; where an equation vanishes identically the answer is
``None`` and a general solver is needed.
"""

from __future__ import annotations

from itertools import product
from math import sqrt

import numpy as np

from solver.common.arrays import FloatArray

Point = tuple[float, ...]
"""Per mover the probability of action 1."""


def two_by_two(payoffs: FloatArray, tie: FloatArray) -> list[Point]:
    """All extreme equilibria of ``payoffs`` ``(2, 2, 2)``, with ties up to ``tie`` ``(2,)``."""
    row, column = payoffs
    # Gains against the opponent's action 0 and against its action 1.
    gains = (
        (float(row[1, 0] - row[0, 0]), float(row[1, 1] - row[0, 1])),
        (float(column[0, 1] - column[0, 0]), float(column[1, 1] - column[1, 0])),
    )
    corners = [_corners(gains[1], float(tie[1])), _corners(gains[0], float(tie[0]))]
    return [
        (x, y)
        for x, y in product(*corners)
        if _optimal(x, _at(gains[0], y, float(tie[0]))) and _optimal(y, _at(gains[1], x, float(tie[1])))
    ]


def shares_a_side(points: list[Point]) -> bool:
    """Whether two points differ in one mover's mixed action only, so that a segment of equilibria joins them."""
    return any(
        sum(a != b for a, b in zip(first, second, strict=True)) == 1
        for k, first in enumerate(points)
        for second in points[:k]
    )


def two_by_two_by_two(payoffs: FloatArray, tie: FloatArray) -> list[Point] | None:
    """Equilibria of ``payoffs`` ``(3, 2, 2, 2)``; of a segment, its ends.

    ``None`` where a support's equations are degenerate and nothing can be concluded.
    """
    game = _Trilinear(payoffs, tie)
    found: list[Point] = [corner for corner in product((0.0, 1.0), repeat=3) if game.is_equilibrium(corner)]
    for player in range(3):
        for q, s in product((0.0, 1.0), repeat=2):
            found += game.one_mixer(player, (q, s))
        for fixed in (0.0, 1.0):
            pair = game.two_mixers(player, fixed)
            if pair is None:
                return None
            found += pair
    triple = game.three_mixers()
    return None if triple is None else list(dict.fromkeys(found + triple))


class _Trilinear:
    """``gain_i = a + b q + c s + d q s`` with ``q, s`` the probabilities of the other two, in order."""

    def __init__(self, payoffs: FloatArray, tie: FloatArray) -> None:
        self.tie = [float(t) for t in tie]
        self.gain: list[tuple[float, float, float, float]] = []
        for player in range(3):
            own = np.moveaxis(payoffs[player], player, 0)
            corner = own[1] - own[0]
            # Rounding in a payoff must not look like a slope.
            a, b, c = corner[0, 0], corner[1, 0] - corner[0, 0], corner[0, 1] - corner[0, 0]
            d = corner[1, 1] - corner[1, 0] - corner[0, 1] + corner[0, 0]
            cleaned = [0.0 if abs(v) <= 2 * self.tie[player] else float(v) for v in (a, b, c, d)]
            self.gain.append((cleaned[0], cleaned[1], cleaned[2], cleaned[3]))

    def value(self, player: int, point: Point) -> float:
        q, s = (point[other] for other in range(3) if other != player)
        a, b, c, d = self.gain[player]
        value = a + b * q + c * s + d * q * s
        return 0.0 if abs(value) <= 4 * self.tie[player] else value

    def is_equilibrium(self, point: Point) -> bool:
        return all(_optimal(point[player], self.value(player, point)) for player in range(3))

    def one_mixer(self, player: int, others: tuple[float, float]) -> list[Point]:
        """Ends of the segment on which only ``player``, indifferent, mixes while the others keep a pure pair."""
        low, high = 0.0, 1.0
        if self.value(player, _insert(others, player, 0.0)) != 0:
            return []
        for other in range(3):
            if other == player:
                continue
            sign = 1.0 if _insert(others, player, 0.0)[other] == 1.0 else -1.0
            start, end = (sign * self.value(other, _insert(others, player, p)) for p in (0.0, 1.0))
            if start < 0 and end < 0:
                return []
            if start < 0:
                low = max(low, start / (start - end))
            elif end < 0:
                high = min(high, start / (start - end))
        return [_insert(others, player, p) for p in dict.fromkeys((low, high))] if low <= high else []

    def two_mixers(self, fixed_player: int, fixed: float) -> list[Point] | None:
        """The others mix, each making the other indifferent."""
        first, second = (player for player in range(3) if player != fixed_player)
        point = [0.0, 0.0, 0.0]
        point[fixed_player] = fixed
        for mixer, responder in ((first, second), (second, first)):
            ends = self._ends(responder, mixer, point)
            if ends == (0, 0):
                # The responder never cares: whatever it does may be an equilibrium, unless the mixer's answer is clear.
                low, high = self._ends(mixer, responder, point)
                return None if low * high <= 0 else []
            if ends[0] * ends[1] >= 0:
                return []
            point[mixer] = ends[0] / (ends[0] - ends[1])
        candidate = (point[0], point[1], point[2])
        return [candidate] if _optimal(fixed, self.value(fixed_player, candidate)) else []

    def _ends(self, player: int, mixer: int, point: list[float]) -> tuple[float, ...]:
        """A player's gain where another one takes action 0, and where it takes action 1."""
        return tuple(self.value(player, (*point[:mixer], p, *point[mixer + 1 :])) for p in (0.0, 1.0))

    def three_mixers(self) -> list[Point] | None:
        """Everybody mixes: eliminate two unknowns, solve a quadratic in the third player's probability ``z``."""
        a0, b0, c0, d0 = self.gain[0]  # in (y, z)
        a1, b1, c1, d1 = self.gain[1]  # in (x, z)
        a2, b2, c2, d2 = self.gain[2]  # in (x, y)
        if any(self._never_zero(player) for player in range(3)):
            return []
        # y = -(a0 + c0 z) / (b0 + d0 z), x = -(a1 + c1 z) / (b1 + d1 z); clear both denominators in player 2's gain.
        y_top, y_bottom = np.array([-a0, -c0]), np.array([b0, d0])
        x_top, x_bottom = np.array([-a1, -c1]), np.array([b1, d1])
        quadratic = (
            a2 * np.convolve(x_bottom, y_bottom)
            + b2 * np.convolve(x_top, y_bottom)
            + c2 * np.convolve(x_bottom, y_top)
            + d2 * np.convolve(x_top, y_top)
        )
        roots = _roots_inside(quadratic)
        if roots is None:
            return None
        found: list[Point] = []
        for z in roots:
            xs = _root(a1 + c1 * z, b1 + d1 * z, self.slack(1))
            ys = _root(a0 + c0 * z, b0 + d0 * z, self.slack(0))
            if [] in (xs, ys):
                continue
            # Where z makes one player indifferent on its own, the other's probability follows from player 2's gain.
            if ys is None and xs:
                ys = _root(a2 + b2 * xs[0], c2 + d2 * xs[0], self.slack(2))
            elif xs is None and ys:
                xs = _root(a2 + c2 * ys[0], b2 + d2 * ys[0], self.slack(2))
            if xs is None or ys is None:
                return None
            found += [(x, y, z) for x in xs for y in ys if 0 < x < 1 and 0 < y < 1]
        return found

    def slack(self, player: int) -> float:
        """Below this a slope of a player's gain is a rounding error."""
        return 1e-11 * max(abs(v) for v in self.gain[player]) + 4 * self.tie[player]

    def _never_zero(self, player: int) -> bool:
        """Whether the player's gain keeps one sign strictly inside the square: its corners do, one of them strictly."""
        values = [self.value(player, _insert(pair, player, 0.0)) for pair in product((0.0, 1.0), repeat=2)]
        return any(v != 0 for v in values) and (min(values) >= 0 or max(values) <= 0)


def _corners(gain: tuple[float, float], tie: float) -> list[float]:
    """Corners of the opponent's best-response polytope: 0, 1 and the root of the gain if it is strictly inside."""
    if abs(gain[0]) <= tie or abs(gain[1]) <= tie or gain[0] * gain[1] > 0:
        return [0.0, 1.0]
    return [0.0, gain[0] / (gain[0] - gain[1]), 1.0]


def _at(gain: tuple[float, float], p: float, tie: float) -> float:
    """The gain against ``p``; exactly 0 at the root and where it is a tie."""
    if 0 < p < 1:
        return 0.0
    value = gain[int(p)]
    return 0.0 if abs(value) <= tie else value


def _optimal(p: float, gain: float) -> bool:
    return gain == 0 or p == (1.0 if gain > 0 else 0.0)


def _insert(others: tuple[float, ...], player: int, p: float) -> Point:
    return (*others[:player], p, *others[player:])


def _root(constant: float, slope: float, slack: float) -> list[float] | None:
    """The root of ``constant + slope p``, if it has one; ``None`` if it vanishes for every ``p``."""
    if abs(slope) > slack:
        return [-constant / slope]
    return None if abs(constant) <= slack else []


def _roots_inside(quadratic: FloatArray) -> list[float] | None:
    """Roots in (0, 1) of ``q0 + q1 z + q2 z^2``; ``None`` if it vanishes identically or has a double root."""
    c, b, a = (float(v) for v in quadratic)
    scale = max(abs(a), abs(b), abs(c))
    if scale == 0:
        return None
    if abs(a) <= 1e-14 * scale:
        return [z for z in ([-c / b] if b else []) if 0 < z < 1]
    discriminant = b * b - 4 * a * c
    if abs(discriminant) <= 1e-12 * scale * scale:
        return None
    if discriminant < 0:
        return []
    half = -(b + (sqrt(discriminant) if b >= 0 else -sqrt(discriminant))) / 2
    return [z for z in (half / a, *([c / half] if half else [])) if 0 < z < 1]
