"""Unresolved regions that touch, put together.

A continuum of equilibria leaves a chain of small unresolved regions. Regions whose boxes touch belong to one cluster;
a cluster in which two different equilibria of one support were seen side by side is reported as a continuum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import SAME_POINT, TOUCHING
from solver.n_player.relaxation.integers import Profile
from solver.n_player.roots.leaf import Region


@dataclass(frozen=True, eq=False)
class Cluster:
    """Regions that touch, the equilibria seen in them, and the largest dimension witnessed (0 for none)."""

    regions: tuple[Region, ...]
    points: tuple[Profile, ...]
    dimension: int

    def holds(self, profile: Sequence[FloatArray], tolerance: float) -> bool:
        """Whether some region's box contains the profile, up to ``tolerance`` or, if that is more, ``TOUCHING``."""
        flat = np.concatenate(profile)
        off = max(tolerance, TOUCHING)
        return any(bool((flat >= r.lower - off).all() and (flat <= r.upper + off).all()) for r in self.regions)


def cluster(regions: Sequence[Region]) -> tuple[Cluster, ...]:
    """Connected groups of touching regions; costs a comparison per pair."""
    if not regions:
        return ()
    lower, upper = np.array([r.lower for r in regions]), np.array([r.upper for r in regions])
    left, out = set(range(len(regions))), []
    while left:
        todo, group = [left.pop()], []
        while todo:
            k = todo.pop()
            group.append(k)
            # Boxes touch unless some coordinate keeps them apart.
            apart = (lower - TOUCHING > upper[k]).any(axis=1) | (upper + TOUCHING < lower[k]).any(axis=1)
            near = [j for j in np.flatnonzero(~apart).tolist() if j in left]
            left.difference_update(near)
            todo.extend(near)
        members = tuple(regions[k] for k in sorted(group))
        out.append(Cluster(members, _points(members), max(r.dimension for r in members)))
    return tuple(out)


def _points(members: Sequence[Region]) -> tuple[Profile, ...]:
    kept: list[Profile] = []
    for region in members:
        for point in region.points:
            flat = np.concatenate(point)
            if all(np.abs(flat - np.concatenate(other)).max() > SAME_POINT for other in kept):
                kept.append(point)
    return tuple(kept)
