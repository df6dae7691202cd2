"""Fixation and long runs: published sums, exact fractions, symmetries and an independent chain."""

from __future__ import annotations

from fractions import Fraction
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.errors import GameError
from solver.population import Fermi, Moran, fixation, small_mutations, stationary

payoff = st.integers(-3, 5)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 30), st.integers(2, 5))
def test_a_mutant_of_constant_fitness_takes_over_as_moran_1958_says(size: int, fitness: int) -> None:
    r = Fraction(fitness)
    found = fixation([[r, r], [Fraction(1), Fraction(1)]], size, Moran(Fraction(1)))
    assert found == (1 - 1 / r) / (1 - 1 / r**size)


@settings(deadline=None, max_examples=30)
@given(st.lists(payoff, min_size=4, max_size=4), st.integers(2, 40))
def test_blind_imitation_fixes_one_in_size(values: list[int], size: int) -> None:
    table = [values[:2], values[2:]]
    assert fixation(table, size, Fermi(0.0)) == pytest.approx(1 / size)
    assert fixation([[Fraction(v) for v in row] for row in table], size, Moran(Fraction(0))) == Fraction(1, size)


@settings(deadline=None, max_examples=25)
@given(st.lists(payoff, min_size=4, max_size=4), st.integers(2, 12), st.integers(0, 20))
def test_fixation_is_what_the_whole_chain_of_the_population_says(values: list[int], size: int, tenths: int) -> None:
    (aa, ab), (ba, bb) = values[:2], values[2:]
    beta = tenths / 10
    # One row per number of mutants: up and down by pairwise comparison, absorbed at 0 and at all.
    system, right = np.eye(size + 1), np.zeros(size + 1)
    right[size] = 1.0
    for i in range(1, size):
        own = ((i - 1) * aa + (size - i) * ab) / (size - 1)
        other = (i * ba + (size - i - 1) * bb) / (size - 1)
        up, down = 1 / (1 + exp(-beta * (own - other))), 1 / (1 + exp(beta * (own - other)))
        system[i, i - 1 : i + 2] = -down, up + down, -up
    chain = np.linalg.solve(system, right)
    assert fixation([[aa, ab], [ba, bb]], size, Fermi(beta)) == pytest.approx(chain[1], rel=1e-9, abs=1e-14)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 5), min_size=9, max_size=9))
def test_stationary_shares_flow_in_and_out_alike_and_fractions_stay_exact(rates: list[int]) -> None:
    chances = [[Fraction(rates[3 * i + j] + 1, 20) for j in range(3)] for i in range(3)]
    shares = stationary(chances)
    assert sum(shares) == 1
    for j in range(3):
        inflow = sum(shares[i] * chances[i][j] for i in range(3) if i != j)
        assert inflow == shares[j] * sum(chances[j][k] for k in range(3) if k != j)


def test_tiny_chances_keep_their_digits() -> None:
    assert stationary([[0.0, 1e-200], [3e-200, 0.0]]) == pytest.approx((0.75, 0.25), rel=1e-14)


def test_strategies_that_are_the_same_are_played_alike() -> None:
    assert small_mutations([[1, 1, 4], [1, 1, 4], [2, 2, 0]], 30, Fermi(0.2))[:2] == pytest.approx(
        [small_mutations([[1, 1, 4], [1, 1, 4], [2, 2, 0]], 30, Fermi(0.2))[0]] * 2
    )


def test_a_hopeless_mutant_dies_out_without_an_overflow() -> None:
    assert fixation([[0, 0], [100, 100]], 1000, Fermi(10.0)) == 0.0


def test_shares_are_known_where_no_mutant_takes_over_with_a_chance_that_a_float_can_hold() -> None:
    assert fixation([[0, 900], [1000, 0]], 100, Fermi(0.09)) >= 0.0
    # Of two conventions the one that is left less easily is kept, however rarely either is left.
    shares = small_mutations([[1000, 0], [0, 900]], 100, Fermi(1.0))
    assert shares == pytest.approx((1.0, 0.0), abs=1e-12)
    assert small_mutations([[1000, 0], [0, 1000]], 100, Fermi(1.0)) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize(
    "call",
    [
        lambda: fixation([[1]], 3, Fermi(1.0)),
        lambda: fixation([[1, 2], [3, 4]], 1, Fermi(1.0)),
        lambda: Fermi(-1.0),
        lambda: Moran(2.0),
        lambda: fixation([[-5, -5], [1, 1]], 3, Moran(1.0)),
        lambda: stationary([]),
        lambda: stationary([[0, -1], [1, 0]]),
        lambda: stationary([[0, 0], [0, 0]]),
        lambda: small_mutations([[1, 2]], 3, Fermi(1.0)),
    ],
)
def test_what_is_no_population_is_refused(call: object) -> None:
    assert callable(call)
    with pytest.raises(GameError):
        call()
