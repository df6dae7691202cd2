"""No equilibrium is missing: Newton's method from many points in every state finds nothing that the solver lacks.

The equations are solved in the values, not in the efforts: with ``h_i = (W_i - V_i)+ / c_i``,

    ``R_i(V) = P_i + c_i h_i**2 / 2 + sum_{j != i} h_j (U_ij - V_i) - r V_i = 0``.
"""

from __future__ import annotations

import numpy as np
import pytest

from solver.common.arrays import FloatArray
from solver.directional import DirectionalSolution, solve_directional
from tests.solver.directional.ladders import ladder

STEPS = 25
NEAR = 1e-6


def draw(seed: int, n_players: int, n_rungs: int) -> DirectionalSolution:
    """A random ladder with small whole flows, so that ties happen."""
    draws = np.random.default_rng(seed)
    flows = draws.integers(-2, 4, (*[n_rungs] * n_players, n_players)).astype(float)
    cost = float(draws.integers(1, 5))
    game, _ = ladder(n_rungs, n_players, lambda s, i: float(flows[s][i]), cost=cost)
    return solve_directional(game)


def newton(solution: DirectionalSolution, branch: int, state: int, starts: FloatArray) -> FloatArray:
    """``(F, N)`` values of the state at which the equations hold, found from the rows of ``starts``."""
    game, n = solution.game, solution.game.n_players
    options = game.options
    able, own, other = np.zeros(n, dtype=bool), np.zeros(n), np.zeros((n, n))
    for k in np.flatnonzero(options.states == state).tolist():
        j = int(options.players[k])
        able[j] = True
        other[:, j] = solution.values[branch, options.targets[k]] + options.bonus[0, k]
        own[j] = other[j, j]
    pay, rate, cost = game.flows[0, state], float(game.rates[0]), game.costs[0, state]
    value = starts
    for _ in range(STEPS):
        effort = np.where(able, np.maximum(own - value, 0.0) / cost, 0.0)
        gaps = other[None] - value[:, :, None]
        gaps[:, np.arange(n), np.arange(n)] = 0.0
        residual = pay + cost * effort**2 / 2 + (gaps * effort[:, None, :]).sum(axis=2) - rate * value
        slope = -gaps * (effort > 0)[:, None, :] / cost
        slope[:, np.arange(n), np.arange(n)] = -rate - effort.sum(axis=1, keepdims=True)
        value = value - step(slope, residual)
    good = np.all(np.isfinite(value), axis=1) & (np.abs(residual).max(axis=1) < 1e-9)
    return np.asarray(value[good], dtype=np.float64)


def step(slope: FloatArray, residual: FloatArray) -> FloatArray:
    """Newton's step; none where the slope is singular."""
    if slope.shape[1] != 2:
        determinant = np.linalg.det(slope)
        sound = np.where((np.abs(determinant) > 1e-12)[:, None, None], slope, np.eye(slope.shape[1]))
        return np.asarray(np.linalg.solve(sound, residual[:, :, None])[:, :, 0], dtype=np.float64)
    (a, b), (c, d) = slope.transpose(1, 2, 0)
    determinant = a * d - b * c
    with np.errstate(divide="ignore", invalid="ignore"):
        both = np.stack([d * residual[:, 0] - b * residual[:, 1], a * residual[:, 1] - c * residual[:, 0]], axis=1)
        return np.where(np.abs(determinant)[:, None] > 1e-12, both / determinant[:, None], 0.0)


def missing(solution: DirectionalSolution, n_starts: int) -> list[tuple[int, int]]:
    """Branches and states in which Newton's method finds what is not listed."""
    game, draws = solution.game, np.random.default_rng(1)
    span = np.abs(solution.values).max() + np.abs(game.flows).max() / float(game.rates[0])
    found = []
    for state in range(game.n_states):
        later = np.arange(state + 1, game.n_states)
        seen: list[FloatArray] = []
        for branch in range(int(solution.counts[0])):
            after = solution.values[branch, later]
            if any(np.array_equal(after, known) for known in seen):
                continue
            seen.append(after)
            listed = solution.values[[np.allclose(v[later], after, atol=1e-9) for v in solution.values], state]
            roots = newton(solution, branch, state, draws.uniform(-span, span, (n_starts, game.n_players)))
            apart = np.abs(roots[:, None] - listed[None]).max(axis=2).min(axis=1) if len(roots) else np.zeros(0)
            if np.any(apart > NEAR * span):
                found.append((branch, state))
    return found


def search(n_games: int, n_players: int, n_rungs: int, n_starts: int) -> int:
    """Games in which some state has three equilibria or more."""
    several = 0
    for seed in range(n_games):
        solution = draw(seed, n_players, n_rungs)
        if solution.complete[0]:
            assert missing(solution, n_starts) == [], seed
        else:
            assert solution.status().code != "complete"
        states = [len(np.unique(solution.values[:, s].round(9), axis=0)) for s in range(solution.game.n_states)]
        several += max(states) >= 3
    return several


def test_nothing_is_missing_in_some_random_games() -> None:
    assert search(12, 2, 3, 60) > 0
    search(2, 3, 2, 60)


@pytest.mark.slow
def test_nothing_is_missing_in_300_games_of_two_labs_from_1000_points_a_state() -> None:
    assert search(300, 2, 3, 1_000) >= 10


@pytest.mark.slow
def test_nothing_is_missing_in_100_games_of_three_labs_from_1000_points_a_state() -> None:
    assert search(100, 3, 2, 1_000) >= 1


def test_an_equilibrium_that_is_left_out_is_noticed() -> None:
    solution = next(s for s in (draw(seed, 2, 3) for seed in range(40)) if s.counts[0] >= 3)
    kept = np.arange(int(solution.counts[0])) != 1
    short = DirectionalSolution(solution.game, solution.branches[kept], solution.proven, solution.whole)
    assert missing(short, 200)
