"""The page of parts is what the lists say, and its example works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.tools.parts_page import PAGE, page
from openrace.cli.app import run


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


def test_the_example_of_a_game_of_ones_own_is_solved_by_name_and_from_a_file(tmp_path: Path) -> None:
    mine, file = tmp_path / "mine.py", tmp_path / "rash.toml"
    mine.write_text(re.findall(r"```python\n(.*?)```", page(), flags=re.DOTALL)[1])
    file.write_text('kind = "chicken"\ncrash = 2.0\n')
    for words, count in ((["chicken"], 3), ([str(file), "--set", "crash=-3"], 1)):
        shell = [sys.executable, "-m", "openrace", "solve", *words, "--parts", str(mine), "--json"]
        done = subprocess.run(shell, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        # Two pure equilibria and a mixed one while a crash is worse than losing face; where it is a pleasure, one.
        assert len(json.loads(done.stdout)["equilibria"]) == count


def installed(folder: Path, module: str) -> dict[str, str]:
    """An environment in which a package of that text is installed, with its entry point."""
    (folder / "goodwill.py").write_text(module)
    info = folder / "goodwill-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: goodwill\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[openrace.parts]\ngoodwill = goodwill\n")
    return {**os.environ, "PYTHONPATH": str(folder)}


def openrace(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    shell = [sys.executable, "-m", "openrace", *words]
    return subprocess.run(shell, capture_output=True, text=True, check=False, env=environment)


def test_an_installed_package_brings_terms_and_games_without_being_named(tmp_path: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", page(), flags=re.DOTALL)
    environment = installed(tmp_path, "\n".join(examples))
    done = openrace(environment, "solve", "alice-bob", "--set", "alice.goodwill=3", "--set", "calendar.slots=3")
    assert done.returncode == 0, done.stderr
    assert "chicken" in openrace(environment, "games", "--json").stdout


def test_a_package_that_fails_is_named_in_one_sentence_and_only_where_it_is_needed(tmp_path: Path) -> None:
    environment = installed(tmp_path, "1 / 0")
    assert openrace(environment, "show", "alice-bob").returncode == 0
    done = openrace(environment, "show", "chicken")
    assert done.returncode == 2
    assert done.stderr.startswith("error: goodwill brings parts in goodwill, which fails with ZeroDivisionError")


@pytest.mark.parametrize("words", [["--parts"], ["--parts", "nowhere.py"], ["--parts", __file__ + "x"]])
def test_a_file_of_parts_that_is_none_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["games", *words]) == 2
    assert "error: " in capsys.readouterr().err


def test_a_file_of_parts_that_fails_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.py"
    path.write_text("1 / 0")
    assert run(["games", "--parts", str(path)]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err
