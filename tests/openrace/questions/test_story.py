"""Stories as users meet them: the names, parameters and values agreed on, errors, assumptions taken away."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.direction import Direction
from games.parts.paths import Setting
from games.stories import STORIES
from games.stories.telling.against import AgainstNothing
from games.stories.telling.claim import Moves, Reading, Rule
from games.stories.training.whether import TrainingCost
from openrace.claims.story import run_story
from openrace.claims.story_list import list_stories, story_names
from solver.common.errors import OpenraceError

CONTRACT = """
monopoly-revenue n m y x -> revenue
upgrade n m y z x -> gain
announced-upgrade n m k y z x x2 -> gain
training-cost N x -> y_star profit exit_x
price-war prices -> n_equilibria
niches v t x -> price
spillover a A B g beta -> own effective
substitution S y -> effective
uncertain-release n fy fx fx2 r l -> value
hiring c kappa prestige -> cost
bass p q -> peak
reluctant-lab N y z phi R_min exit x -> plan race_from exit_from
just-better N k alpha x -> y_star gap exit_x
linear-penalty N phi x -> y_star exit_x
convex-penalty N phi x -> y_star exit_x
quantal lambda U -> p
catch-up V T own k eta M x -> races cost threshold
gap-wins y X x -> wins
alice-answers T rho sigma tau -> date
overconfident-founders V kappa -> effort true_payoff
slow-news x0 x1 level eta -> periods
entry n_gap F -> n_labs
talent C w_b w_e x -> cost
shared-insights I beta K_bar labs -> time
announced-date q0 g r X tau -> date delay_below neutral_above
complements n0 psi y s -> best_x value
regulation r rho0 eta x q0 g -> date
scaling A B p K -> ev k_star
urn A B N K replacement -> ev k_star
additive A B N K -> ev
metcalfe A B p d K -> ev k_max
marginal A B p K0 dK -> gain
selection A B p -> ev
releasers N B p K -> wedge
adoption-precommit p00 p10 p01 p11 K r a -> t1_star t2
adoption-preempt p00 p10 p01 p11 K r a -> t1 t2 rent
"""
LINES = [line.split(" -> ") for line in CONTRACT.strip().splitlines()]


@pytest.mark.parametrize(("head", "keys"), LINES, ids=[line[0].split()[0] for line in LINES])
def test_names_parameters_and_values_are_those_agreed_on(head: str, keys: str) -> None:
    name, *symbols = head.split()
    told = run_story(name).to_dict()
    assert set(symbols) <= set(told["parameters"])
    assert set(keys.split()) <= set(told["values"])


@pytest.mark.parametrize("name", story_names())
def test_every_story_comes_out_as_it_states(name: str) -> None:
    result = run_story(name)
    told = result.to_dict()
    assert result.holds, told["expected"]
    assert told["claim_holds"] in ("yes", "no", "conditional")
    assert set(told) >= {"story", "rows", "who", "claim", "kind", "parameters", "values", "metric", "expected"}
    assert set(told) >= {"verdict", "claim_holds", "holds"}
    assert told["metric"] in told["expected"]
    assert told["metric"] in told["verdict"]
    assert result.expected, "a story expects something"
    assert all(line["when"] and line["direction"] for lines in told["expected"].values() for line in lines)
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_every_row_has_a_story() -> None:
    rows = {row for line in list_stories() for row in line.rows}
    assert rows == {*(str(k) for k in range(1, 45)), "17b"}


def test_names_are_given_once_and_every_parameter_is_explained() -> None:
    assert len(set(story_names())) == len(STORIES)
    for line in list_stories():
        assert all(p.meaning for p in line.parameters), line.story
        assert line.claim
        assert line.who


EVERY = {Direction.UP, Direction.DOWN}, {Direction.MORE, Direction.LESS}


def test_no_claim_allows_every_direction() -> None:
    for story in STORIES:
        if isinstance(story.says, Moves):
            for _, ways in story.says.allowed:
                assert not any(both <= set(ways) for both in EVERY), story.name


def test_every_number_has_a_meaning_and_no_other_is_told() -> None:
    for story in STORIES:
        meanings = {n.name: n.meaning for n in story.numbers}
        assert set(story().values()) <= set(meanings), story.name
        assert all(meanings.values()), story.name


def test_what_an_author_only_lists_is_signed_as_our_reading() -> None:
    ours = {story.name for story in STORIES if story.reading is Reading.OPENRACE}
    listed = {"spillover", "substitution", "uncertain-release", "hiring", "hazard-race", "discounting", "bass"}
    assert listed | {"growing-demand", "present-bias", "quantal", "second-best"} <= ours
    assert not ours & {"upgrade", "training-cost", "reluctant-lab", "alice-answers", "scaling", "catch-up"}


@pytest.mark.parametrize(
    ("name", "chosen", "holds", "beyond"),
    [
        ("upgrade", {}, "yes", "lower while 9 < x < 16"),
        ("upgrade", {"y": 0}, "conditional", "granted nowhere"),
        ("monopoly-revenue", {}, "yes", "the same while x > 9"),
        ("announced-upgrade", {}, "yes", "the same while x2 < 9"),
        ("announced-upgrade", {"z": 4}, "conditional", "granted nowhere"),
        ("states-and-firms", {}, "yes", "lower while x < 2"),
        ("states-and-firms", {"w_profit": 1}, "no", "lower while x < 2"),
        ("talent", {"w_e": 0.2}, "conditional", "cheaper for every value of x"),
        ("catch-up", {"own": 9}, "conditional", "granted nowhere"),
        ("metcalfe", {}, "yes", "lower while K < 0.251576"),
    ],
)
def test_a_claim_is_judged_under_its_premises_and_what_is_found_beyond_them_is_ours(
    name: str, chosen: dict[str, Any], holds: str, beyond: str
) -> None:
    result = run_story(name, [Setting(k, v) for k, v in chosen.items()])
    assert result.holds
    assert result.claim_holds == holds, result.finding.because
    assert beyond in result.finding.because
    assert result.premise


def test_a_value_that_never_turns_is_said_not_to() -> None:
    for chosen in ({"B": 1e6}, {"p": 0}, {"A": 0}):
        result = run_story("metcalfe", [Setting(k, v) for k, v in chosen.items()])
        assert result.claim_holds == "no", result.finding.because
        assert "never turns" in result.finding.because or "it matters" in result.finding.because


@pytest.mark.parametrize("experience", [0.0, 0.05, 0.2, 0.6, 2.0, 50.0])
@pytest.mark.parametrize("name", ["talent", "experience"])
def test_training_never_costs_less_than_nothing(name: str, experience: float) -> None:
    result = run_story(name, [Setting("w_e", experience)])
    assert result.holds, result.to_dict()["expected"]
    cost = result.value("cost")
    assert isinstance(cost, float)
    assert cost == pytest.approx(max(0.0, 10 * (1 + (0.1 - experience) * 2)))


def test_the_leader_restores_its_gap_one_for_one_and_then_gives_up() -> None:
    for x, trained in ((5, 0.0), (8, 1.0), (9.5, 2.5), (11.5, 4.5), (12.5, 0.0)):
        assert run_story("gap-wins", [Setting("x", x)]).value("trained") == pytest.approx(trained), x
    dear = run_story("gap-wins", [Setting("k", 2.5)])
    assert dear.value("gives_up_from") == pytest.approx(9.0)  # 7 and the 2 that 5 buys at 2.5 each
    assert run_story("gap-wins", [Setting("V", 0)]).claim_holds == "no"


def test_breakpoints_follow_the_parameters() -> None:
    conditions = [e.when for e in run_story("training-cost", [Setting("N", 8)]).expected]
    assert conditions == ["while x < 4", "as x passes 4", "while x > 4"]


def test_a_rule_that_is_wrong_is_found_out() -> None:
    class Boast(TrainingCost):
        rules: ClassVar[tuple[Rule, ...]] = tuple(
            Rule(r.metric, r.regime, Direction.UP, r.then) for r in TrainingCost.rules
        )

    assert any(s.direction != s.expected.direction for s in Boast().seen())


def test_without_prestige_alice_does_not_answer() -> None:
    assert run_story("alice-answers").verdict[0].direction == Direction.UP
    without = run_story("alice-answers", without="alice.prestige")
    assert without.verdict[0].direction == Direction.NEUTRAL
    assert without.claim_holds == "no"
    assert without.holds


def test_a_term_of_a_game_can_be_taken_away_by_its_path() -> None:
    told = {m.metric: m.direction for m in run_story("alice-and-bob", without="alice.prestige").verdict}
    assert told["first_release.alice"] == Direction.NEUTRAL
    assert told["first_release"] == Direction.UP


def test_without_its_penalty_the_reluctant_lab_races_at_once() -> None:
    assert run_story("reluctant-lab", without="frontier_penalty").value("race_from") == 0.0
    assert run_story("convex-penalty", without="frontier_penalty").claim_holds == "no"


@pytest.mark.parametrize(
    ("name", "chosen", "without", "message"),
    [
        ("alice-answer", {}, None, "Did you mean 'alice-answers'"),
        ("upgrade", {"w": 1}, None, "no parameter 'w'"),
        ("upgrade", {"n": -1}, None, "n: -1 came, expected 0 or more"),
        ("upgrade", {"n": "many"}, None, "expected a number"),
        ("scaling", {"p": 1.5}, None, "p: 1.5 came, expected 1 or less"),
        ("substitution", {"S": [[1, 2]]}, None, "must be square"),
        ("announced-upgrade", {"k": 40}, None, "after the last"),
        ("urn", {"K": 101}, None, "without replacement"),
        ("growing-demand", {"gamma": 0.2}, None, "revenue is infinite"),
        ("spillover", {"A": 0.1}, None, "exceeds the cost"),
        ("just-better", {"alpha": 1}, None, "less than 1"),
        ("price-war", {"prices": 0}, None, "^prices: 0 came, expected 1 or more or a list"),
        ("price-war", {"prices": [3, -1]}, None, r"^prices\.1: -1 came, expected 0 or more"),
        ("selection", {"p": [1.5]}, None, r"^p\.0: 1.5 came, expected 1 or less;"),
        ("releasers", {"N": 2.5}, None, "^N: 2.5 came, expected a whole number"),
        ("releasers", {"kept": "maybe"}, None, "expected true or false"),
        ("upgrade", {}, "prestige", "no assumption 'prestige'"),
        ("alice-answers", {}, "bob.prestige", "alice.prestige"),
    ],
)
def test_mistakes_are_refused_in_one_sentence(
    name: str, chosen: dict[str, Any], without: str | None, message: str
) -> None:
    with pytest.raises(OpenraceError, match=message):
        run_story(name, [Setting(k, v) for k, v in chosen.items()], without)


def test_all_wrong_parameters_are_named_at_once() -> None:
    with pytest.raises(OpenraceError) as caught:
        run_story("upgrade", [Setting("n", -1), Setting("m", -2)])
    assert "n: " in str(caught.value)
    assert "m: " in str(caught.value)


@pytest.mark.parametrize(("name", "tau"), [("announced-date", 5), ("announced-date", 10), ("alice-answers", 2)])
def test_verdicts_on_dates_are_the_same_at_half_the_step(name: str, tau: float) -> None:
    assert run_story(name, [Setting("tau", tau)]).same_at_half_step is True
    assert run_story("upgrade").same_at_half_step is None


SCALES = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.3, 2.0, 3.0])
SLOW = {"training-cost", "linear-penalty", "convex-penalty", "just-better", "announced-date", "price-war"}
SLOW |= {
    "concave-penalty",
    "surprise-release",
    "travelers-dilemma",
    "alice-and-bob",
    "adoption-precommit",
    "adoption-preempt",
}


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([s for s in STORIES if s.name not in SLOW]), st.data())
def test_what_stories_expect_is_observed_at_other_parameters(story: type[Any], data: st.DataObject) -> None:
    default = story()
    chosen = []
    for field, info in story.model_fields.items():
        value = getattr(default, field)
        if isinstance(value, float):
            chosen.append(Setting(info.alias or field, value * data.draw(SCALES, label=field)))
    try:
        result = run_story(story.name, chosen)
    except OpenraceError:
        return
    assert result.holds, result.to_dict()["expected"]


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.sampled_from([s for s in STORIES if s.name in SLOW - {"price-war", "travelers-dilemma"}]), st.data())
def test_what_slow_stories_expect_is_observed_at_other_parameters(story: type[Any], data: st.DataObject) -> None:
    default = story()
    chosen = [
        Setting(field, getattr(default, field) * data.draw(SCALES, label=field))
        for field in story.model_fields
        if isinstance(getattr(default, field), float)
    ]
    try:
        result = run_story(story.name, chosen)
    except OpenraceError:
        return
    assert result.holds, result.to_dict()["expected"]


def test_stories_against_nothing_judge_every_move_alone() -> None:
    names = {s.name for s in STORIES if issubclass(s, AgainstNothing)}
    assert {"announced-date", "alice-answers", "releasers"} <= names
