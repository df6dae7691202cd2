"""``openrace replicate`` in the shell."""

from __future__ import annotations

import json

import pytest

from games.classics.listing import MODELS
from games.classics.patents.flow_races import LeeWilde
from openrace.cli.app import app, run
from solver.common.errors import SolverError


def printed(words: list[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert run(words) == code
    return capsys.readouterr().out


def test_rows_are_printed_as_json_with_the_fields_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(["replicate", "lee-wilde", "--json"], capsys))["rows"]
    assert len(rows) == len(LeeWilde.published)
    for row in rows:
        assert list(row) == ["model", "source", "quantity", "published", "ours", "tolerance", "ok", "how"]
        assert row["ok"]


def test_the_question_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(["replicate", "lee-wilde", "--question", "open", "--json"], capsys))["rows"]
    assert [row["direction"] for row in rows] == ["down"]


def test_a_value_that_differs_gives_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(LeeWilde, "published", (replace(LeeWilde.published[0], value=0.7),))
    assert "1 differ" in printed(["replicate", "lee-wilde"], capsys, 1)


def test_other_parameters_are_set_for_one_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert "0.8094182" in printed(["replicate", "lee-wilde", "--set", "firms=3"], capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lee-wild"], "did you mean 'lee-wilde'"),
        (["lee-wilde", "--question", "closed"], "--question open"),
        (["lee-wilde", "--question", "open", "--set", "r=1"], "--set came with --question"),
        (["aghion", "--question", "open", "--figures", "here"], "--figures came with --question"),
        (["lee-wilde", "tan", "--set", "r=1"], "one model"),
        (["lee-wilde", "--set", "n=1"], "firms"),
    ],
)
def test_mistakes_are_said_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replicate", *words]) == 2
    assert said in capsys.readouterr().err


def test_models_have_different_names() -> None:
    assert len({m.name for m in MODELS}) == len(MODELS)


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["replicate", "lee-wilde"], "try other numbers with --set"),
        (["solve", "lee-wilde"], "try another --method or other numbers with --set"),
        (["stories"], "try other numbers, or report the command"),
    ],
)
def test_what_a_failing_solver_advises_is_what_the_command_has(
    words: list[str], advice: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SolverError("nothing settled")

    monkeypatch.setattr(type(app), "__call__", fail)
    assert run([*words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["hint"] == advice
