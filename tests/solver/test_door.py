"""What a user of the solver writes: every form of a game, methods by name, and one sentence for anything else."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.game.given import as_game, as_profile
from tests.strategies import games

ROW, COLUMN = [[2, 0], [0, 1]], [[1, 0], [0, 2]]
PRISONERS = solver.NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_every_form_of_a_game_is_the_same_game(tmp_path: Path) -> None:
    whole = solver.NormalForm.from_bimatrix(ROW, COLUMN)
    solver.write_nfg(whole, tmp_path / "g.nfg")
    forms: list[tuple[Any, ...]] = [
        (whole,),
        (ROW, COLUMN),
        (tuple(map(tuple, ROW)), np.array(COLUMN)),
        ([ROW, COLUMN],),
        (np.array([ROW, COLUMN], dtype=np.int8),),
        (nashpy.Game(ROW, COLUMN),),
        (tmp_path / "g.nfg",),
        (str(tmp_path / "g.nfg"),),
        (solver.NormalForm.from_nfg((tmp_path / "g.nfg").read_text()),),
    ]
    for form in forms:
        assert np.array_equal(as_game(*form).payoffs, whole.payoffs)
        assert len(solver.solve(*form).equilibria) == 3


def test_fractions_stay_exact_and_so_do_whole_numbers_beside_them() -> None:
    third = Fraction(1, 3)
    row: list[list[Fraction | int]] = [[third, 0], [0, 1]]
    game = as_game(row, [[1, 0], [0, 2]])
    assert game.fractions is not None
    assert game.fractions[0, 0, 0] == third
    assert game.fractions[1, 1, 1] == 2
    alone: list[list[Fraction | int]] = [[third, 2 * third]]
    assert as_game(alone).fractions is not None
    assert as_game(ROW, COLUMN).fractions is None


def test_a_method_is_an_object_or_a_name_in_either_place() -> None:
    by_object = solver.solve(PRISONERS, solver.LemkeHowson())
    found = [
        solver.solve(PRISONERS, "lemke-howson"),
        solver.solve(PRISONERS, method="lemke-howson"),
        solver.solve([[3, 0], [5, 1]], [[3, 5], [0, 1]], "lemke-howson"),
        solver.solve([[3, 0], [5, 1]], [[3, 5], [0, 1]], method=solver.LemkeHowson()),
    ]
    for solution in found:
        assert solution.method == by_object.method
        assert solution.equilibria[0].support == ((1,), (1,))


door: Any = solver
"""The same names, for arguments that a type checker refuses."""
BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: door.solve({"a": 1}), "a dict came"),
    (lambda: door.solve(None), "None came"),
    (lambda: door.solve(True), "a bool came"),
    (lambda: door.solve("alice-bob"), "Names of games belong to openrace.load"),
    (lambda: door.solve("no.nfg"), "cannot be read"),
    (lambda: door.solve(3), r"shape \(\)"),
    (lambda: door.solve([[1, 2], [3]]), "full rectangular array"),
    (lambda: door.solve([["x"]]), "full rectangular array"),
    (lambda: door.solve(np.array([[1 + 2j]])), "complex"),
    (lambda: door.solve([[10**400]], [[1]]), "below 1e308"),
    (lambda: door.solve([[10.0**300, 1]], [[1, 10**400]]), "full rectangular array"),
    (lambda: door.solve([[Fraction(1), "x"]]), "full rectangular array"),
    (lambda: door.solve([[float("nan")]]), "finite payoffs"),
    (lambda: door.solve(ROW, [[1, 0]]), "two matrices of one shape"),
    (lambda: door.solve(ROW, 5), "two matrices of one shape"),
    (lambda: door.solve(PRISONERS, COLUMN), "a game, or two payoff matrices"),
    (lambda: door.solve(PRISONERS, "lemke_howsen"), "Did you mean 'lemke-howson'"),
    (lambda: door.solve(PRISONERS, method=7), "the method 7 came"),
    (lambda: door.solve(PRISONERS, door.LemkeHowson), r"write LemkeHowson\(\)|Write LemkeHowson\(\)"),
    (lambda: door.solve(PRISONERS, "one", "all"), "two methods came"),
    (lambda: door.regret(PRISONERS, 3), "a int came"),
    (lambda: door.regret(PRISONERS, (0,)), "1 strategies came"),
    (lambda: door.regret(PRISONERS, (0, 2)), "no action 2"),
    (lambda: door.regret(PRISONERS, (0, True)), "2 probabilities"),
    (lambda: door.regret(PRISONERS, ("x", 0)), "no action 'x'"),
    (lambda: door.regret(PRISONERS, ([0.5, 0.4], 0)), "sum to 1"),
    (lambda: door.regret(PRISONERS, ([2, -1], 0)), "sum to 1"),
    (lambda: door.regret(PRISONERS, ([1, 0, 0], 0)), "2 probabilities"),
    (lambda: door.response_graph({}), "a dict came"),
    (lambda: door.dynamics(PRISONERS, (5, 5)), "one action index per player"),
    (lambda: door.NormalForm.from_nfg({}), "the path of a Gambit .nfg file"),
    (lambda: door.NormalForm.from_nfg("NFG 2"), "format version 1"),
]


@pytest.mark.parametrize(("call", "said"), BAD)
def test_a_wrong_argument_is_answered_in_one_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(solver.OpenraceError, match=said) as refused:
        call()
    assert "\n" not in str(refused.value)


@settings(deadline=None, max_examples=40)
@given(games(), st.data())
def test_regret_of_a_pure_profile_is_the_best_deviation(game: solver.NormalForm, data: st.DataObject) -> None:
    i, j = (data.draw(st.integers(0, n - 1)) for n in game.n_actions)
    row, column = game.payoffs
    wanted = max(row[:, j].max() - row[i, j], column[i].max() - column[i, j])
    labels = (game.actions[0][i], game.actions[1][j])
    assert solver.regret(game, (i, j)) == pytest.approx(wanted)
    assert solver.regret(game, labels) == solver.regret(game, (i, j))
    assert solver.regret(game, as_profile(game, (i, j))) == solver.regret(game, (i, j))


@settings(deadline=None, max_examples=25)
@given(games())
def test_verify_confirms_what_is_complete_and_catches_what_is_left_out(game: solver.NormalForm) -> None:
    from dataclasses import replace

    found = solver.solve(game)
    assert solver.verify(found).confirmed
    assert solver.verify(found).complete
    fewer = replace(found, components=found.components[1:])
    assert not solver.verify(fewer).confirmed


def test_verify_fits_the_number_of_players_and_solves_what_is_no_solution_yet() -> None:
    from dataclasses import replace

    one = solver.verify([[1, 2, 2]])
    assert one.complete
    assert not solver.verify(replace(one.solution, equilibria=one.solution.equilibria[:1])).complete
    three = np.zeros((3, 2, 2, 2))
    three[:, 0, 0, 0] = three[:, 1, 1, 1] = 1
    assert "replayed" in solver.verify(three).checked_by
    assert solver.verify(three).complete
    partial = solver.verify(solver.solve(PRISONERS, "lemke-howson"))
    assert partial.confirmed
    assert solver.verify(ROW, COLUMN).to_dict()["claimed_complete"] is True


def test_a_point_that_is_no_equilibrium_is_not_confirmed() -> None:
    from dataclasses import replace

    found = solver.solve(PRISONERS)
    (only,) = found.equilibria
    wrong = replace(only, strategies=tuple(np.array([1.0, 0.0]) for _ in range(2)))
    checked = solver.verify(replace(found, equilibria=(wrong,)))
    assert not checked.sound
    assert not checked.confirmed
    assert "not confirmed" in str(checked)


def test_results_print_as_tables_and_their_labels_are_text() -> None:
    game = solver.NormalForm.from_bimatrix(
        ROW, COLUMN, players=["<b>a</b>", "b"], actions=[["<i>", "[red]"], ["l", "r"]], title="<script>"
    )
    found = solver.solve(game)
    assert "[red]" in str(found)
    assert repr(found) == "Solution(3 equilibria in 3 components, complete, max regret 0)"
    for page in (found._repr_html_(), solver.verify(found)._repr_html_()):
        assert "<script>" not in page
        assert "<i>" not in page
    assert "&lt;i&gt;" in found._repr_html_()
    assert list(found.to_frame().columns)[:3] == ["#", "<b>a</b>", "b"]
    assert len(found.to_frame()) == 3


def test_a_long_list_is_printed_in_part_and_says_so() -> None:
    text = str(solver.solve(np.eye(6), np.eye(6)))
    assert "63 extreme equilibria in 63 components" in text
    assert "and 13 more" in text


def test_results_survive_pickling() -> None:
    found = solver.solve(ROW, COLUMN)
    for result in (found, solver.verify(found), solver.response_graph(PRISONERS), PRISONERS):
        again = pickle.loads(pickle.dumps(result))
        assert repr(again) == repr(result)
    assert pickle.loads(pickle.dumps(found)).to_dict() == found.to_dict()


def test_without_pandas_the_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(solver.OpenraceError, match="the package pandas is not installed"):
        solver.solve(PRISONERS).to_frame()
