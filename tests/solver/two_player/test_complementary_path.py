"""One path of complementary pivoting ends in an equilibrium, whatever ties and whichever label is dropped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openrace.questions.load import load
from solver.answer.solving import method_named, solve
from solver.common.errors import GameError
from solver.common.tolerances import CERTIFIED_REGRET
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import StatusCode
from solver.n_player.any_size import ReduceThenSearch
from solver.two_player.lemke_howson import ComplementaryPath, follow

PIVOTS = 2_000


def tied_games(largest: int = 5) -> st.SearchStrategy[NormalForm]:
    def of_shape(shape: tuple[int, int]) -> st.SearchStrategy[NormalForm]:
        numbers = st.lists(st.integers(0, 2), min_size=2 * shape[0] * shape[1], max_size=2 * shape[0] * shape[1])
        return numbers.map(lambda v: NormalForm.from_payoffs(np.array(v, dtype=float).reshape(2, *shape)))

    return st.tuples(st.integers(1, largest), st.integers(1, largest)).flatmap(of_shape)


@settings(deadline=None, max_examples=120)
@given(tied_games())
def test_every_path_of_a_game_full_of_ties_ends_in_an_equilibrium(game: NormalForm) -> None:
    for label in range(sum(game.n_actions)):
        end = follow(game.payoffs[0], game.payoffs[1], label, PIVOTS)
        assert end is not None
        assert regret(game.payoffs, end) <= CERTIFIED_REGRET * max(1.0, game.payoff_range)


@settings(deadline=None, max_examples=40)
@given(tied_games(4), st.integers(-5, 5), st.sampled_from([1e-6, 1.0, 1e6]))
def test_the_end_of_a_path_is_the_same_after_shifting_and_scaling_payoffs(
    game: NormalForm, shift: int, scale: float
) -> None:
    moved = scale * (game.payoffs + shift)
    for label in range(sum(game.n_actions)):
        one, other = follow(game.payoffs[0], game.payoffs[1], label, PIVOTS), follow(moved[0], moved[1], label, PIVOTS)
        assert one is not None
        assert other is not None
        for a, b in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-9)


def test_the_worked_example_ends_where_it_is_published_to_end() -> None:
    # von Stengel 2002, Handbook of Game Theory 3, section 2.3: equilibria (1,0,0),(1,0); (0,1/3,2/3),(1/3,2/3) and
    # (4/5,1/5,0),(2/3,1/3).
    row, column = np.array([[3, 3], [2, 5], [0, 6]], dtype=float), np.array([[3, 2], [2, 6], [3, 1]], dtype=float)
    ends = {
        tuple(np.round(np.concatenate(end), 9))
        for label in range(5)
        if (end := follow(row, column, label, PIVOTS)) is not None
    }
    known = {(1, 0, 0, 1, 0), (0, 1 / 3, 2 / 3, 1 / 3, 2 / 3), (0.8, 0.2, 0, 2 / 3, 1 / 3)}
    assert ends <= {tuple(np.round(k, 9)) for k in known}
    assert tuple(np.round((1, 0, 0, 1, 0), 9)) in ends


@pytest.mark.slow
def test_paths_end_where_quantecons_end_on_games_without_ties() -> None:
    from quantecon.game_theory import NormalFormGame, Player, lemke_howson

    draws = np.random.default_rng(5)
    for m, n in ((2, 3), (4, 4), (6, 3), (7, 8)):
        row, column = draws.normal(size=(2, m, n))
        theirs = NormalFormGame((Player(row.copy()), Player(column.T.copy())))
        for label in range(m + n):
            end = follow(row, column, label, PIVOTS)
            assert end is not None
            for own, peer in zip(end, lemke_howson(theirs, init_pivot=label), strict=True):
                np.testing.assert_allclose(own, peer, atol=1e-9)


def test_a_path_that_runs_in_circles_when_ties_are_broken_by_size_ends() -> None:
    # Breaking ties of the ratio test by the largest pivot alone, the path from label 6 comes back to where it was.
    row = [[2, 2, 0, 0, 0, 0, 0], [2, 0, 1, 1, 1, 2, 0], [0, 1, 2, 2, 1, 0, 0], [0, 0, 2, 0, 0, 0, 1]]
    column = [[1, 1, 2, 2, 1, 2, 2], [2, 1, 1, 0, 0, 2, 1], [0, 2, 1, 0, 2, 1, 2], [2, 1, 1, 1, 1, 2, 2]]
    payoffs = np.array([row, column], dtype=float)
    end = follow(payoffs[0], payoffs[1], 6, 300)
    assert end is not None
    assert regret(payoffs, end) <= CERTIFIED_REGRET


def test_what_it_finds_is_an_equilibrium_of_the_complete_list_and_it_never_calls_itself_complete() -> None:
    game = load("alice-bob", ["calendar.slots=5"]).normal_form()
    found = ComplementaryPath()(game)
    assert found.status.code is StatusCode.NOT_PROVEN
    assert not found.complete
    (point,) = found.equilibria
    everything = solve(game).equilibria
    assert any(
        all(np.abs(a - b).max() < 1e-9 for a, b in zip(e.strategies, point.strategies, strict=True)) for e in everything
    )


def test_of_a_coordination_game_one_path_misses_the_other_equilibria() -> None:
    game = NormalForm.from_payoffs(np.array([np.eye(3), np.eye(3)]))
    assert len(ComplementaryPath()(game).equilibria) == 1
    assert len(solve(game).equilibria) == 7


def test_a_path_that_is_too_long_is_given_up_and_said_so() -> None:
    game = load("alice-bob", ["calendar.slots=12"]).normal_form()
    found = ComplementaryPath(max_pivots=2)(game)
    assert found.equilibria == ()
    assert found.status.code is StatusCode.FAILED
    assert "at most 2 pivots" in found.searched


def test_only_two_players_have_such_paths() -> None:
    with pytest.raises(GameError, match="3 players"):
        ComplementaryPath()(NormalForm.from_payoffs(np.zeros((3, 2, 2, 2))))


def test_two_labs_with_a_hundred_slots_are_searched_by_pivoting() -> None:
    form = load("alice-bob", ["calendar.slots=100", "calendar.horizon=200"]).normal_form()
    found = ReduceThenSearch(mixed_dominance=False)(form)
    assert "complementary pivoting" in found.searched
    assert found.equilibria
    assert found.certificate.max_regret <= CERTIFIED_REGRET * form.payoff_range
    assert not found.complete
    assert "complementary pivoting" in method_named("one")(form).method
