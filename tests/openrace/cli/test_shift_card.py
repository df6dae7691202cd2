"""The card of shift: the answer first, three books apart, on one screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrace.cli.app import run
from tests.openrace.cli.test_shell import ask, refuse

ROOT = Path(__file__).parents[3]
DEMO = ("shift", "alice-bob", "--set", "alice.slowness=2", "--do", "release:bob@4")
MIXED = ("shift", "alice-bob-monopolist", "--do", "allow:bob")
SMALL = ("shift", "alice-bob", "--set", "calendar.slots=4", "--do", "allow:bob")


def test_the_demo_is_the_command_of_the_makefile_and_of_the_readme() -> None:
    command = f"openrace {' '.join(DEMO)}"
    assert command in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [DEMO, MIXED])
def test_the_demo_fits_a_screen_and_leads_with_the_answer(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(list(command)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("answer    It speeds the race up")
    starts = [next(k for k, line in enumerate(lines) if line.startswith(word)) for word in ("answer", "how sure")]
    books = [next(k for k, line in enumerate(lines) if line.startswith(f"{b}:")) for b in ("response", "progress")]
    assert starts == sorted(starts)
    assert starts[-1] < books[0] < books[1]


def test_what_mixing_means_is_said_once_and_near_copies_of_an_equilibrium_are_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(list(MIXED)) == 0
    out = capsys.readouterr().out
    assert "and 3 more like it" in out
    assert out.count("Percentages are chances") == 1


def test_the_three_books_are_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(SMALL)) == 0
    out = capsys.readouterr().out
    response, rest = out.split("progress:")
    progress, contribution = rest.split("contribution:")
    assert "release of alice" in response or "first release" in response
    assert "without it" in progress
    assert "release of bob" in contribution.split("who moves when")[0]
    assert "release of bob" not in response.split("response:")[1]


def test_everything_has_every_metric_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, *SMALL)
    assert run([*SMALL, "--all"]) == 0
    out = capsys.readouterr().out
    for unit in {m["unit"] for m in found["verdict"].values()}:
        assert unit.split()[0] in out
    assert "profit incentive" in out or "pay what they did" in out


def test_one_metric_or_one_lab_can_be_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    one = ask(capsys, *SMALL, "--metric", "frontier_end")["asked"]
    assert "frontier_end" in one
    assert all(name.endswith("frontier_end") for name in one)
    lab = ask(capsys, *SMALL, "--metric", "alice")["asked"]
    assert lab
    assert all(name.endswith(".alice") for name in lab)
    assert run([*SMALL, "--metric", "alice"]) == 0
    assert "release of alice" in capsys.readouterr().out
    assert "'profit.alice'" in refuse(capsys, *SMALL, "--metric", "profit.alise")["hint"]
    refuse(capsys, *SMALL, "--metric", "")
