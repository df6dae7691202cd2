"""Interventions: read as written, the right pair of games, refused with reasons."""

import math

import numpy as np
import pytest

from games.catalog.names import named
from games.events.interventions import Merge, Subsidy
from games.events.written import FORMS, read_intervention
from games.parts.lab_game import VERBS, LabGame
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import GapPrize, Revenue, TrainingCost
from games.terms import Subsidy as Payment
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from solver.common.errors import OpenraceError


def duopoly() -> ReleaseGame:
    game = named("alice-bob")
    assert isinstance(game, ReleaseGame)
    return game


def test_every_event_of_a_game_can_be_written() -> None:
    assert list(FORMS) == [*VERBS, "set"]
    assert duopoly().known_events() == tuple(FORMS)
    race = named("race-patent")
    assert isinstance(race, LabGame)
    assert [verb for verb in VERBS if verb not in race.known_events()] == ["announce", "release"]


@pytest.mark.parametrize(
    "text",
    [
        "open:5@3",
        "announce:5@3",
        "release:bob@3",
        "fix:bob@3",
        "fix:bob@never",
        "ban:bob",
        "allow:bob",
        "subsidy:bob=4",
        "merge:alice+bob",
        "set:alice.prestige=3",
        "set:*.slowness=0.5+market.kind=logit+alice.efforts=[0.5, 1]",
    ],
)
def test_an_intervention_prints_as_it_is_written_and_changes_the_game(text: str) -> None:
    wanted = read_intervention(text)
    assert wanted.text == text
    assert wanted.sentence(duopoly())
    before, after = wanted.pair(duopoly())
    assert before != after


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bann:bob", "Did you mean ban:LAB"),
        ("ban:", "names no lab"),
        ("subsidy:", "names no lab"),
        ("merge:", "names no lab"),
        ("subsidy:bob", "subsidy:LAB=AMOUNT"),
        ("subsidy:=4", "subsidy:LAB=AMOUNT"),
        ("subsidy:bob=much", "subsidy:LAB=AMOUNT"),
        ("subsidy:bob=-4", "from 0 to"),
        ("merge:alice", "merge:LAB"),
        ("merge:alice+alice", "names alice twice"),
        ("open:five", "open:CAPABILITY@DATE"),
        ("announce:5", "announce:CAPABILITY@DATE"),
        ("open:nan@3", "capability is nan"),
        ("fix:bob", "fix:LAB@DATE"),
    ],
)
def test_a_malformed_intervention_is_refused_with_its_right_form(text: str, complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint.replace("+", r"\+")):
        read_intervention(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ban:zoe", "no lab 'zoe'"),
        ("subsidy:zoe=4", "no lab 'zoe'"),
        ("merge:alice+zoe", "no lab 'zoe'"),
        ("open:5@99", "before the horizon"),
        ("fix:bob@0.5", "no slot"),
        ("fix:bob@99", "no slot"),
    ],
)
def test_an_intervention_that_does_not_fit_the_game_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(OpenraceError, match=complaint):
        read_intervention(text).pair(duopoly())


def test_a_subsidy_is_paid_at_release_and_never_else() -> None:
    game = duopoly().model_copy(update={"calendar": Calendar(discount_rate=0.1)})
    before, after = Subsidy("bob", 5.0).pair(game)
    paid = after.payoffs()[1] - before.payoffs()[1]
    dates = np.append(np.exp(-0.1 * np.arange(12)), 0.0)
    np.testing.assert_allclose(paid, np.broadcast_to(5 * dates, (13, 13)), atol=1e-9)
    np.testing.assert_array_equal(after.payoffs()[0], before.payoffs()[0])


def test_two_subsidies_add_up() -> None:
    twice = Subsidy("bob", 3.0).pair(Subsidy("bob", 2.0).pair(duopoly())[1])[1]
    assert [t.weight for t in twice.labs[1].terms if isinstance(t, Payment)] == [5.0]


def test_a_coalition_has_the_joint_plans_and_the_summed_payoffs_of_open_labs() -> None:
    game = duopoly()
    merged = Merge(("alice", "bob")).pair(game)[1]
    form = merged.normal_form()
    assert form.players == ("alice+bob",)
    assert form.n_actions == (169,)
    assert form.actions[0][0] == "alice t=0, bob t=0"
    assert form.actions[0][-1] == "alice never, bob never"
    np.testing.assert_allclose(form.payoffs[0], game.payoffs().sum(axis=0).ravel())


def test_a_coalition_of_the_outer_two_of_three_stands_where_its_first_lab_did() -> None:
    labs = tuple(
        Lab(name=n, start=s, growth=1, terms=(Revenue(), TrainingCost()))
        for n, s in (("alice", 1.0), ("bob", 2.0), ("carol", 3.0))
    )
    game = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=2, slots=2, days_per_period=1))
    merged = Merge(("carol", "alice")).pair(game)[1]
    assert merged.normal_form().players == ("alice+carol", "bob")
    apart, together = game.payoffs(), merged.payoffs().reshape(2, 3, 3, 3)
    # Bob leads nowhere alone against two rivals; his payoff does not change by their merger when they lead.
    np.testing.assert_allclose(together[1].transpose(0, 2, 1), apart[1])
    # Alice sells nothing of her own in the coalition, and Carol is no longer held back by Alice.
    assert (together[0].transpose(0, 2, 1) >= apart[0] + apart[2] - 1e-9).all()
    for metric in merged.metrics():
        assert metric.values.shape == (9, 3)


def test_a_coalition_needs_the_gap_over_outsiders_only() -> None:
    labs = (
        Lab(name="alice", start=10, dates=(), terms=(GapPrize(gap=3),)),
        Lab(name="bob", start=8, dates=(), terms=(GapPrize(gap=3),)),
        Lab(name="carol", start=6, dates=(), terms=(GapPrize(gap=3),)),
    )
    game = ReleaseGame(name="g", labs=labs, open=OpenPath(capability=5))
    assert game.payoffs().ravel().tolist() == [0, 0, 0]
    merged = Merge(("alice", "bob")).pair(game)[1]
    assert merged.payoffs().ravel().tolist() == [1, 0]


def test_a_lab_joins_one_coalition_only() -> None:
    merged = Merge(("alice", "bob")).pair(duopoly())[1]
    with pytest.raises(OpenraceError, match="cannot be merged"):
        Merge(("alice", "bob")).pair(merged)
    for wrong, complaint in (
        ((("alice", "bob"), ("bob", "alice")), "two coalitions"),
        ((("alice",),), "fewer than two"),
        ((("alice", "zoe"),), "zoe"),
    ):
        with pytest.raises(ValueError, match=complaint):
            ReleaseGame.model_validate({**duopoly().model_dump(), "coalitions": wrong})


def test_fixing_and_banning_leave_one_plan() -> None:
    for text, label in (("fix:bob@3", "t=3"), ("fix:bob@never", "never"), ("ban:bob", "never")):
        after = read_intervention(text).pair(duopoly())[1]
        assert after.actions()[1] == (label,)
    before, after = read_intervention("allow:bob").pair(duopoly())
    assert (len(before.actions()[1]), len(after.actions()[1])) == (1, 13)


def test_an_announcement_changes_payoffs_and_no_outcome() -> None:
    before, after = read_intervention("announce:20@2").pair(duopoly())
    assert not np.array_equal(before.payoffs(), after.payoffs())
    np.testing.assert_array_equal(before.payoffs(), after.payoffs(believed=False))
    for a, b in zip(before.metrics(), after.metrics(), strict=True):
        np.testing.assert_array_equal(a.values, b.values)


def test_an_open_model_takes_prestige_from_a_lab_that_it_exceeds_not_from_one_that_it_equals() -> None:
    game = duopoly()
    start = game.labs[0].start
    for capability, stays in ((start, True), (start + 1e-9, False)):
        after = read_intervention(f"open:{capability!r}@0").pair(game)[1]
        prestige = after.basis().values[0][0][-1, -1]
        assert math.isclose(prestige, 24.0 if stays else 0.0)
