"""One certified equilibrium of any game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.arrays import FloatArray
from solver.common.tolerances import CERTIFIED_REGRET
from solver.game.normal_form import NormalForm
from solver.game.profile import action_values, regret
from solver.game.solution import StatusCode
from solver.n_player.one_equilibrium import QuickestOne
from solver.n_player.paths.multilinear import normalise, offsets, values_and_jacobian
from solver.n_player.paths.newton import polish
from solver.n_player.paths.path import walk
from solver.n_player.quantal import equations, start_of_branch

SHAPES = [(3,), (2, 3), (2, 2, 2), (3, 4, 2), (5, 4, 3), (2, 2, 2, 2), (3, 2, 2, 2, 2)]


def small_integers(shape: tuple[int, ...], seed: int, top: int = 4) -> NormalForm:
    rng = np.random.default_rng(seed)
    return NormalForm.from_payoffs(rng.integers(0, top, (len(shape), *shape)))


@settings(deadline=None, max_examples=60)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10**6), top=st.sampled_from([2, 4, 1000]))
def test_games_with_ties_of_any_number_of_players_get_a_certified_equilibrium(
    shape: tuple[int, ...], seed: int, top: int
) -> None:
    game = small_integers(shape, seed, top)
    solution = QuickestOne()(game)
    assert solution.status.code == StatusCode.NOT_PROVEN
    assert not solution.complete
    for e in solution.equilibria:
        assert regret(game.payoffs, e.strategies) <= CERTIFIED_REGRET * game.payoff_range
        assert all(s.min() >= 0 and abs(s.sum() - 1) < 1e-12 for s in e.strategies)
    assert solution.equilibria


def test_the_same_seed_gives_the_same_point() -> None:
    game = small_integers((4, 4, 4), 3, 100)
    first, second = QuickestOne(seed=5)(game), QuickestOne(seed=5)(game)
    assert all(
        np.array_equal(a, b)
        for a, b in zip(first.equilibria[0].strategies, second.equilibria[0].strategies, strict=True)
    )


def test_the_equilibrium_survives_a_large_constant_per_opponent_profile() -> None:
    game = small_integers((3, 3, 3), 8, 50)
    shifted = np.array(game.payoffs)
    shifted[0] += 1e6 * np.arange(9).reshape(1, 3, 3)
    found = QuickestOne()(NormalForm.from_payoffs(shifted)).equilibria[0].strategies
    assert regret(game.payoffs, found) < 1e-8


def test_the_only_equilibrium_of_a_cyclic_game_is_found() -> None:
    # Each of three players wants to differ from the next one, cyclically: no pure equilibrium, only the centroid.
    payoffs = np.zeros((3, 2, 2, 2))
    for a, b, c in np.ndindex(2, 2, 2):
        payoffs[:, a, b, c] = [a == b, b == c, c != a]
    solution = QuickestOne()(NormalForm.from_payoffs(payoffs))
    assert all(np.allclose(s, 0.5, atol=1e-12) for s in solution.equilibria[0].strategies)


def test_a_search_without_restarts_that_stalls_ends_with_the_logit_branch() -> None:
    found = [QuickestOne(max_restarts=0)(small_integers((4, 4, 4), seed, 30)) for seed in range(20)]
    assert all(solution.equilibria for solution in found)
    assert any("logit branch" in solution.searched for solution in found)


def test_a_search_whose_every_start_stalls_says_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.n_player.one_equilibrium.NEWTON_STEPS", 0)
    solution = QuickestOne(max_restarts=3)(small_integers((4, 4, 4), 1, 30))
    assert not solution.equilibria
    assert solution.status.code == StatusCode.FAILED
    assert "3 random profiles" in solution.searched


def test_the_jacobian_of_action_values_agrees_with_their_definition() -> None:
    game = small_integers((2, 3, 2, 2), 4, 9)
    cuts = offsets(game.n_actions)
    rng = np.random.default_rng(0)
    flat = np.concatenate([rng.dirichlet(np.ones(n)) for n in game.n_actions])
    values, jacobian = values_and_jacobian(game.payoffs, flat, cuts)
    profile = np.split(flat, cuts[1:-1])
    assert np.allclose(values, np.concatenate([action_values(game.payoffs, profile, i) for i in range(4)]))
    for k in range(len(flat)):
        moved = flat.copy()
        moved[k] += 1.0  # Linear in each coordinate, so a unit step is exact.
        assert np.allclose(values_and_jacobian(game.payoffs, moved, cuts)[0] - values, jacobian[:, k])


def test_polish_refuses_a_support_whose_solution_is_negative() -> None:
    # In the prisoner's dilemma no mix makes a player indifferent.
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    assert not len(polish(normalise(payoffs), ((0, 1), (0, 1)), np.full((1, 4), 0.5)))


def test_points_of_the_logit_branch_solve_the_response_equations() -> None:
    game = small_integers((3, 2, 2), 5, 50)
    payoffs = normalise(game.payoffs)
    cuts, alike = offsets(game.n_actions), np.zeros(sum(game.n_actions))

    def system(z: FloatArray) -> tuple[FloatArray, FloatArray]:
        return equations(payoffs, z, cuts, alike)

    for place in list(walk(system, start_of_branch(system, cuts, alike), 20))[::4]:
        point, precision = np.exp(place.z[:-1]), place.z[-1]
        profile = np.split(point, cuts[1:-1])
        for player, own in enumerate(profile):
            response = np.exp(precision * action_values(payoffs, profile, player))
            assert np.allclose(own, response / response.sum(), atol=1e-6)
