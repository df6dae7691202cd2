"""How fragile a verdict is, computed again by hand where that is cheap."""

from __future__ import annotations

import json

import numpy as np
import pytest

from games.parts.direction import Direction
from games.parts.paths import Setting, get, with_settings
from games.release.finer import at_half_step
from games.release.release_game import ReleaseGame
from openrace.concepts.choice import choices
from openrace.questions import fragility as module
from openrace.questions.fragility import Fragility
from openrace.questions.load import load
from openrace.questions.shift import Shift, shift

SMALL = ("calendar.slots=4", "calendar.horizon=9")


def small(*settings: str) -> ReleaseGame:
    game = load("alice-bob", [*SMALL, *settings])
    assert isinstance(game, ReleaseGame)
    return game


def told(result: Shift) -> Fragility:
    assert result.fragility is not None
    return result.fragility


def directions(result: Shift) -> dict[str, Direction]:
    return {m.metric: m.direction for m in result.metrics}


def test_the_fragility_of_three_labs_names_the_seller_and_where_the_verdict_ends() -> None:
    """With Bob the frontier ends higher only because the seller waits a month more, and that choice is nearly a tie."""
    result = shift(load("alice-bob-monopolist"), "allow:bob")
    found = told(result)
    assert result.metric("frontier_end").direction is Direction.UP
    assert result.metric("response.first_release.monopolist").direction is Direction.DOWN
    assert found.nearest is not None
    assert (found.nearest.lab, found.nearest.is_near_tie) == ("monopolist", True)
    assert 0.0015 < found.nearest.share < 0.0025
    assert found.half_step["frontier_end"] is Direction.NEUTRAL
    assert found.half_step["response.first_release.monopolist"] is Direction.NEUTRAL
    assert found.concepts["preemption"]["frontier_end"] is Direction.NEUTRAL
    assert found.concepts["preemption"]["response.first_release"] is Direction.NEUTRAL
    kept = found.changes["frontier_end"]
    assert kept.kept < kept.of / 2
    said = " ".join(found.sentences("frontier_end"))
    assert "Near tie" in said
    assert f"{kept.kept} of {kept.of} changes" in said


@pytest.mark.parametrize("settings", [(), ("alice.path=[6,7,7,9]",), ("bob.dates=[1,3]",)])
def test_half_the_step_leaves_what_the_old_dates_pay(settings: tuple[str, ...]) -> None:
    game = small(*settings)
    finer = at_half_step(game)
    assert finer.calendar.step == game.calendar.step / 2
    places = []
    for own, other in zip(game.labs, finer.labs, strict=True):
        dates, more = own.plans(game.calendar).dates, other.plans(finer.calendar).dates
        assert len(more) == (len(dates) if own.dates is not None else 2 * len(dates) - 1)
        places.append([more.tolist().index(date) for date in dates.tolist()])
    payoffs = finer.normal_form().payoffs[(slice(None), *np.ix_(*places))]
    np.testing.assert_allclose(payoffs, game.normal_form().payoffs, atol=1e-12)


def test_no_new_slot_falls_on_the_horizon() -> None:
    finer = at_half_step(small("calendar.horizon=3.5"))
    assert finer.calendar.dates()[-1] == 3.0
    ReleaseGame.model_validate(finer.model_dump())


def test_every_part_is_what_the_same_question_gives_when_it_is_asked_by_hand() -> None:
    game = small("alice.slowness=3")
    result = shift(game, "release:bob@1", robust=True)
    found = told(result)
    assert found.left_out == ()
    assert found.half_step == directions(shift(at_half_step(game), "release:bob@1"))
    for choice in choices("all")[1:]:
        assert found.concepts[str(choice.concept)] == directions(shift(game, "release:bob@1", choice.solver()))
    counts = dict.fromkeys(found.base, 0)
    paths = ("alice.start", "alice.prestige", "bob.growth", "calendar.horizon", "market.customers")
    for path in paths:
        for factor in (0.5, 2.0):
            value = get(game, path) * factor
            there = directions(shift(with_settings(game, [Setting(path, value)]), "release:bob@1"))
            broken = {m: d for m, d in there.items() if d is not found.base[m]}
            listed = [b.directions for b in found.breaks if (b.path, b.value) == (path, value)]
            assert listed == ([broken] if broken else [])
            for name in counts:
                counts[name] += there[name] is found.base[name]
    assert all(found.changes[name].kept >= kept for name, kept in counts.items())
    assert all(own.of - own.kept == sum(m in b.directions for b in found.breaks) for m, own in found.changes.items())


def test_the_narrowest_choice_is_the_least_loss_by_a_plan_that_no_equilibrium_plays() -> None:
    result = shift(small("alice.slowness=3"), "release:bob@1")
    nearest = told(result).nearest
    losses = []
    for answer in (result.before, result.after):
        for i, own in enumerate(answer.form.payoffs):
            played = {a for play in answer.plays for a in np.flatnonzero(play[i]).tolist()}
            for play in answer.plays:
                if (play[i] > 0).sum() > 1:
                    continue
                other = np.moveaxis(own, i, 0) @ play[1 - i]
                size = own.max() - own.min()
                losses += [(max(other) - other[a]) / size for a in range(len(other)) if a not in played and size > 0]
    assert nearest is not None
    assert nearest.share == pytest.approx(min(loss for loss in losses if loss > 1e-12))


def test_a_tie_of_the_calendar_is_said_with_its_step() -> None:
    """A hobbyist who is paid the same at every date is indifferent between all of them."""
    result = shift(load("alice-bob", [*SMALL, "bob.prestige=0", "bob.slowness=0", "bob.training_cost=0"]), "allow:bob")
    found = told(result)
    assert "bob" in found.ties
    assert any("(step 1) decides for" in line for line in found.sentences("response.first_release"))
    assert found.to_dict()["ties"] == {"labs": list(found.ties), "step": 1.0}


def test_what_a_budget_leaves_out_is_said_and_robust_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROFILES", {2: 200})
    game = small()
    short, whole = told(shift(game, "release:bob@1")), told(shift(game, "release:bob@1", robust=True))
    assert short.changes == {}
    assert any("single numbers" in what for what in short.left_out)
    assert any(line.startswith("Left out: ") for line in short.sentences("response.first_release"))
    assert whole.left_out == ()
    assert whole.changes["response.first_release"].of > 20


def test_labs_that_cannot_be_asked_under_a_concept_are_left_out_with_the_reason() -> None:
    found = told(shift(small(), "merge:alice+bob"))
    assert set(found.concepts) == {"announcement"}
    assert any(what.startswith("the concept reaction: ") for what in found.left_out)


def test_the_json_is_the_contract() -> None:
    data = json.loads(json.dumps(shift(small(), "release:bob@1").to_dict()))["fragility"]
    assert {"half_step", "concepts", "nearest", "changes"} <= set(data)
    assert data["half_step"]["response.first_release"] in set(Direction)
    assert set(data["concepts"]) == {"announcement", "preemption"}
    assert {"lab", "share"} <= set(data["nearest"])
    assert set(data["changes"]["response.first_release"]) == {"kept", "of"}


def test_under_another_concept_the_remaining_two_are_compared() -> None:
    reaction = choices("all")[2]
    found = told(shift(small(), "release:bob@1", reaction.solver()))
    assert set(found.concepts) == {"precommitment", "announcement"}
    assert found.nearest is None
