"""Thirty plausible mistakes: each is one message that says what came, what was expected and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrace.cli.app import run
from tests.openrace.cli.test_shell import refuse

MAP = ("map", "alice-bob", "--vary", "alice.prestige=0:5:3", "--open", "8@3")
OVER = ("--vary", "alice.slowness=0:30:3")
SLOTS = ("--set", "calendar.slots=3")
STEEP = ("--set", "market.value.kind=power", "--set", "market.value.exponent=9")

MISTAKES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("sovle", "alice-bob"), "no command is named 'sovle'", "openrace solve"),
    (("xyzzy",), "no command is named 'xyzzy'", "openrace --help"),
    (("solve",), "requires an argument", "openrace solve --help"),
    (("solve", "alice-bob", "now"), "now", "openrace solve --help"),
    (("solve", "alice-bob", "--bogus"), "unknown option: --bogus", "openrace solve --help"),
    (("map", "alice-bob", "--draws", "many"), "--draws", "openrace map --help"),
    (("solve", "alicebob"), "no game is named 'alicebob'", "did you mean 'alice-bob'"),
    (("solve", "mine.toml"), "mine.toml cannot be read: No such file", "check its name"),
    (("solve", "mine.nfg"), "mine.nfg cannot be read: No such file", "check its name"),
    (("show", "alice-bob", "--set", "alice.prestige"), "the setting 'alice.prestige' came", "alice.prestige=2"),
    (("show", "alice-bob", "--set", "alice.gap_prise=2"), "did you mean 'alice.gap_prize'", "openrace show alice-bob"),
    (("show", "alice-bob", "--set", "spillover.beta=2"), "spillover.beta", "openrace show alice-bob --toml"),
    (("shift", "alice-bob"), "no intervention came", "--do allow:bob"),
    (("shift", "alice-bob", "--open", "8"), "an open model without a date came", "open:5@3"),
    (("shift", "alice-bob", "--open", "8@30"), "dated 30", "longer calendar.horizon"),
    (("shift", "alice-bob", *SLOTS, *STEEP, "--open", "1e40@2"), "grew beyond", "smaller numbers"),
    (("shift", "alice-bob", *SLOTS, "--open", "1e308@2"), "the capability is 1e+308", "open:5@3"),
    (("shift", "alice-bob", "--do", "allow:carol"), "no lab 'carol'", "name one of its labs"),
    (("shift", "alice-bob", "--do", "allow=bob"), "'allow=bob' came", "allow:LAB"),
    (("shift", "alice-bob", "--do", "merge:alice+alice"), "names alice twice", "merge:alice+bob"),
    (("shift", "alice-bob", "--do", "merge:alice"), "'merge:alice' came", "name two labs or more"),
    (
        ("shift", "alice-bob", *SLOTS, "--do", "allow:bob", "--concept", "preemption", "--order", "alice"),
        "the order of moves is alice",
        "alice,bob",
    ),
    (("shift", "attrition", "--do", "allow:bob"), "attrition is no game of labs", "openrace games"),
    (("story", "alice"), "no story is named 'alice'", "alice-answers"),
    (("story", "price-war", "--set", "prices=0"), "prices: 0 came, expected 1 or more or a list", "openrace stories"),
    (("story", "selection", "--set", "p=[1.5]"), "p.0: 1.5 came, expected 1 or less", "openrace stories"),
    (("story", "metcalfe", "--set", "d=100", "--set", "p=.0025"), "smaller power d", "openrace stories"),
    ((*MAP,), "the number of assumptions that vary is 1", "give --vary twice"),
    ((*MAP, *OVER, "--out", "map.xyz"), "the picture is to be map.xyz", "write map.png"),
    ((*MAP, *OVER, "--out", "no/such/map.png"), "there is no directory no/such", "mkdir -p no/such"),
    ((*MAP, *OVER, "--table", "map.doc"), "the table is to be map.doc", "write map.csv"),
    (("plot", "alice-bob", "--do", "allow:bob", "--out", "race.docx"), "race.docx", "write race.png"),
    (("flip", "alice-bob", "--open", "8@3"), "no assumption may be changed", "add --vary"),
    (("flip", "alice-bob", "--open", "8@3", "--vary", "alice.market_share"), "is 0 at the base point", "path=lo:hi"),
    (("branches", "announced-date", "--vary", "tua=1:3:4"), "no number 'tua'", "name one"),
    (("sensitivity", "alice-bob", "--open", "8@3"), "no assumption came", "--prior alice.prestige=0:4"),
    (("regions", "alice-bob", "--vary", "alice.start=1:2:3"), "alice.start is no weight", "map with --refine"),
    (("regions", "alice-bob"), "no weight varies", "--vary alice.prestige=0:5:2"),
    (
        ("sweep", "alice-bob", "--vary", "alice.prestige=0:5:3", "--out", "s", "--executor", "eight"),
        "the executor is 'eight'",
        "processes:8",
    ),
    (("solve", "alice-bob", "--method", "simplex"), "no method 'simplex'", "leave it out"),
    (("solve", "alice-bob", "--concept", "nash"), "no concept is named 'nash'", "precommitment"),
    (("--parts", "no.py", "games"), "--parts no.py is no file", "check the path"),
)


@pytest.mark.parametrize(("words", "what", "hint"), MISTAKES, ids=[" ".join(m[0]) for m in MISTAKES])
def test_a_mistake_is_one_message_that_says_what_came_and_what_to_do(
    words: tuple[str, ...],
    what: str,
    hint: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    error = refuse(capsys, *words)
    assert what in error["what"]
    assert hint in error["hint"]
    assert not any(word in " ".join(error.values()) for word in ("Errno", "constrained", "validation", "(0,)"))
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_term_in_a_file_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[labs]]\nname = "alice"\nterms = [{ kind = "prestigee" }]\n', encoding="utf-8")
    error = refuse(capsys, "solve", str(file))
    assert error["what"].startswith(f"{file}: labs.0.terms.0: unknown kind 'prestigee' of term")
    assert error["what"].endswith("did you mean 'prestige'?")


def test_numbers_that_overflow_leave_no_warning_behind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shift", "alice-bob", *SLOTS, *STEEP, "--open", "1e40@2"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: a number grew beyond")
    assert "Warning" not in told
