"""Actions that survive reasoning about others' rationality alone, without any equilibrium.

Two readings, from weak to strong beliefs. Every Nash equilibrium plays actions that survive the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.dominance import IteratedDominance
from solver.normal_form import NormalForm
from solver.ties import best_replies

Kept = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Rationalizable:
    """Actions that are best replies to some belief about rationalizable play, beliefs possibly correlated.

    The same as iterated strict dominance by mixed actions (Pearce 1984, lemma 3). What it misses: with three and more
    players, beliefs under which opponents act independently allow fewer actions (Bernheim 1984), so this set may be
    larger.
    """

    def __call__(self, game: NormalForm) -> Kept:
        """Per player the actions that survive."""
        return IteratedDominance(mixed=True)(game).kept


@dataclass(frozen=True)
class PointRationalizable:
    """Actions that are best replies to some *pure* profile of point-rationalizable play (Bernheim 1984).

    What it misses: actions that are best only against mixed beliefs, hence also supports of mixed equilibria. Every
    pure equilibrium survives.
    """

    def __call__(self, game: NormalForm) -> Kept:
        """Per player the actions that survive."""
        kept: list[list[int]] = [list(range(n)) for n in game.n_actions]
        while True:
            replies = best_replies(game.restrict(kept))
            best = [
                np.flatnonzero(np.moveaxis(replies[i], i, 0).reshape(len(own), -1).any(axis=1)).tolist()
                for i, own in enumerate(kept)
            ]
            smaller = [[own[a] for a in which] for own, which in zip(kept, best, strict=True)]
            if smaller == kept:
                return tuple(tuple(own) for own in kept)
            kept = smaller
