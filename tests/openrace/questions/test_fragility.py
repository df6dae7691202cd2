"""How fragile a verdict is, computed again by hand where that is cheap."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from games.events.written import read_intervention
from games.parts.direction import Direction
from games.parts.paths import Setting, get, with_settings
from games.release.release_game import ReleaseGame
from openrace.analysis.flip import flip
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.levers import read_levers
from openrace.concepts.choice import as_usual, choices
from openrace.questions import fragility as module
from openrace.questions.diff import diff
from openrace.questions.fragility import Fragility
from openrace.questions.load import load
from openrace.questions.nearest import peaks
from openrace.questions.question import Question
from openrace.questions.shift import Shift, compare, shift
from openrace.show.cards.diff import diff_card
from openrace.show.cards.survey import flips_card
from openrace.show.screen import card_text

REDUCTIO = Path(__file__).parent / "reductio.toml"
README = Path(__file__).parents[3] / "README.md"
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
    said = " ".join(found.sentences(result.metric("frontier_end")))
    assert "Near tie: after the event monopolist prefers t=11 to t=10 by 0.18 %" in said
    assert "with t=10 the same, not higher." in said
    assert "The same, not higher, at half the step and under reaction." in said
    assert f"{kept.kept} of {kept.of} changes" in said


@pytest.mark.parametrize("settings", [(), ("alice.path=[6,7,7,9]",), ("bob.dates=[1,3]",)])
def test_half_the_step_leaves_what_the_old_dates_pay(settings: tuple[str, ...]) -> None:
    game = small(*settings)
    finer = game.finer()
    assert finer.calendar.step == game.calendar.step / 2
    places = []
    for own, other in zip(game.labs, finer.labs, strict=True):
        dates, more = own.plans(game.calendar).last, other.plans(finer.calendar).last
        assert len(more) == (len(dates) if own.dates is not None else 2 * len(dates) - 1)
        places.append([more.tolist().index(date) for date in dates.tolist()])
    payoffs = finer.normal_form().payoffs[(slice(None), *np.ix_(*places))]
    np.testing.assert_allclose(payoffs, game.normal_form().payoffs, atol=1e-12)


def test_no_new_slot_falls_on_the_horizon() -> None:
    finer = small("calendar.horizon=3.5").finer()
    assert finer.calendar.dates()[-1] == 3.0
    ReleaseGame.model_validate(finer.model_dump())


def test_every_part_is_what_the_same_question_gives_when_it_is_asked_by_hand() -> None:
    game = small("alice.slowness=3")
    result = shift(game, "release:bob@1", robust=True)
    found = told(result)
    assert found.left_out == ()
    assert found.half_step == directions(shift(game.finer(), "release:bob@1"))
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


def test_the_verdict_with_the_next_best_plan_is_that_of_a_game_in_which_the_lab_takes_it() -> None:
    """In a game of one equilibrium a side, the lab's plan is fixed by hand and everybody else's as they are."""
    result = shift(small("alice.slowness=3"), "release:bob@1")
    nearest = told(result).nearest
    assert nearest is not None
    sides = {"before": result.before, "after": result.after}
    answer = sides[nearest.side]
    (play,) = answer.plays
    game = answer.game
    for i, lab in enumerate(answer.players):
        plan = nearest.instead if lab == nearest.lab else answer.labels[i][int(play[i].argmax())]
        assert isinstance(game, ReleaseGame)
        game = read_intervention(f"fix:{lab}@{plan.removeprefix('t=')}").change(game).after
    games = {side: own.game for side, own in sides.items()} | {nearest.side: game}
    there = {m.metric: m.direction for m in compare(games["before"], games["after"]).metrics}
    assert nearest.directions["first_release"] is there["first_release"]
    assert nearest.directions["frontier_end"] is there["frontier_end"]


def test_a_near_tie_that_is_there_on_both_sides_moves_nothing_by_itself() -> None:
    """The seller is as undecided with the hobbyist as without: it may wait a month longer in both games, or in none."""
    result = shift(load(str(REDUCTIO)), "allow:hobbyist")
    nearest = told(result).nearest
    assert nearest is not None
    assert (nearest.lab, nearest.is_near_tie) == ("monopolist", True)
    assert nearest.directions["response.first_release"] is Direction.NEUTRAL


def test_what_flips_and_what_differs_end_with_how_firm_the_base_point_is() -> None:
    game, other = small("alice.slowness=3"), small("alice.slowness=2")
    firm = [told(shift(own, "release:bob@1")).to_dict() for own in (game, other)]
    landscape = GameLandscape(Question(game, read_intervention("release:bob@1")))
    flips = flip(landscape, read_levers(landscape, ["alice.slowness=2:4"]))
    assert flips.to_dict()["fragility"] == firm[0]
    assert flips.firm is not None
    assert flips.firm.line in " ".join(card_text(flips_card(flips)).split())
    differing = diff(game, other, read_intervention("release:bob@1"))
    assert differing.to_dict()["fragility"] == firm
    assert card_text(diff_card(differing)).count("how firm") == 2
    assert diff(game, other).to_dict()["fragility"] == [None, None]


def test_the_readme_claims_of_the_demo_what_its_fragility_says() -> None:
    """Alice goes from never to month 3, without a tie, under every concept, at half the step, in all but 7 changes."""
    result = shift(load("alice-bob", ["alice.slowness=2"]), "release:bob@4", robust=True)
    found, metric = told(result), "response.first_release"
    moved = result.metric("response.first_release.alice")
    assert moved.p_never_before == (1.0, 1.0)
    assert moved.after == (3.0, 3.0)
    assert {str(d[metric]) for d in (found.half_step, *found.concepts.values())} == {"up"}
    assert found.nearest is not None
    assert not found.nearest.is_near_tie
    assert found.ties == ()
    broken = [b.path for b in found.breaks if metric in b.directions]
    assert {path.partition(".")[2] for path in broken} == {"start", "growth_factor"}
    caption = " ".join(README.read_text(encoding="utf-8").split())
    number = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[len(broken)]
    assert f"of {found.changes[metric].of} changes of one number by 1/2 or 2 {number} end it" in caption


def test_a_tie_of_the_calendar_is_said_with_its_step() -> None:
    """A hobbyist who is paid the same at every date is indifferent between all of them."""
    result = shift(load("alice-bob", [*SMALL, "bob.prestige=0", "bob.slowness=0", "bob.training_cost=0"]), "allow:bob")
    found = told(result)
    assert "bob" in found.ties
    assert any("(step 1) decides for" in line for line in found.sentences(result.metric("response.first_release")))
    assert found.to_dict()["ties"] == {"labs": list(found.ties), "step": 1.0}


def test_what_a_budget_leaves_out_is_said_and_robust_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROFILES", {2: 200})
    game = small()
    asked = shift(game, "release:bob@1")
    short, whole = told(asked), told(shift(game, "release:bob@1", robust=True))
    assert short.changes == {}
    assert any("single numbers" in what for what in short.left_out)
    assert any(line.startswith("Left out: ") for line in short.sentences(asked.metric("response.first_release")))
    assert whole.left_out == ()
    assert whole.changes["response.first_release"].of > 20


def test_a_game_with_scenarios_counts_as_more_work() -> None:
    game = small()
    _, regulated = read_intervention("regulate:0.1").pair(game)
    assert game.size() == 25
    assert regulated.size() == 25 + 25 * len(regulated.history().start) // 2


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


def test_on_a_grid_of_numbers_a_neighbour_is_no_near_tie() -> None:
    result = shift(load("tullock"), "open:1").fragility
    assert result is not None
    assert result.nearest is None
    said = shift(load("partial-openness"), "open:1").firm("effort")
    assert said is not None
    assert "ear tie" not in said.line


def test_on_a_grid_of_numbers_another_peak_is_a_choice_and_the_slope_to_it_is_none() -> None:
    """Losses along a line: the best number, its neighbours, and a second peak on a plain."""
    answer = as_usual(load("tullock"))
    numbers = answer.game.plan_numbers(0)
    assert numbers is not None
    losses = np.full(numbers.shape[1], 0.5)
    losses[3], losses[2], losses[4] = 0.0, 0.1, 0.1
    losses[10:12] = 0.2
    losses[-1] = 0.4999
    assert np.flatnonzero(peaks(answer, 0, losses)).tolist() == [3, 10, 11, len(losses) - 1]
    assert peaks(as_usual(load("alice-bob")), 0, np.arange(13.0)).all()
