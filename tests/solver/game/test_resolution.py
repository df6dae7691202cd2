"""Floats are read back as the numbers they stand for, so that ties and relations between payoffs survive."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from solver.common.tolerances import RESOLUTION
from solver.game.normal_form import NormalForm
from solver.game.resolution import IntegerPayoffs, to_integers
from solver.two_player.all_equilibria import AllEquilibria


def read(*numbers: float, resolution: float = RESOLUTION) -> IntegerPayoffs:
    return to_integers(np.array([numbers]), resolution)


def as_fractions(payoffs: IntegerPayoffs) -> list[Fraction]:
    return [Fraction(int(v), payoffs.denominators[0]) for v in payoffs.values[0]]


def test_integers_stay_small_integers() -> None:
    got = read(400.0, -3.0, 0.0)
    assert got.exact
    assert got.values[0].tolist() == [400, -3, 0]
    assert got.denominators == (1,)


def test_short_decimals_are_meant_even_after_a_sum() -> None:
    got = read(0.1 + 0.2, 0.3, -12.75)
    assert got.exact
    assert as_fractions(got) == [Fraction(3, 10), Fraction(3, 10), Fraction(-51, 4)]


def test_thirds_and_twelfths_are_meant_even_after_sums_and_cancellation() -> None:
    twelfths = sum([1 / 12] * 5)
    got = read(1 / 3, 2 / 3 - 1, twelfths, 26 + 1 / 30 - 26, 34.1)
    assert got.exact
    assert as_fractions(got) == [Fraction(1, 3), Fraction(-1, 3), Fraction(5, 12), Fraction(1, 30), Fraction(341, 10)]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.fractions(-50, 50, max_denominator=60), min_size=1, max_size=8))
def test_fractions_with_a_small_common_denominator_come_back_exactly(numbers: list[Fraction]) -> None:
    common = np.lcm.reduce([n.denominator for n in numbers])
    assume(common < 10**6)
    got = read(*[float(n) for n in numbers])
    assert got.exact
    assert as_fractions(got) == numbers


@settings(deadline=None, max_examples=100)
@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=6), st.integers(0, 2**32 - 1))
@example([353569.75, 707138.7243603301], 13067)
def test_irrational_payoffs_are_never_taken_for_fractions(numbers: list[float], seed: int) -> None:
    noise = np.random.default_rng(seed).random(len(numbers))
    payoffs = np.array([np.sqrt(2.0) * np.array(numbers) + np.pi * noise])
    got = to_integers(payoffs, RESOLUTION)
    assume(np.ptp(payoffs) > 1e-3)
    assert not got.exact


def test_differences_below_the_resolution_are_made_equal_and_larger_ones_keep_their_order() -> None:
    root = float(np.sqrt(2.0))
    got = read(root, root + 1e-14, root + 1e-6, root + 2.0)
    assert not got.exact
    first, second, third, fourth = got.values[0].tolist()
    assert first == second < third < fourth


def test_a_player_who_never_decides_anything_gets_zeros() -> None:
    payoffs = np.stack([np.sqrt([[2.0, 3.0], [2.0, 3.0]]), np.sqrt([[1.5, 2.5], [0.5, 3.5]])])
    got = to_integers(payoffs, RESOLUTION)
    assert got.values[0].tolist() == [[0, 0], [0, 0]]


def test_resolution_zero_takes_floats_at_their_word() -> None:
    root = float(np.sqrt(2.0))
    got = read(root, root + 2**-52, resolution=0.0)
    assert as_fractions(got) == [Fraction(root), Fraction(root + 2**-52)]


def test_payoffs_given_as_fractions_are_kept() -> None:
    game = NormalForm.from_fractions(np.array([[Fraction(1, 3), Fraction(10**20, 7)]], dtype=object))
    assert as_fractions(game.integers()) == [Fraction(1, 3), Fraction(10**20, 7)]


@pytest.mark.parametrize("scale", [1.0, 1 / 7, 0.1])
def test_a_continuum_that_hangs_on_thirds_is_not_lost(scale: float) -> None:
    # Against (1/3, 2/3) every row earns 1/3, so two of three rows suffice. With 0.33333333333 for 1/3 the third row
    # would fall short, and half of the equilibria with it, at a regret that nobody notices.
    row = np.array([[1, 0], [0, 1 / 2], [1 / 3, 1 / 3]]) * scale
    column = np.array([[0, 1], [1, 0], [1 / 3, 2 / 3]])
    solution = AllEquilibria()(NormalForm.from_bimatrix(row, column))
    assert {e.support[0] for e in solution.equilibria} == {(0, 1), (1, 2)}
    assert len(solution.components) == 1


def test_a_weight_that_is_no_short_number_breaks_no_ties_of_the_other_player() -> None:
    thirds = np.array([[1 / 3, 2 / 3], [2 / 3, 1 / 3]])
    awkward = np.array([[np.pi, 0.0], [1.0, np.e]])
    read = to_integers(np.stack([thirds, awkward]), 1e-10)
    assert not read.exact
    assert read.denominators[0] == 3
    assert read.values[0].tolist() == [[1, 2], [2, 1]]
