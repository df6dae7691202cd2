"""Equilibria that differ too little to be read as different.

A set of mixed equilibria has many corners, and some differ in a percent of one plan. They are all in ``--json``; on the
screen one stands for those like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray

LIKE = 0.1
"""Probability that may lie on other plans, for each player, where two mixed equilibria count as alike."""
MIXING = "Percentages are chances: a lab draws its plan; all plans it may draw pay alike."
"""What mixing means, said once per card."""


@dataclass(frozen=True)
class Kind:
    """Equilibria that are alike.

    Attributes:
        shown: the first of them, by its place in the list.
        others: how many more there are.
    """

    shown: int
    others: int


def kinds(plays: Sequence[Sequence[FloatArray]]) -> tuple[Kind, ...]:
    """The list with near-copies of mixed equilibria put together; pure equilibria are never alike.

    Args:
        plays: for every equilibrium each player's distribution over plans.
    """
    others: dict[int, int] = {}
    for k, play in enumerate(plays):
        like = next((i for i in others if is_mixed(play) and _alike(play, plays[i])), k)
        others[like] = others.get(like, -1) + 1
    return tuple(Kind(k, n) for k, n in others.items())


def is_mixed(play: Sequence[FloatArray]) -> bool:
    """Whether some player draws its plan."""
    return any(int(np.count_nonzero(own)) > 1 for own in play)


def _alike(first: Sequence[FloatArray], second: Sequence[FloatArray]) -> bool:
    return is_mixed(second) and all(float(np.abs(a - b).sum()) / 2 <= LIKE for a, b in zip(first, second, strict=True))
