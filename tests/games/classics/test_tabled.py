"""Published models as games by name."""

from __future__ import annotations

import numpy as np
import pytest

import games
import solver
from games.classics.listing import MODELS
from games.classics.published_game import PublishedGame
from games.classics.safety.idealised_race import Dsair


@pytest.mark.parametrize("strategies", [2, 3])
def test_the_named_race_has_the_papers_payoffs(strategies: int) -> None:
    game = games.named("dsair").with_settings({"p_r": 0.3, "s": 2.0, "p_fo": 0.1, "strategies": strategies})
    payoffs = game.normal_form().payoffs
    table = Dsair(p_r=0.3, s=2.0, p_fo=0.1).payoffs(strategies)
    np.testing.assert_array_equal(payoffs, [table, table.T])


def test_conditional_play_is_safe_among_safe_teams_and_answers_unsafe_ones() -> None:
    one, two, three, four = (model := Dsair(p_fo=0.2)).rounds()
    table = model.payoffs(3)
    assert table[0, 2] == table[2, 0] == table[2, 2] == table[0, 0]
    # One round of being exploited, then as two unsafe teams, over the W / s rounds that the unsafe one needs.
    rounds = model.W / model.s
    assert table[2, 1] == pytest.approx((two + (rounds - 1) * four) / rounds)
    assert table[1, 2] == pytest.approx(
        (1 - model.p_r) * (model.s * model.B / model.W + (three + (rounds - 1) * four) / rounds)
    )
    assert one == table[0, 0] - model.B / (2 * model.W)


def test_hawks_and_doves_have_three_equilibria_while_fights_cost_more_than_they_win() -> None:
    game = games.named("hawk-dove")
    assert len(solver.solve(game.normal_form()).equilibria) == 3
    assert len(solver.solve(game.with_settings({"value": 5.0}).normal_form()).equilibria) == 1


def test_no_card_speaks_of_the_grid_of_a_model_that_has_no_table() -> None:
    said = {model.name: " ".join(PublishedGame.of(model()).conventions()) for model in MODELS}
    gridded = {name for name, words in said.items() if "A grid stands for the numbers" in words}
    tableless = {name for name, words in said.items() if "It is no table and no race" in words}
    assert {"tullock", "all-pay"} <= gridded
    assert {"motta", "fudenberg-tirole"} <= tableless
    assert not gridded & tableless
