"""Shapley values and interactions: axioms, and the definition by orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openrace.questions.shapley import interactions, orders, sampling_error, shapley


def worths(n: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(-5, 5), min_size=1 << n, max_size=1 << n)


anything = st.integers(1, 5).flatmap(worths)


@given(anything)
@settings(deadline=None, max_examples=60)
def test_shares_are_means_over_all_orders_and_sum_to_the_total(worth: list[int]) -> None:
    n = len(worth).bit_length() - 1
    by_orders = np.zeros(n)
    every = list(permutations(range(n)))
    for order in every:
        mask = 0
        for thing in order:
            by_orders[thing] += worth[mask | (1 << thing)] - worth[mask]
            mask |= 1 << thing
    found = shapley(np.array(worth, dtype=np.float64))
    np.testing.assert_allclose(found, by_orders / len(every), atol=1e-12)
    assert found.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@given(worths(3))
@settings(deadline=None, max_examples=30)
def test_a_thing_that_adds_nothing_has_share_0_and_interacts_with_nothing(worth: list[int]) -> None:
    # The third thing changes nothing: both halves are the same.
    doubled = np.array([*worth, *worth], dtype=np.float64)
    assert shapley(doubled)[3] == 0
    assert (interactions(doubled)[3] == 0).all()
    np.testing.assert_allclose(shapley(doubled)[:3], shapley(np.array(worth, dtype=np.float64)), atol=1e-12)


@given(worths(4))
@settings(deadline=None, max_examples=30)
def test_things_that_can_be_exchanged_have_equal_shares(worth: list[int]) -> None:
    exchanged = [m & ~3 | (m & 1) << 1 | (m >> 1 & 1) for m in range(16)]
    even = (np.array(worth) + np.array(worth)[exchanged]).astype(np.float64)
    shares = shapley(even)
    assert shares[0] == pytest.approx(shares[1], abs=1e-12)


def test_two_things_that_matter_only_together_interact_by_all_they_do() -> None:
    worth = np.array([0.0, 0.0, 0.0, 6.0])
    np.testing.assert_allclose(shapley(worth), [3, 3])
    np.testing.assert_allclose(interactions(worth), [[0, 6], [6, 0]])


@given(worths(4), st.integers(0, 5))
@settings(deadline=None, max_examples=20)
def test_shares_from_drawn_orders_sum_to_the_total_and_hold_the_truth_within_their_error(
    worth: list[int], seed: int
) -> None:
    values = np.array(worth, dtype=np.float64)
    some = orders(4, 400, seed)
    added = some.added(values[some.needed])
    np.testing.assert_allclose(added.sum(axis=1), worth[-1] - worth[0], atol=1e-9)
    truth, error = shapley(values), sampling_error(added)
    # Three half widths of a 95 % interval are six standard errors.
    assert (np.abs(added.mean(axis=0) - truth) <= 3 * error + 1e-9).all()


def test_every_second_order_is_the_reverse_of_the_one_before() -> None:
    some = orders(5, 3, 0)
    np.testing.assert_array_equal(some.orders[1::2], some.orders[0::2, ::-1])
    assert {0, 31, *(1 << k for k in range(5)), *(31 ^ (1 << k) for k in range(5))} <= set(some.needed.tolist())
