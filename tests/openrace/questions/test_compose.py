"""Games put together: nothing is lost, conflicts are named with both values, and the later game's number holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openrace as orc
from games.catalog.files import read_toml
from games.parts.paths import get, leaves
from games.release.release_game import ReleaseGame
from games.stories import STORIES
from openrace.cli import write
from openrace.cli.app import run
from solver.common.errors import OpenraceError

STORY_NAMES = [s.name for s in STORIES if not s.no_game and isinstance(s().game(), ReleaseGame)]
SAME_CALENDAR = ["upgrade", "training-cost", "catch-up", "linear-penalty", "just-better", "reluctant-lab", "hiring"]


def composed(*names: Any) -> ReleaseGame:
    game = orc.compose(names).game
    assert isinstance(game, ReleaseGame)
    return game


@pytest.mark.parametrize("name", [*STORY_NAMES, "alice-bob-monopolist", "race", "scaling", "adoption"])
def test_a_game_put_together_with_itself_is_that_game(name: str) -> None:
    game = orc.load(name)
    found = orc.compose(game, game)
    assert found.conflicts == ()
    own, whole = (g.model_dump(exclude={"name", "summary"}) for g in (game, found.game))
    assert own == whole


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(SAME_CALENDAR), st.sampled_from(SAME_CALENDAR))
def test_every_number_of_the_whole_is_one_of_the_two_and_the_later_one_where_they_differ(a: str, b: str) -> None:
    first, second, found = orc.load(a), orc.load(b), orc.compose(a, b)
    named = {c.path: c for c in found.conflicts}
    known = [leaves(game) for game in (first, second)]
    for path in leaves(found.game):
        if path in ("name", "summary", "modifiers"):
            continue
        value = get(found.game, path)
        stated = [get(game, path) for game, paths in zip((first, second), known, strict=True) if path in paths]
        above = [p for p in named if path == p or path.startswith(f"{p}.")]
        assert value in stated, path
        if len(stated) == 2 and stated[0] != stated[1] and not above:
            assert value != 0, f"{path}: the other one states nothing"
        for p in above:
            assert value == get(second, path) or p != path
    for conflict in found.conflicts:
        assert conflict.games == (first.name, second.name)
        assert conflict.stated[0] != conflict.stated[1]


def test_the_order_decides_which_number_holds() -> None:
    for names, kept in ((("training-cost", "upgrade"), 4.0), (("upgrade", "training-cost"), 0.25)):
        found = orc.compose(names)
        (conflict,) = [c for c in found.conflicts if c.path == "open.capability"]
        assert get(found.game, "open.capability") == kept
        assert conflict.games == names
        assert f"{kept:g} in {names[1]}; the later game's holds" in conflict.sentence


def test_terms_of_one_lab_are_united_and_give_the_sum_of_what_they_pay() -> None:
    penalty, reluctant = orc.load("linear-penalty"), orc.load("reluctant-lab")
    whole = composed(penalty, reluctant)
    assert [t.label for t in whole.labs[0].terms] == ["revenue", "frontier_penalty", "training_cost"]
    told = {c.path for c in orc.compose(penalty, reluctant).conflicts}
    assert "lab.frontier_penalty" in told  # of two kinds only one can stay
    lines = {t.term: t.values for t in whole.term_payoffs() if t.term != "survival"}
    assert set(lines) >= {"revenue", "frontier_penalty", "training_cost"}


def test_two_commenters_worlds_are_one_game_in_which_both_labs_race() -> None:
    whole = composed("catch-up", "alice-answers")
    assert whole.lab_names == ("state", "alice")
    assert whole.calendar == orc.load("alice-answers").calendar  # type: ignore[attr-defined]
    # The state can build what it could in every slot of Alice's calendar.
    assert whole.labs[0].path == (10.0,) * 10
    found = orc.shift(whole, "ban:alice")
    assert {m.metric for m in found.metrics} >= {"first_release.state", "first_release.alice"}
    differ = {
        d.path for d in orc.diff("alice-answers", orc.compose("alice-answers", "alice-market-share").game).differences
    }
    assert "alice.market_share" in differ


def test_a_conflict_names_the_game_that_stated_the_number_last() -> None:
    found = orc.compose("training-cost", ["linear-penalty", "upgrade", "announced-upgrade"])
    last = [c for c in found.conflicts if c.path == "market.customers"][-1]
    assert last.games == ("upgrade", "announced-upgrade")
    (horizon,) = [c for c in found.conflicts if c.path == "calendar.horizon"]
    assert horizon.games[1] == "announced-upgrade"


def test_a_list_of_capabilities_is_laid_out_on_the_later_calendar() -> None:
    fine = orc.load("announced-date@0.5")
    coarse = orc.load(fine, {"calendar.slots": len(fine.labs[0].path)})  # type: ignore[attr-defined]
    other = orc.load("alice-bob", {"calendar.slots": 6, "calendar.horizon": 24})
    whole = composed(coarse, other)
    lab = whole.labs[whole.lab_index("monopolist")]
    assert lab.path == tuple(2.0 + 0.5 * t for t in range(6))
    assert np.isfinite(whole.payoffs()).all()


def test_races_are_put_together_too() -> None:
    found = orc.compose("race-prestige", "race-states")
    assert {lab.name for lab in found.game.labs} == {"alice", "bob", "ahead", "behind"}  # type: ignore[attr-defined]


def test_the_file_holds_the_whole_and_names_the_conflicts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["compose", "training-cost", "upgrade"]) == 0
    text = capsys.readouterr().out
    file = tmp_path / "both.toml"
    file.write_text(text)
    assert read_toml(file).model_dump() == composed("training-cost", "upgrade").model_dump()
    comment = [line for line in text.splitlines() if line.startswith("# ")]
    assert all(len(line) <= 80 for line in comment)
    said = " ".join(line.removeprefix("# ") for line in comment)
    assert "open.capability is 0.25 in training-cost and 4 in upgrade; the later game's holds." in said
    assert run(["compose", str(file), "just-better", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["games"] == ["training-cost+upgrade", "just-better"]
    assert told["rule"] == "the later game's holds"
    assert all(set(c) == {"path", "games", "stated", "sentence"} for c in told["conflicts"])
    assert run(["compose", "training-cost", "upgrade", "--share"]) == 0
    assert "3 conflicts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("games", "message"),
    [
        (("alice-bob",), "1 game came"),
        ((), "0 game"),
        (("alice-bob", "race"), "is of kind 'race'"),
        (("alice-bob", "nonsense"), "no game is named"),
        (("alice-bob", "bass"), "bass has no game"),
        (("alice-answers", "catch-up"), "do not fit together: an open release is dated 2"),
    ],
)
def test_what_cannot_be_put_together_is_refused_in_a_sentence(games: tuple[str, ...], message: str) -> None:
    with pytest.raises(OpenraceError, match=message):
        orc.compose(games)
    assert run(["compose", *games]) == 2


def test_beliefs_about_different_numbers_are_two_and_about_one_number_one() -> None:
    told = [m.label for m in orc.compose("slow-news", "surprise-release").game.modifiers]  # type: ignore[attr-defined]
    assert told == ["belief", "belief_2"]
    same = orc.compose("slow-news", orc.load("slow-news", {"belief.value": 1.5}))
    assert [m.label for m in same.game.modifiers] == ["belief"]  # type: ignore[attr-defined]
    assert [c.path for c in same.conflicts] == ["belief.value"]


def test_the_games_of_the_commands_example_fit_together(capsys: pytest.CaptureFixture[str]) -> None:
    _, example = str(write.compose.__doc__).split("Example: openrace ")
    assert run(example.split()) == 0
    assert "# catch-up and alice-answers put together." in capsys.readouterr().out
