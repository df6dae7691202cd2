"""Attrition, rising quality, races and imitation: published dates and efforts, and the staged games on a grid."""

from __future__ import annotations

from math import exp, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.classics.adoption.rising_quality import DuttaLachRustichini
from games.classics.contests.attrition import AttritionGame
from games.classics.patents.loury import Loury
from games.classics.patents.patent_race import FlowRace
from solver.staged.backward import solve_staged
from solver.staged.bridge import profile_distribution
from solver.staged.induction.run import BackwardInduction
from solver.staged.selection import SELECTIONS
from tests.games.classics.attrition_hazards import hazards, mixed
from tests.games.classics.timing_plays import staged


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 6))
def test_staged_attrition_has_a_constant_hazard_and_the_normal_forms_mixture(
    prize: int, cost: int, periods: int
) -> None:
    model = AttritionGame(prize=prize, cost=cost, periods=periods)
    game = staged(model)
    solution = solve_staged(game, BackwardInduction(selection=SELECTIONS["symmetric"]))
    (equilibrium,) = solution.equilibria
    assert equilibrium.check.gain < 1e-12
    alive = [m for m in equilibrium.timeline() if len(m.moves) == 2]
    assert len(alive) == periods
    for moment in alive:
        for move in moment.moves:
            assert move.probabilities[0] == pytest.approx(cost / (prize + cost))
    # Who is left alone does whatever it likes, so the plans' probabilities are read off the date of the first act.
    survival = (1 - hazards(model)) ** 2
    ends_without_concession = profile_distribution(game, equilibrium.outcomes)[0][-1, -1]
    assert ends_without_concession == pytest.approx(float(np.prod(survival)))


def test_attrition_staged_equals_the_normal_forms_mixed_equilibrium() -> None:
    model = AttritionGame()
    (equilibrium,) = solve_staged(staged(model), BackwardInduction(selection=SELECTIONS["symmetric"])).equilibria
    hazard = [m.moves[0].probabilities[0] for m in equilibrium.timeline() if len(m.moves) == 2]
    stay = np.cumprod([1.0, *(1 - np.array(hazard))])
    np.testing.assert_allclose(np.append(np.array(hazard) * stay[:-1], stay[-1]), mixed(model), atol=1e-12)


def test_rising_quality_has_the_published_dates() -> None:
    found = DuttaLachRustichini().dates()
    assert (found.first, found.second) == pytest.approx((7.11243, 15.71564), abs=5e-6)
    assert found.payoff == pytest.approx(5.680301, abs=5e-7)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 6), st.integers(1, 4), st.integers(5, 20))
def test_a_constant_open_model_shifts_both_releases_by_its_quality_over_growth(x: int, growth: int, rate: int) -> None:
    r = rate / 100
    without = DuttaLachRustichini(growth=growth, r=r).dates()
    with_open = DuttaLachRustichini(growth=growth, r=r, open_quality=x).dates()
    shift = x / growth
    assert with_open.first - without.first == pytest.approx(shift, abs=1e-8)
    assert with_open.second - without.second == pytest.approx(shift, abs=1e-8)
    assert with_open.payoff == pytest.approx(without.payoff * exp(-r * shift), rel=1e-8)


def test_costly_waiting_brings_releases_forward() -> None:
    free, costly = DuttaLachRustichini().dates(), DuttaLachRustichini(waiting_cost=0.1).dates()
    assert costly.first < free.first
    assert costly.second < free.second
    assert costly.payoff < free.payoff


def test_the_second_release_is_a_best_reply() -> None:
    model = DuttaLachRustichini(waiting_cost=0.2)
    grid = np.linspace(3, 60, 5001)
    best = model.worth(grid, np.full_like(grid, 3.0)).max()
    second = model.follower_date(3.0)
    assert model.pair(second, 3.0)[0] >= best - 1e-9


def test_equal_qualities_earn_nothing_and_never_pays_for_waiting() -> None:
    model = DuttaLachRustichini(waiting_cost=0.5)
    assert model.pair(4.0, 4.0) == pytest.approx([-0.5 * (1 - exp(-0.4)) / 0.1] * 2)
    assert model.pair(inf, inf) == pytest.approx([-5.0] * 2)


def test_beath_katsoulacos_ulph_effort_and_what_erosion_does_to_it() -> None:
    race = FlowRace()
    assert race.hazard() == pytest.approx(0.950806, abs=5e-7)
    assert race.eroded(0.03, "win", "lose", "now").hazard() - race.hazard() == pytest.approx(0.0, abs=1e-12)
    assert race.eroded(0.03, "win").hazard() - race.hazard() == pytest.approx(-0.203817, abs=5e-7)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 5), st.integers(1, 40), st.integers(0, 20), st.integers(-2, 10), st.integers(1, 30))
def test_race_efforts_are_best_replies(firms: int, win: int, lose: int, now: int, rate: int) -> None:
    race = FlowRace(firms=firms, win=win / 10, lose=lose / 10, now=now / 100, r=rate / 100)
    own = np.linspace(0, 8, 4001)
    for h in race.efforts():
        others = (firms - 1) * h
        assert race.worth(np.array(h), np.array(others)) >= race.worth(own, np.array(others)).max() - 1e-9


def test_lee_wilde_effort_solves_its_equation_and_rises_with_rivals() -> None:
    efforts = []
    for n in (1, 2, 3, 6):
        h = FlowRace(firms=n, win=2.0, lose=0.0, now=0.0, r=0.1).hazard()
        assert (n - 0.5) * h * h + (0.1 - (n - 1) * 2.0) * h - 0.2 == pytest.approx(0.0, abs=1e-12)
        efforts.append(h)
    assert efforts == sorted(efforts)


def test_loury_effort_is_a_best_reply_and_falls_with_rivals() -> None:
    efforts = []
    own = np.linspace(0, 3, 3001)
    for n in (2, 3, 6):
        race = Loury(firms=n)
        h = race.formula()
        assert 2.0 * (0.1 + (n - 1) * h) == pytest.approx(h * (0.1 + n * h) ** 2)
        assert race.worth(np.array(h), np.array((n - 1) * h)) >= race.worth(own, np.array((n - 1) * h)).max() - 1e-9
        efforts.append(h)
    assert efforts == sorted(efforts, reverse=True)


def test_a_flow_race_has_an_effort_however_small_the_incentive() -> None:
    # r W and pi0 are equal up to rounding, and a hazard of less than the last place of the slope.
    even = FlowRace(win=-1.7499999999999995e-05, lose=-1.7499999999999995e-05, now=-4.3749999999999994e-07, r=0.025)
    assert even.efforts() == (0.0,)
    (small,) = FlowRace(win=1e-19, lose=0.0, now=0.0, r=1.0).efforts()
    assert small == pytest.approx(1e-19)
