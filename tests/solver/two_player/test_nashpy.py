"""nashpy's algorithms as second opinions: sound after our check, never complete."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from solver.common.errors import GameError, TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution, StatusCode
from solver.two_player.nashpy_methods import LemkeHowson, SupportEnumeration, VertexEnumeration, _most_corners
from tests.solver.game.test_dominance import small_games

Method = SupportEnumeration | VertexEnumeration | LemkeHowson
METHODS: list[Method] = [SupportEnumeration(), VertexEnumeration(), LemkeHowson()]


def supports(solution: Solution) -> set[tuple[tuple[int, ...], ...]]:
    return {e.support for e in solution.equilibria}


@pytest.mark.parametrize("method", METHODS)
def test_battle_of_the_sexes_has_its_three_equilibria_when_labels_reach_them(method: Method) -> None:
    game = NormalForm.from_bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    found = supports(method(game))
    pure = {((0,), (0,)), ((1,), (1,))}
    # Lemke-Howson paths start outside and lead to equilibria of index +1 only, here the pure ones.
    assert found == (pure if isinstance(method, LemkeHowson) else pure | {((0, 1), (0, 1))})


@pytest.mark.parametrize("method", METHODS)
def test_the_check_is_by_regret_and_nothing_is_called_complete(method: Method) -> None:
    rng = np.random.default_rng(3)
    for _ in range(10):
        game = NormalForm.from_payoffs(rng.normal(size=(2, 3, 4)))
        solution = method(game)
        assert solution.status.code is StatusCode.NOT_PROVEN
        assert not solution.complete
        assert solution.equilibria
        for e in solution.equilibria:
            assert regret(game.payoffs, e.strategies) <= 1e-10 * game.payoff_range


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, max_examples=30)
@given(small_games(players=(2, 2), high=2))
def test_ties_and_lone_actions_end_in_a_status_not_in_a_crash(method: Method, game: NormalForm) -> None:
    solution = method(game)
    assert all(e.regret <= 1e-10 for e in solution.equilibria)
    assert solution.status.code in (StatusCode.NOT_PROVEN, StatusCode.FAILED)
    assert (solution.status.code is StatusCode.FAILED) == (not solution.equilibria)


def test_outputs_of_nashpy_that_are_no_equilibria_are_counted_and_left_out() -> None:
    # Von Stengel's degenerate example: nashpy's own documentation shows Lemke-Howson returning nan on such games.
    game = NormalForm.from_bimatrix([[0, -1, 1], [-1, 0, 1], [-1, 0, 1]], [[0, 1, -1], [1, 0, -1], [1, 0, -1]])
    for method in METHODS:
        for e in method(game).equilibria:
            assert regret(game.payoffs, e.strategies) <= 1e-12


def test_support_enumeration_misses_what_ties_hide() -> None:
    # All-zero 2 x 2: four corners, one continuum. Pairs of unequal supports are singular, so only corners come out.
    found = SupportEnumeration()(NormalForm.from_payoffs(np.zeros((2, 2, 2))))
    assert supports(found) == {((i,), (j,)) for i in range(2) for j in range(2)}
    assert not found.complete


def test_endless_paths_are_cut() -> None:
    # With one column nashpy's own loop pivots for ever on this game; here the column is padded and paths are capped.
    game = NormalForm.from_bimatrix([[1], [1], [1]], [[1], [1], [3]])
    assert supports(LemkeHowson()(game))
    assert LemkeHowson(max_pivots=1)(NormalForm.from_bimatrix(np.eye(4), np.eye(4))).status.code is StatusCode.FAILED


@pytest.mark.parametrize("method", METHODS)
def test_only_two_players_are_accepted(method: Method) -> None:
    with pytest.raises(GameError, match="3 players; expected two players"):
        method(NormalForm.from_payoffs(np.zeros((3, 1, 2, 2))))


@pytest.mark.parametrize("method", METHODS[:2])
def test_a_game_too_large_to_enumerate_is_refused_with_its_size(method: Method) -> None:
    with pytest.raises(TooLargeError, match=r"the game has [\d,]+ .*'all'"):
        method(NormalForm.from_payoffs(np.zeros((2, 20, 20))))


def test_the_bound_on_corners_is_the_one_of_cyclic_polytopes() -> None:
    # A square, a cube, and the dual of the cyclic 4-polytope on 6 points, which has 9 facets.
    assert (_most_corners(4, 2), _most_corners(6, 3), _most_corners(6, 4)) == (4, 8, 9)


def test_scaling_and_shifting_payoffs_changes_no_support() -> None:
    payoffs = np.random.default_rng(8).integers(-5, 6, (2, 3, 3)).astype(float)
    moved = payoffs * np.array([1e-7, 1e9])[:, None, None] + np.array([-3e-6, 5e9])[:, None, None]
    for method in METHODS:
        there = method(NormalForm.from_payoffs(moved))
        assert supports(there) == supports(method(NormalForm.from_payoffs(payoffs)))
