"""Which stories have a file of a game, what an event does to it, and what no game can hold."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openrace as orc
from games.catalog.files import game_from
from games.parts.paths import Setting
from games.parts.reading import read_toml_text
from games.race.race_game import RaceGame
from games.stories import STORIES, story_named
from openrace.claims.story import configured, run_story
from openrace.claims.story_game import story_game, story_toml
from openrace.cli.app import run
from solver.common.errors import OpenraceError

SCALES = st.sampled_from([0.0, 0.01, 0.25, 0.5, 1.0, 2.0, 10.0])
REQUIRED = [2, 3, 4, 6, 7, 9, 10, 11, 12, 15, 16, 17, *range(19, 26), *range(29, 34), 38, 43, 44]


def test_the_rows_about_choices_and_games_have_files_and_the_others_say_why_not() -> None:
    written: set[str] = set()
    for story in STORIES:
        try:
            story_game(story.name)
        except OpenraceError as error:
            reason = str(error)
        else:
            reason = ""
            assert story.reads, story.name
            written |= set(story.rows)
        assert bool(reason) == bool(story.no_game), reason
        assert story.no_game in reason
    assert {str(row) for row in REQUIRED} <= written


MOVED = [
    ("training-cost", {"x": 0.5}, "profit.monopolist"),
    ("training-cost", {"x": 2}, "training_spend"),
    ("upgrade", {"x": 12.25}, "profit.monopolist"),
    ("announced-upgrade", {}, "profit.monopolist"),
    ("linear-penalty", {"x": 2}, "training_spend"),
    ("just-better", {"x": 1}, "training_spend"),
    ("convex-penalty", {"x": 0.25}, "training_spend"),
    ("reluctant-lab", {"x": 4}, "n_release"),
    ("catch-up", {"x": 6}, "n_release"),
    ("alice-answers", {}, "first_release"),
    ("announced-date", {"tau": 5}, "first_release"),
    ("announced-date", {"tau": 10}, "first_release"),
    ("announced-date", {"tau": 13}, "first_release"),
    ("alice-and-bob", {}, "first_release.alice"),
    ("race-or-progress", {"x": 2.25}, "frontier_end"),
    ("gap-wins", {"x": 8}, "n_release"),
    ("regulation", {}, "frontier_end"),
]
DIRECTIONS = {
    "training-cost-0.5": "less", "training-cost-2": "down", "upgrade-12.25": "less", "announced-upgrade-": "less",
    "linear-penalty-2": "down", "just-better-1": "up", "convex-penalty-0.25": "up", "reluctant-lab-4": "up",
    "catch-up-6": "up", "alice-answers-": "up", "announced-date-5": "down", "announced-date-10": "up",
    "announced-date-13": "neutral", "alice-and-bob-": "up", "race-or-progress-2.25": "down", "gap-wins-8": "up",
    "regulation-": "up",
}  # fmt: skip


@pytest.mark.parametrize(("name", "chosen", "metric"), MOVED)
def test_shifting_the_file_moves_the_game_as_the_claim_says(name: str, chosen: dict[str, Any], metric: str) -> None:
    story = configured(story_named(name), [Setting(k, v) for k, v in chosen.items()])
    before, event = story.asked()
    assert event
    found = orc.shift(before, event).metric(metric)
    key = f"{name}-{','.join(f'{v:g}' for v in chosen.values())}"
    assert str(found.direction) == DIRECTIONS[key], (found.before, found.after)


WRITTEN = [story.name for story in STORIES if not story.no_game]
USES = {
    "scaling": {"ev": 1}, "one-in-ten-thousand": {"ev": 1}, "reversed-sign": {"ev": 1}, "metcalfe": {"ev": 1},
    "urn": {"ev": 1}, "additive": {"ev": 1}, "small-risk": {"ev": 1}, "more-dakka": {"ev": 0},
    "making-or-releasing": {"made": 0, "released": 1},
}  # fmt: skip
"""Of stories about numbers of uses: which side of the shift pays their numbers."""
ADDED = {"marginal": "gain", "cat-out-of-the-bag": "gain", "more-dakka": "missed"}
"""And what the payoff moves by."""


def commands(text: str) -> list[list[str]]:
    """The commands in the comment of a file, as words."""
    lines = [line.removeprefix("# openrace ") for line in text.splitlines() if line.startswith("# openrace ")]
    return [shlex.split(line) for line in lines]


def asked_in(name: str, folder: Path) -> tuple[str, dict[str, str], list[str]]:
    """A story's file, the options of the shift that its comment names, and the numbers set beforehand."""
    text = story_toml(name)
    file = folder / f"{name}.toml"
    file.write_text(text)
    (_, (verb, named, *words)) = commands(text)
    assert (verb, named) == ("shift", file.name)
    pairs = list(zip(words[::2], words[1::2], strict=True))
    return str(file), dict(pairs), [value for flag, value in pairs if flag == "--set"]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_shift_that_a_storys_file_names_has_the_storys_game_on_one_side(name: str, tmp_path: Path) -> None:
    file, options, numbers = asked_in(name, tmp_path)
    concept = {"concept": options["--concept"]} if "--concept" in options else {}
    found = orc.shift(file, options["--do"], settings=numbers, method=options.get("--method"), **concept)  # type: ignore[arg-type]
    assert found.answer.endswith(".")
    if name in {*USES, *ADDED}:
        return
    wanted, sides = story_game(name), (found.before.game, found.after.game)
    if isinstance(wanted, RaceGame):
        assert wanted.model_dump() in [side.model_dump() for side in sides]
        return
    # Where a lever is at its start, the story's own game is the one before the event.
    here, paid = wanted.normal_form().payoffs, [side.normal_form().payoffs for side in sides]
    assert any(own.shape == here.shape and np.allclose(own, here, rtol=1e-9, atol=1e-9) for own in paid)


@pytest.mark.parametrize("name", ["uncertain-release", "selection", "niches", "one-in-ten-thousand"])
def test_the_shell_takes_the_command_in_a_storys_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_in(name, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run([*commands(story_toml(name))[1], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"]


@pytest.mark.parametrize("name", [*USES, *ADDED])
def test_of_stories_about_uses_the_shift_pays_the_numbers(name: str) -> None:
    story = story_named(name)()
    before, event = story.asked()
    paid = orc.shift(before, event).metric("payoff.releaser")
    assert paid.before is not None
    assert paid.after is not None
    values = story.compute()
    for number, side in USES.get(name, {}).items():
        assert (paid.before, paid.after)[side][0] == pytest.approx(values[number], rel=1e-9), number
    if name in ADDED:
        # The best scale of a formula lies between two whole numbers of uses.
        rounded = 1e-3 if name == "more-dakka" else 1e-9
        assert paid.after[0] - paid.before[0] == pytest.approx(values[ADDED[name]], rel=rounded)


def test_a_shift_at_a_number_that_starts_the_lever_is_not_named() -> None:
    assert configured(story_named("uncertain-release"), [Setting("l", 0)]).event() == ""
    assert commands(story_toml("telling-apart", [Setting("told", 0)])) == [["solve", "telling-apart.toml"]]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([s for s in STORIES if s.name not in ("announced-date", "surprise-release")]), st.data())
def test_at_any_numbers_a_story_is_written_and_read_back_or_says_why_not(story: type[Any], data: st.DataObject) -> None:
    default = story()
    chosen = [
        Setting(info.alias or field, getattr(default, field) * data.draw(SCALES, label=field))
        for field, info in story.model_fields.items()
        if isinstance(getattr(default, field), float)
    ]
    try:
        text = story_toml(story.name, chosen)
    except OpenraceError:
        return
    assert game_from(read_toml_text(text), "mine.toml") == story_game(story.name, chosen)


@pytest.mark.parametrize("kept", [True, False])
def test_releasers_are_written_as_labs_with_the_payoffs_that_are_solved(kept: bool) -> None:
    for n, p, b, uses, each in ((1, 0.01, 8, 50, 10), (2, 0.2, 3, 0, 1), (3, 0.05, 20, 7, 2), (2, 0.01, 8, 5, 0)):
        story = configured(
            story_named("releasers"),
            [Setting(k, v) for k, v in (("N", n), ("p", p), ("b", b), ("K", uses), ("dK", each), ("kept", kept))],
        )
        written, solved_one = story.file().normal_form(), story.game().normal_form()
        assert written.payoffs == pytest.approx(solved_one.payoffs, abs=1e-9)
    found = orc.shift("releasers", "ban:lab2")
    assert {m.metric for m in found.metrics} >= {"harm", "n_release"}


def test_the_file_says_how_its_numbers_are_read_and_what_to_ask() -> None:
    text = story_toml("upgrade", [Setting("y", 4.0)])
    assert "# Its numbers: gain is what a release pays above never." in text
    assert "# openrace shift upgrade.toml --set open.capability=0 --do open:4.0@0" in text


def test_a_story_is_loaded_by_its_name_as_its_game() -> None:
    assert orc.load("training-cost").model_dump() == story_game("training-cost").model_dump()
    assert orc.load("scaling").kind == "scaling"  # type: ignore[attr-defined]
    with pytest.raises(OpenraceError, match="bass has no game"):
        orc.load("bass")


def test_what_a_game_cannot_hold_is_said_in_a_sentence() -> None:
    for name, symbol, value, message in (
        ("discounting", "r", 0, "waits for ever"),
        ("additive", "K", 2.5, "whole numbers of uses"),
        ("entry", "n_gap", 1000, "labs are more than"),
        ("adoption-precommit", "x", 5, "never adopts"),
        ("slow-news", "level", 3, "never arrives"),
    ):
        with pytest.raises(OpenraceError, match=message):
            story_game(name, [Setting(symbol, value)])
        assert run_story(name, [Setting(symbol, value)]).holds
