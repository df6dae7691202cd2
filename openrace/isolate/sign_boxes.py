"""Boxes of assumptions in which one sign prevails: scenario discovery (Bryant and Lempert 2010).

A classification tree cuts the cells where signs part best, one cut at a time, and each of its leaves is a box. Cuts are
rounded to three digits; then every side of a box that hardly raises its density is taken away, so that a rule names
what matters and nothing else, and the sides that are left are moved outwards as long as nearly all cells on the way
have the sign (the "pasting" of Friedman and Fisher 1999), because a tree cuts too much where signs are noisy.
``coverage`` is the share of all cells with the sign that are in the box (recall), ``density`` the share of the box's
cells that have the sign (precision).

Letters: ``C`` cells, ``D`` numbers that vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from games.parts.direction import Code
from games.parts.part import FloatArray
from openrace.concepts.plain import Plain
from solver.common.extras import extra

MOST_LEAVES = 10
"""Leaves of the tree: a box within three numbers takes six cuts, and a few more leave room for a second one."""
LEAST_LEAF = 0.01
"""Share of the cells in a leaf at least."""
GIVEN_UP = 0.01
"""Density that a side may cost to be taken away."""
PASTED = 0.05
"""By how much the density of what a moved side adds may be below that of the box."""
LEAST_DENSITY, LEAST_COVERAGE = 0.6, 0.05
"""Rules below are no help: the sign hardly prevails in them, or hardly any of its cells are."""
DIGITS = 3


@dataclass(frozen=True)
class Condition(Plain):
    """A number within limits.

    Attributes:
        path: the number.
        low: it is above this; ``None`` for no limit.
        high: it is at most this; ``None`` for no limit.
    """

    path: str
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class SignBox:
    """Where one sign prevails.

    Attributes:
        sign: the sign.
        conditions: limits of the box, those that matter.
        coverage: share of the sign's cells that are in the box.
        density: share of the box's cells that have the sign.
        elsewhere: share of the other cells that have the sign; ``None`` where the box is everything.
        cells: number of cells in the box.
    """

    sign: Code
    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    elsewhere: float | None
    cells: int

    def contains(self, paths: tuple[str, ...], points: FloatArray) -> NDArray[np.bool_]:
        """``(C,)`` which of the points ``(C, D)`` are in the box."""
        inside = np.ones(len(points), dtype=bool)
        for condition in self.conditions:
            column = points[:, paths.index(condition.path)]
            inside &= column > (-np.inf if condition.low is None else condition.low)
            inside &= column <= (np.inf if condition.high is None else condition.high)
        return inside


def sign_boxes(paths: tuple[str, ...], points: FloatArray, codes: NDArray[np.int8]) -> tuple[SignBox, ...]:
    """Boxes in which one sign prevails, those that hold most of their sign's cells first.

    Args:
        paths: the ``D`` numbers.
        points: ``(C, D)`` their values.
        codes: ``(C,)`` signs.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    signs = [Code(int(code)) for code in np.unique(codes)]
    boxes = [(sign, limits) for limits in _leaves(points, codes) for sign in signs]
    found: list[SignBox] = []
    for sign, limits in boxes:
        has = codes == int(sign)
        if has[_inside(points, limits)].mean() < LEAST_DENSITY:
            continue
        simple = _simplified(points, has, _pasted(points, has, _simplified(points, has, limits)))
        inside = _inside(points, simple)
        coverage, density = float(has[inside].sum() / has.sum()), float(has[inside].mean())
        if density >= LEAST_DENSITY and coverage >= LEAST_COVERAGE:
            elsewhere = None if inside.all() else float(has[~inside].mean())
            conditions = _conditions(paths, simple)
            found.append(SignBox(sign, conditions, coverage, density, elsewhere, int(inside.sum())))
    found.sort(key=lambda box: (-box.coverage * box.density, int(box.sign)))
    return _distinct(found, paths, points)


def _leaves(points: FloatArray, codes: NDArray[np.int8]) -> list[FloatArray]:
    """Limits ``(D, 2)`` of every leaf of a tree, rounded."""
    with extra("rules"):
        from sklearn.tree import DecisionTreeClassifier
    least = max(1, round(LEAST_LEAF * len(points)))
    # Columns between 0 and 1, because the tree's floats are short.
    base, width = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-300)
    tree = DecisionTreeClassifier(max_leaf_nodes=MOST_LEAVES, min_samples_leaf=least, random_state=0)
    made = tree.fit((points - base) / width, codes).tree_
    leaves, waiting = [], [(0, np.tile([-np.inf, np.inf], (points.shape[1], 1)))]
    while waiting:
        node, limits = waiting.pop()
        if made.children_left[node] < 0:
            leaves.append(limits)
            continue
        k = int(made.feature[node])
        cut = float(f"{base[k] + width[k] * float(made.threshold[node]):.{DIGITS}g}")
        for child, end in ((made.children_left[node], 1), (made.children_right[node], 0)):
            part = limits.copy()
            part[k, end] = cut
            waiting.append((int(child), part))
    return leaves


def _inside(points: FloatArray, limits: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(((points > limits[:, 0]) & (points <= limits[:, 1])).all(axis=1))


def _simplified(points: FloatArray, has: NDArray[np.bool_], limits: FloatArray) -> FloatArray:
    """The box without sides that hardly matter, the least of them taken away first."""
    while True:
        density = has[_inside(points, limits)].mean()
        wider = []
        for k, end in product(range(len(limits)), (0, 1)):
            if np.isfinite(limits[k, end]):
                without = limits.copy()
                without[k, end] = -np.inf if end == 0 else np.inf
                wider.append((float(has[_inside(points, without)].mean()), without))
        best = max(wider, key=lambda pair: pair[0], default=None)
        if best is None or best[0] < density - GIVEN_UP:
            return limits
        limits = best[1]


def _pasted(points: FloatArray, has: NDArray[np.bool_], limits: FloatArray) -> FloatArray:
    """The box with each side moved outwards over cells nearly all of which have the sign."""
    limits = limits.copy()
    density = has[_inside(points, limits)].mean()
    for k, end in product(range(len(limits)), (0, 1)):
        if not np.isfinite(limits[k, end]):
            continue
        beyond = limits.copy()
        beyond[k] = (-np.inf, limits[k, 0]) if end == 0 else (limits[k, 1], np.inf)
        at = np.flatnonzero(_inside(points, beyond))
        at = at[np.argsort(points[at, k] * (-1 if end == 0 else 1), kind="stable")]
        good = np.cumsum(has[at]) >= (density - PASTED) * np.arange(1, len(at) + 1)
        # Only where the next cell is another value: cells at one value are on the same side of any limit.
        column = points[at, k]
        good &= has[at] & np.append(column[1:] != column[:-1], True)
        if good.any():
            last = int(np.flatnonzero(good)[-1])
            middle = (column[last] + column[last + 1]) / 2 if last + 1 < len(at) else None
            limits[k, end] = (-np.inf if end == 0 else np.inf) if middle is None else float(f"{middle:.{DIGITS}g}")
    return limits


def _conditions(paths: tuple[str, ...], limits: FloatArray) -> tuple[Condition, ...]:
    found = []
    for path, (low, high) in zip(paths, limits.tolist(), strict=True):
        if np.isfinite(low) or np.isfinite(high):
            found.append(Condition(path, low if np.isfinite(low) else None, high if np.isfinite(high) else None))
    return tuple(found)


def _distinct(boxes: list[SignBox], paths: tuple[str, ...], points: FloatArray) -> tuple[SignBox, ...]:
    """Boxes that hold cells which no better box of the same sign holds."""
    kept: list[SignBox] = []
    for box in boxes:
        inside = box.contains(paths, points)
        known = [other.contains(paths, points) for other in kept if other.sign is box.sign]
        covered = np.logical_or.reduce([np.zeros(len(points), dtype=bool), *known])
        # Half of it new at least: leaves that meet along a cut are one rule once a side is dropped.
        if (inside & ~covered).sum() > inside.sum() / 2:
            kept.append(box)
    return tuple(kept)
