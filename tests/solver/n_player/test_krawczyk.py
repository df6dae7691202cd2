"""Roots proven in integers: quadratic irrationals, radii that hold, many players, and what must not be proven."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.roots.krawczyk import CertifiedRoot, certify_root
from solver.n_player.roots.support_system import SupportSystem


def integers(shape: tuple[int, ...], seed: int, largest: int = 1000) -> IntegerGame:
    payoffs = np.random.default_rng(seed).integers(0, largest, (len(shape), *shape))
    return IntegerGame.of(list(payoffs.astype(object)))


def roots(game: IntegerGame, seed: int) -> list[CertifiedRoot]:
    """Certified roots of the full support that Newton's method meets."""
    support = tuple(tuple(range(n)) for n in game.payoffs[0].shape)
    system, rng = SupportSystem.of(game.normalised, support), np.random.default_rng(seed)
    found: list[CertifiedRoot] = []
    for _ in range(12):
        x = system.newton(np.concatenate([rng.dirichlet(np.ones(len(s))) for s in support]))
        if x is not None and all(np.abs(np.array(r.flat) - x).max() > 1e-6 for r in found):
            root = certify_root(game, support, x)
            found.extend([root] if root is not None else [])
    return found


@settings(deadline=None, max_examples=30)
@given(
    shape=st.sampled_from([(2, 2), (3, 3), (2, 2, 2), (3, 2, 2), (3, 3, 3), (2, 2, 2, 2), (2, 2, 2, 2, 2)]),
    seed=st.integers(0, 10**6),
)
def test_roots_solve_their_equations_and_no_two_share_a_box_of_uniqueness(shape: tuple[int, ...], seed: int) -> None:
    game = integers(shape, seed)
    found = roots(game, seed)
    for root in found:
        system = SupportSystem.of(game.normalised, root.support)
        x = np.array(root.flat)
        assert np.abs(system.residual(x)).max() < 1e-11 * max(1.0, np.abs(x).max() ** (len(shape) - 1))
        assert root.radius < 1e-13 * max(1.0, np.abs(x).max())
        inside = all(0 < p < 1 for p in x.tolist())
        assert root.feasible is inside
    for one in found:
        for two in found:
            apart = np.abs(np.array(one.flat) - np.array(two.flat)).max()
            assert one is two or apart > one.unique_radius


def test_a_quadratic_irrational_lies_within_the_radius() -> None:
    # A player gains 3 - 5 y z - 2 y - 2 z from its first action: all are indifferent at p = (sqrt(19) - 2) / 5.
    payoffs = np.zeros((3, 2, 2, 2), dtype=object)
    for player in range(3):
        for profile in np.ndindex(2, 2, 2):
            y, z = (1 - profile[(player + 1) % 3], 1 - profile[(player + 2) % 3])
            payoffs[(player, *profile)] = (3 - 5 * y * z - 2 * y - 2 * z) * (profile[player] == 0)
    game = IntegerGame.of(list(payoffs))
    root = certify_root(game, ((0, 1),) * 3, np.array([0.47, 0.53] * 3))
    assert root is not None
    assert root.feasible
    # The square root to 60 digits, rounded down.
    exact = (Fraction(isqrt(19 * 10**120), 10**60) - 2) / 5
    assert abs(Fraction(root.flat[0]) - exact) <= Fraction(root.radius) + Fraction(1, 10**59)
    assert root.radius < 1.2e-16


def test_a_singular_or_distant_guess_proves_nothing() -> None:
    flat = IntegerGame.of([np.zeros((2, 2, 2), dtype=object)] * 3)
    everything = ((0, 1),) * 3
    assert certify_root(flat, everything, np.full(6, 0.5)) is None
    # One root, counted twice: 2 (p - 1/2)^2 = 0 for players who are the same.
    payoffs = np.zeros((3, 2, 2, 2), dtype=object)
    for player in range(3):
        for profile in np.ndindex(2, 2, 2):
            y, z = (1 - profile[(player + 1) % 3], 1 - profile[(player + 2) % 3])
            payoffs[(player, *profile)] = (4 * y * z - 2 * y - 2 * z + 1) * (profile[player] == 0)
    double = IntegerGame.of(list(payoffs))
    assert certify_root(double, everything, np.full(6, 0.5)) is None


@pytest.mark.parametrize("shape", [(2, 2, 2, 2), (3, 2, 2, 2)])
def test_with_four_players_the_box_of_uniqueness_allows_for_a_derivative_that_varies(shape: tuple[int, ...]) -> None:
    for seed in range(6):
        for root in roots(integers(shape, seed), seed):
            assert root.curvature is None
            assert 1e-6 < root.unique_radius <= 1
