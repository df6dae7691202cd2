"""Where those who argue stand: which forces each of them says labs care about.

A position on a plane of two weights is the game's own weight where the person names the force, and 0 where not. It is
a reading of what was written, no more; another reading is another point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SELLING = ("revenue", "training_cost")
"""The post's model: labs sell, and training costs."""
CARES: Mapping[str, tuple[str, ...]] = {
    "jessicata": SELLING,
    "RobertM": (*SELLING, "frontier_penalty", "slowness"),
    "Zach Stein-Perlman": (*SELLING, "prestige", "market_share", "slowness", "slow_progress"),
    "Wei Dai": (*SELLING, "gap_prize", "goal", "staying_out"),
}
"""Kinds of terms that each names as what labs, or states, care about."""


def positions(paths: Sequence[str], base: Sequence[float]) -> dict[tuple[float, ...], tuple[str, ...]]:
    """Points of a plane of weights, and who stands there.

    Args:
        paths: weights of terms, such as ``alice.prestige`` or ``*.slowness``.
        base: the game's own weights.
    """
    kinds = [path.rpartition(".")[2] for path in paths]
    known = {kind for own in CARES.values() for kind in own}
    if not set(kinds) <= known:
        return {}
    found: dict[tuple[float, ...], list[str]] = {}
    for who, own in CARES.items():
        point = tuple(value if kind in own else 0.0 for kind, value in zip(kinds, base, strict=True))
        found.setdefault(point, []).append(who)
    return {point: tuple(names) for point, names in found.items()}
