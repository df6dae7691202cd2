"""One decision maker and one number: every maximiser of a piecewise smooth objective on an interval.

Words and letters are those of ``solver.decision.decision``. On each piece a grid brackets every local maximum that it
can see (a point not lower than both neighbours), golden section shrinks all promising brackets at once, and the
winners are sharpened: by bisection on the derivative's sign where it is given, else by fourth-order differences.
Kinks and ends are compared as points of their own, together with the limits of ``f`` from either side: at a jump the
supremum may be a limit that no choice attains, and then there is no maximiser. What is equally good up to the stated
resolution is reported as a tie, a flat stretch as a plateau with both its ends.

What it misses: a peak between two grid points. Take more points, or name a kink beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.errors import GameError
from solver.decision.decision import Choice, Decision
from solver.decision.peaks import bisect_derivative, golden_section, plateau_end, sharpen, strict_bracket

LIMIT_STEP = 2.0**-40
"""Limits at the end of a piece are read this fraction of the piece away from it."""

EDGE = 1e-7
"""A peak within this fraction of a piece from its end is the end itself, if that is as good."""

TIE = 1e-9
"""Values closer than this fraction of the objective's spread (from its median to its best) tie."""

FLAT = 256 * float(np.finfo(float).eps)
"""Values that differ by less than this fraction of the largest are equal; stretches of best values are plateaus."""

MOST_PEAKS = 256
"""Local maxima refined per piece, the highest on the grid first."""


def choose(decision: Decision, points: int = 1001) -> Choice:
    """Every best choice of ``decision`` that a grid of so many points on each piece can see, refined.

    Raises:
        GameError: the objective returned nan, or forbids every choice.
    """
    return _Search(decision, points).choice()


@dataclass(frozen=True)
class _Candidate:
    at: float
    value: float
    bracket: tuple[float, float]


class _Search:
    def __init__(self, decision: Decision, points: int) -> None:
        self.decision, f, knots = decision, decision.values, decision.knots
        a, b = knots[:-1, None], knots[1:, None]
        self.knots, self.knot_values = knots, f(knots)
        # One row per piece; the first and the last point stand for the limits at its ends.
        self.grids = a + (b - a) * np.linspace(0, 1, points)
        step = np.maximum(LIMIT_STEP * (b - a), 4 * np.spacing(np.maximum(np.abs(a), np.abs(b))))
        self.grids[:, :1], self.grids[:, -1:] = a + step, b - step
        self.grid_values = f(self.grids.ravel()).reshape(self.grids.shape)
        seen = np.concatenate([self.knot_values, self.grid_values.ravel()])
        seen = seen[np.isfinite(seen)]
        if not seen.size:
            raise GameError("the objective is -inf everywhere", "an allowed choice", "look at its domain")
        # From the median, not from the worst: a large penalty somewhere must not make everything else a tie.
        spread = float(seen.max() - np.median(seen) or np.ptp(seen) or abs(seen.max()) or 1.0)
        self.flat = FLAT * max(abs(float(seen.max())), spread)
        self.resolution = max(TIE * spread, self.flat)

    def choice(self) -> Choice:
        peaks = [c for piece in range(len(self.grids)) for c in self.peaks(piece)]
        knots = [
            _Candidate(float(y), float(v), (float(y),) * 2) for y, v in zip(self.knots, self.knot_values, strict=True)
        ]
        best = max(c.value for c in [*peaks, *knots])
        limits = np.stack([self.grid_values[:, 0], self.grid_values[:, -1]], axis=1)
        supremum = max(best, float(limits.max()))
        if supremum > best + self.resolution:
            sides = np.stack([self.knots[:-1], self.knots[1:]], axis=1)
            near = np.unique(sides[limits >= supremum - self.resolution])
            return Choice((), supremum, (), (), (), tuple(float(y) for y in near), self.resolution)
        plateaus = self.plateaus(best)
        winners = [c for c in [*knots, *peaks] if c.value >= best - self.resolution]
        winners = [c for c in winners if not any(low <= c.at <= high for low, high in plateaus)]
        ends = sorted({y for plateau in plateaus for y in plateau})
        flat = [
            _Candidate(y, float(v), (y, y)) for y, v in zip(ends, self.decision.values(np.array(ends)), strict=True)
        ]
        kept = sorted(_distinct([*flat, *winners], EDGE * float(np.ptp(self.knots))), key=lambda c: c.at)
        at, values, brackets = zip(*[(c.at, c.value, c.bracket) for c in kept], strict=True)
        return Choice(at, max(values), values, brackets, plateaus, (), self.resolution)

    def peaks(self, piece: int) -> list[_Candidate]:
        """Refined local maxima inside one piece that may be best, those at its ends left to the knots."""
        grid, values = self.grids[piece], self.grid_values[piece]
        best = max(float(self.grid_values.max()), float(self.knot_values.max()))
        with np.errstate(invalid="ignore"):  # -inf next to -inf: no fall, hence no peak
            fall_left, fall_right = np.diff(values, prepend=-np.inf), -np.diff(values, append=-np.inf)
        # Of a flat run the first will do. A peak rises above its grid point by less than f falls to both neighbours.
        rise = np.where(np.isfinite(fall_left), fall_left, fall_right) + np.where(
            np.isfinite(fall_right), fall_right, fall_left
        )
        local = np.flatnonzero((fall_left > 0) & (fall_right >= 0) & (values + rise >= best - self.resolution))
        local = local[np.argsort(-values[local], kind="stable")[:MOST_PEAKS]]
        if not local.size:
            return []
        low, high = grid[np.maximum(local - 1, 0)], grid[np.minimum(local + 1, len(grid) - 1)]
        if self.decision.derivative is not None:
            at, left, right = bisect_derivative(self.decision.derivative, self.decision.objective, low, high)
        else:
            at, left, right = golden_section(self.decision.objective, low, high)
        found = self.decision.values(at)
        # At a bend that was not named, the grid point itself can be the peak.
        at, found = np.where(values[local] > found, grid[local], at), np.maximum(values[local], found)
        out = []
        for y, value, a, b in zip(at, found, left, right, strict=True):
            if value >= best - self.resolution and not self.is_end(piece, float(y), float(value)):
                out.append(self.refined(piece, float(y), float(value), (float(a), float(b))))
        return out

    def is_end(self, piece: int, y: float, value: float) -> bool:
        """Whether a peak is the end of its piece: close to it, and the end as good or its limit."""
        a, b = self.knots[piece], self.knots[piece + 1]
        for end, limit in ((a, self.grid_values[piece, 0]), (b, self.grid_values[piece, -1])):
            if abs(y - end) <= EDGE * (b - a):
                attained = self.knot_values[np.searchsorted(self.knots, end)]
                return bool(max(attained, limit) >= value - self.resolution)
        return False

    def refined(self, piece: int, y: float, value: float, bracket: tuple[float, float]) -> _Candidate:
        if self.decision.derivative is None:
            a, b = float(self.knots[piece]), float(self.knots[piece + 1])
            better = sharpen(self.decision.objective, y, a, b)
            at_better = float(self.decision.values(np.array([better]))[0])
            # The sharpened point is judged by value alone; where f is not smooth it may be worse, and the first stays.
            if at_better >= value - self.flat:
                y, value = better, at_better
            bracket = strict_bracket(self.decision.objective, y, a, b, self.flat)
        return _Candidate(y, value, bracket)

    def plateaus(self, best: float) -> tuple[tuple[float, float], ...]:
        """Intervals on which ``f`` equals ``best`` up to rounding, joined across kinks where it does there too."""
        found: list[tuple[float, float]] = []
        for piece, values in enumerate(self.grid_values):
            equal = np.concatenate([[False], values >= best - self.flat, [False]]).astype(int)
            starts, stops = np.flatnonzero(np.diff(equal) == 1), np.flatnonzero(np.diff(equal) == -1) - 1
            for i, j in zip(starts, stops, strict=True):
                if j - i >= SHORTEST_PLATEAU - 1:
                    found.append((self.edge(piece, int(i), -1, best), self.edge(piece, int(j), 1, best)))
        joined: list[tuple[float, float]] = []
        for low, high in found:
            touches = joined and joined[-1][1] == low
            if touches and self.knot_values[np.searchsorted(self.knots, low)] >= best - self.flat:
                joined[-1] = (joined[-1][0], high)
            else:
                joined.append((low, high))
        return tuple(joined)

    def edge(self, piece: int, i: int, direction: int, best: float) -> float:
        """Where the plateau around grid point ``i`` ends."""
        grid = self.grids[piece]
        if 0 <= i + direction < len(grid):
            return plateau_end(self.decision.objective, float(grid[i]), float(grid[i + direction]), best - self.flat)
        return float(self.knots[piece + (direction > 0)])


SHORTEST_PLATEAU = 4
"""Neighbouring grid points of equal value that make a plateau; fewer are a flat-topped peak."""


def _distinct(candidates: list[_Candidate], separation: float) -> list[_Candidate]:
    """Candidates further apart than ``separation``; of close ones the first, so plateau ends and knots win."""
    kept: list[_Candidate] = []
    for c in candidates:
        if all(abs(c.at - other.at) > separation for other in kept):
            kept.append(c)
    return kept
