"""All corners of a face, by the double description method in Python integers (Motzkin et al. 1953).

The face of ``d`` dimensions is read in its ``d`` column variables and one more, ``t``, that makes it a cone: row ``r``
becomes the halfspace ``row[0] * t - sum_k row[1 + k] * z_k >= 0``. Start with the orthant ``t, z >= 0``, whose extreme
rays are the unit vectors, and cut by one row after the other: rays on the wrong side go, and every pair of *adjacent*
rays on opposite sides leaves a new ray where the cut meets the two-dimensional face between them. Two rays are adjacent
when no third ray lies on all the boundaries that they share (Fukuda and Prodon 1996, proposition 7). In the end the
rays are the corners, all with ``t > 0``: a face on which some regret vanishes is bounded.

Which boundaries a ray lies on is a bitmask, so whether two corners are the same is never a matter of rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd
from operator import mul

from solver.two_player.exact.face import Face, labels_in

MAX_CORNERS = 20_000
"""Rays kept for one face at most; past it some corners of the face are not listed, and the result says so."""


_ZERO = Fraction(0)
_fraction = lru_cache(maxsize=65_536)(Fraction)
"""Games with many equilibria share few probabilities, and making a fraction takes longer than finding one."""


@dataclass(frozen=True)
class Corner:
    """A corner of a face: the labels whose variables are zero there, and the strategy."""

    zeros: int
    strategy: tuple[Fraction, ...]


@dataclass(frozen=True)
class Corners:
    """Corners of a face: all of them if ``complete``, otherwise those found before the cap was met."""

    listed: tuple[Corner, ...]
    complete: bool


@dataclass(frozen=True)
class _Ray:
    entries: tuple[int, ...]
    on: int


_Sided = tuple[int, _Ray]
"""A ray and its height over the cut."""


def corners(face: Face, own: Sequence[int], cap: int = MAX_CORNERS) -> Corners:
    """Corners of a bounded face with closed zero set; strategies are over the labels ``own``, in that order.

    Cost: near ``corners * dimension`` per row while corners are simple; crowded ones are compared pair by pair.
    """
    n_columns = len(face.columns)
    at_infinity = 1 << (max([*face.columns, *face.basic, *own]) + 1)
    boundaries = [at_infinity, *[1 << label for label in face.columns]]
    rays = [
        _Ray(tuple(int(k == unit) for k in range(n_columns + 1)), sum(boundaries) ^ boundaries[unit])
        for unit in range(n_columns + 1)
    ]
    complete = True
    for row, label in zip(face.rows, face.basic, strict=True):
        room = cap if complete else 0
        rays, whole = _cut(rays, [row[0], *[-a for a in row[1:-1]]], 1 << label, n_columns, room)
        complete = complete and whole
    listed = tuple(Corner(ray.on | face.zeros, _strategy(face, ray, own)) for ray in rays if ray.entries[0])
    return Corners(listed, complete)


def _cut(rays: list[_Ray], normal: list[int], boundary: int, dimension: int, room: int) -> tuple[list[_Ray], bool]:
    """Rays of the cone cut by ``normal . ray >= 0``; new rays only while there is ``room``, and whether there was."""
    kept: list[_Ray] = []
    above: list[_Sided] = []
    below: list[_Sided] = []
    for ray in rays:
        height = sum(map(mul, normal, ray.entries))
        if height < 0:
            below.append((height, ray))
        elif height > 0:
            above.append((height, ray))
            kept.append(ray)
        else:
            kept.append(_Ray(ray.entries, ray.on | boundary))
    for (low, under), (high, over) in _edges(below, above, dimension, rays):
        if len(kept) >= room:
            return kept, False
        entries = [high * u - low * o for u, o in zip(under.entries, over.entries, strict=True)]
        common = gcd(*entries)
        kept.append(_Ray(tuple(e // common for e in entries), under.on & over.on | boundary))
    return kept, True


def _edges(
    below: list[_Sided], above: list[_Sided], dimension: int, rays: list[_Ray]
) -> Iterator[tuple[_Sided, _Sided]]:
    """Adjacent pairs on opposite sides.

    A *simple* ray lies on ``dimension`` boundaries, as few as a ray can, and gives up each of them along one edge: any
    ray that shares the others is its neighbour. Two simple neighbours are found by looking up what they share; only
    pairs of crowded rays need all rays asked.
    """
    by_shared: dict[int, list[_Sided]] = {}
    crowded: list[_Sided] = []
    for side in below:
        on = side[1].on
        if on.bit_count() == dimension:
            for label in labels_in(on):
                by_shared.setdefault(on ^ 1 << label, []).append(side)
        else:
            crowded.append(side)
    for side in above:
        on = side[1].on
        if on.bit_count() == dimension:
            for label in labels_in(on):
                for other in by_shared.get(on ^ 1 << label, ()):
                    yield other, side
            for other in crowded:
                if (other[1].on & on).bit_count() == dimension - 1:
                    yield other, side
            continue
        for other in below:
            shared = other[1].on & on
            if shared.bit_count() >= dimension - 1 and (
                other[1].on.bit_count() == dimension or not _third(other[1], side[1], shared, rays)
            ):
                yield other, side


def _third(one: _Ray, two: _Ray, shared: int, rays: list[_Ray]) -> bool:
    return any(ray.on & shared == shared and ray is not one and ray is not two for ray in rays)


def _strategy(face: Face, ray: _Ray, own: Sequence[int]) -> tuple[Fraction, ...]:
    """The point ``z / t`` of a ray, restricted to the labels ``own``."""
    scale = ray.entries[0]
    values = {label: _fraction(entry, scale) for label, entry in zip(face.columns, ray.entries[1:], strict=True)}
    for row, label in zip(face.rows, face.basic, strict=True):
        if label in own:
            top = row[0] * scale - sum(map(mul, row[1:-1], ray.entries[1:]))
            values[label] = _fraction(top, row[-1] * scale)
    return tuple(values.get(label, _ZERO) for label in own)
