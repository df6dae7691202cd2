"""Rules: planted boxes are found, numbers in sentences are counts, fresh cells agree."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import zarr

from games.parts.direction import Code
from games.parts.part import FloatArray
from openrace.cli.app import run
from openrace.concepts.choice import Choice, choice_labelled
from openrace.isolate.rules import Rules, rules
from openrace.isolate.sign_boxes import sign_boxes
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid, Sample
from openrace.sweeps.layout import DIRECTION
from openrace.sweeps.prior import read_belief
from openrace.sweeps.results import Sweep
from openrace.sweeps.store import Store
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import small_game, small_grid

EVENT = "open:7@1"
PRIORS = (read_belief("alice.prestige=0:4"), read_belief("alice.slowness=0:20"), read_belief("bob.prestige=0:4"))
METRIC = "response.first_release"


def planted(points: FloatArray, limits: list[tuple[float, float]]) -> np.typing.NDArray[np.bool_]:
    inside = np.ones(len(points), dtype=bool)
    for k, (low, high) in enumerate(limits):
        inside &= (points[:, k] > low) & (points[:, k] <= high)
    return inside


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_a_planted_box_is_found_with_precision_and_recall_above_95_percent(seed: int, noise: float) -> None:
    """2,000 cells over three numbers, a box within two or three of them, up to 2 % of the signs at random."""
    draw = np.random.default_rng(seed)
    points = draw.uniform(0, 10, (2_000, 3))
    limits = [(low, low + draw.uniform(4, 6)) for low in draw.uniform(0, 5, 2 + seed % 2)]
    inside = planted(points, limits)
    codes = np.where(inside, int(Code.UP), int(Code.DOWN)).astype(np.int8)
    flipped = draw.random(2_000) < noise
    codes[flipped] = draw.choice([int(Code.UP), int(Code.NEUTRAL)], flipped.sum()).astype(np.int8)
    found = sign_boxes(("a", "b", "c"), points, codes)
    best = next(box for box in found if box.sign is Code.UP)
    held = best.contains(("a", "b", "c"), points)
    assert (held & inside).sum() / held.sum() > 0.95
    assert (held & inside).sum() / inside.sum() > 0.95
    assert {c.path for c in best.conditions} == set("abc"[: len(limits)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sweep]:
    """A stored sweep of 2,000 cells, with signs that are planted."""
    path = tmp_path_factory.mktemp("rules") / "store"
    done = sweep(small_game(), Sample(PRIORS, 2_000), EVENT, out=path, metrics=(METRIC,))
    points = done.layout.design.points((slice(0, 2_000),))
    inside = planted(points, [(1.0, 3.0), (4.0, 16.0)])
    array = zarr.open_array(path / DIRECTION, mode="r+")
    array[...] = np.where(inside, int(Code.UP), int(Code.NEUTRAL)).astype(np.int8)[:, None]
    return path, done


def test_a_box_planted_in_a_store_is_found_by_the_command(
    store: tuple[Path, Sweep], capsys: pytest.CaptureFixture[str]
) -> None:
    path, done = store
    assert run(["rules", str(path), "--fresh", "0", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["cells"] == 2_000
    points = done.layout.design.points((slice(0, 2_000),))
    inside = planted(points, [(1.0, 3.0), (4.0, 16.0)])
    (rule,) = [r for r in data["rules"] if r["sign"] == "up"]
    held = np.ones(2_000, dtype=bool)
    for condition in rule["conditions"]:
        column = points[:, done.layout.design.paths.index(condition["path"])]
        held &= column > (-np.inf if condition["low"] is None else condition["low"])
        held &= column <= (np.inf if condition["high"] is None else condition["high"])
    assert {c["path"] for c in rule["conditions"]} == {"alice.prestige", "alice.slowness"}
    assert rule["density"] == pytest.approx((held & inside).sum() / held.sum())
    assert rule["coverage"] == pytest.approx((held & inside).sum() / inside.sum())
    assert rule["elsewhere"] == pytest.approx((~held & inside).sum() / (~held).sum())
    assert min(rule["density"], rule["coverage"]) > 0.95
    assert "prestige of alice" in rule["sentence"]
    assert "speeds the race up" in rule["sentence"]
    assert rule["fresh"] is None


def real() -> Sweep:
    return sweep(
        small_game(), Grid((read_axis("alice.prestige=0:4:24"), read_axis("alice.slowness=0:20:24"))), EVENT,
        metrics=(METRIC, "response.n_release"),
    )  # fmt: skip


def test_fresh_cells_agree_with_the_cells_in_which_a_rule_was_found() -> None:
    found = rules(real().dataset(), fresh=200)
    assert len({rule.box.sign for rule in found.rules}) > 1
    for rule in found.rules:
        assert rule.fresh is not None
        assert rule.fresh.complete
        inside, of = rule.fresh.inside
        assert of == 200
        assert abs(inside / of - rule.box.density) < 0.1
        outside, rest = rule.fresh.outside
        assert abs(outside / rest - (rule.box.elsewhere or 0.0)) < 0.1


def test_where_one_sign_is_everywhere_the_rule_has_no_condition() -> None:
    done = sweep(small_game(), Grid((read_axis("alice.prestige=0:0.2:20"),)), "open:0.5@1", metrics=(METRIC,))
    (rule,) = rules(done.dataset(), fresh=8).rules
    assert rule.box.conditions == ()
    assert "whatever the numbers that vary are" in rule.sentence
    assert rule.box.density == rule.box.coverage == 1
    assert rule.box.elsewhere is None


def test_whole_numbers_stay_whole_in_fresh_cells() -> None:
    axes = (read_axis("calendar.slots=2,3,4"), read_axis("alice.prestige=0.5:4:12"))
    found = rules(sweep(small_game(), Grid(axes), EVENT, metrics=(METRIC,)).dataset(), fresh=12)
    drawn = found.cells.draw(64, 5)
    assert set(drawn[:, 0]) == {2.0, 3.0, 4.0}


def test_a_concept_is_chosen_by_its_name_among_those_of_the_sweep() -> None:
    done = sweep(small_game(), small_grid(4), EVENT, metrics=(METRIC,), concept="all")
    for name, label in (("reaction", "preemption"), ("commitment", "announcement"), ("open-loop", "precommitment")):
        found = rules(done.dataset(), concept=name, fresh=0)
        assert found.cells.choice.label.startswith(label)
        assert found.cells.codes.tolist() == done.directions(METRIC, found.cells.choice.label).ravel().tolist()


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice("commitment", leader="bob"),
        Choice("reaction", order=("alice", "bob"), ties="coin", talk="alice", answer="next", selves="naive"),
        Choice("reaction", ties="pure"),
        Choice("open-loop", method="lemke-howson"),
    ],
)
def test_a_choice_is_read_back_from_its_label(choice: Choice) -> None:
    assert choice_labelled(choice.label) == choice


def refused(done: Sweep, **options: object) -> str:
    with pytest.raises(OpenraceError) as error:
        rules(done.dataset(), **options)  # type: ignore[arg-type]  # bad on purpose
    return str(error.value)


def test_bad_input_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = sweep(small_game(), small_grid(2), EVENT, metrics=(METRIC,))
    assert "speed" in refused(done, metric="speed")
    assert "reaction" in refused(done, concept="reaction")
    assert "-1 fresh cells" in refused(done, fresh=-1)
    alone = sweep(small_game(), small_grid(2), metrics=("first_release",))
    assert "compares nothing" in refused(alone)
    part = sweep(small_game(), small_grid(4), EVENT, metrics=(METRIC,), out=tmp_path / "s", shard="1/2", block_cells=4)
    assert "unfinished" in refused(part)
    with pytest.raises(OpenraceError, match="holds no sweep"):
        Store(tmp_path / "nothing").open()


def test_without_scikit_learn_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    done = sweep(small_game(), small_grid(2), EVENT, metrics=(METRIC,))
    for name in ("sklearn", "sklearn.tree"):
        monkeypatch.setitem(sys.modules, name, None)
    assert 'pip install "openrace[rules]"' in refused(done)


def test_rules_are_a_table_a_card_and_a_picture(tmp_path: Path) -> None:
    found = rules(real().dataset(), fresh=0)
    assert isinstance(found, Rules)
    assert len(found.table().rows) == len(found.rules)
    assert found.rules[0].sentence[:30] in " ".join(str(found).split())
    axes = found.plot()
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.savefig(tmp_path / "r.png")
    from matplotlib import pyplot as plt

    plt.close(figure)
