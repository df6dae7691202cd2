"""Outward rounding, held against exact rationals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.directional.intervals import Interval, down, up

numbers = st.floats(-1e150, 1e150)


@given(numbers)
def test_a_step_outward_is_at_least_one_float_and_at_most_a_few(x: float) -> None:
    value = np.array([x])
    assert up(value)[0] >= np.nextafter(x, np.inf)
    assert down(value)[0] <= np.nextafter(x, -np.inf)
    assert up(value)[0] - x <= 5 * np.spacing(abs(x)) + 2e-320


@given(numbers, numbers)
def test_sums_differences_and_products_enclose_the_exact_ones(x: float, y: float) -> None:
    a, b = Interval.point(np.array([x])), Interval.point(np.array([y]))
    p, q = Fraction(x), Fraction(y)
    for found, exact in ((a + b, p + q), (a - b, p - q), (a * b, p * q)):
        assert Fraction(float(found.lo[0])) <= exact <= Fraction(float(found.hi[0]))


@given(numbers, st.floats(1e-150, 1e150))
def test_quotients_enclose_the_exact_ones(x: float, y: float) -> None:
    found = Interval.point(np.array([x])).over(Interval.point(np.array([y])))
    exact = Fraction(x) / Fraction(y)
    low, high = float(found.lo[0]), float(found.hi[0])
    assert low == -np.inf or Fraction(low) <= exact
    assert high == np.inf or exact <= Fraction(high)
