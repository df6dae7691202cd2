"""The games that solvers are compared on: three families, each from a committed seed and a committed box of parameters.

* *random*: payoffs drawn from a standard normal distribution; nondegenerate with probability one.
* *degenerate*: payoffs drawn from 0, 1, 2; ties everywhere.
* *timing*: two open labs that choose a release date or never, built by ``games.release.release_game`` with parameters
  drawn uniformly from ``TIMING``; identical rows, mirror pairs and ties up to rounding come with the model.

A game of ``k`` actions has ``k - 1`` slots and *never*. Rates per month are spread over as many slots as there are, so
that games of all sizes tell the same two years.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from games.release import cast
from games.release.release_game import ReleaseGame
from games.time.calendar import Calendar

FloatArray = NDArray[np.float64]

SEED = 20_251_122


@dataclass(frozen=True)
class TimingBox:
    """Lower and upper ends of the parameters of each of the two labs; rates are per twelfth of the slots."""

    start: tuple[float, float] = (4.0, 7.0)
    growth: tuple[float, float] = (0.3, 0.9)
    prestige: tuple[float, float] = (0.5, 4.0)
    slowness: tuple[float, float] = (0.0, 20.0)
    training_cost: tuple[float, float] = (0.0, 1.5)
    frontier_penalty: tuple[float, float] = (0.0, 2.0)


TIMING = TimingBox()


def random_games(k: int, count: int) -> FloatArray:
    """``(count, 2, k, k)`` standard normal payoffs."""
    return np.random.default_rng([SEED, 0, k]).normal(size=(count, 2, k, k))


def degenerate_games(k: int, count: int, largest: int = 2) -> FloatArray:
    """``(count, 2, k, k)`` whole payoffs from 0 to ``largest``."""
    rng = np.random.default_rng([SEED, 1, k, largest])
    return rng.integers(0, largest + 1, size=(count, 2, k, k)).astype(np.float64)


def timing_games(k: int, count: int, box: TimingBox = TIMING) -> FloatArray:
    """``(count, 2, k, k)`` release games of two open labs with ``k - 1`` slots each and *never*."""
    rng = np.random.default_rng([SEED, 2, k])
    return np.stack([timing_game(k, rng, box).normal_form().payoffs for _ in range(count)])


def timing_game(k: int, rng: np.random.Generator, box: TimingBox = TIMING) -> ReleaseGame:
    """One release game with parameters drawn from the box."""
    pace = 12.0 / (k - 1)
    labs = []
    for name in ("alice", "bob"):
        drawn = {f.name: float(rng.uniform(*getattr(box, f.name))) for f in fields(box)}
        drawn["growth"] *= pace
        drawn["prestige"] *= pace
        labs.append(cast.open_lab(name, **drawn))
    calendar = Calendar(horizon=2.0 * (k - 1), slots=k - 1)
    return ReleaseGame(name="timing", labs=tuple(labs), calendar=calendar, market=cast.MARKET)
