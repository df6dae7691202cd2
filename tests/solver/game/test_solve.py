"""The one call: what each size of game gets, and that reduction loses nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import solver
from solver.answer.solving import METHODS, method_named, solve
from solver.common.errors import GameError, TooLargeError
from solver.game.dominance import IteratedDominance
from solver.game.normal_form import NormalForm
from solver.game.profile import pure_profile, regret
from solver.game.solution import Equilibrium, Solution, StatusCode
from solver.n_player.any_size import ReduceThenSearch
from solver.n_player.listing import listed
from solver.two_player.all_equilibria import AllEquilibria
from solver.two_player.nashpy_methods import LemkeHowson
from tests.solver.game.test_dominance import small_games

MATCHING_PENNIES = NormalForm.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def rows(solution: Solution) -> list[list[float]]:
    return sorted(np.round(np.concatenate(e.strategies), 9).tolist() for e in solution.equilibria)


def with_bystander(game: NormalForm, place: int, payoffs: NDArray[np.float64]) -> NormalForm:
    """``game`` with one more player at ``place`` whose second action is dominated and whose first changes nothing."""
    shape = list(game.payoffs.shape)
    twin = np.repeat(np.expand_dims(game.payoffs, place + 1), 2, axis=place + 1)
    shape.insert(place + 1, 2)
    own = np.stack([payoffs, payoffs - 1], axis=place)
    tensor = np.insert(twin, place, own, axis=0)
    return NormalForm.from_payoffs(tensor)


def test_one_player_gets_the_best_actions_all_of_them() -> None:
    solution = solve(NormalForm.from_payoffs([[2.0, 5.0, 5.0, 1.0]]))
    assert solution.complete
    assert solution.pure() == ((1,), (2,))


def test_two_players_get_every_equilibrium_with_proof() -> None:
    solution = solve(MATCHING_PENNIES)
    assert solution.complete
    assert rows(solution) == [[0.5] * 4]


def test_the_textbook_degenerate_game_comes_out_whole() -> None:
    # von Stengel 2007, Algorithmic Game Theory, chapter 3: the degenerate variant of its 3 x 2 example.
    game = NormalForm.from_bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    for solution in (solve(game), ReduceThenSearch()(game)):
        found = {tuple(tuple(s.tolist()) for s in e.strategies) for e in solution.equilibria}
        assert found == {((1, 0, 0), (1, 0)), ((1, 0, 0), (2 / 3, 1 / 3)), ((0, 1 / 3, 2 / 3), (1 / 3, 2 / 3))}
        assert sorted(c.index for c in solution.components if c.index is not None) == [0, 1]


@settings(deadline=None, max_examples=40)
@given(small_games(players=(2, 2)))
def test_dominance_keeps_every_equilibrium_of_two_players(game: NormalForm) -> None:
    whole = AllEquilibria()(game)
    left = IteratedDominance()(game)
    for e in whole.equilibria:
        for support, kept in zip(e.support, left.kept, strict=True):
            assert set(support) <= set(kept)
    reduced = ReduceThenSearch()(game)
    assert rows(reduced) == rows(whole)
    assert reduced.complete
    assert sorted(str(c.index) for c in reduced.components) == sorted(str(c.index) for c in whole.components)
    assert reduced.vertices is not None
    for e in reduced.equilibria:
        assert e.at is not None
        for own, vertices, k in zip(e.strategies, reduced.vertices, e.at, strict=True):
            assert np.array_equal(own, vertices[k])
        subsets = reduced.components[e.component].subsets
        assert any(all(k in face for k, face in zip(e.at, faces, strict=True)) for faces in subsets)


@settings(deadline=None, max_examples=40)
@given(small_games(players=(2, 2)), st.integers(0, 2))
def test_a_bystander_changes_nothing_and_the_answer_stays_complete(game: NormalForm, place: int) -> None:
    bystander = np.arange(game.payoffs[0].size, dtype=float).reshape(game.n_actions) % 3
    solution = solve(with_bystander(game, place, bystander))
    assert solution.complete
    assert solution.vertices is None
    without = [[s for i, s in enumerate(e.strategies) if i != place] for e in solution.equilibria]
    assert sorted(np.round(np.concatenate(w), 9).tolist() for w in without) == rows(AllEquilibria()(game))
    assert all(e.strategies[place].tolist() == [1, 0] for e in solution.equilibria)
    assert all(c.index is None for c in solution.components)
    for e in solution.equilibria:
        assert e.exact is not None
        assert [float(p) for p in e.exact.payoffs] == pytest.approx(e.payoffs.tolist())
        assert regret(solution.game.payoffs, e.strategies) <= 1e-12


def test_a_continuum_of_three_players_is_listed_with_its_dimension() -> None:
    # Player 1 decides nothing for the others and is indifferent; the third always prefers its first action.
    payoffs = np.zeros((3, 2, 3, 2))
    payoffs[1] = np.array([0, 1, 1])[None, :, None]
    payoffs[2] = np.array([1, 0])[None, None, :]
    solution = solve(NormalForm.from_payoffs(payoffs))
    assert solution.complete
    (continuum,) = solution.continua
    assert continuum.dimension == 2
    assert len(continuum.points) == 4
    assert all(regret(payoffs, p) == 0 for p in continuum.points)


def test_when_dominance_leaves_one_profile_it_is_the_only_equilibrium() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    for i in range(3):
        payoffs[i] = np.indices((2, 2, 2))[i]
    solution = solve(NormalForm.from_payoffs(payoffs))
    assert solution.status.code is StatusCode.COMPLETE
    assert solution.pure() == ((1, 1, 1),)
    (point,) = solution.equilibria
    assert point.exact is not None
    assert point.exact.payoffs == (Fraction(1),) * 3
    assert len(solution.components) == 1


def test_without_a_proof_three_players_get_pure_and_one_mixed_and_a_plain_word_on_the_rest() -> None:
    rng = np.random.default_rng(4)
    short, seen, proven = ReduceThenSearch(node_budget=0), 0, 0
    for _ in range(8):
        game = NormalForm.from_payoffs(rng.normal(size=(3, 3, 3, 3)))
        solution = solve(game, short)
        if len(IteratedDominance()(game).undecided) <= 2:
            continue
        seen += 1
        assert not solution.complete
        assert solution.status.code is StatusCode.NOT_PROVEN
        assert solution.equilibria
        assert set(solution.pure()) == set(solve(game, method_named("pure")).pure())
        assert "mixed" in solution.searched
        assert max(e.regret for e in solution.equilibria) <= 1e-10 * game.payoff_range
        whole = solve(game)
        proven += whole.complete
        assert {tuple(row) for row in rows(solution)} <= {tuple(row) for row in rows(whole)}
    assert seen == proven > 0


def test_three_player_matching_pennies_has_no_pure_equilibrium_and_still_an_answer() -> None:
    # Jordan 1993: each wants to match the next, the third to differ from the first; the one equilibrium is half, half.
    a, b, c = np.indices((2, 2, 2))
    game = NormalForm.from_payoffs(np.stack([a == b, b == c, c != a]).astype(float))
    assert rows(solve(game)) == [[0.5] * 6]
    assert solve(game).complete
    assert rows(solve(game, ReduceThenSearch(node_budget=0))) == [[0.5] * 6]


def test_sets_that_share_a_point_are_one_component_and_others_stay_apart() -> None:
    def line(*ends: tuple[int, int, int]) -> list[Equilibrium]:
        return [Equilibrium(pure_profile(end, (2, 2, 2)), np.zeros(3), 0.0, 0) for end in ends]

    touching = (
        line((0, 0, 0), (1, 0, 0)),
        line((1, 1, 0), (0, 1, 0)),
        line((1, 0, 0), (1, 1, 0)),
        line((0, 0, 1), (1, 0, 1)),
    )
    whole = listed(line((1, 1, 1)), touching)
    assert len(whole) == 7
    assert list(dict.fromkeys(e.component for e in whole)) == [0, 1, 2]
    by_component = [{e.support for e in whole if e.component == k} for k in range(3)]
    assert sorted(len(points) for points in by_component) == [1, 2, 4]


def test_every_named_method_solves_a_game_it_fits() -> None:
    for name in METHODS:
        found = solve(MATCHING_PENNIES, method_named(name))
        assert found.status.code is (StatusCode.FAILED if name == "pure" else found.status.code)
        assert found.equilibria or name == "pure"


def test_all_means_every_equilibrium_for_any_number_of_players() -> None:
    every = method_named("all")
    bystander = with_bystander(MATCHING_PENNIES, 1, np.zeros((2, 2)))
    for game in (NormalForm.from_payoffs([[1.0, 2.0]]), MATCHING_PENNIES, bystander):
        assert every(game).complete


def test_an_unknown_method_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(GameError, match=r"no method 'lemke_howsen'.*Did you mean 'lemke-howson'\?"):
        method_named("lemke_howsen")


def test_options_travel_with_the_method() -> None:
    game = NormalForm.from_bimatrix(np.eye(4), np.eye(4))
    assert solve(game, LemkeHowson(max_pivots=1)).status.code is StatusCode.FAILED


def test_a_game_too_large_even_after_dominance_is_refused_with_its_size() -> None:
    # A large coordination game: nothing is dominated.
    with pytest.raises(TooLargeError, match=r"301 x 301 actions after dominance.*PureEquilibria"):
        solve(NormalForm.from_bimatrix(np.eye(301), np.eye(301)))


def test_a_large_game_that_dominance_settles_is_solved() -> None:
    ladder = np.repeat(np.arange(301.0)[:, None], 301, axis=1)
    solution = solve(NormalForm.from_bimatrix(ladder, ladder.T))
    assert solution.complete
    assert solution.pure() == ((300, 300),)


def test_the_function_solve_is_what_the_package_publishes() -> None:
    # The module has the function's name; importing the module must not hide the function.
    assert solver.solve is solve
    assert callable(solver.solve)


def test_a_method_that_takes_no_game_is_refused_and_one_that_takes_it_is_called() -> None:
    for wrong in (dict, lambda: None, lambda game, other: (game, other)):
        with pytest.raises(GameError):
            solve(MATCHING_PENNIES, method=wrong)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="cannot be called with one game; expected a function of one argument"):
        solve(MATCHING_PENNIES, method=lambda: None)  # type: ignore[arg-type]
    own = solve(MATCHING_PENNIES, method=lambda game: AllEquilibria()(game))
    assert rows(own) == rows(solve(MATCHING_PENNIES))
