"""The exact solver against published games, the plain definition, and the symmetries of the problem."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.two_player.exact import ExactBimatrix, solve_bimatrix
from tests.known_games import (
    KNOWN_GAMES,
    KnownGame,
    Pair,
    attrition,
    bertrand,
    identity,
    pure,
    strategy,
    travelers_dilemma,
)
from tests.reference import Subset, all_equilibria
from tests.strategies import Bimatrix, Matrix, bimatrices

Components = frozenset[tuple[frozenset[Pair], int]]


def extremes(solved: ExactBimatrix) -> frozenset[Pair]:
    return frozenset((solved.x_vertices[i], solved.y_vertices[j]) for i, j in solved.extremes)


def subsets(solved: ExactBimatrix) -> list[Subset]:
    return [
        (frozenset(solved.x_vertices[i] for i in first), frozenset(solved.y_vertices[j] for j in second))
        for first, second in solved.subsets
    ]


def components(solved: ExactBimatrix) -> Components:
    found = []
    for k, index in enumerate(solved.indices):
        pairs = [pair for pair, c in zip(solved.extremes, solved.component_of, strict=True) if c == k]
        found.append((frozenset((solved.x_vertices[i], solved.y_vertices[j]) for i, j in pairs), index))
    return frozenset(found)


def transposed(matrix: Matrix) -> Matrix:
    return [list(line) for line in zip(*matrix, strict=True)]


@pytest.mark.parametrize("known", KNOWN_GAMES, ids=lambda known: known.name)
def test_published_games_come_out_whole(known: KnownGame) -> None:
    solved = solve_bimatrix(known.row, known.column)
    assert components(solved) == frozenset(known.components)
    assert not solved.truncated
    assert solved.faces_complete


@given(bimatrices())
@settings(deadline=None, max_examples=120)
def test_small_games_agree_with_the_plain_definition(game: Bimatrix) -> None:
    solved, expected = solve_bimatrix(*game), all_equilibria(*game)
    assert extremes(solved) == expected.extremes
    listed = subsets(solved)
    assert frozenset(listed) == expected.subsets
    assert len(listed) == len(expected.subsets)
    assert frozenset(frozenset(listed[s] for s in group) for group in solved.components) == expected.components


@pytest.mark.slow
@given(bimatrices(min_actions=1, max_actions=5))
@settings(deadline=None, max_examples=1500)
def test_many_games_agree_with_the_plain_definition(game: Bimatrix) -> None:
    solved, expected = solve_bimatrix(*game), all_equilibria(*game)
    assert extremes(solved) == expected.extremes
    assert frozenset(subsets(solved)) == expected.subsets


@given(bimatrices(min_actions=1, max_actions=5))
@settings(deadline=None, max_examples=150)
def test_indices_sum_to_one_and_every_component_has_an_equilibrium(game: Bimatrix) -> None:
    solved = solve_bimatrix(*game)
    assert sum(solved.indices) == 1
    assert set(solved.component_of) == set(range(len(solved.components)))
    assert len(solved.indices) == len(solved.components)


@given(bimatrices(max_actions=5))
@settings(deadline=None, max_examples=150)
def test_every_extreme_equilibrium_has_no_regret_in_rationals(game: Bimatrix) -> None:
    row, column = game
    for x, y in extremes(solve_bimatrix(row, column)):
        assert sum(x) == sum(y) == 1
        by_row = [sum((p * q for p, q in zip(line, y, strict=True)), Fraction(0)) for line in row]
        by_column = [sum((p * q for p, q in zip(line, x, strict=True)), Fraction(0)) for line in transposed(column)]
        assert sum(p * v for p, v in zip(x, by_row, strict=True)) == max(by_row)
        assert sum(p * v for p, v in zip(y, by_column, strict=True)) == max(by_column)


@given(bimatrices(max_actions=5))
@settings(deadline=None, max_examples=100)
def test_exchanging_the_players_exchanges_their_strategies(game: Bimatrix) -> None:
    row, column = game
    there, back = solve_bimatrix(row, column), solve_bimatrix(transposed(column), transposed(row))
    turned = frozenset((frozenset((x, y) for y, x in points), index) for points, index in components(back))
    assert turned == components(there)


@given(bimatrices(max_actions=5), st.data())
@settings(deadline=None, max_examples=100)
def test_the_order_of_actions_changes_no_component_and_no_index(game: Bimatrix, data: st.DataObject) -> None:
    row, column = game
    rows = data.draw(st.permutations(range(len(row))))
    columns = data.draw(st.permutations(range(len(row[0]))))
    shuffled = [[[matrix[i][j] for j in columns] for i in rows] for matrix in game]
    expected = frozenset(
        (frozenset((tuple(x[i] for i in rows), tuple(y[j] for j in columns)) for x, y in points), index)
        for points, index in components(solve_bimatrix(row, column))
    )
    assert components(solve_bimatrix(shuffled[0], shuffled[1])) == expected


@given(bimatrices(max_actions=5), st.data())
@settings(deadline=None, max_examples=100)
def test_a_constant_per_action_of_the_opponent_and_a_positive_factor_change_nothing(
    game: Bimatrix, data: st.DataObject
) -> None:
    row, column = game
    constant, factor = st.integers(-50, 50), data.draw(st.integers(1, 9))
    per_column = data.draw(st.lists(constant, min_size=len(row[0]), max_size=len(row[0])))
    per_row = data.draw(st.lists(constant, min_size=len(row), max_size=len(row)))
    moved_row = [[factor * v + c for v, c in zip(line, per_column, strict=True)] for line in row]
    moved_column = [[factor * v + c for v in line] for line, c in zip(column, per_row, strict=True)]
    assert solve_bimatrix(moved_row, moved_column) == solve_bimatrix(row, column)


@given(bimatrices(max_actions=4), st.data())
@settings(deadline=None, max_examples=100)
def test_a_strictly_dominated_action_changes_nothing_but_the_length_of_strategies(
    game: Bimatrix, data: st.DataObject
) -> None:
    row, column = game
    above = data.draw(st.integers(0, len(row) - 1))
    gaps = data.draw(st.lists(st.integers(1, 3), min_size=len(row[0]), max_size=len(row[0])))
    replies = data.draw(st.lists(st.integers(-3, 3), min_size=len(row[0]), max_size=len(row[0])))
    longer = solve_bimatrix([*row, [v - g for v, g in zip(row[above], gaps, strict=True)]], [*column, replies])
    expected = frozenset(
        (frozenset(((*x, Fraction(0)), y) for x, y in points), index)
        for points, index in components(solve_bimatrix(row, column))
    )
    assert components(longer) == expected


def test_the_war_of_attrition_has_one_mixed_equilibrium_between_two_continua() -> None:
    solved = solve_bimatrix(*attrition(5, prize=10, cost=2))
    dates = strategy("1/6", "5/36", "25/216", "125/1296", "625/7776", "3125/7776")
    # Six dates are an even number, so the index is -1, and each continuum has 1: in one of them each player gives in.
    assert (frozenset({(dates, dates)}), -1) in components(solved)
    assert len(solved.extremes) == 33
    assert len(solved.components) == 3
    assert sorted(solved.indices) == [-1, 1, 1]


@pytest.mark.parametrize("n_periods", range(2, 8))
def test_attrition_has_two_to_the_periods_and_one_equilibria_while_the_prize_is_worth_the_wait(n_periods: int) -> None:
    solved = solve_bimatrix(*attrition(n_periods, prize=10, cost=1))
    assert len(solved.extremes) == 2**n_periods + 1
    assert len(solved.subsets) == len(solved.components) == 3


def test_attrition_longer_than_the_prize_is_worth_has_other_corners() -> None:
    # Seven periods at 2 cost more than the prize of 10: by the plain definition 135 pairs, where 2^7 + 1 is 129.
    assert len(solve_bimatrix(*attrition(7, prize=10, cost=2)).extremes) == 135


def test_bertrand_competition_has_exactly_three_equilibria() -> None:
    solved = solve_bimatrix(*bertrand(10))
    assert extremes(solved) == {(pure(p, 11), pure(p, 11)) for p in (0, 1, 2)}
    assert len(solved.subsets) == 3


def test_travelers_claim_the_least_and_there_is_no_other_equilibrium() -> None:
    solved = solve_bimatrix(*travelers_dilemma(2, 12))
    assert extremes(solved) == {(pure(0, 11), pure(0, 11))}


@pytest.mark.parametrize("size", range(1, 8))
def test_indifference_is_one_subset_with_all_pure_pairs_as_corners(size: int) -> None:
    nothing = [[0] * size for _ in range(size)]
    solved = solve_bimatrix(nothing, nothing)
    everything = tuple(range(size))
    assert extremes(solved) == {(pure(i, size), pure(j, size)) for i in everything for j in everything}
    assert solved.subsets == ((everything, everything),)
    assert solved.indices == (1,)


@pytest.mark.parametrize("size", range(1, 8))
def test_coordination_has_one_equilibrium_per_support(size: int) -> None:
    solved = solve_bimatrix(identity(size), identity(size))
    assert len(solved.extremes) == len(solved.components) == 2**size - 1


def test_copies_of_an_action_span_faces() -> None:
    # Matching pennies with heads on two coins: any split of the half between them is as good.
    solved = solve_bimatrix([[1, -1], [1, -1], [-1, 1]], [[-1, 1], [-1, 1], [1, -1]])
    half = Fraction(1, 2)
    assert subsets(solved) == [(frozenset({(half, 0, half), (0, half, half)}), frozenset({(half, half)}))]


def test_the_order_is_pure_first_then_by_action() -> None:
    solved = solve_bimatrix(identity(3), identity(3))
    supports = [tuple(k for k, p in enumerate(solved.x_vertices[i]) if p) for i, _ in solved.extremes]
    assert supports == [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
    assert solved.components == tuple((s,) for s in range(7))


def test_a_short_list_of_extremes_says_so_and_keeps_the_faces_whole() -> None:
    whole, short = (solve_bimatrix(*attrition(6, 10, 1), max_extremes=most) for most in (10_000, 20))
    assert short.truncated
    assert len(short.extremes) == 20
    assert (short.subsets, short.components, short.indices) == (whole.subsets, whole.components, whole.indices)
    assert set(short.extremes) < set(whole.extremes)
    assert set(short.component_of) == set(range(3))


@pytest.mark.parametrize("size", [10, pytest.param(15, marks=pytest.mark.slow)])
def test_faces_components_and_indices_are_all_there_where_equilibria_are_too_many_to_list(size: int) -> None:
    solved = solve_bimatrix(identity(size), identity(size), max_extremes=100)
    count = 2**size - 1
    assert solved.complete
    assert solved.truncated
    assert len(solved.extremes) == 100
    assert len(solved.subsets) == len(solved.components) == len(solved.indices) == count
    # An equilibrium on k actions has index (-1)^(k+1).
    sizes = [sum(map(bool, solved.x_vertices[x])) for ((x,), _) in solved.subsets]
    assert list(solved.indices) == [1 if k % 2 else -1 for k in sizes]


def test_a_face_with_too_many_corners_is_never_called_complete() -> None:
    whole, short = (solve_bimatrix(*attrition(6, 10, 1), max_corners=most) for most in (20_000, 20))
    assert not short.faces_complete
    assert short.indices == ()
    assert len(short.subsets) == len(whole.subsets)
    assert extremes(short) < extremes(whole)


def test_random_integer_games_of_eight_actions_agree_with_the_support_of_each_equilibrium() -> None:
    # Generic games: odd in number (Wilson 1971), supports of one size, and index 1 for every pure equilibrium.
    rng = np.random.default_rng(7)
    for _ in range(10):
        row, column = rng.integers(-1000, 1001, size=(2, 8, 8)).tolist()
        solved = solve_bimatrix(row, column)
        assert len(solved.extremes) % 2 == 1
        for (i, j), component in zip(solved.extremes, solved.component_of, strict=True):
            x, y = solved.x_vertices[i], solved.y_vertices[j]
            assert sum(map(bool, x)) == sum(map(bool, y))
            assert solved.indices[component] == 1 or sum(map(bool, x)) > 1


def test_generic_games_have_the_equilibria_that_nashpy_enumerates() -> None:
    import nashpy

    rng = np.random.default_rng(11)
    for _ in range(6):
        row, column = rng.integers(-1000, 1001, size=(2, 4, 4))
        theirs = {
            (tuple(np.round(x, 9) + 0.0), tuple(np.round(y, 9) + 0.0))
            for x, y in nashpy.Game(row, column).vertex_enumeration()
        }
        solved = solve_bimatrix(row.tolist(), column.tolist())
        ours = {
            (tuple(np.round([float(p) for p in x], 9)), tuple(np.round([float(q) for q in y], 9)))
            for x, y in extremes(solved)
        }
        assert ours == theirs
