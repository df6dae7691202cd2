"""One event, three books: what others do, how far models get, and what the event adds."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.names import CATALOG
from games.events.interventions import Fix, OpenModel, Release
from games.events.written import read_intervention
from games.markets import LimitPricing
from games.modifiers import Survival
from games.parts.direction import Direction
from games.parts.metric import Sense
from games.release.lab import Lab, Openness
from games.release.release_game import ReleaseGame
from games.terms import FrontierPenalty, Prestige, Revenue, Slowness, Subsidy, TrainingCost
from games.terms.frontier_penalty import Base
from games.terms.standing import Among
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from openrace.concepts.choice import choices
from openrace.questions.load import load
from openrace.questions.shift import Shift, shift

SLOTS = 3
weights = st.integers(0, 3).map(float)
capabilities = st.integers(0, 6).map(float)


@st.composite
def labs(draw: st.DrawFn, name: str) -> Lab:
    terms = (
        Revenue(weight=draw(weights)),
        TrainingCost(weight=draw(weights)),
        Prestige(weight=draw(weights), among=draw(st.sampled_from(Among))),
        Slowness(weight=draw(weights)),
        FrontierPenalty(weight=draw(weights)),
    )
    growth = draw(st.integers(0, 3).map(float))
    release: Openness = draw(st.sampled_from(["open", "closed"]))
    return Lab(name=name, start=draw(capabilities), growth=growth, release=release, terms=terms)


@st.composite
def worlds(draw: st.DrawFn) -> ReleaseGame:
    """One or two labs in a world with an open model of its own."""
    names = ("alice", "bob")[: draw(st.integers(1, 2))]
    return ReleaseGame(
        name="world",
        labs=tuple(draw(labs(name)) for name in names),
        calendar=Calendar(horizon=draw(st.sampled_from([4.0, 6.5])), slots=SLOTS, days_per_period=1),
        market=LimitPricing(customers=1),
        open=OpenPath(capability=draw(capabilities)),
        milestones=(3.0, 7.5),
    )


def with_guest(game: ReleaseGame, capability: float) -> ReleaseGame:
    """The same world with a lab that has no aims and could release that model at any slot."""
    guest = Lab(name="guest", release="open", path=(capability,) * SLOTS, terms=())
    return game.model_copy(update={"labs": (*game.labs, guest)})


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(0, 9), st.integers(0, SLOTS - 1))
def test_a_model_from_outside_and_the_same_model_from_a_lab_made_to_release_it_give_the_same_books(
    game: ReleaseGame, size: int, date: int
) -> None:
    # A half keeps the model from equalling a lab's: of equal best models labs share the prestige, an outsider has none.
    capability = size + 0.5
    outside = shift(game, OpenModel(capability, date)).books.to_dict()
    lab = shift(with_guest(game, capability), Release("guest", date)).books.to_dict()
    assert outside["response"] == lab["response"]
    assert outside["progress"] == lab["progress"]
    for name, added in outside["contribution"].items():
        assert lab["contribution"][name] == added


@pytest.mark.parametrize("base", ["market", "open"])
@pytest.mark.parametrize("weight", [0.12, 0.3, 0.5])
def test_at_date_0_too_the_penalty_does_not_ask_who_brings_the_model(weight: float, base: str) -> None:
    terms = (FrontierPenalty(base=Base(base)), Prestige(weight=weight, among=Among.OPEN))
    alice = Lab(name="alice", start=2.0, path=(5.0, 5.2, 5.3), release="open", terms=terms)
    world = ReleaseGame(name="world", labs=(alice,), calendar=Calendar(horizon=6.0, slots=SLOTS))
    outside = shift(world, OpenModel(4.3, 0)).books.to_dict()
    lab = shift(with_guest(world, 4.3), Release("guest", 0)).books.to_dict()
    assert outside["response"] == lab["response"]
    assert outside["progress"] == lab["progress"]
    assert outside["response"]["first_release"]["direction"] == "up"


def same_toml(do: str) -> Shift:
    """A closed seller; Bob publishes a model of capability 9 at t=4."""
    seller = load("closed-monopolist")
    assert isinstance(seller, ReleaseGame)
    bob = Lab(name="bob", start=5.0, growth=1.0, release="open", dates=(4.0,), may_wait=False)
    return shift(seller.model_copy(update={"labs": (*seller.labs, bob)}), do)


@pytest.mark.parametrize("do", ["allow:bob", "fix:bob@4", "release:bob@4"])
def test_whoever_brings_the_model_the_response_and_the_progress_are_the_same(do: str) -> None:
    outside, lab = shift(load("closed-monopolist"), "open:9@4").books.to_dict(), same_toml(do).books.to_dict()
    assert outside["response"] == lab["response"]
    assert outside["progress"] == lab["progress"]
    assert lab["contribution"]["first_release.bob"]["after"] == [4.0, 4.0]


def test_a_hobbyist_who_publishes_a_useless_model_moves_nothing_in_the_race() -> None:
    seller = load("closed-monopolist")
    assert isinstance(seller, ReleaseGame)
    terms = (TrainingCost(), Subsidy(weight=1.0))
    hobbyist = Lab(name="hobbyist", start=0.001, release="open", terms=terms)
    result = shift(seller.model_copy(update={"labs": (*seller.labs, hobbyist)}), "allow:hobbyist")
    assert result.metric("first_release").direction is Direction.UP
    assert {m.direction for m in (*result.books.response, *result.books.progress)} == {Direction.NEUTRAL}
    assert result.answer.startswith("nothing in the race moved")
    assert result.metric("contribution.n_release").direction is Direction.UP


@pytest.mark.parametrize("name", [name for name, entry in CATALOG.items() if isinstance(entry.build(), ReleaseGame)])
def test_an_open_model_without_worth_moves_nothing_in_any_game_of_dates(name: str) -> None:
    found = shift(load(name), "open:0.001@3")
    assert {m.direction for m in (*found.books.response, *found.books.progress)} == {Direction.NEUTRAL}


def test_a_lab_that_goes_under_is_not_racing() -> None:
    """Bankrupt whatever it does, a lab is indifferent between all dates; none of them counts as a release."""
    seller = load("closed-monopolist", ["calendar.slots=6"])
    assert isinstance(seller, ReleaseGame)
    minimum = Survival(minimum=100.0, exit=0.0)
    result = shift(seller.model_copy(update={"modifiers": (minimum,)}), "open:40@0")
    # All six dates and never are equilibria after the open model.
    assert len(result.after.plays) == 7
    assert result.metric("first_release").after == (0.0, 24.0)
    assert result.metric("response.first_release").after == (24.0, 24.0)
    assert result.metric("response.first_release").p_never_after == (1.0, 1.0)
    assert result.metric("response.capability_trained").after == (0.0, 0.0)
    assert result.metric("response.n_release").after == (0.0, 0.0)
    assert result.answer.startswith("it slows the race down: Monopolist releases later (month 5 -> never)")


def test_a_lab_goes_under_in_the_scenario_in_which_it_earns_too_little_and_no_other() -> None:
    seller = load("closed-monopolist", ["calendar.slots=2", "calendar.horizon=2", "monopolist.training_cost=0"])
    assert isinstance(seller, ReleaseGame)
    path = {"scenarios": [{"probability": 0.25, "releases": [{"capability": 40.0, "date": 0.0}]}]}
    data = seller.model_dump() | {"open": path, "modifiers": [{"kind": "survival", "minimum": 1.0}]}
    result = shift(ReleaseGame.model_validate(data), "open:0@0")
    # It releases at 1 in three of four worlds; in the fourth it is never.
    assert result.metric("response.n_release").before == (0.75, 0.75)
    assert result.metric("response.first_release").p_never_before == (0.25, 0.25)


def test_cheaper_training_is_less_spending_and_no_slower_race() -> None:
    cheaper = shift(load("closed-monopolist", ["calendar.slots=4"]), "open:9@2")
    spending = cheaper.metric("response.training_spend")
    assert spending.sense is Sense.LEVEL
    assert spending.direction in (Direction.NEUTRAL, Direction.MORE, Direction.LESS)
    # The game as a whole keeps the metric that it always had.
    assert cheaper.metric("training_spend").sense is Sense.MORE


def test_where_every_lab_is_treated_nobody_is_left_to_respond() -> None:
    result = shift(load("alice-bob", ["calendar.slots=3"]), "merge:alice+bob")
    assert result.books.response == ()
    assert result.default == "first_release"
    assert result.answer.startswith("nobody is left to respond")
    assert result.metric("contribution.first_release.alice").before is not None


def test_progress_without_the_event_leaves_out_its_model_and_the_releases_of_treated_labs() -> None:
    result = shift(load("alice-bob", ["calendar.slots=4", "alice.slowness=0"]), "release:bob@1")
    game = result.after.game
    assert isinstance(game, ReleaseGame)
    metrics = {m.name: m.values for m in game.metrics()}
    alone = load("alice-bob", ["calendar.slots=4", "alice.slowness=0", "bob.dates=[]"])
    frontier = {m.name: m.values for m in alone.metrics()}["frontier_area"]
    np.testing.assert_array_equal(metrics["progress.without.frontier_area"], frontier)
    np.testing.assert_array_equal(metrics["progress.frontier_area"], metrics["frontier_area"])
    added = metrics["frontier_area"] - frontier
    np.testing.assert_array_equal(metrics["contribution.frontier_area"], added)


@pytest.mark.parametrize("do", ["open:9@2", "allow:bob", "release:bob@2", "ban:bob", "subsidy:bob=3", "announce:9@2"])
def test_labs_are_in_the_book_of_the_response_unless_the_event_treats_them(do: str) -> None:
    result = shift(load("alice-bob", ["calendar.slots=3"]), do)
    treated = set(read_intervention(do).treats(load("alice-bob")))
    for book, expected in (("response", {"alice", "bob"} - treated), ("contribution", treated)):
        found = {m.metric.split(".")[2] for m in result.metrics if m.metric.startswith(f"{book}.first_release.")}
        assert found == expected


@pytest.mark.parametrize("choice", choices("all"), ids=lambda c: str(c.concept))
def test_under_every_concept_the_books_agree_with_the_metrics_of_the_game_as_a_whole(choice) -> None:  # type: ignore[no-untyped-def]  # a choice
    result = shift(load("alice-bob", ["calendar.slots=3", "alice.slowness=4"]), "release:bob@1", choice.solver())
    for lab, book in (("alice", "response"), ("bob", "contribution")):
        whole, own = result.metric(f"first_release.{lab}"), result.metric(f"{book}.first_release.{lab}")
        assert (own.before, own.after, own.direction) == (whole.before, whole.after, whole.direction)
    assert result.metric("progress.frontier_end").after == result.metric("frontier_end").after


def test_the_json_has_books_by_short_names_and_the_answer() -> None:
    result = shift(load("alice-bob", ["calendar.slots=3"]), "release:bob@1")
    data = json.loads(json.dumps(result.to_dict()))
    assert data["answer"] == result.answer
    assert data["metric"] == "response.first_release"
    assert set(data["books"]) == {"response", "progress", "contribution"}
    first = data["books"]["response"]["first_release"]
    assert {"before", "after", "direction", "proven"} <= set(first)
    assert not any(name.startswith("response") for name in data["verdict"])


def test_fixing_a_lab_where_it_has_other_plans_compares_with_the_free_lab() -> None:
    game = load("alice-bob", ["calendar.slots=3"])
    assert isinstance(game, ReleaseGame)
    before, after = Fix("bob", 1.0).pair(game)
    assert [len(g.labs[1].plans(g.calendar)) for g in (before, after)] == [4, 1]


def test_dates_that_are_slots_up_to_rounding_are_those_slots() -> None:
    game = load("alice-bob", ["calendar.slots=4", "calendar.step=0.1", "calendar.horizon=2"])
    assert isinstance(game, ReleaseGame)
    third = float(game.calendar.dates()[3])
    assert third != 0.3
    _, outside = OpenModel(9.0, 0.3).pair(game)
    assert outside.open.releases[-1].date == third
    assert outside.history().edges.size == game.history().edges.size
    assert Release("bob", 0.3).pair(game)[1].labs[1].dates == (third,)
