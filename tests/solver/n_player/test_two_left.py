"""Faces of equilibria of two players, cut by what the others would rather do: what is kept are the equilibria."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.common.arrays import FloatArray
from solver.common.clock import Clock, TimeIsUp
from solver.game.profile import regret
from solver.n_player.relaxation.integers import IntegerGame
from solver.n_player.tree.spread import in_hull, in_product
from solver.n_player.tree.two_left import Fixing, Product, solve_fixing


def moved_by_the_third(gains: list[list[list[int]]]) -> IntegerGame:
    """Players 1 and 2 never care; player 3 gains ``gains[k - 1]`` over its first action by action ``k``."""
    payoffs = np.zeros((3, 2, 2, 1 + len(gains)), dtype=np.int64)
    for k, gain in enumerate(gains, start=1):
        payoffs[2, :, :, k] = gain
    return IntegerGame.of(list(payoffs.astype(object)))


def kept(game: IntegerGame) -> tuple[Product, ...]:
    """What is left of the square of mixes of players 1 and 2 when player 3 plays its first action."""
    products = solve_fixing(game, Fixing.of_actions((0, 1), [(2, 0)]))
    assert products is not None
    return products


def holds(part: Product, profile: tuple[FloatArray, ...]) -> bool:
    faces = [np.array([c.strategy for c in corners], dtype=float) for corners in (part.first, part.second)]
    return in_product(faces, (0, 1), [gain.astype(float) for gain in part.gains])(profile[:2], 1e-9)


def assert_parts_are_the_equilibria(game: IntegerGame, parts: tuple[Product, ...]) -> None:
    """At all mixes in sixths: an equilibrium lies in a part, and a part that is resolved holds nothing else."""
    first = np.eye(game.normalised.shape[3])[0]
    mixes = [np.array([k, 6 - k]) / 6 for k in range(7)]
    for x, y in product(mixes, repeat=2):
        profile = (x, y, first)
        is_equilibrium = regret(game.normalised, profile) < 1e-9
        assert not is_equilibrium or any(holds(part, profile) for part in parts)
        assert is_equilibrium or not any(part.resolved and holds(part, profile) for part in parts)


@settings(deadline=None, max_examples=60)
@given(values=st.lists(st.integers(-2, 2), min_size=8, max_size=8))
@example(values=[0, 0, 0, 1, 0, 1, 0, 0])
@example(values=[-1, 1, -1, -1, -1, -1, 1, -1])
def test_what_two_deviations_leave_of_a_square_of_equilibria_is_told_exactly(values: list[int]) -> None:
    game = moved_by_the_third(np.reshape(values, (2, 2, 2)).tolist())
    parts = kept(game)
    assert_parts_are_the_equilibria(game, parts)
    for part in parts:
        # Points shown are equilibria, and where gains limit a part it has the dimension of its product.
        for x, y, z in part.profiles(game.normalised.shape[1:]) if part.resolved else ():
            assert regret(game.normalised, tuple(np.array(own, dtype=float) for own in (x, y, z))) < 1e-9
        first, second = (np.array([c.strategy for c in corners]) for corners in (part.first, part.second))
        tables = [first @ gain @ second.T for gain in part.gains]
        assert not tables or np.logical_and.reduce([table < 0 for table in tables]).any()


def test_two_deviations_that_pay_near_two_corners_leave_a_part_that_is_known() -> None:
    (part,) = kept(moved_by_the_third([[[-1, 1], [-1, -1]], [[-1, -1], [1, -1]]]))
    assert part.resolved
    assert part.dimension == len(part.gains) == 2


def test_a_gain_that_is_nowhere_negative_leaves_edges() -> None:
    # Player 3 gains by moving only where both others play their second action for some part.
    parts = kept(moved_by_the_third([[[0, 0], [0, 1]], [[0, 0], [0, 2]]]))
    assert [(part.resolved, part.dimension, part.gains) for part in parts] == [(True, 1, ())] * 2


def test_conditions_that_meet_at_points_only_stay_unresolved() -> None:
    # Nothing is gained on the diagonal of the square alone.
    (part,) = kept(moved_by_the_third([[[0, 1], [-1, 0]], [[0, -1], [1, 0]]]))
    assert not part.resolved


def many_deviations() -> IntegerGame:
    """Player 1 mixes 6 actions and does not care; player 3 has 9 deviations, which pay against some of them."""
    payoffs = np.zeros((3, 6, 1, 10), dtype=np.int64)
    payoffs[2, :, :, 1:] = np.random.default_rng(5).integers(-6, 4, (6, 1, 9))
    return IntegerGame.of(list(payoffs.astype(object)))


def test_a_face_that_many_deviations_cut_is_told_by_its_corners_alone() -> None:
    game = many_deviations()
    (part,) = kept(game)
    corners = np.array([c.strategy for c in part.first], dtype=float)
    gains = np.diff(game.normalised[2][:, 0].astype(float), axis=1, prepend=0.0)[:, 1:].cumsum(axis=1)
    assert (corners @ gains <= 1e-12).all()
    for k, corner in enumerate(corners):
        assert not in_hull(corner, np.delete(corners, k, axis=0))
    mixes = np.random.default_rng(6).dirichlet(np.full(6, 0.4), 2000)
    stable = mixes[(mixes @ gains <= 0).all(axis=1)]
    assert len(stable) > 20
    assert all(in_hull(mix, corners) for mix in stable)


def test_the_cuts_of_a_face_end_with_the_clock() -> None:
    class Late(Clock):
        """Runs out while the face is cut, after the two-player solver."""

        looks = 0

        @property
        def is_over(self) -> bool:
            self.looks += 1
            return self.looks > 30

    with pytest.raises(TimeIsUp):
        solve_fixing(many_deviations(), Fixing.of_actions((0, 1), [(2, 0)]), Late())


@pytest.mark.parametrize("small", [10**k for k in (1, 8, 10, 12, 15, 40)])
def test_a_cut_close_to_corners_leaves_the_corners_and_the_cut(small: int) -> None:
    # Player 3 would rather move once player 1 plays its second action with more than a chance of 1 in small + 1.
    payoffs = np.zeros((3, 3, 1, 2), dtype=object)
    payoffs[2, :, 0, 1] = -1, small, -1
    (part,) = kept(IntegerGame.of(list(payoffs)))
    share = Fraction(1, small + 1)
    ends = {(1, 0, 0), (0, 0, 1), (1 - share, share, 0), (0, share, 1 - share)}
    assert part.resolved
    assert {x for x, _, _ in part.profiles((3, 1, 2))} == ends
    assert part.dimension == 2
