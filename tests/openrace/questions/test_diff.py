"""Two games side by side: what differs, and which difference explains an opposite verdict."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from games.events.written import read_intervention
from games.parts.game import Game
from games.parts.identity import game_hash
from games.release.release_game import ReleaseGame
from openrace.cli.app import run
from openrace.concepts import choice as choices
from openrace.concepts.concept import Answered
from openrace.concepts.open_loop import solve
from openrace.questions.assumptions import differences, hybrid
from openrace.questions.diff import diff
from openrace.questions.load import load
from solver.common.errors import OpenraceError


def game(*settings: str, name: str = "alice-bob") -> ReleaseGame:
    loaded = load(name, ["calendar.slots=4", *settings])
    assert isinstance(loaded, ReleaseGame)
    return loaded


def test_equal_games_have_no_difference() -> None:
    assert differences(game(), game()) == ()


def test_each_changed_number_is_one_difference_with_its_path() -> None:
    found = differences(game(), game("alice.prestige=5", "market.value.scale=2", "bob.growth=0.1"))
    assert {d.path for d in found} == {"alice.prestige", "market.value.scale", "bob.growth"}


def test_a_lab_that_only_one_game_has_is_one_difference() -> None:
    found = differences(game(), game(name="alice-bob-monopolist"))
    assert [d.path for d in found] == ["monopolist"]


def test_adopting_every_difference_gives_the_other_game() -> None:
    first, second = game(), game("alice.prestige=5", "alice.start=2", name="alice-bob-monopolist")
    whole = hybrid(first, differences(first, second))
    assert whole.labs == second.labs
    assert hybrid(first, ()) == first
    back = hybrid(second, differences(second, first))
    assert back.labs == first.labs


def test_the_difference_that_flips_the_verdict_is_named_and_shares_add_up() -> None:
    """Bob's frontier penalty keeps him from releasing; his starting capability then does not matter."""
    ask = read_intervention("allow:bob")
    result = diff(game(), game("bob.frontier_penalty=1000", "bob.start=4.5"), ask, "n_release")
    assert result.verdicts is not None
    assert [str(v.direction) for v in result.verdicts] == ["up", "neutral"]
    shares = {a.difference.path: a.shapley for a in result.attributions}
    assert shares["bob.frontier_penalty"] == pytest.approx(-1)
    assert shares["bob.start"] == pytest.approx(0)
    assert "bob.frontier_penalty alone" in result.sentence


def test_both_games_are_solved_once_for_their_verdicts_and_how_firm_these_are(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: Counter[tuple[str, str]] = Counter()

    def counted(game: Game, *args: Any, **options: Any) -> Answered:
        solved[game_hash(game), str(getattr(game, "event", None))] += 1
        return solve(game, *args, **options)

    monkeypatch.setattr(choices, "solve", counted)
    result = diff(game(), game("alice.prestige=5", "bob.start=4.5"), read_intervention("allow:bob"), "n_release")
    assert all(firm is not None for firm in result.firm)
    assert set(solved.values()) == {1}


def test_parts_that_do_not_fit_together_are_refused() -> None:
    first, second = game(), game("calendar.slots=12", "calendar.horizon=24")
    shorter = game("calendar.slots=3", "calendar.horizon=3.5")
    found = [d for d in differences(shorter, second) if d.path == "calendar.slots"]
    with pytest.raises(OpenraceError, match=r"calendar\.slots"):
        hybrid(shorter, found)
    assert differences(first, second)


def test_diff_in_the_shell_needs_release_games(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "alice-bob", "attrition"]) == 2
    assert run(["show", "alice-bob", "--toml"]) == 0
    text = capsys.readouterr().out
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace("growth = 0.6", "growth = 0.1"))
    assert run(["diff", "alice-bob", str(mine)]) == 0
    assert "bob.growth" in capsys.readouterr().out
