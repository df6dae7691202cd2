"""Fictitious play: everybody answers the average of what the others have done so far.

Brown (1951). If the averages settle, they settle at a Nash equilibrium; in zero-sum games and games with identical
interests they always do (Robinson 1951; Monderer and Shapley 1996). Elsewhere they may circle for ever (Shapley 1964),
and then no equilibrium is claimed.

What it misses: equilibria that learning does not reach, which are most mixed ones; and convergence is slow, so "did not
settle" after a number of rounds proves nothing. Letters: ``R`` rounds, ``A_i`` actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.normal_form import NormalForm
from solver.profile import action_values, regret
from solver.ties import tie_tolerances

FloatArray = NDArray[np.float64]
Profile = tuple[FloatArray, ...]


@dataclass(frozen=True, eq=False)
class Learned:
    """Where play went.

    Attributes:
        averages: per player the frequencies ``(A_i,)`` of what it did, prior included.
        last: the pure profile of the last round.
        regret: of the averages, in units of payoff.
        settled: whether that regret is below the tolerance.
    """

    averages: Profile
    last: tuple[int, ...]
    regret: float
    settled: bool


@dataclass(frozen=True, eq=False)
class Basin:
    """A group of starts whose play ended close together: one member's end, and the share of starts."""

    end: Learned
    share: float


@dataclass(frozen=True)
class FictitiousPlay:
    """Simultaneous fictitious play; among answers that tie the first is taken.

    Attributes:
        rounds: of play.
        tolerance: regret, as a share of the payoff range, at which averages count as settled.
    """

    rounds: int = 2000
    tolerance: float = 1e-2

    def __call__(self, game: NormalForm, start: Sequence[FloatArray]) -> Learned:
        """Play from the beliefs ``start`` (one mixed action per player, counted as one round)."""
        counts = [np.array(own, dtype=np.float64) for own in start]
        ties = tie_tolerances(game)
        last: tuple[int, ...] = ()
        for k in range(1, self.rounds + 1):
            averages = [own / k for own in counts]
            answers = []
            for i in range(game.n_players):
                values = action_values(game.payoffs, averages, i)
                answers.append(int(np.argmax(values >= values.max() - float(np.max(ties[i])))))
            last = tuple(answers)
            for own, a in zip(counts, last, strict=True):
                own[a] += 1
        averages = [own / own.sum() for own in counts]
        gap = regret(game.payoffs, averages)
        return Learned(tuple(averages), last, gap, gap <= self.tolerance * game.payoff_range)

    def basins(self, game: NormalForm, n_starts: int = 50, seed: int = 0, apart: float = 0.1) -> tuple[Basin, ...]:
        """Ends of play from random beliefs, grouped, most frequent first; ends ``apart`` in no probability are one."""
        rng = np.random.default_rng(seed)
        ends: list[Learned] = []
        members: list[int] = []
        for _ in range(n_starts):
            end = self(game, [rng.dirichlet(np.ones(n)) for n in game.n_actions])
            flat = np.concatenate(end.averages)
            same = [k for k, e in enumerate(ends) if np.abs(np.concatenate(e.averages) - flat).max() <= apart]
            if same:
                members[same[0]] += 1
            else:
                ends.append(end)
                members.append(1)
        order = sorted(range(len(ends)), key=lambda k: -members[k])
        return tuple(Basin(ends[k], members[k] / n_starts) for k in order)
