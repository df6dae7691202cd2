"""The shell as users run it: words in, one screen or one JSON object out, exit codes, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openrace.cli.app import run

NAMES = (
    "alice-bob",
    "alice-bob-monopolist",
    "closed-monopolist",
    "attrition",
    "adoption",
    "bertrand",
    "travelers-dilemma",
    "scaling",
)


def ask(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    """Runs a command with --json and returns its one object."""
    assert run([*words, "--json"]) == code
    out = capsys.readouterr()
    assert out.err == ""
    assert out.out.count("\n") == 1
    answer: dict[str, Any] = json.loads(out.out)
    assert answer["schema"] == 1
    return answer


def refuse(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """Runs a command that must be refused, on the screen and as JSON."""
    assert run(list(words)) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    assert out.err.startswith("error: ")
    error: dict[str, str] = ask(capsys, *words, code=2)["error"]
    assert set(error) == {"what", "expected", "hint"}
    assert all(error.values()), error
    return error


def test_games_lists_every_name_of_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert {g["name"] for g in ask(capsys, "games")["games"]} >= set(NAMES)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("travelers-dilemma", "alice-bob-monopolist")])
def test_solve_answers_with_the_fields_of_the_contract(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", name)
    assert {"game", "hash", "version", "concept", "method", "players", "actions", "vertices", "equilibria"} <= set(
        answer
    )
    assert {"components", "complete", "status", "searched"} <= set(answer)
    assert answer["game"] == name
    assert answer["concept"] == "precommitment"
    assert answer["complete"]
    assert answer["status"]["code"] == "complete"
    assert sum(c["index"] for c in answer["components"]) == 1
    for equilibrium in answer["equilibria"]:
        assert equilibrium["regret"] < 1e-9
        for player, at in enumerate(equilibrium["at"]):
            assert equilibrium["strategies"][player] == answer["vertices"][player][at]


def test_the_default_game_has_an_equilibrium_with_three_labs(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", "alice-bob-monopolist")
    assert answer["equilibria"]
    assert all(e["regret"] < 1e-8 for e in answer["equilibria"])
    assert answer["actions"][0][:2] == ["t=0", "t=1"]
    assert answer["actions"][0][-1] == "never"


def test_attrition_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", "attrition")
    assert len(answer["equilibria"]) == 33
    assert len(answer["components"]) == 3
    mixed = ["1/6", "5/36", "25/216", "125/1296", "625/7776", "3125/7776"]
    assert any(e["exact"]["strategies"] == [mixed, mixed] for e in answer["equilibria"])


def test_shift_reports_every_metric_with_direction_and_certificate(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "shift", "alice-bob", "--do", "allow:bob")
    assert answer["intervention"] == "allow:bob"
    assert answer["before"]["actions"][1] == ["never"]
    assert answer["verdict"]["first_release"]["direction"] == "up"
    assert answer["verdict"]["first_release"]["proven"] is True
    assert {line["lab"] for line in answer["why"]} == {"alice", "bob"}
    assert {line["lab"] for line in answer["incentives"]} == {"alice", "bob"}
    assert set(answer["incentives"][0]["before"]) == {"W", "L", "pi0"}
    assert answer["certificate"]["complete_before"]
    assert answer["certificate"]["complete_after"]


def test_open_and_set_change_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    plain = ask(capsys, "shift", "closed-monopolist", "--open", "12@3")
    changed = ask(capsys, "shift", "closed-monopolist", "--set", "market.customers=0.4", "--open", "12@3")
    assert plain["before"]["hash"] != changed["before"]["hash"]
    assert plain["intervention"] == "open:12@3"


def test_the_words_terms_of_shift_add_up_to_the_payoffs(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "shift", "closed-monopolist", "--open", "12@3")
    for side in ("before", "after"):
        terms = sum(line[side][0] for line in answer["why"])
        assert terms == pytest.approx(answer[side]["equilibria"][0]["payoffs"][0])


def test_export_and_solve_of_the_file_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "game.nfg"
    ask(capsys, "export", "alice-bob", "--set", "calendar.slots=4", "--out", str(target))
    direct = ask(capsys, "solve", "alice-bob", "--set", "calendar.slots=4")
    through = ask(capsys, "solve", str(target))
    assert through["actions"] == direct["actions"]
    first, second = (sorted(np.array(a["vertices"][0]).round(8).tolist()) for a in (direct, through))
    assert first == second


def test_a_game_written_as_toml_solves_to_the_same_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "alice-bob", "--toml"]) == 0
    path = tmp_path / "mine.toml"
    path.write_text(capsys.readouterr().out)
    assert ask(capsys, "solve", str(path))["vertices"] == ask(capsys, "solve", "alice-bob")["vertices"]


def test_plot_writes_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "race.png"
    ask(capsys, "plot", "alice-bob", "--do", "allow:bob", "--out", str(target))
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "in_what", "in_hint"),
    [
        (("solve", "alise-bob"), "alise-bob", "did you mean 'alice-bob'"),
        (("solve", "alice-bob", "--set", "alise.prestige=2"), "did you mean 'alice.prestige'", "openrace show"),
        (("solve", "alice-bob", "--set", "calendar.slots=0"), "calendar.slots", "openrace show"),
        (("solve", "alice-bob", "--set", "alice.start=nan", "--set", "bob.growth=-1"), "bob.growth", ""),
        (("solve", "alice-bob", "--set", "alice.start"), "alice.start", "write for example"),
        (("solve", "alice-bob", "--method", "lemke"), "lemke", "lemke-howson"),
        (("solve", "nowhere.toml"), "nowhere.toml", ""),
        (("solve", "nowhere.nfg"), "nowhere.nfg", ""),
        (("shift", "alice-bob"), "no intervention", "allow:bob"),
        (("shift", "alice-bob", "--do", "alow:bob"), "alow:bob", "allow:LAB"),
        (("shift", "alice-bob", "--do", "ban:carol"), "carol", ""),
        (("shift", "alice-bob", "--do", "ban:"), "names no lab", "ban:bob"),
        (("shift", "alice-bob", "--open", "5@99"), "99", ""),
        (("shift", "attrition", "--do", "ban:bob"), "no game of labs", ""),
        (("story", "no-such-story"), "no-such-story", ""),
        (
            ("solve", "alice-bob", "--set", "calendar.slots=10000", "--set", "calendar.horizon=20000"),
            "profiles",
            "slots",
        ),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(
    words: tuple[str, ...], in_what: str, in_hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = refuse(capsys, *words)
    assert in_what in error["what"]
    assert in_hint in error["hint"]


def test_all_wrong_values_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--set", "alice.start=-1", "--set", "calendar.horizon=0", "--set", "market.customers=many")
    what = refuse(capsys, "solve", "alice-bob", *words)["what"]
    assert all(path in what for path in ("alice.start", "calendar.horizon", "market.customers"))


@pytest.mark.parametrize("text", ["labs = [", "labs = []", 'labs = [{name = "Alice"}]', 'kind = "poker"', "x = 1"])
def test_a_malformed_toml_game_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    assert "bad.toml" in refuse(capsys, "solve", str(path))["what"]


def test_a_malformed_nfg_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.nfg"
    path.write_text('NFG 1 R "bad" { "a" "b" } { 2 2 } 1 2 3')
    refuse(capsys, "solve", str(path))


def test_an_unknown_command_or_flag_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    refuse(capsys, "sove", "alice-bob")
    refuse(capsys, "solve", "alice-bob", "--nonsense")


def test_the_module_runs_as_a_program_and_honours_no_color() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "openrace", "solve", "bertrand"],
        capture_output=True,
        text=True,
        check=True,
        env={"NO_COLOR": "1", "TERM": "xterm-256color", "PATH": ""},
    )
    assert "complete" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_a_calendar_too_long_to_lay_out_is_refused_with_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    error = refuse(capsys, "solve", "alice-bob", "--set", "calendar.slots=3000", "--set", "calendar.horizon=3001")
    assert "9,006,001 profiles" in error["what"]
    assert "calendar.slots" in error["hint"]


def test_a_story_with_dates_is_a_game_on_a_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    alone = ask(capsys, "solve", "announced-date@0.5")
    assert [alone["actions"][0][int(np.argmax(e["strategies"][0]))] for e in alone["equilibria"]] == ["t=6"]
    early = ask(capsys, "shift", "announced-date@0.5", "--open", "4@5")
    assert early["verdict"]["first_release"]["after"] == [14.0, 14.0]
    for name, words in (
        ("announced-date@fast", "openrace solve announced-date@0.5"),
        ("announced-date@-1", "openrace solve announced-date@0.5"),
        ("bass", "openrace story bass"),
        ("upgrade@1", "openrace solve upgrade"),
    ):
        assert words in refuse(capsys, "solve", name)["hint"]


def test_a_story_prints_its_game_as_a_file_that_gives_its_numbers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["story", "training-cost", "--set", "x=0.25", "--toml"]) == 0
    file = tmp_path / "mine.toml"
    file.write_text(capsys.readouterr().out)
    found = ask(capsys, "solve", str(file))
    assert found["equilibria"][0]["payoffs"] == pytest.approx([2.0])
    told = ask(capsys, "story", "training-cost", "--set", "x=0.25", "--toml")
    assert told["toml"] == file.read_text()
    moved = ask(capsys, "shift", str(file), "--set", "open.capability=0", "--open", "0.25@0")
    assert moved["verdict"]["training_spend"]["direction"] == "neutral"
    assert "one of them" in refuse(capsys, "story", "training-cost", "--toml", "--without", "open")["expected"]


def test_settings_that_cannot_matter_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--set", "market.kind=logit", "--set", "calendar.slots=3")
    for command in (("solve", "alice-bob"), ("shift", "alice-bob", "--do", "allow:bob")):
        assert ask(capsys, *command, *words)["notes"] == ["market.kind=logit changes nothing: nobody sells a model"]
    assert "notes" not in ask(capsys, "solve", "alice-bob", "--set", "alice.prestige=3")
    assert run(["solve", "alice-bob", *words]) == 0
    assert "note: market.kind=logit changes nothing: nobody sells a model" in capsys.readouterr().out
    assert run(["show", "alice-bob"]) == 0
    assert "cannot matter: nobody sells a model" in capsys.readouterr().out
