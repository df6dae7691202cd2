"""Facts that must come out whatever the numbers: neutrality, three signs from one game, metrics that disagree."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.adoption.rising_quality import DuttaLachRustichini
from games.classics.contests.attrition import AttritionGame
from games.classics.patents.patent_race import FlowRace
from games.markets import LimitPricing
from games.parts.direction import Direction
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.selling.announced import AnnouncedDate
from games.stories.training.knowledge import SharedInsights
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear
from openrace.claims.story import run_story
from openrace.questions.shift import compare
from solver.answer.solving import solve
from solver.n_player.pure import pure_equilibria

few = settings(deadline=None, max_examples=10)


def best_slots(game: ReleaseGame) -> list[float]:
    """Dates of one lab's best plans."""
    plans = game.labs[0].plans(game.calendar).last
    return sorted({float(plans[a]) for e in solve(game.normal_form()).equilibria for a in e.support[0]})


def seller(start: float, growth: float, rate: float, open_model: float, slots: int) -> ReleaseGame:
    """A closed lab that grows and sells for ever beside a constant open model."""
    path = tuple(start + growth * t for t in range(slots))
    return ReleaseGame(
        name="seller",
        labs=(Lab(name="monopolist", path=path, release="closed", terms=(Revenue(),)),),
        calendar=Calendar(horizon=math.inf, slots=slots, days_per_period=1.0, discount_rate=rate),
        market=LimitPricing(customers=1.0, value=Linear()),
        open=OpenPath(capability=open_model),
    )


@few
@given(st.integers(0, 6), st.integers(1, 4), st.sampled_from([0.07, 0.1, 0.15]), st.integers(0, 12))
def test_a_constant_open_model_shifts_the_date_by_exactly_its_lead_in_time(
    head: int, growth: int, rate: float, behind: int
) -> None:
    # Interior dates: 1/r - q0/g >= 1 and room for the shift.
    without = best_slots(seller(head * growth, growth, rate, 0.0, 40))
    assume(without[0] > 0)
    beside = best_slots(seller(head * growth, growth, rate, float(behind * growth), 40))
    assert beside == [t + behind for t in without]


@few
@given(st.integers(1, 4), st.integers(0, 8), st.sampled_from([0.05, 0.1, 0.2]))
def test_two_rivals_who_watch_each_other_are_shifted_alike(growth: int, behind: int, rate: float) -> None:
    alone = DuttaLachRustichini(growth=growth, r=rate).dates()
    beside = DuttaLachRustichini(growth=growth, r=rate, open_quality=behind).dates()
    assert beside.first - alone.first == pytest.approx(behind / growth, abs=1e-9)
    assert beside.second - alone.second == pytest.approx(behind / growth, abs=1e-9)


@few
@given(st.integers(1, 8), st.integers(0, 3), st.integers(1, 20), st.integers(1, 3))
def test_what_lowers_every_flow_equally_leaves_effort_unchanged(win: int, lose: int, flow: int, firms: int) -> None:
    race = FlowRace(firms=firms, win=win + lose, lose=lose, now=0.01)
    eroded = race.eroded(flow / 100, "win", "lose", "now")
    assert eroded.hazard() == pytest.approx(race.hazard(), abs=1e-12)
    if firms > 1 and race.hazard() > 0:
        assert race.eroded(flow / 100, "win").hazard() < race.hazard()


@few
@given(st.integers(2, 30).map(lambda k: k / 2), st.integers(0, 8).map(lambda k: k / 8))
def test_training_is_neutral_until_the_lab_gives_up(n: float, share: float) -> None:
    from games.stories.training.leads import LinearPenalty
    from games.stories.training.whether import TrainingCost

    for story, room in ((TrainingCost(N=n), n), (LinearPenalty(N=n, phi=n / 4), 0.75 * n)):
        exit_x = (room / 4) ** 2
        beside = story.at(share * exit_x * (1 - 1e-6)).best().maximisers[-1]
        assert beside == pytest.approx(room**2 / 4, rel=1e-9)
        assert story.at(1.01 * exit_x).best().maximisers == (0.0,)


@settings(deadline=None, max_examples=6)
@given(st.sampled_from([3.5, 4.0, 4.5]), st.sampled_from([0.08, 0.1, 0.12]))
def test_one_game_has_three_signs_and_the_date_of_the_open_release_decides(big: float, rate: float) -> None:
    story = AnnouncedDate(X=big, r=rate)
    delay, neutral = story.last("first_release", "delays"), story.last("first_release", "delays", "hurries")
    assert delay is not None
    assume(neutral is not None and neutral > delay + 1.5)
    assert neutral is not None
    signs = [(0.7 * delay, Direction.DOWN), ((delay + neutral) / 2, Direction.UP), (neutral + 1, Direction.NEUTRAL)]
    for tau, expected in signs:
        pair = story.model_copy(update={"tau": tau}).on_calendar(0.25)
        assert compare(*pair).metric("first_release").direction == expected, tau


@few
@given(st.integers(5, 20), st.integers(1, 4), st.integers(1, 4))
def test_own_effort_falls_while_progress_rises(a: int, g: int, b: int) -> None:
    from games.stories.training.knowledge import Spillover

    assume(4.5 * b * g > 4.5)
    cost = a * 0.9
    try:
        efforts = [Spillover(a=a, A=cost, B=b, g=g, beta=beta / 10) for beta in range(6)]
    except ValueError:
        assume(False)
    own = [s.own() for s in efforts]
    effective = [(1 + s.beta) * s.own() for s in efforts]
    assert own == sorted(own, reverse=True)
    assert effective == sorted(effective)


def test_participation_rises_while_each_racer_spends_less() -> None:
    result = run_story("catch-up")
    told = {m.metric: m.direction for m in result.verdict}
    assert told == {"races": Direction.UP, "cost": Direction.DOWN}


@few
@given(st.integers(2, 6), st.integers(1, 10), st.integers(1, 9))
def test_progress_speeds_up_although_effort_falls(labs: int, tenths: int, kept: int) -> None:
    beta, effort = tenths / 10, kept / 10
    closed = SharedInsights(labs=labs, beta=0).time()
    shared = SharedInsights(labs=labs, beta=beta, I=effort).time()
    assert closed is not None
    assert shared is not None
    break_even = 1 / (1 + beta * (labs - 1))
    assume(abs(effort - break_even) > 1e-9)
    assert (shared < closed) == (effort > break_even)


def test_racing_may_end_in_progress() -> None:
    told = {m.metric: m.direction for m in run_story("race-or-progress").verdict}
    assert told == {"frontier_end": Direction.UP, "training_spend": Direction.DOWN}


@pytest.mark.parametrize("periods", [1, 2, 3, 4, 5])
def test_attrition_has_its_mixed_equilibrium_among_two_to_the_h_plus_one(periods: int) -> None:
    solution = solve(AttritionGame(periods=periods).normal_form())
    assert solution.complete
    assert len(solution.equilibria) == 2**periods + 1
    hazard = Fraction(1, 6)
    expected = [hazard * (1 - hazard) ** t for t in range(periods)] + [(1 - hazard) ** periods]
    inside = [e for e in solution.equilibria if all(s.min() > 0 for s in e.strategies)]
    assert len(inside) == 1
    np.testing.assert_allclose(inside[0].strategies[0], [float(p) for p in expected], atol=1e-12)
    np.testing.assert_allclose(inside[0].payoffs, 0, atol=1e-12)
    if periods == 5:
        assert len(solution.components) == 3


@pytest.mark.parametrize("tau", [5.0, 10.0, 20.0])
def test_the_calendars_date_comes_closer_as_its_step_halves(tau: float) -> None:
    story = AnnouncedDate(tau=tau)
    exact = story.best().maximisers[0]
    for step in (1.0, 0.5, 0.25, 0.125):
        without, beside = story.on_calendar(step)
        assert max(abs(t - exact) for t in best_slots(beside)) <= step
        assert max(abs(t - story.alone()) for t in best_slots(without)) <= step


def test_adoption_on_a_grid_comes_closer_to_continuous_dates_as_the_step_halves() -> None:
    lead, follow = 5.493061, 12.424533
    for step in (1.0, 0.5, 0.25):
        game = AdoptionGame(step=step)
        dates = game.dates()
        found = sorted((dates[i], dates[j]) for i, j in pure_equilibria(game.normal_form()) if dates[i] < dates[j])
        assert found
        # Every pure equilibrium in which the first firm leads is within a step of the continuous dates.
        assert all(abs(one - lead) <= step and abs(two - follow) <= step for one, two in found)
