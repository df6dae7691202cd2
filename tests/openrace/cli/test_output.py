"""Stdout belongs to the answer, names are text, and every command can be shared and kept as a table."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openrace.cli.app import app, run
from solver.common.table import Table, without_noise

NOISY = """
import ctypes, os, sys
import openrace.show.cards.catalog as catalog
from openrace.cli.app import run

plain = catalog.catalog_report

def noisy():
    print("printed by Python")
    os.write(1, b"written to the descriptor\\n")
    ctypes.CDLL(None).printf(b"buffered by C\\n")
    return plain()

catalog.catalog_report = noisy
sys.exit(run(sys.argv[1:]))
"""

GAME = ("alice-bob", "--set", "calendar.slots=4", "--set", "calendar.horizon=8")
QUESTION = ("--open", "7@1")
EVERY = (
    ("games",),
    ("show", "alice-bob"),
    ("parts",),
    ("evidence",),
    ("replicate", "lee-wilde"),
    ("card", *GAME, *QUESTION, "--draws", "8", "--out", "card.png"),
    ("effects", *GAME, *QUESTION),
    ("prove", *GAME, *QUESTION, "--box", "alice.prestige=1:1.1"),
    ("multiverse", *GAME, *QUESTION, "--draws", "0", "--keep", "horizon"),
    ("solve", "alice-bob", "--set", "alice.prestige=3"),
    ("shift", "alice-bob", "--do", "allow:bob"),
    ("diff", "alice-bob", "alice-bob-monopolist"),
    ("story", "talent"),
    ("regions", *GAME, "--vary", "alice.prestige=0:5:2"),
    ("flip", *GAME, *QUESTION, "--vary", "alice.prestige=0.5:4"),
    ("branches", "announced-date", "--vary", "tau=7:14:3"),
    ("map", *GAME, *QUESTION, "--vary", "alice.prestige=0:5:2", "--vary", "alice.slowness=0:30:2"),
    ("verify", *GAME),
    ("graph", "alice-bob", "--out", "graph.png"),
    ("export", "alice-bob", "--out", "game.nfg"),
    (
        *("explore", *GAME, *QUESTION, "--vary", "alice.prestige=0:5:2", "--vary", "alice.slowness=0:30:2"),
        *("--out", "page.html"),
    ),
    ("plot", "alice-bob", "--do", "allow:bob", "--out", "race.svg"),
    ("compose", "training-cost", "upgrade"),
)
LONG = {"stories", "sweep", "sensitivity", "rules"}
"""Commands that take seconds or write folders; the survey's own tests run them."""


def test_nothing_that_a_library_prints_reaches_stdout_with_json() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NOISY, "games", "--json"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"schema", "version", "games", "published"}
    for said in ("printed by Python", "written to the descriptor", "buffered by C"):
        assert said in done.stderr


def test_an_error_after_output_of_a_library_is_the_only_object() -> None:
    script = NOISY.replace("return plain()", "raise MemoryError('none left')")
    done = subprocess.run(
        [sys.executable, "-c", script, "games", "--json"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "none left" in json.loads(done.stdout)["error"]["what"]


def test_every_command_is_listed_here() -> None:
    assert {words[0] for words in EVERY} | LONG == {name for name in app if not name.startswith("-")}


@pytest.mark.parametrize("words", EVERY, ids=lambda words: words[0])
def test_every_command_can_be_shared_and_kept_as_a_table(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*words, "--share", "--table", "t.csv"]) == 0
    paragraph, _, table = capsys.readouterr().out.partition("\n\n")
    assert paragraph
    assert "\n" not in paragraph
    header, rule, *rows = table.splitlines()
    assert [row.split(" | ")[0].strip("| ") for row in rows] == [
        "assumptions changed",
        "verdict",
        "proof",
        "command",
        "version, hash",
    ]
    assert rule == "| --- | --- |"
    assert header.startswith("| question | ")
    assert f"openrace {words[0]}" in rows[3]
    assert "--share" not in rows[3]
    with Path("t.csv").open(newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) > 1
    assert len({len(line) for line in lines}) == 1


def test_shared_numbers_changed_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "alice-bob", "--set", "alice.prestige=3", "--share"]) == 0
    assert "| assumptions changed | alice.prestige=3 |" in capsys.readouterr().out


def test_names_from_files_are_text_on_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.nfg"
    path.write_text('NFG 1 R "[red]t[/b] \x1b[31m:smile:" { "[bold]a" "\x1b]0;x\x07b" } { 1 2 } 1 2 3 4')
    for command in ("solve", "show"):
        assert run([command, str(path)]) == 0
        out = capsys.readouterr().out
        assert "[red]t[/b]" in out
        assert ":smile:" in out
        assert "\x1b" not in out
        assert "\x07" not in out
    assert run(["solve", str(path)]) == 0
    assert "[bold]a" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["csv", "tex", "md"])
def test_no_name_from_a_file_moves_the_terminal_on_which_an_answer_is_shared_or_a_table_read(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, table = tmp_path / "odd.nfg", tmp_path / f"t.{kind}"
    path.write_text('NFG 1 R "t\x1b[31m\u202e" { "\x1b[1ma" "\x1b=1+1" } { 1 2 } 1 2 3 4', encoding="utf-8")
    assert run(["solve", str(path), "--share", "--table", str(table)]) == 0
    for text in (capsys.readouterr().out, table.read_text(encoding="utf-8")):
        assert not {"\x1b", "\u202e"} & set(text)
    rows = table.read_text(encoding="utf-8")
    assert "'=1+1" in rows if kind == "csv" else "=1+1" in rows


def test_names_from_files_are_text_in_tables() -> None:
    table = Table("t\n\\input{x}", ("=h", "a|b"), (("=cmd|' /C calc'!A0", 5.000000000058), ("+1.5", None)))
    rows = list(csv.reader(table.csv().splitlines()))
    assert rows == [["'=h", "a|b"], ["'=cmd|' /C calc'!A0", "5.0"], ["+1.5", ""]]
    assert table.latex().startswith("% t \\input{x}\n\\begin{tabular}")
    assert r"a\|b" in table.markdown()
    assert len(table.markdown().splitlines()) == 4


def test_noise_of_rounding_is_not_printed() -> None:
    assert without_noise(5.000000000058) == 5
    assert without_noise(0.1 + 0.2) == 0.3
    assert without_noise(1 / 3) == 1 / 3
    assert without_noise(5.0001) == 5.0001
    assert without_noise(1e-300) == 1e-300


@pytest.mark.parametrize("command", ["games", "show alice-bob-monopolist", "show adoption", "parts"])
def test_no_word_is_cut_and_no_line_is_wrapped_in_a_pipe(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(command.split()) == 0
    narrow = capsys.readouterr().out
    assert max(map(len, narrow.splitlines())) <= 80
    assert "…" not in narrow
    monkeypatch.delenv("COLUMNS")
    assert run(command.split()) == 0
    wide = capsys.readouterr().out
    assert " ".join(wide.split()) == " ".join(narrow.split())
    assert len(wide.splitlines()) <= len(narrow.splitlines())


@pytest.mark.parametrize(
    "name", ["alice-bob", "alice-bob-monopolist", "closed-monopolist", "adoption", "scaling", "race"]
)
def test_what_a_game_assumes_fits_fifteen_lines(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["show", name]) == 0
    assert len(capsys.readouterr().out.splitlines()) <= 15
    assert run(["show", name, "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 12


@pytest.mark.parametrize("words", [["games"], ["games", "--json"], ["--help"], ["solve", "nothing"]])
def test_a_program_without_a_stdout_prints_no_traceback(words: list[str]) -> None:
    shell = f"{sys.executable} -m openrace {' '.join(words)} >&-"
    done = subprocess.run(shell, stderr=subprocess.PIPE, text=True, check=False, timeout=120, shell=True)  # noqa: S602
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if words[0] == "solve" else 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("words", "buffered"),
    [(("games",), ""), (("games", "--json"), "1"), (("--help",), "1"), (("solve", "nothing", "--json"), "1")],
)
def test_a_full_disk_is_said_in_one_sentence(words: tuple[str, ...], buffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": buffered}
    command = [sys.executable, "-m", "openrace", *words]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment)
        silent = subprocess.run(command, stdout=full, stderr=full, check=False, env=environment)
    assert done.returncode == silent.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("games",), ("games", "--json")])
def test_a_reader_that_has_enough_is_no_error(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "openrace", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ("export", *GAME, "--out", "full.nfg"),
        ("plot", *GAME, *QUESTION, "--out", "full.svg"),
        ("games", "--table", "full.csv"),
    ],
)
def test_a_file_that_has_no_room_is_named(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(words[-1]).symlink_to("/dev/full")
    assert run(words) == 2
    assert f"{words[-1]} cannot be written: No space left on device" in capsys.readouterr().err


def test_ctrl_c_while_the_shell_is_loaded_is_no_traceback() -> None:
    script = """
import sys
from openrace.__main__ import main

class Interrupted:
    def find_spec(self, name, *_):
        if name == "cyclopts":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "error: interrupted\n")
