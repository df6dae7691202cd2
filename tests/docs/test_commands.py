"""Every command that a page shows is one that the shell takes, and runs as shown."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from docs.tools.commands import WIDTH, Shown, commands, pages
from openrace.cli.app import app, run

SHOWN = list(dict.fromkeys(shown for page in pages() for shown in commands(page)))
"""Each once."""


def said(shown: Shown) -> str:
    return f"{shown.page}: {shlex.join(shown.words)}"


def test_pages_show_commands_and_pictures() -> None:
    assert {shown.page for shown in SHOWN} >= {"README.md", "docs/isolate.md", "docs/evidence.md"}
    pictures = [shown.picture for shown in SHOWN if shown.picture is not None]
    assert len(pictures) >= 5
    assert all(picture.exists() for picture in pictures)


def test_an_answer_belongs_to_the_command_right_above_it_and_what_it_reads_is_made_by_one_above() -> None:
    page = Path(__file__).parents[2] / "docs" / "isolate.md"
    found = {shown.words[0]: shown for shown in commands(page)}
    assert found["sweep"].printed is None
    assert found["rules"].needs == (found["sweep"],)
    assert (found["rules"].printed or "").startswith("alice-bob: ")


@pytest.mark.parametrize("shown", SHOWN, ids=said)
def test_the_shell_takes_every_command_that_a_page_shows(shown: Shown) -> None:
    # Parsing alone: an unknown command or option raises.
    app.parse_args(list(shown.words), exit_on_error=False, print_error=False)


@pytest.mark.slow
@pytest.mark.parametrize("shown", SHOWN, ids=said)
def test_every_command_that_a_page_shows_runs(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    # The file of the reader's that pages speak of, made as they say.
    assert run(["show", "alice-bob", "--toml"]) == 0
    Path("mine.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    for one in shown.needs:
        assert run(list(one.words)) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert run(list(shown.words)) == 0, capsys.readouterr().err
    if shown.printed is not None:
        lines = capsys.readouterr().out.rstrip("\n").splitlines()
        assert "\n".join(line.rstrip() for line in lines) == shown.printed
    assert shown.out is None or Path(shown.out).exists()
