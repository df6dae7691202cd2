"""The same game under other concepts: labs that react, and a lab that commits first."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from games.release.release_game import ReleaseGame
from games.stories import story_named
from games.stories.telling.against import GameStory
from openrace.cli.app import run
from openrace.concepts.choice import Choice, choices
from openrace.concepts.commitment import commit
from openrace.concepts.concept import Concept
from openrace.concepts.open_loop import solve
from openrace.concepts.reaction import react
from openrace.questions.load import load
from openrace.questions.shift import shift
from openrace.show.reaction_plot import answers
from solver.common.errors import OpenraceError
from solver.game.nfg import write_nfg
from solver.game.normal_form import NormalForm


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


def test_over_an_infinite_horizon_dates_are_tracked_as_distributions() -> None:
    """Two equilibria that differ in dates only must not be taken for one."""
    game = small("calendar.horizon=inf", "calendar.discount_rate=0.1")
    reaction = react(game)
    assert reaction.metrics[0].by_distribution
    dates = np.unique(reaction.metrics[0].values[np.isfinite(reaction.metrics[0].values)])
    for equilibrium, distribution in zip(reaction.solution.equilibria, reaction.distributions, strict=True):
        tracked = dict(zip(reaction.timing.tracked, equilibrium.tracked.tolist(), strict=True))
        for date in dates:
            come = float((distribution * (reaction.metrics[0].values <= date)).sum())
            assert tracked[f"{reaction.metrics[0].name} by {date:g}"] == pytest.approx(come)


def test_one_lab_alone_reacts_to_nobody() -> None:
    game = load("closed-monopolist")
    assert react(game).plays[0][0].tolist() == solve(game).plays[0][0].tolist()
    assert commit(game, "monopolist").plays[0][0].tolist() == solve(game).plays[0][0].tolist()


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
            lead = commit(game, leader).leadership
            assert lead.strong_value >= lead.weak_value
            assert all(lead.strong_value >= best - 1e-9 for best in pure)


def test_every_concept_answers_the_same_question(capsys: pytest.CaptureFixture[str]) -> None:
    game = small()
    for choice in choices("all"):
        result = shift(game, "allow:bob", choice.solver())
        assert result.concept is choice.concept
        assert result.metric("first_release").before == (24.0, 24.0)
        assert np.isfinite(result.before.max_regret)
        assert result.before.max_regret < 1e-8
    words = ["alice-bob", "--set", "calendar.slots=4", "--concept", "all"]
    assert run(["shift", *words, "--do", "allow:bob"]) == 0
    assert run(["solve", *words]) == 0
    printed = capsys.readouterr().out
    assert all(c.word in printed for c in Concept)


@pytest.mark.parametrize(
    "words",
    [
        ("--concept", "guess"),
        ("--concept", "preemption", "--leader", "bob"),
        ("--concept", "announcement", "--leader", "carol"),
        ("--concept", "announcement", "--method", "pure"),
        ("--concept", "preemption", "--order", "bob,carol"),
        ("--order", "alice,bob"),
        ("--ties", "coin"),
        ("--concept", "preemption", "--ties", "dice"),
        ("--concept", "preemption", "--talk", "carol"),
        ("--concept", "announcement", "--talk", "bob"),
    ],
)
def test_options_that_do_not_fit_the_concept_are_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["solve", "alice-bob", *words]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_games_without_slots_cannot_be_read_period_by_period() -> None:
    with pytest.raises(OpenraceError, match="whose plans are not dates"):
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
    alone = [m for timeline in told["timelines"]["before"] for m in timeline]
    assert all(move["actions"] in (["wait"], ["never"]) for m in alone for move in m["moves"])
    assert {m["state"] for timeline in told["timelines"]["after"] for m in timeline} >= {"t=1: bob played t=0"}
    assert run(["story", "alice-and-bob", "--set", "T=6", "--concept", "all"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    before, after = printed.split("who waits for what where labs react, before")[1].split("labs react, after")
    # Nobody threatens her: she never acts. Once Bob may, she answers in the slot after his.
    assert "alice plays t" not in before
    assert "all wait" in before
    assert all(f"t={k + 1}: bob played t={k} off the path alice plays t={k + 1}" in after for k in range(3))
    assert run(["story", "scaling", "--concept", "all"]) == 2
    assert "nobody reacts" in capsys.readouterr().err


@pytest.mark.parametrize("speaker", ["alice", "bob"])
def test_an_announcement_that_binds_nobody_changes_nothing(speaker: str) -> None:
    for prestige in (1, 3):
        game = small(f"alice.prestige={prestige}")
        silent, talking = react(game), react(game, speaker=speaker)
        values = [sorted(map(tuple, r.solution.values.round(9).tolist())) for r in (silent, talking)]
        assert values[0] == values[1]
        assert talking.solution.n_states == 1 + silent.solution.n_states * len(silent.form.actions[0])
        assert talking.max_regret < 1e-9


def test_rules_about_ties_have_names_and_are_named_in_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    found = {}
    for rule in ("all", "pure", "coin", "efficient", "symmetric"):
        assert (
            run(["solve", "attrition", "--set", "periods=3", "--concept", "preemption", "--ties", rule, "--json"]) == 0
        )
        found[rule] = json.loads(capsys.readouterr().out)
    assert len(found["all"]["equilibria"]) > len(found["pure"]["equilibria"]) > 1
    assert len(found["symmetric"]["equilibria"]) == 1
    assert "a fair public coin" in found["coin"]["status"]["message"]
    (alike,) = found["symmetric"]["equilibria"]
    alive = [m for m in alike["timeline"] if len(m["moves"]) == 2]
    assert [m["moves"][k]["probabilities"][0] for m in alive for k in (0, 1)] == pytest.approx([2 / 12] * 6)


@pytest.mark.parametrize(("game", "slots", "states"), [("alice-bob", 24, 70), ("alice-bob-monopolist", 12, 573)])
def test_states_and_stage_games_are_counted_in_the_output(
    game: str, slots: int, states: int, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ("--set", f"calendar.slots={slots}", "--set", f"calendar.horizon={2 * slots}")
    assert run(["solve", game, *sizes, "--concept", "preemption", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["states"], found["stage_games"]) == (states, states)
    assert found["certificate"]["max_regret"] < 1e-9
    assert f"{states} states and {states} stage games" in found["searched"]


def test_the_adoption_game_is_solved_by_slots_with_its_followers_own_date(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["solve", "adoption", "--concept", "preemption", "--order", "firm 1,firm 2", "--json"]
    for step in ("1", "0.5"):
        assert run([*words, "--set", f"step={step}"]) == 0
        (equilibrium,) = json.loads(capsys.readouterr().out)["equilibria"]
        assert equilibrium["payoffs"] == pytest.approx([2.136511, 1.924501], abs=1e-6)


def test_the_reaction_is_drawn_with_what_each_lab_does_off_the_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reaction = react(small(name="alice-bob-monopolist"))
    equilibrium = reaction.solution.equilibria[0]
    drawn = answers(reaction, equilibrium)
    # Every lab but the one that was first, after every first release before the last slot.
    assert len(drawn) == 3 * 3 * 2
    for answer in drawn:
        assert answer.chances.sum() == pytest.approx(1.0)
        assert answer.chances[: answer.slot + 1].sum() == 0.0
        assert answer.lab != answer.first
    two = react(small())
    after_bob = {a.slot: a for a in answers(two, two.solution.equilibria[0]) if a.first == 1}
    for moment in two.solution.equilibria[0].timeline(reached_only=False):
        if moment.words.startswith("t=3: bob played t=2"):
            (move,) = moment.moves
            assert move.actions == (two.labels[0][int(after_bob[2].chances.argmax())],)
    picture = str(tmp_path / "reaction.png")
    words = ["plot", "alice-bob", "--set", "calendar.slots=4", "--concept", "preemption", "--out", picture]
    assert run(words) == 0
    assert (tmp_path / "reaction.png").stat().st_size > 1000
    assert run([*words[:-4], "--concept", "all", "--do", "allow:bob", "--out", picture]) == 2
    assert "one concept" in capsys.readouterr().err


def test_a_card_names_the_tie_on_which_a_commitment_on_a_grid_rests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two sellers, price 12 less what both sell: on whole numbers the follower is indifferent after 7, and not at 6."""
    sold = np.arange(13.0)
    row = sold[:, None] * np.maximum(12 - sold[:, None] - sold, 0)
    labels = tuple(f"{q:g}" for q in sold)
    path = tmp_path / "cournot.nfg"
    write_nfg(NormalForm.from_bimatrix(row, row.T, players=("first", "second"), actions=(labels, labels)), path)
    assert run(["solve", str(path), "--concept", "commitment", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["strong"], found["weak"]) == ({"value": 21.0, "plans": ["7"]}, {"value": 18.0, "plans": ["6"]})
    assert [e["payoffs"] for e in found["equilibria"]] == [[21.0, 6.0]]
    assert [e["payoffs"] for e in found["answers"]] == [[21.0, 6.0], [14.0, 6.0]]
    assert not found["complete"]
    assert found["ties"] == [{"lab": "second", "plans": ["2", "3"], "where": "after first 7", "decides": True}]
    assert run(["solve", str(path), "--concept", "stackelberg"]) == 2
    assert run(["solve", str(path), "--concept", "announcement"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "rests on ties: second is indifferent between 2 and 3 after first 7" in printed


def test_an_order_is_the_same_however_it_is_written() -> None:
    written = [Choice("reaction", order=order) for order in (("alice", "bob"), ["alice", "bob"], "alice,bob")]  # type: ignore[arg-type]
    assert len(set(written)) == 1
