"""What solving directional games returns: equilibria with their enclosures, and how sure it is that none is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.deviation import Play, largest_gain
from solver.directional.game import DirectionalGame
from solver.directional.occupancy import Occupancy, occupancy
from solver.directional.search import MAX_EQUILIBRIA, Branches, search
from solver.game.solution import Status, StatusCode

NOTHING = 1e-12
"""An effort that may be 0 and is no larger than this is 0: no climb in as long a time as anybody looks ahead."""


@dataclass(frozen=True, eq=False)
class DirectionalEquilibrium:
    """One Markov-perfect equilibrium of one game.

    Attributes:
        play: efforts, options, exits and values in every state.
        gain: the largest gain from a one-shot deviation anywhere.
        start: the first state, after exits that happen at once.
    """

    play: Play
    gain: float
    start: int

    def __repr__(self) -> str:
        return f"DirectionalEquilibrium(effort at the start {self.play.efforts[self.start].round(6).tolist()})"


@dataclass(frozen=True, eq=False)
class DirectionalSolution:
    """All equilibria of ``B`` games.

    Attributes:
        game: what was solved.
        branches: every equilibrium found, by game.
        proven: ``(B,)`` whether all solutions of all states are known.
        whole: ``(B,)`` whether all combinations of them were followed.
    """

    game: DirectionalGame
    branches: Branches
    proven: BoolArray
    whole: BoolArray

    @property
    def complete(self) -> BoolArray:
        """``(B,)`` whether every Markov-perfect equilibrium of a game is listed, and that is proven."""
        return self.proven & self.whole & (self.counts > 0)

    @cached_property
    def counts(self) -> IntArray:
        """``(B,)`` equilibria listed."""
        return np.bincount(self.branches.games, minlength=self.game.n_games)

    @cached_property
    def efforts(self) -> FloatArray:
        """``(E, S, N)`` efforts of all equilibria of all games; 0 where that is all the enclosure leaves room for."""
        found = self.branches.efforts
        return np.where((found.lo <= 0) & (found.hi <= NOTHING), 0.0, found.mid)

    @cached_property
    def values(self) -> FloatArray:
        """``(E, S, N)`` values."""
        return self.branches.values.mid

    @cached_property
    def plays(self) -> Play:
        """What is played in every equilibrium of every game, arrays ``(E, S, N)``."""
        return Play(self.values, self.efforts, self.branches.choices, self.branches.leaves)

    @cached_property
    def occupancy(self) -> Occupancy:
        """Where play is under every equilibrium of every game."""
        return occupancy(self.game, self.branches.games, self.plays)

    def of(self, number: int = 0) -> tuple[DirectionalEquilibrium, ...]:
        """The equilibria of one game, each checked for one-shot deviations."""
        found = []
        for row in np.flatnonzero(self.branches.games == number).tolist():
            play = self.plays[row]
            gain = largest_gain(self.game, play, number)
            found.append(DirectionalEquilibrium(play, gain, int(self.occupancy.first[row])))
        return tuple(found)

    def status(self, number: int = 0) -> Status:
        """How the search of one game ended, and what to try next."""
        if not self.counts[number]:
            return Status(
                StatusCode.FAILED,
                "No equilibrium in which everybody decides for sure whether to leave; try without exits.",
            )
        if not self.whole[number]:
            return Status(
                StatusCode.PARTIAL,
                "More equilibria exist than are followed; those with the most and the least effort are listed. "
                "Try a shorter ladder, or a higher limit.",
            )
        if not self.proven[number]:
            return Status(
                StatusCode.NOT_PROVEN,
                "In some state two solutions lie too close to be told apart; try other numbers close by.",
            )
        return Status(
            StatusCode.COMPLETE, "Every solution of every state is enclosed, and every combination is listed."
        )


def solve_directional(game: DirectionalGame, max_equilibria: int = MAX_EQUILIBRIA) -> DirectionalSolution:
    """Every Markov-perfect equilibrium of every game of a batch.

    Args:
        game: the games.
        max_equilibria: branches of one game that are followed at most.

    Example:
        >>> import numpy as np
        >>> from solver.directional import DirectionalGame, Events, Options, solve_directional
        >>> # Two firms, one invention worth 1 to the first (Lee and Wilde 1980): state 0, and 1 or 2 after it.
        >>> options = Options(np.array([0, 0]), np.array([0, 1]), np.array([1, 2]), np.array([[[1.0, 0], [0, 1.0]]]))
        >>> none = np.zeros(0, dtype=np.int64)
        >>> events = Events(none, none, np.zeros((1, 0)), np.zeros((1, 0, 2)))
        >>> race = DirectionalGame(np.zeros((1, 3, 2)), np.ones((1, 3, 2)), np.array([0.1]), 2.0, options, events)
        >>> solve_directional(race).efforts[0, 0].round(6).tolist()
        [0.695811, 0.695811]
    """
    branches, proven, whole = search(game, max_equilibria)
    return DirectionalSolution(game, branches, proven, whole)
