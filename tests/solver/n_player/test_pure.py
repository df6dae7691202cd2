"""All pure equilibria: the definition, written out once more as loops, must agree."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from solver.common.errors import TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.solution import MAX_EXTREMES, StatusCode
from solver.n_player.pure import PureEquilibria, pure_equilibria
from tests.solver.game.test_dominance import small_games, travelers_dilemma


def by_definition(game: NormalForm) -> tuple[tuple[int, ...], ...]:
    found = []
    for profile in product(*[range(n) for n in game.n_actions]):
        stays = True
        for player in range(game.n_players):
            for action in range(game.n_actions[player]):
                other = list(profile)
                other[player] = action
                if game.payoffs[(player, *other)] > game.payoffs[(player, *profile)]:
                    stays = False
        if stays:
            found.append(profile)
    return tuple(found)


@settings(deadline=None, max_examples=100)
@given(small_games(players=(1, 4), high=2))
def test_the_masks_find_what_the_definition_says(game: NormalForm) -> None:
    assert pure_equilibria(game) == by_definition(game)
    solution = PureEquilibria()(game)
    assert solution.pure() == by_definition(game)
    assert not solution.complete
    assert all(e.regret == 0 for e in solution.equilibria)


def test_travelers_dilemma_on_two_to_a_hundred_has_two_two_as_its_only_pure_equilibrium() -> None:
    # Basu 1994, American Economic Review 84.
    assert PureEquilibria()(travelers_dilemma(100)).pure() == ((0, 0),)


def test_no_pure_equilibrium_is_a_status_that_says_what_to_try() -> None:
    solution = PureEquilibria()(NormalForm.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert solution.status.code is StatusCode.FAILED
    assert solution.equilibria == ()
    assert "'all'" in solution.status.message
    assert "mixed" in solution.searched


def test_payoffs_equal_up_to_rounding_tie() -> None:
    # Two routes to the same third differ in the last place; both columns are best replies.
    third = np.sqrt(2) / 3
    other = float(np.float64(np.sqrt(2)) * (1 / 3))
    game = NormalForm.from_bimatrix(np.zeros((1, 3)), [[third, other, 0.1]])
    assert pure_equilibria(game) == ((0, 0), (0, 1))


def test_fractions_are_compared_exactly() -> None:
    tiny = Fraction(1, 10**14)
    payoffs = np.array([[Fraction(0), Fraction(1), Fraction(1) + tiny]], dtype=object)
    game = NormalForm.from_fractions(payoffs)
    assert pure_equilibria(game) == ((2,),)
    (point,) = PureEquilibria()(game).equilibria
    assert point.exact is not None
    assert point.exact.payoffs == (1 + tiny,)


def test_vertices_and_subsets_index_the_points_of_two_player_games() -> None:
    solution = PureEquilibria()(NormalForm.from_bimatrix(np.eye(3), np.eye(3)))
    assert solution.vertices is not None
    assert [e.at for e in solution.equilibria] == [(0, 0), (1, 1), (2, 2)]
    assert [c.subsets for c in solution.components] == [(((k,), (k,)),) for k in range(3)]
    for e in solution.equilibria:
        assert e.at is not None
        for player, (v, own) in enumerate(zip(e.at, e.strategies, strict=True)):
            assert np.array_equal(solution.vertices[player][v], own)


def test_a_game_too_large_is_refused_with_its_size_and_a_way_out() -> None:
    with pytest.raises(TooLargeError, match=r"9 pure profiles.*at most 8.*reduce"):
        PureEquilibria(max_profiles=8)(NormalForm.from_bimatrix(np.eye(3), np.eye(3)))


def test_a_flat_game_lists_some_of_its_equilibria_and_says_so() -> None:
    solution = PureEquilibria()(NormalForm.from_payoffs(np.zeros((2, 101, 100))))
    assert solution.truncated
    assert len(solution.equilibria) == MAX_EXTREMES
    assert "10,100 were found" in solution.status.message
