import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from openrace.cli.app import run

GAME = ("alice-bob", "--set", "calendar.slots=4", "--set", "calendar.horizon=8")
WEIGHTS = ("--vary", "alice.prestige=0.5:4:3", "--vary", "alice.slowness=1:20:3")
QUESTION = ("--open", "7@1")


def ask(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    assert run([*words, "--json"]) == code
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["schema"] == 1
    assert isinstance(found, dict)
    return found


def test_sweep_stores_and_refuses_to_overwrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "s")
    found = ask(capsys, "sweep", *GAME, *WEIGHTS, *QUESTION, "--metric", "n_release", "--out", out)
    assert found["done"] == found["cells"] == 9
    assert sum(s["count"] for s in found["shares"]["n_release"]) == 9
    refused = ask(capsys, "sweep", *GAME, *WEIGHTS, *QUESTION, "--metric", "n_release", "--out", out, code=2)
    assert "--resume" in refused["error"]["hint"]
    again = ask(capsys, "sweep", *GAME, *WEIGHTS, *QUESTION, "--metric", "n_release", "--out", out, "--resume")
    assert again == found


def test_sweep_samples_and_shards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "sweep",
        *GAME,
        "--prior",
        "alice.prestige=0:4",
        "--n",
        "8",
        "--sampler",
        "latin",
        "--out",
        str(tmp_path / "s"),
    )
    assert ask(capsys, *words, "--shard", "1/2")["cells"] == 8
    assert ask(capsys, *words, "--shard", "2/2")["done"] == 8
    assert "shard" in ask(capsys, *words, "--shard", "3/2", code=2)["error"]["what"]


def test_map_writes_a_picture_a_table_and_exact_and_refined_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openrace.analysis.besides.COARSE", 8)
    files = ("--out", str(tmp_path / "m.png"), "--table", str(tmp_path / "m.csv"))
    lines = ("--exact", "--refine", "0.06", "--robustness", "16")
    found = ask(capsys, "map", *GAME, *WEIGHTS, *QUESTION, *lines, *files)
    assert len(found["codes"]) == 3
    assert len(found["exact"]) == 2
    assert found["boundary"]["evaluated"] >= 81
    assert sum(s["count"] for s in found["robustness"]) == 16
    assert (tmp_path / "m.png").exists()
    assert len((tmp_path / "m.csv").read_text().splitlines()) == 10


@pytest.mark.parametrize(("concept", "end"), [("open-loop", ", open loop"), ("all", "")])
def test_a_picture_of_maps_is_titled_by_the_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], concept: str, end: str
) -> None:
    file = tmp_path / "m.png"
    ask(capsys, "map", *GAME, *WEIGHTS, *QUESTION, "--concept", concept, "--out", str(file))
    with Image.open(file) as image:
        assert image.info["Title"] == f"alice-bob, open:7@1: first release in response (periods){end}"


def test_regions_flip_branches_and_sensitivity_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regions = ask(capsys, "regions", *GAME, *WEIGHTS, "--out", str(tmp_path / "r.png"))
    assert regions["regions"][0]["facets"]
    flip = ask(capsys, "flip", *GAME, *QUESTION, "--vary", "alice.prestige=0.5:4", "--out", str(tmp_path / "f.png"))
    assert flip["flips"]
    assert flip["flips"][0]["certificate"]["after"]["proven"]
    branches = ask(capsys, "branches", "announced-date", "--vary", "tau=7:14:15", "--table", str(tmp_path / "b.tex"))
    assert branches["breakpoints"] == pytest.approx([8.847481, 12.603285], abs=1e-6)
    indices = ask(capsys, "sensitivity", *GAME, *QUESTION, "--prior", "alice.prestige=0:4", "--n", "8")["indices"]
    assert {i["kind"] for i in indices} == {"first", "total", "pawn"}
    assert all((tmp_path / name).exists() for name in ("r.png", "f.png", "b.tex"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("map", *GAME, "--vary", "alice.prestige=0:1:2", *QUESTION), "two"),
        (("map", *GAME, *WEIGHTS), "--open"),
        (("sweep", *GAME, *QUESTION, "--out", "x"), "one of them"),
        (("flip", *GAME, *QUESTION), "at least one path"),
        (("flip", *GAME, *QUESTION, "--vary", "alice.prestige", "--seed", "-1"), "0 or more"),
        (("sweep", *GAME, "--prior", "alice.prestige=0:1", "--seed", "-1", "--out", "x"), "0 or more"),
        (("branches", "announced-date"), "one"),
        (("regions", *GAME, "--vary", "alice.start=1:2:2"), "weights"),
    ],
)
def test_what_the_user_gets_wrong_is_said_and_exits_with_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert said in ask(capsys, *words, code=2)["error"]["expected"]


def test_people_get_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["regions", *GAME, *WEIGHTS]) == 0
    assert "inequality" in capsys.readouterr().out
    assert run(["flip", *GAME, *QUESTION, "--vary", "alice.prestige=0.5:4"]) == 0
    said = capsys.readouterr().out
    assert "short of it may be later (2 -> 2 to 8); beyond it the same (2 -> 2)" in said
