"""One decision maker on an interval: every maximiser, ties, plateaus, and where behaviour changes."""

from __future__ import annotations

from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError
from solver.decision.breakpoints import breakpoints
from solver.decision.choice import choose
from solver.decision.decision import Decision

Array = NDArray[np.float64]


def monopolist(x: float, customers: float = 4.0, *, with_derivative: bool = False) -> Decision:
    """A seller of capability y when x is free: ``customers * (sqrt y - sqrt x)+ - y``."""

    def profit(y: Array) -> Array:
        return customers * np.maximum(np.sqrt(y) - sqrt(x), 0) - y

    def marginal(y: Array) -> Array:
        return np.where(y > x, customers / (2 * np.sqrt(y)), 0.0) - 1

    return Decision(profit, 0, 20, (x,), marginal if with_derivative else None)


@pytest.mark.parametrize("with_derivative", [False, True])
@pytest.mark.parametrize("x", [0.0, 0.25, 0.5, 0.99])
def test_the_monopolist_trains_four_whatever_is_free_below_one(x: float, with_derivative: bool) -> None:
    # max 4 (sqrt y - sqrt x) - y: the open model lowers profit and not the choice, until profit is gone.
    choice = choose(monopolist(x, with_derivative=with_derivative))
    assert choice.maximisers == pytest.approx((4.0,), abs=1e-15 if with_derivative else 1e-9)
    assert choice.value == pytest.approx(4 - 4 * sqrt(x), abs=1e-12)
    ((low, high),) = choice.brackets
    assert low <= 4 <= high
    assert high - low < 1e-4


def test_at_one_staying_and_leaving_tie_and_both_are_reported() -> None:
    choice = choose(monopolist(1.0))
    assert len(choice.maximisers) == 2
    assert choice.maximisers == pytest.approx((0.0, 4.0), abs=1e-9)
    assert choice.value == pytest.approx(0, abs=choice.resolution)
    assert choose(monopolist(1.0 + 1e-6)).maximisers == (0.0,)


def test_sublinear_utility_of_the_gap_moves_the_choice_one_for_one() -> None:
    # 4 sqrt(y - x) - y: the gap stays 4.
    for x in (0.0, 1.0, 2.5):

        def objective(y: Array, x: float = x) -> Array:
            return 4 * np.sqrt(np.maximum(y - x, 0)) - y

        choice = choose(Decision(objective, 0, 30, (x,)))
        assert choice.maximisers == pytest.approx((x + 4,), abs=1e-8)


def test_a_convex_penalty_has_the_closed_form_of_its_first_order_condition() -> None:
    # N g - phi/2 g^2 - y with g = sqrt y - sqrt x, N = 4, phi = 1: sqrt y = (4 + sqrt x) / 3.
    for x in (0.0, 0.3, 0.7):

        def objective(y: Array, x: float = x) -> Array:
            gap = np.maximum(np.sqrt(y) - sqrt(x), 0)
            return 4 * gap - gap**2 / 2 - y

        choice = choose(Decision(objective, 0, 20, (x,)))
        assert choice.maximisers == pytest.approx((((4 + sqrt(x)) / 3) ** 2,), abs=1e-9)


def test_exit_is_found_by_halving_and_not_typed_in() -> None:
    (exit_at,) = breakpoints(lambda x: choose(monopolist(x)).leader > 0, 0, 4, cells=16)
    assert exit_at.at == pytest.approx(1, abs=1e-11)
    assert exit_at.bracket[1] - exit_at.bracket[0] <= 1e-12
    assert (exit_at.before, exit_at.after) == (True, False)


def test_regimes_of_a_reluctant_lab_change_at_the_points_of_its_three_payoffs() -> None:
    # R = 4 (sqrt(model) - sqrt x)+; stay with 4, race to 9 at 4.5, or exit at -2 when R < 1.5 (x < 9).
    def regime(x: float) -> str:
        stay, race = 4 * max(2 - sqrt(x), 0.0), 4 * max(3 - sqrt(x), 0.0)
        worth_staying = stay if stay >= 1.5 else -2.0
        worth_racing = (race if race >= 1.5 else -2.0) - 4.5
        return "race" if worth_racing > worth_staying else "exit" if stay < 1.5 else "stay"

    found = breakpoints(regime, 0, 9)
    # Staying pays until 4 (2 - sqrt x) = 1.5, racing until 4 (3 - sqrt x) - 4.5 = -2.
    assert [(b.before, b.after) for b in found] == [("stay", "race"), ("race", "exit")]
    assert [b.at for b in found] == pytest.approx([1.625**2, 2.375**2], abs=1e-11)


def test_two_regime_changes_in_one_cell_are_found_when_its_ends_differ_and_missed_when_they_agree() -> None:
    def regime(p: float) -> int:
        return 0 if p < 0.41 else 1 if p < 0.42 else 2

    assert [b.at for b in breakpoints(regime, 0, 1, cells=2)] == pytest.approx([0.41, 0.42], abs=1e-12)

    def blip(p: float) -> bool:
        return 0.41 <= p < 0.42

    assert breakpoints(blip, 0, 1, cells=2) == ()
    assert len(breakpoints(blip, 0, 1, cells=2, marks=(0.415,))) == 2


def test_a_label_that_holds_at_one_point_is_no_regime() -> None:
    found = breakpoints(lambda p: "low" if p < 0.5 else "tie" if p == 0.5 else "high", 0, 1, cells=4)
    assert [(b.before, b.after) for b in found] == [("low", "high")]
    assert found[0].at == pytest.approx(0.5, abs=1e-12)


def test_a_flat_stretch_is_reported_with_both_ends() -> None:
    choice = choose(Decision(lambda y: -np.maximum(np.abs(y - 1) - 0.25, 0), 0, 3, (0.75, 1.25)))
    assert choice.plateaus == ((0.75, 1.25),)
    assert choice.maximisers == (0.75, 1.25)
    assert choice.value == 0


def test_the_end_of_a_flat_stretch_is_found_where_no_kink_was_named() -> None:
    choice = choose(Decision(lambda y: np.minimum(np.minimum(y, 1 / 3), 1 - y), 0, 1))
    ((low, high),) = choice.plateaus
    assert (low, high) == pytest.approx((1 / 3, 2 / 3), abs=1e-9)


def test_a_constant_objective_is_one_plateau() -> None:
    choice = choose(Decision(lambda y: np.zeros_like(y), 0, 1, (0.3, 0.6)))
    assert choice.plateaus == ((0.0, 1.0),)
    assert choice.maximisers == (0.0, 1.0)


def test_a_supremum_that_a_jump_takes_away_has_no_maximiser() -> None:
    choice = choose(Decision(lambda y: np.where(y < 1, y, 0.0), 0, 2, (1.0,)))
    assert choice.maximisers == ()
    assert choice.approached == (1.0,)
    assert choice.value == pytest.approx(1)
    with pytest.raises(GameError, match="no choice attains"):
        _ = choice.leader


def test_a_jump_that_keeps_its_better_side_is_attained() -> None:
    choice = choose(Decision(lambda y: np.where(y <= 1, y, 0.0), 0, 2, (1.0,)))
    assert choice.maximisers == (1.0,)
    assert choice.approached == ()


def test_a_large_penalty_elsewhere_does_not_turn_near_misses_into_ties() -> None:
    def objective(y: Array) -> Array:
        return np.where(y > 9, -1e12, -np.minimum((y - 2) ** 2, (y - 6) ** 2 + 1e-6))

    choice = choose(Decision(objective, 0, 10, (4.0, 9.0)))
    assert choice.maximisers == pytest.approx((2.0,), abs=1e-8)


def test_forbidden_choices_may_be_minus_infinity() -> None:
    choice = choose(Decision(lambda y: np.where(y < 1, -inf, np.log(np.maximum(y, 1)) - y / 3), 0, 10, (1.0,)))
    assert choice.maximisers == pytest.approx((3.0,), abs=1e-8)


def test_a_needle_between_grid_points_is_missed_unless_it_is_named() -> None:
    def needle(y: Array) -> Array:
        bump: Array = np.exp(-(((y - 0.7003) / 1e-5) ** 2))
        return 5 * bump - np.abs(y - 0.25)

    coarse = choose(Decision(needle, 0, 1), points=101)
    assert coarse.maximisers == (0.25,)
    named = choose(Decision(needle, 0, 1, (0.7003,)), points=101)
    assert named.maximisers == pytest.approx((0.7003,), abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(-20, 20), min_size=2, max_size=6, unique=True),
    st.lists(st.integers(-3, 3), min_size=6, max_size=6),
    st.integers(-2, 2),
)
def test_piecewise_linear_objectives_are_maximised_at_their_best_knots(
    knots: list[int], heights: list[int], shift: int
) -> None:
    xs = np.sort(np.array(knots, dtype=float))
    ys = np.array(heights[: len(xs)], dtype=float) + shift
    choice = choose(Decision(lambda y: np.interp(y, xs, ys), xs[0], xs[-1], tuple(xs)), points=41)
    best = ys.max()
    assert choice.value == pytest.approx(best)
    # Best knots are maximisers or inside a plateau; maximisers are best knots.
    for x, y in zip(xs, ys, strict=True):
        inside = any(low <= x <= high for low, high in choice.plateaus)
        assert (y == best) == (inside or any(abs(m - x) < 1e-6 for m in choice.maximisers))
    assert all(np.interp(m, xs, ys) == pytest.approx(best, abs=1e-6) for m in choice.maximisers)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(-3, 3), st.floats(0.01, 100))
def test_scaling_shifting_and_mirroring_the_objective_moves_no_maximiser(
    first: float, second: float, shift: float, scale: float
) -> None:
    def objective(y: Array) -> Array:
        low, high = np.exp(-20 * (y - first) ** 2), np.exp(-20 * (y - second) ** 2)
        return np.asarray(low + 0.9 * high)

    plain = choose(Decision(objective, 0, 1)).leader
    moved = choose(Decision(lambda y: scale * objective(y) + shift, 0, 1)).leader
    mirrored = choose(Decision(lambda y: objective(-y), -1, 0)).leader
    assert moved == pytest.approx(plain, abs=1e-6)
    assert mirrored == pytest.approx(-plain, abs=1e-6)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (lambda: Decision(lambda y: y, 1, 1), "low < high"),
        (lambda: Decision(lambda y: y, 0, inf), "two finite ends"),
        (lambda: Decision(lambda y: y, 0, 1, (nan,)), "finite numbers"),
        (lambda: Decision(lambda y: np.where(y == 1, nan, y), 0, 1), "nan at 1.0"),
        (lambda: Decision(lambda y: np.where(y == 1, inf, y), 0, 1), "inf at 1.0"),
        (lambda: Decision(lambda y: y[:1], 0, 1), "one value per choice"),
        (lambda: Decision(lambda y: np.full_like(y, -inf), 0, 1), "-inf everywhere"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_in_one_sentence(decision: object, said: str) -> None:
    assert callable(decision)
    with pytest.raises(GameError, match=said):
        choose(decision())


@settings(deadline=None, max_examples=100)
@given(st.integers(-500, 500), st.integers(0, 40), st.integers(0, 3))
def test_two_sides_of_one_tie_are_one_breakpoint_at_a_number_a_person_would_write(
    hundredths: int, width: int, side: int
) -> None:
    """Regimes whose payoffs tie over a stretch of up to 2e-10 around the value: its ends differ, the label is one."""
    at, half = hundredths / 100, width * 2.5e-12

    def regime(p: float) -> str:
        left, right = p < at - half * (side != 1), p > at + half * (side != 2)
        return "low" if left else "high" if right else "both"

    (found,) = breakpoints(regime, -7.0, 9.0)
    assert (found.at, found.before, found.after) == (at, "low", "high")
    assert found.bracket[0] <= at + half
    assert found.bracket[1] >= at - half


def test_a_breakpoint_that_is_no_short_number_keeps_its_digits() -> None:
    (found,) = breakpoints(lambda p: p > 9 / 11, 0.0, 6.0)
    assert abs(found.at - 9 / 11) < 1e-12
    assert found.bracket[0] <= found.at <= found.bracket[1]


def test_regimes_wider_than_a_tie_stay_two_breakpoints() -> None:
    found = breakpoints(lambda p: int(p > 1) + int(p > 1 + 1e-8), 0.0, 2.0)
    assert [b.before for b in found] == [0, 1]
