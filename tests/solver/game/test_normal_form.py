"""Payoff tensors: what is refused, what is named, what a subgame keeps."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from solver.common.errors import GameError
from solver.game.normal_form import NormalForm


@pytest.mark.parametrize(
    ("payoffs", "said"),
    [
        ([[1, 2], [3]], "a full rectangular array of numbers"),
        ([["a", "b"]], "a full rectangular array of numbers"),
        ([1.0, 2.0], "one leading axis of N players"),
        (np.zeros((2, 3)), r"shape \(2, 3\)"),
        (np.zeros((2, 0, 3)), "at least one action per player"),
        (np.array([[[1, 2], [3, np.nan]], [[0, 0], [0, 0]]]), r"payoffs\[0, 1, 1\] is nan"),
        (np.array([[1.0, np.inf]]), r"payoffs\[0, 1\] is inf.*finite penalty"),
    ],
)
def test_what_is_no_payoff_tensor_is_refused_with_its_place(payoffs: Any, said: str) -> None:
    with pytest.raises(GameError, match=said):
        NormalForm.from_payoffs(payoffs)


def test_labels_must_fit_the_tensor() -> None:
    with pytest.raises(GameError, match="1 player names came; expected 2"):
        NormalForm.from_payoffs(np.zeros((2, 2, 2)), players=["a"])
    with pytest.raises(GameError, match=r"\(2, 3\); expected \(2, 2\)"):
        NormalForm.from_payoffs(np.zeros((2, 2, 2)), actions=[["a", "b"], ["c", "d", "e"]])
    with pytest.raises(GameError, match=r"resolution is 0\.5"):
        NormalForm.from_payoffs(np.zeros((1, 2)), resolution=0.5)


def test_two_matrices_of_different_shapes_are_refused() -> None:
    with pytest.raises(GameError, match="two matrices of one shape"):
        NormalForm.from_bimatrix(np.zeros((2, 3)), np.zeros((3, 2)))


def test_too_many_profiles_are_refused_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.game.normal_form.MAX_PROFILES", 8)
    with pytest.raises(GameError, match=r"the game has 9 profiles; expected at most 8\. Use fewer slots"):
        NormalForm.from_payoffs(np.zeros((2, 3, 3)))


def test_payoffs_cannot_be_changed_afterwards_and_do_not_share_memory_with_what_came() -> None:
    source = np.zeros((1, 2))
    game = NormalForm.from_payoffs(source)
    source[0, 0] = 7
    assert game.payoffs.tolist() == [[0, 0]]
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0, 0] = 1


def test_one_to_four_players_are_games() -> None:
    for n_players in range(1, 5):
        game = NormalForm.from_payoffs(np.zeros((n_players, *range(1, n_players + 1))))
        assert game.n_players == n_players
        assert game.n_actions == tuple(range(1, n_players + 1))
        assert game.payoff_range == 1


def test_a_subgame_keeps_names_payoffs_and_fractions_of_what_is_left() -> None:
    values = np.empty(12, dtype=object)
    values[:] = [Fraction(k, 7) for k in range(12)]
    game = NormalForm.from_fractions(values.reshape(2, 2, 3), actions=[["a", "b"], ["x", "y", "z"]], players=["p", "q"])
    left = game.restrict([[1], [0, 2]])
    assert left.actions == (("b",), ("x", "z"))
    assert left.players == ("p", "q")
    assert left.fractions is not None
    assert left.fractions[1].tolist() == [[Fraction(9, 7), Fraction(11, 7)]]
    assert left.payoffs[1].tolist() == [[9 / 7, 11 / 7]]


def test_a_game_shows_its_players_and_size() -> None:
    game = NormalForm.from_payoffs(np.zeros((2, 2, 3)), players=["alice", "bob"], title="t")
    assert repr(game) == "NormalForm(t: alice, bob; 2 x 3 actions)"


@pytest.mark.parametrize("resolution", [np.float32(1e-9), np.int64(0), Fraction(1, 10**9)])
def test_a_resolution_may_be_any_real_number(resolution: Any) -> None:
    game = NormalForm.from_payoffs(np.zeros((2, 2, 2)), resolution=resolution)
    assert type(game.resolution) is float
    assert game.resolution == float(resolution)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({"players": 5}, "player names came as 5"),
        ({"players": [1, 2]}, "player names came as"),
        ({"players": "ab"}, "player names came as 'ab'"),
        ({"actions": 5}, "one list of labels"),
        ({"actions": [["a", "b"], 5]}, "action labels came as 5"),
        ({"actions": ["ab", "cd"]}, "action labels came as 'ab'"),
        ({"resolution": "x"}, "resolution is 'x'"),
        ({"resolution": None}, "resolution is None"),
    ],
)
def test_labels_and_resolutions_of_the_wrong_kind_are_refused_with_what_came(labels: dict[str, Any], said: str) -> None:
    with pytest.raises(GameError, match=said):
        NormalForm.from_payoffs(np.zeros((2, 2, 2)), **labels)
