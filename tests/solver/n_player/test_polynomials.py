"""Exact real roots: products of known factors, interpolation, and signs of one polynomial at the roots of another."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.errors import SolverError
from solver.n_player.roots.polynomials import (
    Polynomial,
    bounds,
    interpolated,
    product,
    roots_in_unit,
    without_common,
)


def value(p: Polynomial, t: Fraction) -> Fraction:
    return sum((c * t**k for k, c in enumerate(p)), Fraction(0))


POLYNOMIALS = st.lists(st.integers(-9, 9), max_size=7).map(
    lambda p: interpolated([value(tuple(p), Fraction(k)) for k in range(len(p))])
)
FRACTIONS = st.fractions(min_value=-1, max_value=2, max_denominator=30)


def with_roots(roots: list[Fraction]) -> tuple[int, ...]:
    return reduce(product, [(-r.numerator, r.denominator) for r in roots], (1,))


@settings(deadline=None)
@given(st.lists(FRACTIONS, min_size=1, max_size=6))
def test_rational_roots_between_0_and_1_are_found_exactly_and_once(roots: list[Fraction]) -> None:
    found = roots_in_unit(with_roots(roots))
    assert [r.low for r in found] == sorted({r for r in roots if 0 <= r <= 1})
    assert all(r.is_exact for r in found)


@settings(deadline=None)
@given(POLYNOMIALS, POLYNOMIALS)
def test_roots_are_those_of_numpy_and_signs_there_are_right(p: Polynomial, q: Polynomial) -> None:
    if len(p) < 2:
        return
    found = roots_in_unit(p)
    theirs = np.roots(list(reversed(p)))
    for root in found:
        t = root.narrowed()
        # Multiple roots cost floats half of their digits and more.
        assert np.abs(theirs - float(t.low)).min() < 1e-2
        assert root.sign(p) == 0
        exact = value(q, t.low)
        assert root.sign(q) in ({0, 1, -1} if abs(exact) < 1e-30 else {1 if exact > 0 else -1})
    between = [Fraction(0), *[r.narrowed().high for r in found], Fraction(1)]
    for low, high in pairwise(between):
        if high - low > Fraction(1, 10**6):
            # No change of sign between neighbouring roots.
            assert len({value(p, low + (high - low) * Fraction(k, 7)) > 0 for k in range(1, 7)}) == 1


@given(st.lists(st.integers(-50, 50), max_size=7))
def test_interpolation_brings_a_polynomial_back(p: list[int]) -> None:
    back = interpolated([value(tuple(p), Fraction(k)) for k in range(len(p) + 2)])
    assert all(value(back, t) == value(tuple(p), t) for t in (Fraction(1, 3), Fraction(7, 2), Fraction(-2)))
    assert not back or back[-1]


def test_values_of_no_integer_polynomial_are_refused() -> None:
    with pytest.raises(SolverError, match="integer coefficients"):
        interpolated([0, 1, 1])


@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS)
def test_common_factors_are_taken_out_and_ratios_stay(p: Polynomial, q: Polynomial, r: Polynomial) -> None:
    if not (p and q and r):
        return
    shared, (one, two) = without_common([product(p, r), product(q, r)])
    assert len(shared) >= len(r)
    assert product(one, q) == product(two, p)
    assert len(without_common([one, two])[0]) == 1


@given(st.lists(st.integers(-9, 9), max_size=6), st.fractions(0, 1), st.fractions(0, 1), st.fractions(0, 1))
def test_bounds_hold(p: list[int], low: Fraction, high: Fraction, share: Fraction) -> None:
    low, high = sorted((low, high))
    least, most = bounds(tuple(p), low, high)
    assert least <= value(tuple(p), low + share * (high - low)) <= most


def test_an_irrational_root_is_isolated_and_a_common_root_has_sign_zero() -> None:
    # 2 t^2 = 1, once with a simple and once with a double root.
    for p in ((-1, 0, 2), product((-1, 0, 2), (-1, 0, 2))):
        (root,) = roots_in_unit(p)
        assert not root.is_exact
        assert abs(float(root.narrowed().low) - 0.5**0.5) < 1e-16
        assert root.sign((-3, 0, 6)) == 0
        assert root.sign((-1, 1)) == -1
        assert root.sign((-7, 10)) == 1
        assert root.sign(()) == 0
