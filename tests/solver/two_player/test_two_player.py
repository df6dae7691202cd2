"""The two-player and one-player methods: from a game in floats to a solution with a certificate."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.game.profile import expected_payoffs, regret
from solver.game.solution import Solution, StatusCode
from solver.two_player.all_equilibria import AllEquilibria, BestActions
from tests.known_games import DEGENERATE, adoption, attrition, bertrand, identity, travelers_dilemma
from tests.strategies import games


def solved(row: object, column: object, method: AllEquilibria | None = None) -> Solution:
    return (method or AllEquilibria())(NormalForm.from_bimatrix(np.array(row), np.array(column)))


@given(games(n_players=2, max_actions=4))
@settings(deadline=None, max_examples=80)
def test_payoffs_and_regret_of_every_point_are_those_of_the_original_game(game: NormalForm) -> None:
    solution = AllEquilibria()(game)
    assert solution.complete
    assert solution.status.code is StatusCode.COMPLETE
    assert sum(component.index or 0 for component in solution.components) == 1
    for equilibrium in solution.equilibria:
        assert regret(game.payoffs, equilibrium.strategies) <= 1e-12
        assert equilibrium.regret == pytest.approx(regret(game.payoffs, equilibrium.strategies), abs=1e-12)
        assert equilibrium.payoffs == pytest.approx(expected_payoffs(game.payoffs, equilibrium.strategies))
        assert solution.certificate.max_regret >= equilibrium.regret
        assert all(s.sum() == pytest.approx(1) for s in equilibrium.strategies)


@given(games(n_players=2, max_actions=4))
@settings(deadline=None, max_examples=80)
def test_exact_points_are_the_floats_and_pay_what_they_pay(game: NormalForm) -> None:
    solution = AllEquilibria()(game)
    assert solution.vertices is not None
    for equilibrium in solution.equilibria:
        assert equilibrium.exact is not None
        assert equilibrium.at is not None
        for player, (own, exact) in enumerate(zip(equilibrium.strategies, equilibrium.exact.strategies, strict=True)):
            assert sum(exact) == 1
            assert np.allclose(own, [float(p) for p in exact], rtol=0, atol=1e-15)
            assert np.array_equal(own, solution.vertices[player][equilibrium.at[player]])
        assert equilibrium.payoffs == pytest.approx([float(p) for p in equilibrium.exact.payoffs])


@given(games(n_players=2, max_actions=4))
@settings(deadline=None, max_examples=60)
def test_every_listed_point_lies_in_a_subset_of_its_component(game: NormalForm) -> None:
    solution = AllEquilibria()(game)
    for equilibrium in solution.equilibria:
        assert equilibrium.at is not None
        x, y = equilibrium.at
        subsets = solution.components[equilibrium.component].subsets
        assert any(x in first and y in second for first, second in subsets)


def test_the_war_of_attrition_is_solved_in_rationals_and_every_date_pays_nothing() -> None:
    solution = solved(*attrition(5, prize=10, cost=2))
    shares = tuple(map(Fraction, ("1/6", "5/36", "25/216", "125/1296", "625/7776", "3125/7776")))
    mixed = [e for e in solution.equilibria if e.exact and e.exact.strategies == (shares, shares)]
    assert len(mixed) == 1
    assert mixed[0].exact is not None
    assert set(mixed[0].exact.payoffs) == {Fraction(0)}
    assert len(solution.equilibria) == 33
    assert len(solution.components) == 3


def test_adoption_on_a_grid_has_two_pure_equilibria_among_twenty_one() -> None:
    solution = solved(*adoption(16))
    assert len(solution.equilibria) == 21
    assert set(solution.pure()) == {(6, 12), (12, 6)}
    assert solution.certificate.max_regret < 1e-9
    assert all(e.exact is None for e in solution.equilibria)
    assert "rounded" in solution.certificate.reason


def test_bertrand_and_the_travelers_dilemma_have_their_published_equilibria_and_no_other() -> None:
    assert solved(*bertrand(10)).pure() == ((0, 0), (1, 1), (2, 2))
    assert len(solved(*bertrand(10)).equilibria) == 3
    assert [e.support for e in solved(*travelers_dilemma(2, 12)).equilibria] == [((0,), (0,))]


def test_a_degenerate_game_keeps_its_segment_and_its_indices() -> None:
    solution = solved(DEGENERATE.row, DEGENERATE.column)
    assert [component.index for component in solution.components] == [0, 1]
    assert solution.components[0].subsets == (((0,), (0, 2)),)
    assert solution.status.message == "All equilibria were found: 3 extreme equilibria in 2 components."


def test_payoffs_that_tie_up_to_rounding_are_ties() -> None:
    # 0.1 + 0.2 is not 0.3 in floats; as floats taken literally the second action would be strictly better.
    solution = solved([[0.3], [0.1 + 0.2]], [[0.0], [0.0]])
    assert solution.pure() == ((0, 0), (1, 0))
    irrational = np.sqrt([[2.0, 3.0], [5.0, 7.0]])
    nearly = irrational * np.array([1, 1 + 2e-16])
    assert len(solved(np.vstack([irrational[:1], nearly[:1]]), np.zeros((2, 2))).components) == 1


def test_a_game_given_in_fractions_is_solved_as_given() -> None:
    third = Fraction(1, 3)
    payoffs = np.array([[[third, 0], [0, 1]], [[1, 0], [0, third]]], dtype=object)
    solution = AllEquilibria()(NormalForm.from_fractions(payoffs))
    points = [e.exact for e in solution.equilibria if e.exact is not None]
    assert points[-1].strategies == ((Fraction(1, 4), Fraction(3, 4)), (Fraction(3, 4), Fraction(1, 4)))
    assert points[-1].payoffs == (Fraction(1, 4), Fraction(1, 4))


def test_a_truncated_list_stays_complete_as_faces_and_says_so() -> None:
    solution = solved(*attrition(6, prize=10, cost=1), AllEquilibria(max_extremes=20))
    assert solution.truncated
    assert solution.complete
    assert len(solution.equilibria) == 20
    assert solution.to_dict()["extremes"] == "truncated"
    assert "max_extremes" in solution.status.message


def test_a_spent_budget_is_never_called_complete() -> None:
    some = solved(identity(6), identity(6), AllEquilibria(max_nodes=20))
    assert some.status.code is StatusCode.PARTIAL
    assert not some.complete
    assert 0 < len(some.equilibria) < 63
    assert all(component.index is None for component in some.components)
    none = solved(identity(6), identity(6), AllEquilibria(max_nodes=2))
    assert none.status.code is StatusCode.FAILED
    assert none.equilibria == ()
    assert none.vertices is not None
    assert none.vertices[0].shape == (0, 6)


def test_the_same_game_gives_the_same_solution_twice() -> None:
    one, two = (solved(*adoption(8)) for _ in range(2))
    assert one.to_dict() == two.to_dict()


def test_a_single_player_takes_any_best_action_and_mixes_them_at_will() -> None:
    solution = BestActions()(NormalForm.from_payoffs([[1.0, 0.1 + 0.2 + 1.9, 2.2, 0.3]]))
    assert solution.pure() == ((1,), (2,))
    assert solution.components[0].subsets == (((0, 1),),)
    assert solution.components[0].index == 1
    assert solution.complete
    assert solution.equilibria[1].exact is not None
    assert solution.equilibria[1].exact.payoffs == (Fraction(11, 5),)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=6))
def test_best_actions_are_all_maximisers(payoffs: list[int]) -> None:
    solution = BestActions()(NormalForm.from_payoffs([payoffs]))
    assert [p[0] for p in solution.pure()] == [a for a, v in enumerate(payoffs) if v == max(payoffs)]


def test_a_game_of_another_size_is_refused() -> None:
    three = NormalForm.from_payoffs(np.zeros((3, 2, 2, 2)))
    with pytest.raises(GameError, match="the game has 3 players; expected a game of 2"):
        AllEquilibria()(three)
    with pytest.raises(GameError, match="the game has 3 players; expected a game of 1"):
        BestActions()(three)
