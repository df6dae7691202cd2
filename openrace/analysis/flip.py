"""Flip: the smallest change of assumptions that changes the sign.

From the base point rays go out, along each assumption alone and in many directions for several together; distance is
counted in stated units (shares of the base value, or standard deviations of a prior). On every ray the sign is taken at
steps; the first step with another sign is bisected. With several assumptions the best directions are then varied more
and more finely. Both sides of what is found are solved again on their own: that is the certificate.

What it misses: another sign on a stretch of a ray shorter than its steps, and, with several assumptions together, a
nearer point between the directions tried. So "none within the bounds" is said with the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from games.parts.change_words import metric_words
from games.parts.direction import Code
from games.parts.part import FloatArray
from games.parts.paths import Setting
from openrace.analysis.interval import bisect
from openrace.analysis.landscape import Ground, Landscape, Signs, paced
from openrace.analysis.levers import Lever
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.questions.about import About
from openrace.questions.fragility import Firm
from openrace.sweeps.effort import BUDGET, PLANNED
from openrace.sweeps.progress import Work, work
from solver.common.errors import OpenraceError
from solver.common.table import Entry, Table
from solver.common.words import count

STEPS_ALONE = 128
"""Steps along one assumption, on either side."""
STEPS_TOGETHER = 32
FEW = 8
"""Steps that are looked at together first; where their sign is the same, twice as many, and so on."""
DIRECTIONS = 128
ROUNDS = (0.3, 0.1, 0.03, 0.01)
"""Spread of the directions around the best one, round by round."""
SHARPNESS = 1e-10
"""A flip is bracketed to this fraction of its distance."""
BEYOND = 1e-6
"""Where two plans tie at the flip the sign is ambiguous; it is read this fraction of the distance further on."""


@dataclass(frozen=True)
class Flip(Plain):
    """A change of some assumptions that changes the sign.

    Attributes:
        paths: the assumptions.
        distance: length of the change, in the levers' units.
        changes: new value less base value, per path.
        at: value at which the sign has changed, per path.
        same: just before it.
        flipped: just after it, and beyond a tie at it.
    """

    paths: tuple[str, ...]
    distance: float
    changes: tuple[float, ...]
    at: tuple[float, ...]
    same: Ground
    flipped: Ground

    def entries(self) -> dict[str, object]:
        """The JSON of one flip."""
        return {
            "paths": self.paths,
            "distance": self.distance,
            "changes": self.changes,
            "at": self.at,
            "certificate": {"before": self.same, "after": self.flipped},
        }


@dataclass(frozen=True, repr=False)
class Flips(Picture):
    """What was found, nearest first, and what was searched without finding anything.

    Attributes:
        name: of the game or story.
        metric: whose sign.
        base: the sign at the base point.
        unit: what distances are counted in.
        found: flips, nearest first; for one assumption, the nearest on either side.
        none: per search that found nothing, what was searched.
        about: the game or story, the assumptions and the metric, in words.
        firm: how firm the sign at the base point is; ``None`` for a story.
    """

    name: str
    metric: str
    base: Code
    unit: str
    found: tuple[Flip, ...]
    none: tuple[str, ...]
    about: About
    firm: Firm | None = None

    def __repr__(self) -> str:
        n = len(self.found)
        return f"Flips({self.name}: {self.metric} goes {self.base.word}, {count(n, 'flip')} found)"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace flip``."""
        return {
            "game": self.name,
            "hash": self.about.hash or None,
            "metric": self.metric,
            "direction": self.base,
            "unit": self.unit,
            "flips": self.found,
            "none": self.none,
            "fragility": self.firm and self.firm.fragility,
        }

    def table(self) -> Table:
        """One row per flip."""
        rows: list[tuple[Entry, ...]] = [
            (
                ", ".join(f.paths),
                ", ".join(f"{a:.8g}" for a in f.at),
                ", ".join(f"{c:+.6g}" for c in f.changes),
                f.distance,
                f"{self.about.word(f.same.sign)} to {self.about.word(f.flipped.sign)}",
                "yes" if f.same.proven and f.flipped.proven else "no",
            )
            for f in self.found
        ]
        header = ("assumption", "flips at", "change", f"distance ({self.unit})", "sign", "proven")
        return Table(f"what flips {metric_words(self.metric)} in {self.name}", header, tuple(rows))


def flip(
    landscape: Landscape,
    levers: Sequence[Lever],
    metric: str | None = None,
    *,
    together: int = 1,
    seed: int = 0,
    budget: float | None = BUDGET,
) -> Flips:
    """The nearest changes of sign, by one assumption and by combinations of up to ``together``.

    Beside ``landscape``, the base point and what happens around it, and ``levers``, what may be changed and how
    far, arguments are those of :func:`openrace.flip`.

    Raises:
        OpenraceError: unknown paths or metric, bounds out of range, or a base point outside the bounds.
        TooLargeError: the search takes longer than the budget.
    """
    if not levers:
        raise OpenraceError("no assumption may be changed", "at least one path", "add --vary or --prior")
    metric = metric or landscape.metric
    sizes = range(1, min(together, len(levers)) + 1)
    groups = [group for size in sizes for group in combinations(levers, size)]
    together_points = (DIRECTIONS + len(ROUNDS) * DIRECTIONS // 2) * STEPS_TOGETHER
    landscape.announce(PLANNED * len(groups), budget)
    base = landscape.ground([], metric).sign
    found: list[Flip] = []
    none: list[str] = []
    with work(sum(2 * STEPS_ALONE if len(g) == 1 else together_points for g in groups), "points", budget=budget) as bar:
        for group in groups:
            search = _Search(landscape, group, metric, int(base), bar)
            hits = search.alone() if len(group) == 1 else search.together(seed)
            # A combination is reported only if it needs less than every part of it that flips the sign too.
            parts = [f.distance for f in found if set(f.paths) < set(search.paths)]
            hits = [h for h in hits if h.distance < 0.999 * min(parts, default=np.inf)]
            found += hits
            if not hits and not parts:
                none.append(search.account())
    words = sorted({lever.word for lever in levers})
    about = landscape.about([lever.path for lever in levers], metric)
    nearest = tuple(sorted(found, key=lambda f: f.distance))
    return Flips(about.name, metric, base, " or ".join(words), nearest, tuple(none), about, landscape.firm(metric))


class _Search:
    """One group of levers."""

    def __init__(self, landscape: Landscape, levers: tuple[Lever, ...], metric: str, base: int, bar: Work) -> None:
        self.landscape, self.levers, self.metric, self.base = landscape, levers, metric, base
        self.paths = tuple(lever.path for lever in levers)
        self.start = np.array([landscape.value(p) for p in self.paths])
        self.low = np.array([lever.low for lever in levers])
        self.high = np.array([lever.high for lever in levers])
        self.unit = np.array([lever.unit for lever in levers])
        outside = (self.start < self.low) | (self.start > self.high)
        if outside.any():
            k = int(np.argmax(outside))
            raise OpenraceError(
                f"{self.paths[k]} is {self.start[k]:g} at the base point",
                f"bounds around it, not {self.low[k]:g} to {self.high[k]:g}",
                "widen the bounds, or move the base point with --set",
            )
        self.bar = bar
        self.signs: Signs = paced(landscape.signs(self.paths, self.low, self.high, metric), bar)

    def alone(self) -> list[Flip]:
        """The nearest flip on either side."""
        hits = [self._first(np.array([way]), STEPS_ALONE) for way in (-1.0, 1.0)]
        return [self._flip(np.array([way]), hit) for way, hit in zip((-1.0, 1.0), hits, strict=True) if hit is not None]

    def together(self, seed: int) -> list[Flip]:
        """The nearest flip in all directions tried."""
        draws = np.random.default_rng(seed)
        best: tuple[float, FloatArray] | None = None
        directions = draws.normal(size=(DIRECTIONS, len(self.paths)))
        for spread in (None, *ROUNDS):
            if spread is not None:
                if best is None:
                    return []
                directions = best[1] + spread * draws.normal(size=(DIRECTIONS // 2, len(self.paths)))
            best = self._nearest(directions / np.linalg.norm(directions, axis=1, keepdims=True), best)
        if best is None:
            return []
        hit = self._first(best[1], STEPS_TOGETHER, best[0])
        return [] if hit is None else [self._flip(best[1], hit)]

    def account(self) -> str:
        """What was searched in vain."""
        bounds = ", ".join(f"{v.path} from {v.low:g} to {v.high:g}" for v in self.levers)
        if len(self.levers) == 1:
            return f"none: {bounds}, in {2 * STEPS_ALONE} steps"
        return f"none: {bounds}, in {DIRECTIONS} directions of {STEPS_TOGETHER} steps"

    def _reach(self, directions: FloatArray) -> FloatArray:
        """How far the box goes along each direction, in units."""
        step = directions * self.unit
        with np.errstate(divide="ignore", invalid="ignore"):
            to_high, to_low = (self.high - self.start) / step, (self.low - self.start) / step
        limits = np.where(step > 0, to_high, np.where(step < 0, to_low, np.inf))
        return np.asarray(limits.min(axis=-1), dtype=np.float64)

    def _point(self, direction: FloatArray, distance: FloatArray | float) -> FloatArray:
        moved = self.start + np.multiply.outer(distance, direction * self.unit)
        return np.asarray(np.clip(moved, self.low, self.high), dtype=np.float64)

    def _nearest(
        self, directions: FloatArray, best: tuple[float, FloatArray] | None
    ) -> tuple[float, FloatArray] | None:
        """The direction on which the sign changes first, and a distance at which it has."""
        reach = self._reach(directions)
        if best is not None:
            reach = np.minimum(reach, best[0])
        shares = np.arange(1, STEPS_TOGETHER + 1) / STEPS_TOGETHER
        distances = np.multiply.outer(reach, shares)
        points = np.concatenate([self._point(d, r) for d, r in zip(directions, distances, strict=True)])
        differs = (self.signs(points) != self.base).reshape(distances.shape)
        first = np.where(
            differs.any(axis=1), np.take_along_axis(distances, differs.argmax(axis=1)[:, None], 1)[:, 0], np.inf
        )
        k = int(first.argmin())
        if np.isinf(first[k]) or (best is not None and first[k] >= best[0]):
            return best
        return float(first[k]), directions[k]

    def _first(self, direction: FloatArray, steps: int, far: float | None = None) -> tuple[float, float] | None:
        """Distances just before and just after the first change of sign along a ray."""
        reach = float(self._reach(direction[None])[0]) if far is None else far
        if reach <= 0:
            return None
        distances = reach * np.arange(1, steps + 1) / steps
        k = self._first_step(direction, distances)
        if k is None:
            return None
        near, beyond = (float(distances[k - 1]) if k else 0.0), float(distances[k])
        return bisect(
            lambda r: bool(self.signs(self._point(direction, r)[None])[0] == self.base),
            near,
            beyond,
            SHARPNESS * beyond,
        )

    def _first_step(self, direction: FloatArray, distances: FloatArray) -> int | None:
        """The first of several distances at which the sign is another one; further ones are not looked at."""
        at, size = 0, FEW
        while at < len(distances):
            differs = self.signs(self._point(direction, distances[at : at + size])) != self.base
            if differs.any():
                self.bar.skip(max(len(distances) - at - size, 0))
                return at + int(differs.argmax())
            at, size = at + size, 2 * size
        return None

    def _flip(self, direction: FloatArray, hit: tuple[float, float]) -> Flip:
        beyond = self._point(direction, hit[1])
        same, flipped = (self._ground(direction, d) for d in hit)
        if flipped.sign is Code.AMBIGUOUS:
            further = self._ground(direction, hit[1] * (1 + BEYOND))
            # Not if the next sign begins there already, and not if the box ends.
            flipped = further if int(further.sign) != self.base else flipped
        return Flip(
            self.paths,
            hit[1],
            tuple(float(c) for c in beyond - self.start),
            tuple(float(v) for v in beyond),
            same,
            flipped,
        )

    def _ground(self, direction: FloatArray, distance: float) -> Ground:
        at = self._point(direction, distance)
        return self.landscape.ground([Setting(p, float(v)) for p, v in zip(self.paths, at, strict=True)], self.metric)
