"""Actions that are the same in every respect: merged before a search, spread out again after it.

Two actions of a player are *duplicates* when exchanging one for the other changes nobody's best replies: every payoff
difference between two own actions of any player is the same whichever of the two is played. Timing games are full of
them. One of each group is kept; where it is played, its probability may be shared among the group in any way, and the
equilibrium is a point of a continuum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from solver.common.arrays import FloatArray
from solver.n_player.listing import CORNERS_SHOWN
from solver.n_player.relaxation.integers import IntegerGame


@dataclass(frozen=True)
class Duplicates:
    """Groups of duplicates per player: ``groups[i]`` partitions the actions, each group ascending, first one kept."""

    groups: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def kept(self) -> tuple[tuple[int, ...], ...]:
        """The first action of every group."""
        return tuple(tuple(group[0] for group in own) for own in self.groups)

    @property
    def n_merged(self) -> int:
        """How many actions were merged away."""
        return sum(len(group) - 1 for own in self.groups for group in own)

    def freedom(self, strategies: Sequence[FloatArray]) -> int:
        """Dimension of the set of ways to share the probabilities of ``strategies`` (over kept actions)."""
        return sum(
            len(group) - 1
            for own, groups in zip(strategies, self.groups, strict=True)
            for p, group in zip(own, groups, strict=True)
            if p > 0
        )

    def corners(self, strategies: Sequence[FloatArray]) -> tuple[tuple[FloatArray, ...], ...]:
        """Profiles over all actions in which each group's probability goes to one member; the first ones only."""
        choices: list[list[FloatArray]] = []
        for own, groups in zip(strategies, self.groups, strict=True):
            members = [group if p > 0 else group[:1] for p, group in zip(own, groups, strict=True)]
            choices.append([])
            for choice in islice(product(*members), CORNERS_SHOWN):
                whole = np.zeros(sum(map(len, groups)))
                whole[list(choice)] = own
                choices[-1].append(whole)
        return tuple(islice(product(*choices), CORNERS_SHOWN))


def find_duplicates(game: IntegerGame) -> Duplicates:
    """Group the actions of every player of ``game``."""
    n_players = len(game.payoffs)
    groups = []
    for player in range(n_players):
        # Column minima are already zero, so equal best-reply structure means equal integers.
        rows = [np.moveaxis(own, player, 0).reshape(own.shape[player], -1).tolist() for own in game.payoffs]
        found: dict[tuple[tuple[int, ...], ...], list[int]] = {}
        for action in range(len(rows[0])):
            found.setdefault(tuple(tuple(own[action]) for own in rows), []).append(action)
        groups.append(tuple(tuple(group) for group in found.values()))
    return Duplicates(tuple(groups))
