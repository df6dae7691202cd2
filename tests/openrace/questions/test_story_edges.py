"""Stories at the edges of their parameters: ties, certainty, dates that never come, effects that are switched off."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.direction import Direction
from games.parts.paths import Setting
from games.stories import STORIES
from openrace.claims.story import StoryResult, run_story
from openrace.show.cards.changes import change_text
from solver.common.errors import OpenraceError


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
    assert seen(result) == [("for every value of slowness", direction)]
    assert result.holds
    json.dumps(told, allow_nan=False)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0, 0.001, 0.01, 1, 2, 3, 4]), st.integers(0, 4))
def test_slow_news_comes_out_as_stated_at_every_tie(x0: int, x1: int, level: float, quarters: int) -> None:
    result = ran("slow-news", x0=x0, x1=x1, level=level, eta=quarters / 4)
    assert result.holds
    if seen(result) == [("for every value of slowness", "neutral")]:
        assert result.verdict[0].direction == Direction.NEUTRAL


@pytest.mark.parametrize(("name", "direction"), [("scaling", "less"), ("reversed-sign", "more")])
def test_certain_ruin_is_the_first_use(name: str, direction: str) -> None:
    result = ran(name, p=1)
    assert seen(result) == [("for every value of K", direction)]
    assert str(result.verdict[0].direction) == direction
    assert result.holds
    assert result.claim_holds == "no"
    assert seen(ran(name, p=1, B=0)) == [("for every value of K", "neutral")]


def test_a_breakpoint_at_the_very_end_of_the_lever_is_none() -> None:
    result = ran("adoption-preempt", p11=0)
    assert seen(result) == [("for every value of x", "down")]
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


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("releasers", {"p": 0.5, "b": 0, "dK": 20}),
        ("releasers", {"p": 0.5, "b": 12, "B": 75, "dK": 1, "kept": False}),
        ("releasers", {"p": 0.5, "K": 2500, "kept": False}),
        ("states-and-firms", {"w_strategic": 50, "P": 1000, "eta": 3, "own": 6, "x": 300}),
        ("states-and-firms", {"w_profit": 0.2, "N": 0.004, "k": 150, "eta": 1000}),
        ("regulation", {"r": 5, "x": 2000, "g": 0.25}),
        ("regulation", {"eta": 0.75, "x": 100, "g": 0.05}),
        ("quantal", {"lambda": 50}),
    ],
)
def test_stretches_far_narrower_than_the_lever_and_effects_far_smaller_than_the_rest_come_out_as_stated(
    name: str, chosen: dict[str, Any]
) -> None:
    result = run_story(name, [Setting(k, v) for k, v in chosen.items()])
    assert result.holds, result.to_dict()["expected"]


def test_without_a_benefit_nobody_releases_however_little_is_left_to_lose() -> None:
    result = ran("releasers", p=0.5, b=0, dK=20)
    assert result.value("corner") == "nobody"
    assert [(m.before, m.after) for m in result.verdict] == [((0.0, 0.0), (0.0, 0.0))]


def test_a_regime_at_the_start_of_the_lever_only_is_told_as_what_leaving_it_does() -> None:
    nothing = ran("nothing-left", N=2)
    assert seen(nothing) == [("as x leaves 0", "down"), ("while x > 0", "neutral")]
    assert nothing.verdict[0].direction == Direction.DOWN
    behind = ran("catch-up", own=0, k=0.5, M=0)
    assert seen(behind) == [("as x leaves 0", "up"), ("while x > 0", "neutral")]
    assert behind.verdict[0].direction == Direction.UP
    there = ran("announced-date", r=100, tau=0, g=0.375)
    assert seen(there)[0] == ("at tau = 0", "down")
    assert there.verdict[0].direction == Direction.DOWN
    assert all(r.holds for r in (nothing, behind, there))


def test_founders_are_compared_with_sober_ones_on_either_side() -> None:
    assert seen(ran("overconfident-founders", kappa=1.5)) == [("for every value of kappa", "up")]
    modest = ran("overconfident-founders", kappa=0.75)
    assert seen(modest) == [("while kappa < 1", "down"), ("while kappa > 1", "up")]
    assert modest.verdict[0].direction == Direction.DOWN
    assert modest.claim_holds == "conditional"


def test_an_announced_model_that_is_worse_than_the_one_there_is_changes_nothing() -> None:
    result = ran("announced-upgrade", x=9, x2=6.25)
    assert result.verdict[0].direction == Direction.NEUTRAL
    assert result.value("gain") == ran("announced-upgrade", x=9, x2=9).value("gain")


def test_benefits_that_grow_beyond_every_float_are_counted_by_logarithms_or_refused() -> None:
    steep = ran("metcalfe", d=50, p=0.0025)
    assert steep.holds
    assert steep.value("k_max") == pytest.approx(50 / -math.log1p(-0.0025), rel=1e-9)
    assert steep.value("best_K") == (19975,)
    with pytest.raises(OpenraceError, match="smaller power d"):
        ran("metcalfe", d=100, p=0.0025)


FORMULAS = [s for s in STORIES if s.kind == "formula"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(FORMULAS), st.data())
def test_what_is_said_of_every_value_of_the_lever_is_not_denied_by_the_verdict(
    story: type[Any], data: st.DataObject
) -> None:
    default, chosen = story(), []
    for field, info in story.model_fields.items():
        value = getattr(default, field)
        if isinstance(value, float):
            scale = data.draw(st.sampled_from([0.0, 0.01, 0.25, 0.5, 1.0, 2.0, 10.0, 1000.0]), label=field)
            chosen.append(Setting(info.alias or field, round(value * scale, 6)))
    try:
        result = run_story(story.name, chosen)
    except OpenraceError:
        return
    assert result.holds, result.to_dict()["expected"]
    for moved in result.verdict:
        lines = [(e.when, o) for e, o in zip(result.expected, result.observed, strict=True) if e.metric == moved.metric]
        if len(lines) == 1 and lines[0][0].startswith("for every value of"):
            assert moved.direction in (lines[0][1], Direction.NEUTRAL)


def test_the_claim_of_a_tied_story_says_may_where_its_table_does() -> None:
    tied = ran("alice-answers", T=5, rho=0.7, sigma=3.5, tau=0)
    assert [change_text(m) for m in tied.verdict] == ["may be earlier"]
    assert tied.finding.because.startswith("first release: may be earlier while tau <= ")
    assert ran("alice-answers").finding.because.startswith("first release: earlier while tau <= ")
    formula = ran("releasers", p=1)
    assert "labs that release: may be more" in formula.finding.because
