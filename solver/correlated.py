"""Correlated and coarse correlated equilibria: polytopes, and the extremes of any metric over them.

A *correlated equilibrium* (Aumann 1974) is a distribution over profiles from which a trusted party draws; nobody who is
told its own action prefers another one. In a *coarse* correlated equilibrium (Moulin and Vial 1978) nobody prefers to
ignore the party altogether and play one action instead. Both are polytopes, every Nash equilibrium is a point of the
first and the first is a part of the second, so the extremes of a metric over them enclose its values at all Nash
equilibria: cheap bounds for games too large to search.

What they miss: the bounds are often wide, and a correlated equilibrium need not be near any Nash equilibrium. The
extremes come from a linear program in floats (HiGHS); they are accurate to about 1e-7 of the metric's range and carry
no proof.

Letters: ``N`` players, ``A_i`` actions, ``P`` profiles in all; a distribution is shaped ``(A_0, ..., A_{N-1})``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.errors import GameError, SolverError, TooLargeError
from solver.normal_form import NormalForm

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]

MAX_PROFILES = 200_000
"""Profiles a linear program takes in reasonable time; 24 slots and never for three labs make 15,625."""


@dataclass(frozen=True, eq=False)
class Extremes:
    """The range of a metric over a polytope of distributions.

    Attributes:
        low, high: smallest and largest expected value of the metric.
        at_low, at_high: a distribution ``(A_0, ..., A_{N-1})`` where each is reached.
    """

    low: float
    high: float
    at_low: FloatArray
    at_high: FloatArray


@dataclass(frozen=True)
class CorrelatedExtremes:
    """Extremes over all correlated equilibria."""

    def __call__(self, game: NormalForm, metric: FloatArray) -> Extremes:
        """The range of ``metric`` ``(A_0, ..., A_{N-1})``, one value per pure profile.

        Raises:
            GameError: the metric does not have one finite value per profile.
            TooLargeError: more profiles than ``MAX_PROFILES``.
        """
        _check(game, metric)
        return _extremes(_correlated_rows(game), metric)


@dataclass(frozen=True)
class CoarseCorrelatedExtremes:
    """Extremes over all coarse correlated equilibria, the distributions that no-regret learning can reach."""

    def __call__(self, game: NormalForm, metric: FloatArray) -> Extremes:
        """The range of ``metric`` ``(A_0, ..., A_{N-1})``; raises as :class:`CorrelatedExtremes` does."""
        _check(game, metric)
        return _extremes(_coarse_rows(game), metric)


def correlated_gain(game: NormalForm, distribution: FloatArray) -> float:
    """Largest expected gain of one player from replacing one recommended action by another; 0 at an equilibrium."""
    return max(0.0, float((-_correlated_rows(game) @ distribution.ravel()).max(initial=0.0)))


def coarse_gain(game: NormalForm, distribution: FloatArray) -> float:
    """Largest expected gain of one player from ignoring all recommendations; 0 at a coarse equilibrium."""
    return max(0.0, float((-_coarse_rows(game) @ distribution.ravel()).max(initial=0.0)))


def obedient_minimum(game: NormalForm, metric: FloatArray, players: Sequence[int]) -> tuple[float, FloatArray]:
    """Smallest expected ``metric`` over distributions whose recommendations ``players`` like to follow, and one such.

    Everybody in ``players`` gives the correlated equilibria; leaving one out lets that one commit.
    """
    _check(game, metric)
    return _minimum(_correlated_rows(game, players), metric)


def _check(game: NormalForm, metric: FloatArray) -> None:
    if np.shape(metric) != game.n_actions or not np.isfinite(metric).all():
        raise GameError(
            f"a metric of shape {np.shape(metric)}",
            f"one finite number per profile, shape {game.n_actions}",
            "evaluate the metric at every pure profile",
        )
    if game.payoffs[0].size > MAX_PROFILES:
        raise TooLargeError(
            f"the game has {game.payoffs[0].size:,} profiles",
            f"at most {MAX_PROFILES:,}",
            "reduce it by dominance first",
        )


def _correlated_rows(game: NormalForm, players: Sequence[int] | None = None) -> csr_array:
    """``(rows, P)``, each at least zero at a correlated equilibrium: the recommended action less another one."""
    from scipy.sparse import csr_array

    index = np.arange(game.payoffs[0].size).reshape(game.n_actions)
    values, columns, starts = [], [], [0]
    for player in range(game.n_players) if players is None else players:
        slices, places = np.moveaxis(game.payoffs[player], player, 0), np.moveaxis(index, player, 0)
        for a in range(len(slices)):
            for b in range(len(slices)):
                if b != a:
                    values.append((slices[a] - slices[b]).ravel())
                    columns.append(places[a].ravel())
                    starts.append(starts[-1] + len(columns[-1]))
    if not values:
        return csr_array((0, index.size))
    return csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=(len(values), index.size))


def _coarse_rows(game: NormalForm) -> csr_array:
    from scipy.sparse import csr_array

    rows = [
        (own - np.take(own, [b], axis=player)).ravel()
        for player, own in enumerate(game.payoffs)
        for b in range(own.shape[player])
    ]
    return csr_array(np.array(rows))


def _extremes(rows: csr_array, metric: FloatArray) -> Extremes:
    low, at_low = _minimum(rows, metric)
    high, at_high = _minimum(rows, -metric)
    return Extremes(low, -high, at_low, at_high)


def _minimum(rows: csr_array, metric: FloatArray) -> tuple[float, FloatArray]:
    from scipy.optimize import linprog

    # In units of the largest entry, so that the solver's absolute tolerances mean the same for every game.
    scale = float(np.abs(rows.data).max(initial=0.0)) or 1.0
    unit = float(np.abs(metric).max()) or 1.0
    found = linprog(  # type: ignore[call-overload]  # the stubs know dense matrices only
        metric.ravel() / unit,
        A_ub=-rows / scale,
        b_ub=np.zeros(rows.shape[0]),
        A_eq=np.ones((1, metric.size)),
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    if found.status != 0:
        # A Nash equilibrium is feasible, so only a failure of the linear program ends here.
        raise SolverError(f"the linear program over correlated equilibria ended with: {found.message}")
    weights = np.maximum(found.x, 0.0)
    weights = (weights / weights.sum()).reshape(metric.shape)
    return float((weights * metric).sum()), weights
