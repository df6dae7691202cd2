"""Stories at the edges of their parameters: ties, certainty, dates that never come, effects that are switched off."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.direction import Direction
from games.paths import Setting
from openrace.story import StoryResult, run_story


def ran(name: str, **chosen: Any) -> StoryResult:
    return run_story(name, [Setting(k.removesuffix("_"), v) for k, v in chosen.items()])


def seen(result: StoryResult) -> list[tuple[str, str]]:
    first = result.metric
    return [(e.when, str(o)) for e, o in zip(result.expected, result.observed, strict=True) if e.metric == first]


@pytest.mark.parametrize(("level", "before", "direction"), [(2, 1.0, "up"), (3, None, "neutral")])
def test_news_that_never_arrives_is_never_and_no_number(level: float, before: float | None, direction: str) -> None:
    result = ran("slow-news", level=level)
    told = result.to_dict()
    assert told["values"]["periods"] is None
    assert told["verdict"]["periods"]["before"] == [before, before]
    assert told["verdict"]["periods"]["after"] == [None, None]
    assert told["verdict"]["periods"]["direction"] == direction
    assert seen(result) == [("for every slowness", direction)]
    assert result.holds
    json.dumps(told, allow_nan=False)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0, 0.001, 0.01, 1, 2, 3, 4]), st.integers(0, 4))
def test_slow_news_comes_out_as_stated_at_every_tie(x0: int, x1: int, level: float, quarters: int) -> None:
    result = ran("slow-news", x0=x0, x1=x1, level=level, eta=quarters / 4)
    assert result.holds
    if seen(result) == [("for every slowness", "neutral")]:
        assert result.verdict[0].direction == Direction.NEUTRAL


@pytest.mark.parametrize(("name", "direction"), [("scaling", "less"), ("reversed-sign", "more")])
def test_certain_ruin_is_the_first_use(name: str, direction: str) -> None:
    result = ran(name, p=1)
    assert seen(result) == [("for every K", direction)]
    assert str(result.verdict[0].direction) == direction
    assert result.holds
    assert result.claim_holds == "no"
    assert seen(ran(name, p=1, B=0)) == [("for every K", "neutral")]


def test_a_breakpoint_at_the_very_end_of_the_lever_is_none() -> None:
    result = ran("adoption-preempt", p11=0)
    assert seen(result) == [("for every x", "down")]
    assert result.holds


def test_dates_of_adoption_that_never_come_are_null() -> None:
    told = ran("adoption-precommit", x=5).to_dict()
    assert told["verdict"]["first_release"]["after"] == [None, None]
    assert told["verdict"]["first_release"]["direction"] == "down"


@settings(deadline=None, max_examples=30)
@given(st.sampled_from([0.0, 0.5, 1.0, 40.0, 1000.0]), st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=3))
def test_quantal_answers_up_or_not_at_all_where_certain(sharpness: float, worths: list[float]) -> None:
    result = ran("quantal", lambda_=sharpness, U=worths)
    assert result.holds, result.to_dict()["expected"]


def test_a_sharp_lab_is_certain_beside_the_narrow_stretch_in_which_it_answers() -> None:
    result = ran("quantal", lambda_=1000, U=[3, -1])
    assert [way for _, way in seen(result)] == ["up", "neutral"]
    assert result.verdict[0].direction == Direction.NEUTRAL
    assert result.holds


def test_a_lab_indifferent_over_a_stretch_may_stay_or_race_there() -> None:
    result = ran("reluctant-lab", phi=4, R_min=0, exit=0, x=0)
    assert result.holds
    assert seen(result) == [("while x < 4", "neutral"), ("as x passes 4", "down"), ("while x > 4", "neutral")]
    assert result.value("plans") == ("stay", "race")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 6), st.integers(0, 3), st.integers(-3, 3), st.integers(0, 9), st.sampled_from([0, 1, 4, 9]))
def test_the_reluctant_lab_comes_out_as_stated_at_every_tie(phi: int, least: int, leave: int, x: int, y: int) -> None:
    result = ran("reluctant-lab", phi=phi, R_min=least, exit=leave, x=x, y=y)
    assert result.holds, result.to_dict()["expected"]


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("regulation", {"eta": 0}),
        ("regulation", {"rho0": 0}),
        ("entry", {"n_gap": 0}),
        ("talent", {"w_b": 0}),
        ("hiring", {"kappa": 0}),
    ],
)
def test_a_claim_that_something_moves_is_wrong_where_nothing_does(name: str, chosen: dict[str, Any]) -> None:
    result = ran(name, **chosen)
    assert result.holds
    assert set(result.observed) == {Direction.NEUTRAL}
    assert result.claim_holds == "no"
    assert "the claim is that it matters" in result.finding.because


def test_claims_that_nothing_moves_are_right_where_nothing_does() -> None:
    assert ran("price-war").claim_holds == "yes"


def test_the_travelers_dilemma_is_proven_as_it_stands_and_conditional_where_only_pure_equilibria_are_compared() -> None:
    usual = ran("travelers-dilemma")
    assert usual.value("proven") is True
    assert usual.verdict[0].proven
    assert usual.claim_holds == "yes"
    large = ran("travelers-dilemma", high=300)
    assert large.value("proven") is False
    assert large.claim_holds == "conditional"
    assert "pure equilibria" in large.finding.because


def test_alice_still_answers_in_the_last_slot() -> None:
    result = ran("alice-answers", tau=9)
    assert result.verdict[0].direction == Direction.UP
    assert seen(result) == [("while tau <= 9", "up"), ("while tau > 9", "neutral")]


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("race-or-progress", {"N": 2, "x": 3}),
        ("race-or-progress", {"N": 2}),
        ("marginal", {"K0": 2500}),
        ("marginal", {"K0": 200_000}),
        ("gap-wins", {"X": 150}),
        ("gap-wins", {"X": 2, "s": 0.001}),
    ],
)
def test_indifference_at_the_start_and_chances_beyond_rounding_come_out_as_stated(
    name: str, chosen: dict[str, Any]
) -> None:
    result = ran(name, **chosen)
    assert result.holds, result.to_dict()["expected"]
