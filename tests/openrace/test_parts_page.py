"""The page of parts is what the lists say, and its example works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from openrace.cli.app import run
from openrace.parts_page import PAGE, page


def test_the_page_of_parts_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again with: make docs"


def test_the_example_of_a_part_of_ones_own_works_in_the_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In processes of their own, for a listed part stays listed."""
    example = re.findall(r"```python\n(.*?)```", page(), flags=re.DOTALL)[0]
    assert len(example.strip().splitlines()) <= 20
    mine = tmp_path / "mine.py"
    mine.write_text(example)
    assert run(["show", "alice-bob", "--set", "calendar.slots=3", "--toml"]) == 0
    goodwill = '[[labs.terms]]\nkind = "goodwill"\nweight = 2.0\n\n'
    game = tmp_path / "game.toml"
    game.write_text(capsys.readouterr().out.replace("[[labs]]", goodwill + "[[labs]]", 2).replace(goodwill, "", 1))
    commands = (
        ["show", str(game)],
        ["solve", str(game), "--set", "alice.goodwill=1"],
        ["shift", str(game), "--do", "allow:bob"],
        ["diff", "alice-bob", str(game)],
    )
    for words in commands:
        shell = [sys.executable, "-m", "openrace", *words, "--parts", str(mine)]
        done = subprocess.run(shell, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "goodwill" in done.stdout or words[0] == "solve"


@pytest.mark.parametrize("words", [["--parts"], ["--parts", "nowhere.py"], ["--parts", __file__ + "x"]])
def test_a_file_of_parts_that_is_none_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["games", *words]) == 2
    assert "error: " in capsys.readouterr().err


def test_a_file_of_parts_that_fails_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.py"
    path.write_text("1 / 0")
    assert run(["games", "--parts", str(path)]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err
