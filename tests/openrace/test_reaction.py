"""The same game under other concepts: labs that react, and a lab that commits first."""

from __future__ import annotations

import json

import numpy as np
import pytest

from games.release_game import ReleaseGame
from games.stories import story_named
from games.stories.game_story import GameStory
from openrace.announcement import announce
from openrace.answer import solve
from openrace.ask import choices
from openrace.concepts import Concept
from openrace.load import load
from openrace.reaction import react
from openrace.shell.app import run
from openrace.shift import shift
from solver.errors import OpenraceError


def small(*settings: str, name: str = "alice-bob") -> ReleaseGame:
    loaded = load(name, ["calendar.slots=4", *settings])
    assert isinstance(loaded, ReleaseGame)
    return loaded


def test_a_play_of_the_staged_game_pays_what_the_profile_pays() -> None:
    game = small()
    reaction = react(game)
    for equilibrium, distribution in zip(reaction.solution.equilibria, reaction.distributions, strict=True):
        assert distribution.sum() == pytest.approx(1.0)
        paid = [float((distribution * own).sum()) for own in reaction.form.payoffs]
        assert paid == pytest.approx(equilibrium.payoffs.tolist())


def test_tracked_metrics_are_the_expectations_over_profiles() -> None:
    game = small(name="alice-bob-monopolist")
    reaction = react(game)
    values = {m.name: m.values for m in game.metrics()}
    for equilibrium, distribution in zip(reaction.solution.equilibria, reaction.distributions, strict=True):
        for name, expected in zip(reaction.timing.tracked, equilibrium.tracked, strict=True):
            assert float((distribution * values[name]).sum()) == pytest.approx(float(expected))


def test_one_lab_alone_reacts_to_nobody() -> None:
    game = load("closed-monopolist")
    assert react(game).plays[0][0].tolist() == solve(game).plays[0][0].tolist()
    assert announce(game, "monopolist").plays[0][0].tolist() == solve(game).plays[0][0].tolist()


def test_with_one_slot_moving_at_once_is_precommitment() -> None:
    game = load("alice-bob", ["calendar.slots=1"])
    first, second = solve(game), react(game)
    assert sorted(map(tuple, first.payoffs.round(9).tolist())) == sorted(map(tuple, second.payoffs.round(9).tolist()))


def test_a_leader_with_ties_in_its_favour_does_no_worse_than_in_its_best_equilibrium() -> None:
    for leader in ("alice", "bob"):
        for prestige in (0.5, 2, 5):
            game = small(f"alice.prestige={prestige}")
            i = game.lab_index(leader)
            pure = [e.payoffs[i] for e in solve(game).solution.equilibria if e.is_pure]
            lead = announce(game, leader).leadership
            assert lead.strong_value >= lead.weak_value
            assert all(lead.strong_value >= best - 1e-9 for best in pure)


def test_every_concept_answers_the_same_question(capsys: pytest.CaptureFixture[str]) -> None:
    game = small()
    for choice in choices("all", None, None, None):
        result = shift(game, "allow:bob", choice.solver())
        assert result.concept is choice.concept
        assert result.metric("first_release").before == (24.0, 24.0)
        assert np.isfinite(result.before.max_regret)
        assert result.before.max_regret < 1e-8
    words = ["alice-bob", "--set", "calendar.slots=4", "--concept", "all"]
    assert run(["shift", *words, "--do", "allow:bob"]) == 0
    assert run(["solve", *words]) == 0
    printed = capsys.readouterr().out
    assert all(c in printed for c in Concept)


@pytest.mark.parametrize(
    "words",
    [
        ("--concept", "guess"),
        ("--concept", "preemption", "--leader", "bob"),
        ("--concept", "announcement", "--leader", "carol"),
        ("--concept", "announcement", "--method", "pure"),
        ("--concept", "preemption", "--order", "bob,carol"),
        ("--order", "alice,bob"),
    ],
)
def test_options_that_do_not_fit_the_concept_are_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["solve", "alice-bob", *words]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_games_without_slots_cannot_be_read_period_by_period() -> None:
    with pytest.raises(OpenraceError, match="no slots"):
        react(load("bertrand"))


def test_alice_waits_while_nobody_may_threaten_her_and_answers_in_the_next_slot_after_bob() -> None:
    """Row 24 as a reaction: with ``rho T > sigma`` what she regains by answering is worth it in every slot."""
    story = story_named("alice-and-bob")()
    assert isinstance(story, GameStory)
    alone, threatened = (react(game) for game in story.pair())
    assert [own.argmax() for own in alone.plays[0]] == [len(own) - 1 for own in alone.labels]
    for equilibrium in threatened.solution.equilibria:
        answers = [m for m in equilibrium.timeline(reached_only=False) if "bob played" in m.words]
        seen = [(m.words.split(":")[0], {move.player: move for move in m.moves}) for m in answers]
        for slot, moves in seen:
            best = moves[0].actions[int(np.argmax(moves[0].probabilities))]
            assert max(moves[0].probabilities) == pytest.approx(1.0)
            assert best == slot
    assert len(answers) >= 3


def test_a_story_that_is_a_game_is_told_under_every_concept(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["story", "alice-and-bob", "--set", "T=4", "--concept", "all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["concepts"]) == set(Concept)
    assert told["concepts"]["precommitment"]["first_release.alice"] == told["verdict"]["first_release.alice"]
    assert run(["story", "scaling", "--concept", "all"]) == 2
    assert "nobody reacts" in capsys.readouterr().err
