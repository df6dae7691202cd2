"""Exact regions: for which weights is a pure profile an equilibrium?

Payoffs are linear in the weights of terms. A profile is an equilibrium where no lab gains by any deviation, and each
deviation is one linear inequality in the weights; inside a box the region is a polytope, whose corners and facets are
found in rational numbers (``openrace.analysis.region_cut``). Every facet names the deviation that binds on it.

What is exact: coefficients are read as the short decimals or fractions they stand for (to twelve digits of their
largest), so that a tie meant by the model is a tie here; from there on nothing is rounded. Mixed equilibria have curved
regions, which are not found here (see ``openrace.analysis.refine``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from games.events.base import Intervention
from games.parts.part import FloatArray
from games.parts.paths import Setting
from games.release.release_game import ReleaseGame
from openrace.analysis.linear import coefficients, rational
from openrace.analysis.region_cut import Corner, HalfSpace, Point, box, cut, dimension, edges
from openrace.concepts.plain import Plain
from openrace.concepts.result import Picture
from openrace.questions.about import About, about_game
from openrace.questions.question import Question, release_game
from openrace.sweeps.axis import Axis
from solver.common.errors import OpenraceError, TooLargeError
from solver.common.table import Table
from solver.common.words import count

MAX_PROFILES = 5_000


@dataclass(frozen=True)
class Facet(Plain):
    """One side of a region.

    Attributes:
        half: the inequality ``normal . weights + offset >= 0`` that is tight on it.
        corners: indices of the region's corners on it.
        lab: whose deviation binds; empty on a side of the box.
        deviation: the plan to which it would change; on a side of the box, the path and end.
    """

    half: HalfSpace
    corners: tuple[int, ...]
    lab: str
    deviation: str

    def entries(self) -> dict[str, object]:
        """The JSON of one side."""
        return {
            "normal": self.half.normal,
            "offset": self.half.offset,
            "corners": self.corners,
            "lab": self.lab or None,
            "deviation": self.deviation,
        }


@dataclass(frozen=True)
class Region(Plain):
    """Where a pure profile is an equilibrium.

    Attributes:
        profile: the plan of each player.
        actions: the same as indices.
        corners: corners of the polytope, in the order of the paths.
        facets: its sides; lower-dimensional regions list every tight inequality.
        edges: pairs of corners that span an edge.
        dimension: of the polytope: that of the box, unless the profile is an equilibrium by a tie only.
    """

    profile: tuple[str, ...]
    actions: tuple[int, ...]
    corners: tuple[Point, ...]
    facets: tuple[Facet, ...]
    edges: tuple[tuple[int, int], ...]
    dimension: int

    def contains(self, weights: Sequence[float | Fraction]) -> bool:
        """Whether the profile is an equilibrium at these weights, which must lie in the box."""
        point = tuple(Fraction(w) for w in weights)
        return all(float(f.half.at(point)) >= 0 for f in self.facets)

    def entries(self) -> dict[str, object]:
        """The JSON of one region; numbers as fractions in text."""
        return {name: getattr(self, name) for name in ("profile", "dimension", "corners", "facets")}


@dataclass(frozen=True, repr=False)
class Regions(Picture):
    """The regions of all pure profiles in one game.

    Attributes:
        game: its name.
        paths: the weights that vary.
        low: lower ends of the box.
        high: upper ends.
        regions: one per profile that is an equilibrium somewhere in the box.
        about: the game and the weights, in words.
    """

    game: str
    paths: tuple[str, ...]
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    regions: tuple[Region, ...]
    about: About

    def at(self, weights: Sequence[float | Fraction]) -> tuple[Region, ...]:
        """Regions that contain a point of the box."""
        return tuple(r for r in self.regions if r.contains(weights))

    def __repr__(self) -> str:
        n = len(self.regions)
        return f"Regions({self.game}: {count(n, 'region')} over {', '.join(self.paths)})"

    def entries(self) -> dict[str, object]:
        """The JSON of ``openrace regions``."""
        return {
            "game": self.game,
            "hash": self.about.hash or None,
            "paths": self.paths,
            "low": self.low,
            "high": self.high,
            "regions": self.regions,
        }

    def table(self) -> Table:
        """One row per facet."""
        rows = tuple(
            (
                ", ".join(region.profile),
                facet.lab or None,
                facet.deviation,
                inequality(facet.half.normal, facet.half.offset, [self.about.place(p).words for p in self.paths]),
            )
            for region in self.regions
            for facet in region.facets
        )
        return Table(f"pure equilibria of {self.game}", ("profile", "lab", "deviation", "inequality"), rows)


def inequality(normal: Sequence[Fraction], offset: Fraction, names: Sequence[str]) -> str:
    """``normal . names + offset >= 0`` as people write it.

    >>> inequality([Fraction(2), Fraction(-1)], Fraction(3), ["prestige", "slowness"])
    '2 prestige + 3 >= slowness'
    >>> inequality([Fraction(0), Fraction(-4)], Fraction(2), ["prestige", "slowness"])
    'slowness <= 1/2'
    """
    terms = [(factor, name) for factor, name in zip(normal, names, strict=True) if factor]
    if len(terms) == 1:
        factor, name = terms[0]
        return f"{name} {'>=' if factor > 0 else '<='} {-offset / factor}"
    left = [_times(factor, name) for factor, name in terms if factor > 0] + [str(offset)] * (offset > 0)
    right = [_times(-factor, name) for factor, name in terms if factor < 0] + [str(-offset)] * (offset < 0)
    if not any(factor > 0 for factor, _ in terms):
        return f"{' + '.join(right)} <= {' + '.join(left) or 0}"
    return f"{' + '.join(left)} >= {' + '.join(right) or 0}"


def _times(factor: Fraction, name: str) -> str:
    return name if factor == 1 else f"{factor} {name}"


def regions(
    game: ReleaseGame,
    axes: Sequence[Axis],
    intervention: Intervention | None = None,
) -> Regions:
    """Where every pure profile is an equilibrium, over the box that the axes span.

    Args:
        game: the base point; with an intervention, the game after it.
        axes: weights of terms; of each axis the first and last value are used.
        intervention: what is done to the game first.

    Raises:
        OpenraceError: no axis or one twice, a path is no weight, or payoffs are not linear in weights.
        TooLargeError: more than ``MAX_PROFILES`` profiles.
    """
    question = Question(game, intervention)
    paths = tuple(a.path for a in axes)
    if not paths or len(set(paths)) < len(paths):
        came = f"{paths[0]} came twice" if paths else "no weight varies"
        raise OpenraceError(came, "one axis or more, each once", "write for example --vary alice.prestige=0:5:2")
    low = tuple(rational(float(a.values[0]), 1.0) for a in axes)
    high = tuple(rational(float(a.values[-1]), 1.0) for a in axes)
    for ends in (low, high):
        question.at([Setting(p, float(v)) for p, v in zip(paths, ends, strict=True)])
    after = release_game(question.games()[-1])
    constant, slopes = coefficients(after, paths)
    shape = constant[0].shape
    if np.prod(shape) > MAX_PROFILES:
        raise TooLargeError(
            f"{game.name} has {np.prod(shape):,} pure profiles", f"at most {MAX_PROFILES:,}", "lower calendar.slots"
        )
    plans = [(player.name, labels) for player, labels in zip(after.players, after.actions(), strict=True)]
    sides, whole = box(low, high)
    walls = [(half, "", f"{paths[k // 2]} at its {('least', 'greatest')[k % 2]}") for k, half in enumerate(sides)]
    points = np.array([[float(v) for v in c.point] for c in whole])
    units = [max(1e-300, *[float(np.abs(p).max()) for p in own]) for own in zip(constant, slopes, strict=True)]
    found = []
    for actions in product(*(range(n) for n in shape)):
        corners, named = whole, list(walls)
        for half, player, deviation in _deviations(actions, constant, slopes, units, points):
            corners = cut(corners, len(named), half)
            if not corners:
                break
            lab, labels = plans[player]
            named.append((half, lab, labels[deviation]))
        if corners:
            found.append(_region(actions, [labels for _, labels in plans], corners, named))
    return Regions(after.name, paths, low, high, tuple(found), about_game(question, paths))


def _deviations(
    actions: tuple[int, ...],
    constant: list[FloatArray],
    slopes: list[FloatArray],
    units: list[float],
    ends: FloatArray,
) -> Iterator[tuple[HalfSpace, int, int]]:
    """Where each deviation from a profile does not pay, with its player and plan.

    Args:
        actions: the profile.
        constant: per player ``(A_0, ...)`` payoffs without what varies.
        slopes: per player ``(D, A_0, ...)`` what each weight adds to them.
        units: per player the largest of these numbers.
        ends: ``(K, D)`` corners of the box.
    """
    found = []
    for player, (levels, unit) in enumerate(zip(constant, units, strict=True)):
        line = [slice(a, a + 1) if j != player else slice(None) for j, a in enumerate(actions)]
        own = actions[player]
        level = levels[tuple(line)].ravel()
        slope = slopes[player][(slice(None), *line)].reshape(len(slopes[player]), -1)
        gain = level[own] - level
        tilt = slope[:, own : own + 1] - slope
        hopeless = np.flatnonzero((ends @ tilt + gain).max(axis=0) < -1e-9 * unit)
        found.append((player, unit, gain, tilt, hopeless[:1].tolist()))
    # Most profiles are hopeless: some deviation pays in the whole box, which floats see well enough. It goes first.
    for player, unit, gain, tilt, hopeless in sorted(found, key=lambda one: not one[-1]):
        for other in (*hopeless, *range(len(gain))):
            half = HalfSpace(
                tuple(rational(float(t), unit) for t in tilt[:, other]), rational(float(gain[other]), unit)
            )
            # A deviation that pays the same everywhere either never pays or always does.
            if other != actions[player] and (any(half.normal) or half.offset < 0):
                yield half, player, other


def _region(
    actions: tuple[int, ...],
    labels: Sequence[tuple[str, ...]],
    corners: list[Corner],
    named: list[tuple[HalfSpace, str, str]],
) -> Region:
    """The region of a profile, from its corners and from its inequalities with whose deviation each is."""
    whole = dimension(corners)
    facets = []
    for k, (half, lab, deviation) in enumerate(named):
        on = tuple(i for i, c in enumerate(corners) if k in c.tight)
        if on and dimension([corners[i] for i in on]) >= min(whole, len(half.normal) - 1):
            facets.append(Facet(half, on, lab, deviation))
    profile = tuple(own[a] for own, a in zip(labels, actions, strict=True))
    return Region(profile, actions, tuple(c.point for c in corners), tuple(facets), tuple(edges(corners)), whole)
