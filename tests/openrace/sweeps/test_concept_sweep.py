"""Sweeps and maps under any solution concept: the answers of ``shift --concept``, in the same stores and pictures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from games.parts.direction import Code
from games.parts.paths import with_settings
from openrace.analysis.disagreement import agreed, disagreements, table_of
from openrace.analysis.landscape import GameLandscape
from openrace.analysis.sign_map import sign_maps
from openrace.cli.app import run as shell
from openrace.concepts.choice import Choice, choices
from openrace.concepts.concept import Concept
from openrace.concepts.equilibria import CellFlag
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import read_question, shift
from openrace.show.map_plot import draw_panels
from openrace.show.style import Note, save
from openrace.sweeps.axis import read_axis
from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.design import Grid, Listed
from openrace.sweeps.executors import Workers
from openrace.sweeps.layout import Layout
from openrace.sweeps.results import under
from openrace.sweeps.store import Store
from openrace.sweeps.sweep import SweepInterrupted, sweep
from solver.common.errors import OpenraceError, TooLargeError
from tests.openrace.sweeps.sweeps import QUESTION, contents, sign_map, small_game, small_grid

METRICS = ("first_release", "frontier_area", "training_spend", "n_release")
PATHS = ("alice.prestige", "alice.frontier_penalty", "bob.prestige", "alice.start")


def run(path: Path, *, concept: str = "preemption", executor: Workers = 1, resume: bool = False) -> None:
    sweep(
        small_game(), small_grid(3), QUESTION,
        out=path, metrics=METRICS, concept=concept, executor=executor, block_cells=2, resume=resume,
    )  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("concepts") / "s"
    run(path)
    return path


def test_every_cell_is_the_shift_at_that_point_under_that_concept(tmp_path: Path) -> None:
    draws = np.random.default_rng(24)
    # Small whole numbers make ties, halves do not.
    points = np.stack([draws.integers(0, 7, 4) / 2 for _ in PATHS], axis=1)
    result = sweep(small_game(), Listed(PATHS, points), QUESTION, out=tmp_path / "s", metrics=METRICS, concept="all")
    whole = result.dataset()
    assert result.concepts == tuple(whole["concept"].values) == tuple(Concept)
    for choice in choices("all"):
        dataset = under(whole, choice.label)
        for cell, point in enumerate(points):
            game = with_settings(small_game(), Question(small_game()).settings(PATHS, point.tolist()))
            single = shift(game, QUESTION, choice.solver())
            for name in METRICS:
                verdict = single.metric(name)
                # A reacting lab's answer comes from the same code, bit by bit; fixed plans are solved in batches.
                gap = 1e-9 if choice.concept is Concept.OPEN_LOOP else 0.0
                stored = dataset["extent"].sel(metric=name).values[cell]
                expected = np.array([verdict.before, verdict.after], dtype=np.float64)
                np.testing.assert_allclose(stored, expected, rtol=gap, atol=gap)
                assert Code(int(dataset["direction"].sel(metric=name).values[cell])) is Code.of(verdict.direction)
            for side, answer in enumerate((single.before, single.after)):
                assert dataset["n_equilibria"].values[cell, side] == len(answer.plays)
                assert bool(dataset["flags"].values[cell, side] & CellFlag.COMPLETE) == answer.complete
                masks = dataset["support"].values[cell, side, :, 0]
                for player, mask in enumerate(masks.tolist()):
                    played = {int(a) for play in answer.plays for a in np.flatnonzero(play[player])}
                    assert {a for a in range(64) if int(mask) >> a & 1} == played


def test_one_concept_is_stored_as_before_and_several_along_a_dimension(undisturbed: Path, tmp_path: Path) -> None:
    run(tmp_path / "all", concept="all")
    alone, together = Store(undisturbed).open(), Store(tmp_path / "all").open()
    assert alone["extent"].dims == ("alice.prestige", "alice.frontier_penalty", "metric", "side", "bound")
    assert together["extent"].dims[2:] == ("concept", "metric", "side", "bound")
    for name in ("extent", "direction", "flags", "n_equilibria", "support"):
        np.testing.assert_array_equal(alone[name].values, under(together, "preemption")[name].values)
    run(tmp_path / "fixed", concept="precommitment")
    fixed = Store(tmp_path / "fixed").open()
    for name in ("extent", "direction", "flags", "n_components"):
        np.testing.assert_array_equal(fixed[name].values, under(together, "precommitment")[name].values)
    with pytest.raises(OpenraceError, match="nothing under"):
        under(alone, "announcement")


def test_an_interrupted_sweep_of_reacting_labs_goes_on_where_it_stopped(
    undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Store.write
    written: list[int] = []

    def stops(self: Store, layout: Layout, k: int, summaries: tuple[CellSummary, ...]) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(k)
        write(self, layout, k, summaries)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", stops)
        with pytest.raises(SweepInterrupted, match="resume"):
            run(tmp_path / "s")
    run(tmp_path / "s", resume=True)
    assert contents(tmp_path / "s") == contents(undisturbed)


@pytest.mark.parametrize("executor", [2, "processes:2"])
def test_any_executor_gives_the_same_bytes(undisturbed: Path, tmp_path: Path, executor: Workers) -> None:
    run(tmp_path / "s", executor=executor)
    assert contents(tmp_path / "s") == contents(undisturbed)


def test_a_store_under_one_concept_is_not_gone_on_with_under_another(undisturbed: Path) -> None:
    before = contents(undisturbed)
    for concept in ("precommitment", "announcement", "all"):
        with pytest.raises(OpenraceError, match="under reaction, not"):
            run(undisturbed, concept=concept, resume=True)
    assert contents(undisturbed) == before


def test_maps_of_all_concepts_are_the_maps_of_each_and_say_where_they_differ(tmp_path: Path) -> None:
    x, y = read_axis("alice.prestige=0.5:4:4"), read_axis("alice.slowness=1:21:3")
    maps = sign_maps(small_game(), x, y, QUESTION, concept="all", out=tmp_path / "s")
    assert [m.concept for m in maps] == list(Concept)
    reacting = sign_map(small_game(), x, y, QUESTION, choice=Choice(Concept.REACTION))
    np.testing.assert_array_equal(maps[2].codes, reacting.codes)
    np.testing.assert_array_equal(maps[0].codes, sign_map(small_game(), x, y, QUESTION).codes)
    stored = under(Store(tmp_path / "s").open(), "announcement")["direction"].sel(metric=maps[0].metric)
    np.testing.assert_array_equal(stored.values, maps[1].codes)
    pairs = disagreements(maps)
    assert [(p.first, p.second) for p in pairs] == [tuple(Concept)[:2], tuple(Concept)[::2], tuple(Concept)[1:]]
    for pair, (a, b) in zip(pairs, ((0, 1), (0, 2), (1, 2)), strict=True):
        assert pair.count == int((maps[a].codes != maps[b].codes).sum()) == sum(c.count for c in pair.clashes)
    assert maps[0].codes.size - sum(p.count for p in pairs) <= agreed(maps) <= maps[0].codes.size - pairs[0].count
    assert len(table_of(maps).rows) == 12
    panels = draw_panels(maps)
    assert [axes.get_title().split("\n")[0] for axes in panels] == [c.word for c in Concept]
    assert f"earlier {100 * maps[0].shares[0].fraction:.0f}\N{NO-BREAK SPACE}%" in panels[0].get_title()
    assert [axes.get_legend() is not None for axes in panels] == [False, False, True]
    save(panels[0], tmp_path / "maps.png", Note("maps"))
    assert (tmp_path / "maps.png").stat().st_size > 1000


def test_boundaries_are_refined_under_the_concept_that_is_asked_for() -> None:
    question = Question(small_game(), read_question("7@1", None))
    low, high = np.array([0.5, 1.0]), np.array([4.0, 21.0])
    paths = ("alice.prestige", "alice.slowness")
    points = np.array([[0.5, 1.0], [4.0, 1.0], [4.0, 21.0]])
    for choice in choices("all"):
        codes = GameLandscape(question, choice).signs(paths, low, high, "first_release")(points)
        for code, point in zip(codes, points, strict=True):
            game = with_settings(small_game(), Question(small_game()).settings(paths, point.tolist()))
            assert Code(int(code)) is Code.of(shift(game, QUESTION, choice.solver()).metric("first_release").direction)


def test_a_classic_of_timing_is_swept_without_an_intervention(tmp_path: Path) -> None:
    game = load("adoption", ["last=8"])
    done = sweep(game, Grid((read_axis("K=20,40"),)), out=tmp_path / "s", concept="preemption")
    assert done.dataset()["n_equilibria"].values.min() >= 1
    assert np.isfinite(done.extents(done.columns[0].name)).all()


GAME = ("alice-bob", "--set", "calendar.slots=4", "--set", "calendar.horizon=8")
AXES = ("--vary", "alice.prestige=0.5:4:2", "--vary", "alice.slowness=1:20:2", "--open", "7@1")


def test_the_shell_maps_all_concepts_and_sweeps_with_an_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openrace.analysis.besides.COARSE", 2)
    monkeypatch.setattr("openrace.analysis.besides.COARSE_SINGLY", 2)
    words = ("map", *GAME, *AXES, "--concept", "all", "--refine", "0.5", "--robustness", "4")
    files = ("--out", str(tmp_path / "m.png"), "--table", str(tmp_path / "m.csv"))
    assert shell([*words, *files, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["concepts"]) == list(Concept)
    assert found["agree"]["of"] == 4
    assert all({"codes", "boundary", "robustness"} <= set(m) for m in found["concepts"].values())
    assert (
        (tmp_path / "m.csv")
        .read_text()
        .startswith("alice.prestige,alice.slowness,response.first_release (precommitment),")
    )
    assert shell(["map", *GAME, *AXES, "--concept", "all"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "all concepts agree in" in printed
    assert "open loop and reaction differ in" in printed
    sweeping = ("sweep", *GAME, *AXES, "--concept", "preemption", "--order", "bob,alice", "--out", str(tmp_path / "s"))
    assert shell([*sweeping, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["concepts"] == ["preemption (bob, then alice)"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*GAME, "--concept", "guess"), "no concept is named"),
        ((*GAME, "--order", "alice,bob"), "--order came with the concept open loop"),
        ((*GAME, "--concept", "announcement", "--leader", "carol"), "no player 'carol'"),
        ((*GAME, "--concept", "preemption", "--order", "bob,carol"), "no player 'carol'"),
        ((*GAME, "--concept", "preemption", "--exact"), "--exact came with --concept preemption"),
    ],
)
def test_a_map_under_a_concept_that_does_not_fit_is_refused(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert shell(["map", *words, *AXES, "--store", str(tmp_path / "s"), "--json"]) == 2
    assert said in json.loads(capsys.readouterr().out)["error"]["what"]
    assert not (tmp_path / "s").exists()


def test_games_that_cannot_be_read_by_slots_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OpenraceError, match="whose plans are not dates"):
        sweep(load("bertrand"), Grid((read_axis("highest_price=3,5"),)), out=tmp_path / "s", concept="preemption")
    hazard = ("calendar.horizon=30", "calendar.slots=30", "open.arrival_rate=0.1", "open.arrival_capability=14")
    with pytest.raises(TooLargeError, match=r"235,338 states; expected at most 200,000\. Use fewer slots"):
        sweep(load("alice-bob-monopolist", hazard), small_grid(2), out=tmp_path / "s", concept="preemption")
    with pytest.raises(OpenraceError, match="method"):
        sweep(small_game(), small_grid(2), out=tmp_path / "s", concept=[Choice(method="support")])
    with pytest.raises(OpenraceError, match="each once"):
        sweep(small_game(), small_grid(2), out=tmp_path / "s", concept=[Choice(), Choice()])
    assert not (tmp_path / "s").exists()
