"""One certified equilibrium of a game of any size, quickly.

A game without a pure equilibrium still has a mixed one (Nash 1951), and one point to look at, found in milliseconds,
is worth having before any complete search. Semismooth Newton runs from the centroid and then from random profiles; the
support it settles on is polished by plain Newton and the point counts only when its regret, computed from the original
payoffs, vanishes. Where no start leads there, the logit branch is followed to a high precision and is the last start.
Two players have a quicker way (``solver.two_player.lemke_howson``).

What it misses: every other equilibrium. Which one it finds depends on the starting points, hence on ``seed``; it is no
selection rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.game.points import certify, one_point
from solver.game.solution import Equilibrium, Solution
from solver.n_player.paths.multilinear import normalise, offsets, split
from solver.n_player.paths.newton import RESIDUAL_DONE, polish, search

NEWTON_STEPS = 30
"""Starts that have not converged by then seldom do."""
PRECISION = 1e3
"""Of the logit equilibrium that is the last start, per range of payoffs: most of its supports are an equilibrium's."""


@dataclass(frozen=True)
class QuickestOne:
    """At least one equilibrium: of two players by pivoting, else by Newton's method with restarts and the logit branch.

    Attributes:
        seed: of the random starting profiles; the same seed gives the same answer.
        max_restarts: random starts after the centroid. Release games of three labs, the hardest known, need up to 30.
    """

    seed: int = 0
    max_restarts: int = 200

    def __call__(self, game: NormalForm) -> Solution:
        """Search ``game``; the status is ``not-proven`` with a point, ``failed`` without."""
        if game.n_players == 2:
            from solver.two_player.lemke_howson import ComplementaryPath

            # Newton's method takes minutes where pivoting takes seconds.
            found = ComplementaryPath()(game)
            if found.equilibria:
                return found
        payoffs, cuts = normalise(game.payoffs), offsets(game.n_actions)
        rng = np.random.default_rng(self.seed)
        for attempt in range(self.max_restarts + 1):
            start = _random_profile(game, rng) if attempt else _centroid(game)
            equilibrium = _from(game, payoffs, start, cuts)
            if equilibrium is not None:
                return _solution(game, equilibrium, f"Newton's method, {_starts(attempt + 1)}")
        tried = (
            f"Newton's method, {_starts(self.max_restarts + 1)} (seed {self.seed}), and at the end of the logit branch"
        )
        end = _end_of_branch(game)
        return _solution(game, None if end is None else _from(game, payoffs, end, cuts), tried)


def _from(game: NormalForm, payoffs: FloatArray, start: FloatArray, cuts: NDArray[np.int64]) -> Equilibrium | None:
    point = _newton(payoffs, start, cuts)
    return None if point is None else certify(game, split(point, cuts))


def _end_of_branch(game: NormalForm) -> FloatArray | None:
    """``(M,)`` the logit equilibrium at a high precision, where the branch can be followed so far."""
    from solver.n_player.quantal import logit_equilibrium

    try:
        return np.concatenate(logit_equilibrium(game, PRECISION / game.payoff_range).strategies)
    except SolverError:
        # The search has failed then, and says so.
        return None


def _newton(payoffs: FloatArray, start: FloatArray, cuts: NDArray[np.int64]) -> FloatArray | None:
    found = search(payoffs, start, cuts, NEWTON_STEPS)
    if found.residual > RESIDUAL_DONE:
        return None
    played = found.flat > found.slacks
    support = [np.flatnonzero(own).tolist() for own in split(played, cuts)]
    return next(iter(polish(payoffs, support, found.flat[None, played])), None)


def _starts(n: int) -> str:
    return "started at the centroid" if n == 1 else f"started at the centroid and {n - 1} random profile{'s' * (n > 2)}"


def _centroid(game: NormalForm) -> FloatArray:
    return np.concatenate([np.full(n, 1 / n) for n in game.n_actions])


def _random_profile(game: NormalForm, rng: np.random.Generator) -> FloatArray:
    # Half of the starts are spread over few actions: equilibria of large games seldom use all of them.
    concentration = rng.choice([1.0, 0.3])
    return np.concatenate([rng.dirichlet(np.full(n, concentration)) for n in game.n_actions])


def _solution(game: NormalForm, found: Equilibrium | None, searched: str) -> Solution:
    method, advice = "one equilibrium by semismooth Newton", "Try another seed or more restarts"
    return one_point(game, found, method=method, searched=searched, advice=advice)
