"""A race for one innovation as a directional game: efforts by the engine for Markov games in continuous time."""

from __future__ import annotations

import numpy as np

from solver.common.errors import SolverError
from solver.directional import DirectionalGame, Events, Options, solve_directional

ALIKE = 1e-9
"""Efforts that differ by less, in units of the larger, are alike."""


def race_game(wins: list[float], loses: list[float], now: list[float], r: float) -> DirectionalGame:
    """One state in which ``N`` firms race at an effort cost ``h^2 / 2`` per unit of time, and one for each winner.

    Args:
        wins: ``N`` present values of winning.
        loses: ``N`` present values of losing.
        now: ``N`` flows while nobody has won.
        r: discount rate.
    """
    n = len(wins)
    bonus = np.array([[wins[i] if i == k else loses[i] for i in range(n)] for k in range(n)])
    players = np.arange(n)
    options = Options(np.zeros(n, dtype=np.int64), players, players + 1, bonus[None])
    none = np.zeros(0, dtype=np.int64)
    events = Events(none, none, np.zeros((1, 0)), np.zeros((1, 0, n)))
    flows, scale = np.zeros((1, n + 1, n)), np.ones((1, n + 1, n))
    flows[0, 0] = now
    return DirectionalGame(flows, scale, np.array([r]), 2.0, options, events)


def race_efforts(
    wins: list[float], loses: list[float], now: list[float], r: float
) -> tuple[tuple[float, ...], str, float]:
    """Efforts of the equilibrium with most effort, how they were found, and how wide their enclosure is.

    Of firms that are alike, an equilibrium in which they try alike comes before others.

    Raises:
        SolverError: the engine found none.
    """
    solution = solve_directional(race_game(wins, loses, now, r))
    if not solution.counts[0]:
        raise SolverError("the race has no equilibrium that was found")
    tried = solution.efforts[:, 0]
    firms_alike = all(len(set(numbers)) == 1 for numbers in (wins, loses, now))
    alike = firms_alike & (np.ptp(tried, axis=1) <= ALIKE * tried.max(axis=1))
    row = int(np.lexsort((tried.sum(axis=1), alike))[-1])
    efforts = tuple(float(v) for v in solution.efforts[row, 0])
    width = float(solution.branches.efforts.width[row, 0].max())
    one = "1 equilibrium" if solution.counts[0] == 1 else f"the most effort of {solution.counts[0]} equilibria"
    proven = "complete" if solution.complete[0] else "not proven complete"
    return efforts, f"directional engine: {one}, {proven}, enclosed to {width:.1e}", width
