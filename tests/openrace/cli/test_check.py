"""Commands that check an answer: the best-response graph, and what hides openrace's own packages."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

from games.parts.game import Game
from openrace.cli.app import run
from openrace.questions.load import load
from solver.game.best_response import response_graph
from tests.openrace.cli.test_shell import ask, refuse

PENNIES = 'NFG 1 R "matching $pennies" { "odd" "even" } { 2 2 } 1 -1 -1 1 -1 1 1 -1'


def test_sinks_of_the_graph_are_the_pure_equilibria(capsys: pytest.CaptureFixture[str]) -> None:
    graph = ask(capsys, "graph", "bertrand")
    pure = ask(capsys, "solve", "bertrand", "--method", "pure")
    plans = [
        [own[x.index(1)] for x, own in zip(e["strategies"], pure["actions"], strict=True)] for e in pure["equilibria"]
    ]
    assert sorted(s["profile"] for s in graph["sinks"]) == sorted(plans) == [["0", "0"], ["1", "1"], ["2", "2"]]
    assert graph["profiles"] == 121
    assert graph["switches"] == len(graph["edges"])
    assert all(e["gain"] > 0 for e in graph["edges"])


def test_matching_pennies_moves_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pennies.nfg"
    path.write_text(PENNIES)
    graph = ask(capsys, "graph", str(path))
    assert graph["sinks"] == []
    assert [len(c["profiles"]) for c in graph["cycles"]] == [4]
    assert [c["basin"] for c in graph["cycles"]] == [4]
    assert run(["graph", str(path)]) == 0
    assert "no sink" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_graph_has_a_picture(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pennies.nfg"
    path.write_text(PENNIES)
    target = tmp_path / f"graph.{ending}"
    assert ask(capsys, "graph", str(path), "--out", str(target))["file"] == str(target)
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert target.read_bytes().startswith(start)


def test_better_replies_have_more_switches_than_best_ones(capsys: pytest.CaptureFixture[str]) -> None:
    best = ask(capsys, "graph", "alice-bob", "--set", "calendar.slots=4")
    better = ask(capsys, "graph", "alice-bob", "--set", "calendar.slots=4", "--better")
    assert better["switches"] > best["switches"]
    assert better["sinks"] == best["sinks"]


@pytest.mark.parametrize("name", ["solver", "games"])
def test_a_file_that_hides_a_package_of_openrace_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text("x = 1\n")
    script = tmp_path / "mine.py"
    script.write_text("import openrace\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert str(tmp_path / f"{name}.py") in last
    assert "Rename it" in last


def test_a_folder_that_hides_a_package_of_openrace_is_named(tmp_path: Path) -> None:
    (tmp_path / "games").mkdir()
    (tmp_path / "games" / "__init__.py").write_text("")
    script = tmp_path / "mine.py"
    script.write_text("import openrace\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert "hides openrace's own package 'games'" in done.stderr


@pytest.mark.parametrize("name", ["alice-bob", "closed-monopolist", "attrition", "alice-bob-monopolist"])
def test_a_second_program_confirms_the_answer(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    small = {"alice": ("--set", "calendar.slots=4"), "attrition": ("--set", "periods=3")}.get(name.split("-")[0], ())
    checked = ask(capsys, "verify", name, *small)
    solved = ask(capsys, "solve", name, *small, "--verify")
    assert checked["confirmed"]
    assert checked["sound"]
    assert checked["complete"]
    assert checked["equilibria"] == len(solved["equilibria"])
    assert checked["hash"] == solved["hash"]
    assert solved["verification"]["confirmed"]


def test_a_shift_is_verified_on_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("shift", "alice-bob", "--set", "calendar.slots=4", "--do", "allow:bob", "--verify")
    found = ask(capsys, *words)["verification"]
    assert {side: v["confirmed"] for side, v in found.items()} == {"before": True, "after": True}
    assert run(list(words)) == 0
    out = capsys.readouterr().out
    assert "before: confirmed by an independent check" in out
    assert "after: confirmed by an independent check" in out


def test_a_check_that_contradicts_the_answer_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from openrace.concepts import choice, open_loop

    plain = open_loop.solve

    def forgetful(game: Game, *arguments: Any, **options: Any) -> open_loop.Answer:
        answer = plain(game, *arguments, **options)
        kept = replace(answer.solution, equilibria=answer.solution.equilibria[:1], components=())
        return replace(answer, solution=kept)

    monkeypatch.setattr(choice, "as_usual", forgetful)
    checked = ask(capsys, "verify", "bertrand", "--set", "highest_price=3", code=1)
    assert checked["claimed_complete"]
    assert not checked["complete"]
    assert not checked["confirmed"]
    assert checked["contradicted"]


@pytest.mark.parametrize("concept", ["reaction", "commitment", "all"])
def test_other_concepts_are_not_verified(concept: str, capsys: pytest.CaptureFixture[str]) -> None:
    refuse(capsys, "solve", "alice-bob", "--set", "calendar.slots=3", "--concept", concept, "--verify")


def test_a_check_that_does_not_end_contradicts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    checked = ask(capsys, "verify", "bertrand", "--budget", "1e-9")
    assert checked["sound"]
    assert not checked["complete"]
    assert not checked["contradicted"]
    for seconds in ("0", "-1", "nan", "inf"):
        refuse(capsys, "verify", "bertrand", "--budget", seconds)


def test_a_budget_and_an_interrupt_return_what_a_search_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = np.random.default_rng(3).integers(0, 99, 3 * 6**3)
    path = tmp_path / "large.nfg"
    path.write_text(f'NFG 1 R "large" {{ "a" "b" "c" }} {{ 6 6 6 }}\n{" ".join(map(str, numbers))}')
    found = ask(capsys, "solve", str(path), "--method", "all", "--budget", "0.2")
    assert found["status"]["code"] in ("not-proven", "partial", "failed")
    assert "the budget of 0.2 s is spent" in found["status"]["message"]
    before = signal.signal(signal.SIGALRM, _interrupt)
    # What is raised while hypothesis measures a collection is lost.
    gc.disable()
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    found = ask(capsys, "solve", str(path), "--method", "all")
    gc.enable()
    signal.signal(signal.SIGALRM, before)
    assert found["status"]["code"] in ("not-proven", "partial", "failed")
    assert "interrupted after" in found["status"]["message"].lower()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """What Ctrl-C does."""
    raise KeyboardInterrupt


def test_a_budget_needs_a_search(capsys: pytest.CaptureFixture[str]) -> None:
    refuse(capsys, "solve", "alice-bob", "--concept", "reaction", "--budget", "3")
    refuse(capsys, "solve", "alice-bob", "--method", "pure", "--budget", "3")


def test_a_method_that_finds_nothing_exits_with_1_and_names_a_method(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "solve", "alice-bob", "--method", "lemke-howson", code=1)
    assert found["equilibria"] == []
    assert found["status"]["code"] == "failed"
    assert "the method 'all'" in found["status"]["message"]


@pytest.mark.parametrize("words", [("bertrand",), ("alice-bob", "--set", "calendar.slots=5"), ("attrition",)])
def test_sizes_of_basins_are_those_of_the_graph(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    form = load(words[0], words[2:]).normal_form()
    graph = response_graph(form)
    found = ask(capsys, "graph", *words)
    assert [s["basin"] for s in found["sinks"]] == [len(graph.basin(s)) for s in graph.sinks]
    assert [c["basin"] for c in found["cycles"]] == [len(graph.basin(c[0])) for c in graph.cycles]


def test_a_graph_too_large_to_read_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "14,161 pure profiles" in refuse(capsys, "graph", "attrition", "--set", "periods=118")["what"]
