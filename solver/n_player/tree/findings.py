"""What a search has found, sorted: isolated points, continua, and regions that stayed unresolved.

A point that lies in a continuum is no isolated equilibrium, though it may be the only root of its support; a continuum
that lies in a larger one is not listed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.common.tolerances import NEAREST_DOUBLE
from solver.n_player.listing import CORNERS_SHOWN, PRODUCT_NOTE
from solver.n_player.relaxation.integers import Profile, RationalProfile
from solver.n_player.roots.krawczyk import certify_root
from solver.n_player.roots.leaf import Region
from solver.n_player.roots.one_parameter import Curve
from solver.n_player.tree.clusters import Cluster, cluster
from solver.n_player.tree.search import Search
from solver.n_player.tree.spread import Point, Spread, in_product
from solver.n_player.tree.two_left import Product

PART_NOTE = (
    "equilibria are those mixtures of one player's strategies shown here, against those of another's, at which nobody "
    "else gains from a deviation; that limit is curved, and the points lie on the rim"
)
CURVE_NOTE = (
    "the two ends of a curve of equilibria: one probability runs over an interval, and the others follow from it by "
    "rational functions"
)
WITNESS_NOTE = (
    "different equilibria with the same actions in play were met side by side where the equations are singular; "
    "the points are examples, not corners"
)


@dataclass(frozen=True, eq=False)
class Findings:
    """Isolated points, continua, and clusters of regions nothing is proven about."""

    points: tuple[Point, ...]
    continua: tuple[Spread, ...]
    clusters: tuple[Cluster, ...]


def gather(search: Search) -> Findings:
    """Sort what ``search`` has found so far."""
    n_actions = search.game.payoffs[0].shape
    solved = [found for found in search.leaves.solved.values() if found is not None]
    known = dict(search.products)
    for found in solved:
        known.update(found.products)
    products = [p for own in known.values() for p in own]
    curves = [_along(curve) for found in solved for curve in found.curves]
    regions = [_unresolved(p, n_actions) for p in products if not p.resolved]
    clusters = cluster([*search.leaves.regions, *regions])
    whole = (*_largest([_spread(p, n_actions) for p in products if p.resolved and not p.is_point]), *curves)
    points = []
    for product in products:
        if product.resolved and product.is_point:
            exact = product.profiles(n_actions)[0]
            points.append(Point(_floats(exact), NEAREST_DOUBLE, exact, product.index))
    points.extend(
        Point(root.strategies, root.radius, index=root.index if root.feasible else None)
        for root in search.leaves.closed
        if root.feasible is not False
    )
    points.extend(_algebraic(search, point) for found in solved for point in found.points)
    # Points seen in unresolved regions are equilibria, too, though nothing says that they are alone.
    points.extend(Point(p) for c in clusters if c.dimension == 0 for p in c.points)
    continua = (*whole, *(Spread(c.points, c.dimension, WITNESS_NOTE, c.holds) for c in clusters if c.dimension > 0))
    # A regular equilibrium is isolated.
    alone = (p for p in points if p.index is not None or not any(c.holds(p.profile) for c in continua))
    return Findings(tuple(alone), continua, clusters)


def _algebraic(search: Search, point: Point) -> Point:
    """A point found by exact algebra; with an index where its equations are regular."""
    support = tuple(tuple(int(a) for a in np.flatnonzero(own)) for own in point.profile)
    guess = np.concatenate([own[list(s)] for own, s in zip(point.profile, support, strict=True)])
    root = certify_root(search.game, support, guess)
    return replace(point, index=root.index) if root is not None and root.feasible else point


def _largest(spreads: Sequence[Spread]) -> tuple[Spread, ...]:
    kept: list[Spread] = []
    for spread in sorted(spreads, key=lambda s: -s.dimension):
        if not any(all(other.holds(p) for p in spread.points) for other in kept):
            kept.append(spread)
    return tuple(kept)


def _spread(product: Product, n_actions: Sequence[int]) -> Spread:
    faces = []
    whole = replace(product, gains=()).profiles(n_actions)
    for i in range(len(n_actions)):
        distinct = tuple(dict.fromkeys(profile[i] for profile in whole))
        faces.append(np.array([[float(p) for p in own] for own in distinct]))
    shown = product.profiles(n_actions)[:CORNERS_SHOWN]
    contains = in_product(faces, product.fixing.pair, [gain.astype(np.float64) for gain in product.gains])
    note = PART_NOTE if product.gains else PRODUCT_NOTE
    return Spread(tuple(map(_floats, shown)), product.dimension, note, contains, shown)


def _along(curve: Curve) -> Spread:
    ends = (curve.first, curve.last)
    exact = tuple(end.exact for end in ends if end.exact is not None)
    return Spread(tuple(end.profile for end in ends), 1, CURVE_NOTE, curve.contains, exact if len(exact) == 2 else ())


def _unresolved(product: Product, n_actions: Sequence[int]) -> Region:
    corners = np.array([np.concatenate(_floats(p)) for p in product.profiles(n_actions)])
    upper = corners.max(axis=0)
    played = np.split(upper, np.cumsum(n_actions)[:-1])
    return Region(tuple(tuple(np.flatnonzero(own).tolist()) for own in played), corners.min(axis=0), upper)


def _floats(profile: RationalProfile) -> Profile:
    return tuple(np.array([float(p) for p in own]) for own in profile)
