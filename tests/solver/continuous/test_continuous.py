"""Equilibria in numbers: known ones come out, boxes hold them, and false ones are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, SolverError
from solver.continuous import ContinuousGame, solve_continuous
from solver.continuous.zoom import gains


def cournot(costs: list[float]) -> ContinuousGame:
    n = len(costs)
    return ContinuousGame.of(lambda i, q: q[i] * (1 - q.sum(axis=0) - costs[i]), [0.0] * n, [1.0] * n)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=4))
def test_cournot_quantities_are_the_textbook_ones_and_idle_firms_stay_out(tenths: list[int]) -> None:
    costs = sorted(t / 10 for t in tenths)
    active = len(costs)
    # Drop firms whose cost exceeds the price that the others make.
    while active and costs[active - 1] >= (1 + sum(costs[:active])) / (active + 1):
        active -= 1
    price = (1 + sum(costs[:active])) / (active + 1)
    found = solve_continuous(cournot(costs)).only
    np.testing.assert_allclose(found.point, [max(0.0, price - c) for c in costs], atol=1e-8)
    assert found.gain < 1e-12


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 40), st.integers(1, 100), st.integers(1, 10))
def test_tullock_effort_is_the_textbook_one_and_inside_its_box(players: int, prize: int, tenths: int) -> None:
    r = tenths / 10

    def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
        return np.asarray(prize * own[0] ** r / (own[0] ** r + (players - 1) * other[0] ** r) - own[0])

    found = solve_continuous(ContinuousGame.symmetric(payoff, [1e-9 * prize], [prize])).equilibria
    exact = (players - 1) * r * prize / players**2
    near = min(found, key=lambda e: abs(e.point[0] - exact))
    assert abs(near.point[0] - exact) <= near.radius + 1e-9 * prize


def test_choices_of_several_numbers_are_solved_together() -> None:
    # Each splits two numbers; the payoff is concave with its peak where both are a third of the other's plus one.
    def payoff(i: int, x: FloatArray) -> FloatArray:
        own, other = x[2 * i : 2 * i + 2], x[2 - 2 * i : 4 - 2 * i]
        apart = (own[0] - 1 - other[0] / 3) ** 2 + 2 * (own[1] - 1 - other[1] / 3) ** 2
        return np.asarray(own[0] * own[1] / 10 - apart)

    found = solve_continuous(ContinuousGame.of(payoff, [0.0] * 4, [4.0] * 4, numbers=2)).only
    one = found.point[:2]
    np.testing.assert_allclose(found.point[2:], one, atol=1e-8)
    slope = [-2 * (one[0] - 1 - one[0] / 3) + one[1] / 10, -4 * (one[1] - 1 - one[1] / 3) + one[0] / 10]
    np.testing.assert_allclose(slope, 0, atol=1e-8)


def test_several_equilibria_are_all_found() -> None:
    # Best replies 0, 1/2 and 1 to themselves: a coordination game with a smooth peak at an S-shaped reply.
    def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
        reply = other[0] + 0.2 * np.sin(2 * np.pi * other[0])
        return np.asarray(-((own[0] - reply) ** 2))

    found = solve_continuous(ContinuousGame.symmetric(payoff, [-0.25], [1.25])).equilibria
    # At the ends of the interval the best reply lies beyond it.
    assert [round(float(e.point[0]), 6) for e in found] == [-0.25, 0.0, 0.5, 1.0, 1.25]


def test_a_choice_that_pushes_against_its_bound_stays_there() -> None:
    found = solve_continuous(ContinuousGame.of(lambda i, x: x[i] * (1 + x[1 - i]), [0, 0], [2, 3])).only
    assert found.point.tolist() == [2.0, 3.0]
    assert found.radius == 0


def test_a_local_peak_that_a_far_choice_beats_is_no_equilibrium() -> None:
    def payoff(own: FloatArray, _: FloatArray) -> FloatArray:
        return np.asarray(np.where(own[0] < 0.5, 0.1 - (own[0] - 0.2) ** 2, 1 - (own[0] - 0.8) ** 2))

    found = solve_continuous(ContinuousGame.symmetric(payoff, [0], [1])).only
    assert found.point[0] == pytest.approx(0.8)


def test_matching_pennies_in_numbers_has_no_equilibrium_and_says_so() -> None:
    def payoff(i: int, x: FloatArray) -> FloatArray:
        return np.asarray((-1.0) ** i * (x[0] - x[1]) ** 2)

    with pytest.raises(SolverError, match="no profile"):
        solve_continuous(ContinuousGame.of(payoff, [0, 0], [1, 1]))


def test_gains_on_a_grid_are_those_of_a_plain_loop() -> None:
    game = cournot([0.1, 0.2])
    axes = np.stack([np.linspace(0, 1, 5), np.linspace(0, 0.8, 5)])
    fast = gains(game, axes, axes)
    for a, x in enumerate(axes[0]):
        for b, y in enumerate(axes[1]):
            point = np.array([x, y])
            slow = max(
                max(game.payoff(0, np.array([t, y])) for t in axes[0]) - game.payoff(0, point),
                max(game.payoff(1, np.array([x, t])) for t in axes[1]) - game.payoff(1, point),
            )
            assert fast[a, b] == pytest.approx(slow)


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [([0], [0], 1), ([0, 0], [1], 1), ([], [], 1), ([0, 0, 0], [1, 1, 1], 2), ([0], [np.inf], 1), ([[0]], [[1]], 1)],
)
def test_intervals_that_are_none_are_refused(low: list[float], high: list[float], numbers: int) -> None:
    with pytest.raises(GameError):
        ContinuousGame.of(lambda i, x: x[i], low, high, numbers=numbers)
