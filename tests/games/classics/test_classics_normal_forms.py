"""The classics in normal form: labels, conventions, and equilibria that can be checked by eye."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.contests.attrition import AttritionGame
from games.classics.play.travelers_dilemma import TravelersDilemmaGame
from games.classics.pricing.bertrand import BertrandGame
from games.parts.part import PartError
from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from tests.games.classics.attrition_hazards import hazards, mixed


def pure_equilibria(game: NormalForm) -> list[tuple[str, ...]]:
    best = np.ones(game.n_actions, dtype=bool)
    for player, own in enumerate(game.payoffs):
        best &= own >= own.max(axis=player, keepdims=True) - 1e-12
    return [tuple(game.actions[i][a] for i, a in enumerate(at)) for at in np.argwhere(best)]


def test_bertrand_on_whole_prices_has_three_equilibria() -> None:
    assert pure_equilibria(BertrandGame().normal_form()) == [("0", "0"), ("1", "1"), ("2", "2")]


def test_three_bertrand_firms_share_an_equal_price() -> None:
    game = BertrandGame(firms=3, highest_price=3).normal_form()
    assert game.payoffs[:, 3, 3, 3].tolist() == [1.0, 1.0, 1.0]
    assert game.payoffs[:, 2, 3, 2].tolist() == [1.0, 0.0, 1.0]


def test_travelers_end_at_the_lowest_claim() -> None:
    game = TravelersDilemmaGame().normal_form()
    assert pure_equilibria(game) == [("2", "2")]
    assert game.payoffs[:, 98, 97].tolist() == [97.0, 101.0]


def test_a_highest_claim_below_the_lowest_is_refused() -> None:
    with pytest.raises(GameError, match="high no less than low"):
        TravelersDilemmaGame(low=5, high=4).normal_form()


def test_attrition_follows_its_conventions() -> None:
    row, column = AttritionGame().normal_form().payoffs
    assert row[1, 3] == -2.0
    assert column[1, 3] == 10.0 - 2.0
    assert row[2, 2] == -4.0
    assert row[5, 5] == -10.0
    assert row[5, 4] == 10.0 - 8.0


def test_attrition_mixed_equilibrium_has_the_published_probabilities() -> None:
    expected = np.array([1 / 6, 5 / 36, 25 / 216, 125 / 1296, 625 / 7776, 3125 / 7776])
    game = AttritionGame()
    np.testing.assert_allclose(mixed(game), expected, atol=1e-15)
    assert regret(game.normal_form().payoffs, (mixed(game), mixed(game))) < 1e-12


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 12), st.integers(0, 5), st.integers(1, 6), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_attrition_hazards_answer_to_the_tie_rule(prize: int, cost: int, periods: int, share: float) -> None:
    game = AttritionGame(prize=prize, cost=cost, periods=periods, tie_share=share)
    assert regret(game.normal_form().payoffs, (mixed(game), mixed(game))) < 1e-9


def test_attrition_hazard_is_constant_only_when_a_tie_wastes_the_prize() -> None:
    np.testing.assert_allclose(hazards(AttritionGame(prize=7, cost=3)), 3 / 10)
    assert np.ptp(hazards(AttritionGame(prize=7, cost=3, tie_share=0.5))) > 0.1


def test_adoption_precommitment_dates_are_six_and_twelve() -> None:
    assert pure_equilibria(AdoptionGame().normal_form()) == [("6", "12"), ("12", "6")]


def test_adoption_never_pays_the_flow_for_ever() -> None:
    game = AdoptionGame(p00=2.0, r=0.1).normal_form()
    assert game.actions[0][-1] == "never"
    assert game.payoffs[:, -1, -1].tolist() == pytest.approx([20.0, 20.0])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 40), st.integers(0, 40))
def test_adoption_payoffs_are_the_integrals_of_the_flows(p00: int, p10: int, own: int, rival: int) -> None:
    model = AdoptionGame(p00=p00, p10=p10, p01=-1.0, p11=2.0)
    edges = np.linspace(0.0, 400.0, 400_001)
    middle = (edges[:-1] + edges[1:]) / 2
    mine, theirs = middle > own, middle > rival
    flow = np.where(mine, np.where(theirs, 2.0, p10), np.where(theirs, -1.0, p00))
    integral = float((flow * np.exp(-0.1 * middle)).sum() * 1e-3) - 40.0 * np.exp(-0.3 * own)
    assert float(model.payoff(np.array(float(own)), np.array(float(rival)))) == pytest.approx(integral, abs=1e-5)


def test_too_fine_a_grid_of_dates_is_refused() -> None:
    with pytest.raises(GameError, match="longer step"):
        AdoptionGame(step=0.001).normal_form()


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(PartError, match="did you mean 'prize'"):
        AttritionGame(prise=3.0)  # type: ignore[call-arg]
