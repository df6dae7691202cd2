"""The card of shift: the answer first, three books apart, on one screen."""

from __future__ import annotations

import contextlib
import io
from functools import cache
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


@cache
def card(command: tuple[str, ...]) -> str:
    """What a command prints on a screen of 80 columns; the larger games take seconds."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setenv("COLUMNS", "80")
        assert run(list(command)) == 0
    return out.getvalue()


@pytest.mark.parametrize("command", [DEMO, MIXED])
def test_the_demo_fits_a_screen_and_leads_with_the_answer(command: tuple[str, ...]) -> None:
    lines = card(command).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("answer    It speeds the race up")
    starts = [next(k for k, line in enumerate(lines) if line.startswith(word)) for word in ("answer", "how sure")]
    books = [next(k for k, line in enumerate(lines) if line.startswith(f"{b}:")) for b in ("response", "progress")]
    assert starts == sorted(starts)
    assert starts[-1] < books[0] < books[1]


def test_what_mixing_means_is_said_once_and_near_copies_of_an_equilibrium_are_one() -> None:
    assert "and 3 more like it" in card(MIXED)
    assert card(MIXED).count("Percentages are chances") == 1


def test_the_three_books_are_apart() -> None:
    response, rest = card(SMALL).split("progress:")
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
