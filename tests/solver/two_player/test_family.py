"""Families of games over a box of weights, against single games of the box solved one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings

from solver.common.arrays import ExactArray
from solver.two_player.exact.face import strategies
from solver.two_player.family.candidates import candidates
from solver.two_player.family.extent import Extent, extent
from solver.two_player.family.family import Box, Family
from solver.two_player.family.lasting import lasting
from tests.solver.two_player.small_families import array, families, solved, worth

STEPS = [Fraction(k, 4) for k in range(5)]


def points(family: Family) -> list[tuple[Fraction, ...]]:
    return list(product(STEPS, repeat=len(family.slopes[0])))


def box(family: Family, low: Fraction = Fraction(0), high: Fraction = Fraction(1)) -> Box:
    d = len(family.slopes[0])
    return Box((low,) * d, (high,) * d)


def enclosure(family: Family, where: Box, values: ExactArray) -> Extent:
    tree = candidates(family, where)
    assert not tree.n_open
    found = [extent(leaf, values) for leaf in tree.leaves]
    return min(low for low, _ in found), max(high for _, high in found)


def numbers(family: Family) -> ExactArray:
    m, n = family.shape
    return array([[(5 * i * i + 3 * j + 2 * i * j) % 7 for j in range(n)] for i in range(m)])


@settings(max_examples=60, deadline=None)
@given(families())
def test_every_equilibrium_of_every_game_of_a_box_is_in_its_enclosure(family: Family) -> None:
    values = numbers(family)
    low, high = enclosure(family, box(family), values)
    for point in points(family):
        assert all(low <= value <= high for value in worth(solved(family, point), values))


@settings(max_examples=80, deadline=None)
@given(families())
def test_an_equilibrium_that_lasts_is_one_of_every_game_of_the_box(family: Family) -> None:
    values = numbers(family)
    where = box(family, Fraction(1, 4), Fraction(3, 4))
    for one in lasting(family, where):
        low, high = one.extent(values)
        for point in product((Fraction(1, 4), Fraction(3, 8), Fraction(3, 4)), repeat=len(where.low)):
            found = worth(solved(family, point), values)
            assert min(found) <= high
            assert max(found) >= low
            assert any(low <= value <= high for value in found)


@settings(max_examples=60, deadline=None)
@given(families())
def test_in_a_box_without_extent_everything_lasts_and_is_exact(family: Family) -> None:
    values = numbers(family)
    point = tuple(Fraction(1, 3) for _ in family.slopes[0])
    where = Box(point, point)
    expected = worth(solved(family, point), values)
    kept = [one.extent(values) for one in lasting(family, where)]
    assert all(low == high for low, high in kept)
    assert {low for low, _ in kept} == set(expected)
    low, high = enclosure(family, where, values)
    assert low <= min(expected)
    assert max(expected) <= high


def test_the_enclosure_shrinks_with_the_box_and_so_does_what_lasts() -> None:
    """Matching pennies with a stake: the mixed equilibrium moves with the weight."""
    family = Family(
        (array([[1, -1], [-1, 1]]), array([[-1, 1], [1, -1]])), (array([[[1, 0], [0, 0]]]), array([[[0, 0], [0, 0]]]))
    )
    values = array([[0, 1], [0, 1]])
    widths = []
    for halved in range(1, 6):
        where = Box((1 - Fraction(1, 2**halved),), (1 + Fraction(1, 2**halved),))
        low, high = enclosure(family, where, values)
        (one,) = lasting(family, where)
        inside = one.extent(values)
        # The column player mixes 2 / (4 + w) and the rest: three fifths of the second action in the middle.
        assert low <= Fraction(3, 5) <= high
        assert inside[0] <= Fraction(3, 5) <= inside[1]
        widths.append((high - low, inside[1] - inside[0]))
    for wide, narrow in pairwise(widths):
        assert all(b < a * Fraction(3, 5) for a, b in zip(wide, narrow, strict=True))


def test_a_tie_that_holds_for_all_weights_does_not_keep_an_equilibrium_from_lasting() -> None:
    """Two rows that pay alike whatever the weight: the equilibria that use either last over the whole box."""
    family = Family(
        (array([[1, -1], [-1, 1], [-1, 1]]), array([[-1, 1], [1, -1], [1, -1]])),
        (array([[[1, 0], [0, 0], [0, 0]]]), array([[[0, 0], [0, 0], [0, 0]]])),
    )
    found = lasting(family, Box((Fraction(9, 10),), (Fraction(11, 10),)))
    assert {one.first.support for one in found} == {(0, 1), (0, 2)}


def test_a_pure_equilibrium_lasts_exactly_as_far_as_its_inequalities_hold() -> None:
    """The first row beats the second up to a weight of 2, whatever the column."""
    family = Family(
        (array([[2, 2], [0, 0]]), array([[1, 0], [1, 0]])), (array([[[0, 0], [1, 1]]]), array([[[0, 0]] * 2]))
    )
    assert [one.first.support for one in lasting(family, Box((Fraction(0),), (Fraction(2),)))] == [(0,)]
    assert lasting(family, Box((Fraction(0),), (Fraction(2) + Fraction(1, 10**9),))) == []


@pytest.mark.parametrize("costs", [(3, 1, 2), (-1, -1, -1), (0, 5, -2)])
def test_the_least_value_of_a_linear_function_on_a_face_is_at_its_cheapest_strategy(costs: tuple[int, ...]) -> None:
    face = strategies([[1, 0], [0, 1], [1, 1]], (0, 1, 2), (3, 4))
    given_costs = {k: Fraction(c) for k, c in enumerate(costs)}
    assert face.least(given_costs) == min(costs)
    assert face.hold_at_zero(int(np.argmin(costs)))
    left = {k: c for k, c in given_costs.items() if k != int(np.argmin(costs))}
    assert face.least(left) == min(left.values())
