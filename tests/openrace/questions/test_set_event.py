"""A number of the game as an event: every question takes it, and it answers what the game with that number answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

import openrace as orc
from games.events.set_to import SetTo
from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.paths import get
from games.release.release_game import ReleaseGame
from openrace.questions.question import Question
from openrace.questions.shift import compare, shift
from solver.common.errors import OpenraceError

SMALL = ["calendar.slots=3"]


def small(*numbers: str) -> ReleaseGame:
    game = orc.load("alice-bob", [*SMALL, *numbers])
    assert isinstance(game, ReleaseGame)
    return game


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("set:alice.prestige=3", ("alice",)),
        ("set:*.prestige=3", ("alice", "bob")),
        ("set:bob.revenue=3", ("bob",)),
        ("set:calendar.discount_rate=0.1", ()),
        ("set:open.capability=3+bob.start=2", ("bob",)),
        ("set:coalitions=[['alice', 'bob']]", ("alice", "bob")),
    ],
)
def test_it_treats_the_labs_whose_own_numbers_it_changes(text: str, treated: tuple[str, ...]) -> None:
    game = small()
    assert read_intervention(text).treats(game) == treated
    responds = {m.metric.split(".")[2] for m in shift(game, text).books.response if "first_release." in m.metric}
    assert responds == {"alice", "bob"} - set(treated)


def test_a_modifier_of_one_lab_is_that_labs_own() -> None:
    beliefs = [{"kind": "belief", "only": ["alice"], "path": "bob.prestige", "value": 1.0}]
    game = ReleaseGame.model_validate({**small().model_dump(), "modifiers": beliefs})
    assert read_intervention("set:belief.value=3").treats(game) == ("alice",)
    everybodys = [{"kind": "belief", "path": "bob.prestige", "value": 1.0}]
    shared = ReleaseGame.model_validate({**small().model_dump(), "modifiers": everybodys})
    assert read_intervention("set:belief.value=3").treats(shared) == ()


@given_settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(["alice.prestige", "bob.slowness", "alice.start", "open.capability", "calendar.discount_rate"]),
    st.integers(0, 6),
)
def test_it_answers_as_the_two_games_do(path: str, value: int) -> None:
    game = small()
    asked = shift(game, SetTo({path: value}))
    apart = compare(game, game.with_settings({path: value}))
    for m in apart.verdict:
        own = asked.metric(m.metric)
        assert (own.before, own.after, own.direction) == (m.before, m.after, m.direction)


def test_the_sentence_says_what_the_number_was() -> None:
    game = small()
    assert read_intervention("set:alice.prestige=3").sentence(game) == "prestige of alice is 3 instead of 2"
    assert read_intervention("set:alice.prestige=2").sentence(game) == "prestige of alice is 2, as before"
    assert read_intervention("set:*.slowness=1").sentence(game) == "slowness of every lab is 1 instead of 12 and 4"
    told = read_intervention("set:market.kind=logit+market.sigma=0.5").sentence(game)
    assert told == (
        "kind of the market is logit instead of limit-pricing, and sigma of the market is 0.5, "
        "where before there was none"
    )


def test_what_an_open_model_from_outside_adds_is_the_events_own() -> None:
    result = shift(orc.load("closed-monopolist", ["calendar.slots=4"]), "set:open.capability=20")
    assert str(result.metric("progress.best_open_end").direction) == "up"
    assert str(result.metric("progress.without.best_open_end").direction) == "neutral"
    assert result.answer.endswith("(12 -> 20, which the event itself brings; without that it ends lower, 12 -> 9).")


def test_other_kinds_of_games_are_asked_too() -> None:
    scaling = orc.shift("scaling", "set:B=10")
    assert scaling.answer == "this game has no race; payoff of releaser is higher (21 -> 67)."
    waiting = orc.shift("attrition", "set:cost=3")
    # The mixed equilibrium moves, and what it pays lies between the others.
    assert waiting.answer == (
        "this game has no race; its equilibria are others, and the least and the greatest that they pay stay."
    )
    assert orc.shift("attrition", "set:cost=2").answer.endswith("its equilibria and what they pay stay as they are.")
    forced = orc.shift("additive", "set:K_min=1000+K_max=1000")
    # All plans but the one that is played are taken away.
    assert forced.answer.endswith("its equilibria and what they pay stay as they are.")
    with pytest.raises(OpenraceError, match="no game of labs"):
        orc.shift("scaling", "ban:alice")
    race = orc.shift("race-patent", "set:first.effort_cost=4")
    assert str(race.metric("response.effort.second").direction) in ("up", "down")
    assert race.metric("contribution.effort.first").after is not None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("set:", "set:PATH=VALUE"),
        ("set:alice.prestige", "set:PATH=VALUE"),
        ("set:alice.prestige=1+alice.prestige=2", "alice.prestige twice"),
        ("set:=1", "path=value"),
    ],
)
def test_what_is_written_wrongly_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint):
        read_intervention(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("set:alice.prestig=1", "did you mean 'alice.prestige'"),
        ("set:alice.start=-1", "0 or more"),
        ("set:calendar.slots=many", "whole number"),
    ],
)
def test_what_does_not_fit_the_game_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint):
        shift(small(), text)


def test_numbers_are_kept_to_the_last_digit_and_signs_inside_them_are_no_joints() -> None:
    wanted = SetTo({"alice.start": 0.1 + 0.2, "bob.start": 1e22})
    assert read_intervention(wanted.text) == wanted
    assert read_intervention("set:alice.start=1e+5+bob.start=2").text == "set:alice.start=100000+bob.start=2"


def test_its_numbers_are_paths_of_the_question() -> None:
    question = Question(small(), read_intervention("set:alice.prestige=3+calendar.discount_rate=0.1"))
    assert question.value("intervention.alice.prestige") == 3
    moved = question.at(question.settings(["intervention.alice.prestige", "alice.prestige"], [5.0, 4.0]))
    assert [get(game, "alice.prestige") for game in moved.games()] == [4.0, 5.0]
    with pytest.raises(OpenraceError, match=r"intervention\.alice\.prestige"):
        question.value("intervention.date")


def test_a_whole_number_of_the_game_is_whole_where_the_event_sets_it() -> None:
    question = Question(orc.load("scaling"), read_intervention("set:K_max=20+p=0.02"))
    assert question.is_whole("intervention.K_max")
    for path in ("intervention.p", "intervention.B", "intervention.date"):
        assert not question.is_whole(path)
    assert not Question(question.game).is_whole("intervention.K_max")
    assert not Question(small(), read_intervention("open:5@1")).is_whole("intervention.date")
    done = orc.sweep("scaling", "set:K_max=20", vary="intervention.K_max=10:20:4", metrics="payoff.releaser")
    assert {Code(code) for code in done.directions("payoff.releaser").ravel().tolist()} == {Code.LESS}
    assert orc.flip("scaling", "set:K_max=20", vary="intervention.K_max=10:25").to_dict()


@pytest.mark.parametrize("path", ["alice.prestige", "intervention.alice.prestige", "bob.slowness"])
def test_a_sweep_gives_at_every_point_what_shift_gives(path: str) -> None:
    event = read_intervention("set:alice.prestige=3+bob.slowness=2")
    values = [1.0, 3.0, 5.0]
    done = orc.sweep(small(), event, vary=f"{path}=1,3,5", metrics=("first_release", "frontier_end"))
    question = Question(small(), event)
    for metric in ("first_release", "frontier_end"):
        for value, code in zip(values, done.directions(metric).ravel().tolist(), strict=True):
            one = question.at(question.settings([path], [value]))
            assert one.intervention is not None
            assert Code(code).word == str(shift(one.game, one.intervention).metric(metric).direction), (metric, value)


def test_maps_flips_branches_sensitivity_and_differences_take_it() -> None:
    game, event = small(), "set:alice.slowness=6"
    signs = orc.sign_map(game, "alice.prestige=1:3:3", "intervention.alice.slowness=4:20:3", event)
    assert signs.intervention == event
    flips = orc.flip(game, event, vary="alice.prestige")
    assert flips.metric == "response.first_release"
    assert orc.branches(game, "alice.prestige=1:3:5", event).to_dict()
    assert orc.diff(game, small("bob.slowness=9"), event).to_dict()


def test_a_proof_over_a_weight_that_the_event_sets_compares_with_the_number_set() -> None:
    game = small()
    proof = orc.prove(game, "set:alice.prestige=3", box={"alice.prestige": (1.0, 2.0)}, metric="first_release.alice")
    for value in (1.0, 1.5, 2.0):
        found = shift(game.with_settings({"alice.prestige": value}), "set:alice.prestige=3")
        assert (
            str(found.metric("first_release.alice").direction) == proof.direction.word or str(proof.status) != "proven"
        )
