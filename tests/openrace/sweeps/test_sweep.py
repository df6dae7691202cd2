import json
from pathlib import Path

import numpy as np
import pytest

from games.parts.direction import Code
from games.parts.game import Game
from games.parts.paths import Setting, with_settings
from openrace.concepts.equilibria import CellFlag
from openrace.concepts.open_loop import Answer
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import shift
from openrace.sweeps.axis import read_axis
from openrace.sweeps.cells.builder import Way
from openrace.sweeps.design import Grid, Sample
from openrace.sweeps.prior import read_belief
from openrace.sweeps.samplers import LatinHypercube, Sobol
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import QUESTION, SETTINGS, cells_of_plans, small_game, small_grid


def assert_cell_is_the_shift(dataset, where, game, intervention) -> None:  # type: ignore[no-untyped-def]  # a dataset
    single = shift(game, intervention)
    for column in dataset.attrs["provenance"]["metrics"]:
        name = column["name"]
        verdict = single.metric(name)
        stored = dataset["extent"].sel(metric=name).isel(where).values
        for side, interval in zip(stored, (verdict.before, verdict.after), strict=True):
            np.testing.assert_allclose(side, [np.nan] * 2 if interval is None else interval, rtol=1e-9, atol=1e-9)
        assert Code(int(dataset["direction"].sel(metric=name).isel(where))) is Code.of(verdict.direction), name
    solutions = [answer.solution for answer in (single.before, single.after) if isinstance(answer, Answer)]
    assert dataset["n_components"].isel(where).values.tolist() == [len(s.components) for s in solutions]
    assert dataset["n_equilibria"].isel(where).values.tolist() == [len(s.equilibria) for s in solutions]
    for side, solution in enumerate(solutions):
        for player in range(2):
            played = {a for e in solution.equilibria for a in e.support[player]}
            mask = int(dataset["support"].isel(where).values[side, player, 0])
            assert {a for a in range(64) if mask >> a & 1} == played


def test_every_cell_of_a_grid_of_weights_is_the_shift_at_that_point(tmp_path: Path) -> None:
    game = small_game()
    result = sweep(game, small_grid(3), QUESTION, out=tmp_path / "s")
    dataset = result.dataset()
    assert result.n_done == result.n_cells == 9
    assert (dataset["flags"].values & CellFlag.COMPLETE).all()
    for i, p in enumerate(dataset["alice.prestige"].values):
        for j, f in enumerate(dataset["alice.frontier_penalty"].values):
            at = with_settings(game, [Setting("alice.prestige", float(p)), Setting("alice.frontier_penalty", float(f))])
            assert_cell_is_the_shift(dataset, {"alice.prestige": i, "alice.frontier_penalty": j}, at, QUESTION)


def test_weights_capabilities_slots_and_the_interventions_own_date_vary_together(tmp_path: Path) -> None:
    axes = ("calendar.slots=3,4", "intervention.date=1,3", "alice.start=4,6", "alice.prestige=0.5,2")
    dataset = sweep(
        small_game(),
        Grid(tuple(read_axis(a) for a in axes)),
        QUESTION,
        out=tmp_path / "s",
        metrics=("gap", "n_release"),
    ).dataset()
    for slots, date, start, prestige in ((0, 0, 0, 0), (1, 1, 0, 1), (0, 1, 1, 0), (1, 0, 1, 1)):
        game = load(
            "alice-bob",
            (
                *SETTINGS,
                f"calendar.slots={(3, 4)[slots]}",
                f"alice.start={(4, 6)[start]}",
                f"alice.prestige={(0.5, 2)[prestige]}",
            ),
        )
        where = dict(zip(dataset.attrs["provenance"]["paths"], (slots, date, start, prestige), strict=True))
        assert_cell_is_the_shift(dataset, where, game, f"open:7@{(1, 3)[date]}")


def test_over_an_infinite_horizon_cells_compare_distributions_as_shift_does(tmp_path: Path) -> None:
    game = load("alice-bob", ("calendar.slots=4", "calendar.horizon=inf", "calendar.discount_rate=0.1"))
    dataset = sweep(game, Grid((read_axis("alice.prestige=0:3:4"),)), QUESTION, out=tmp_path / "s").dataset()
    for k, prestige in enumerate(dataset["alice.prestige"].values):
        at = with_settings(game, [Setting("alice.prestige", float(prestige))])
        assert_cell_is_the_shift(dataset, {"alice.prestige": k}, at, QUESTION)


def test_three_labs_are_solved_one_by_one_and_only_proven_sets_are_called_complete(tmp_path: Path) -> None:
    game = load("alice-bob-monopolist", ("calendar.slots=2", "calendar.horizon=4"))
    grid = Grid((read_axis("alice.prestige=0,2"),))
    dataset = sweep(game, grid, "open:8@1", out=tmp_path / "s", metrics=("n_release",)).dataset()
    for k, prestige in enumerate((0.0, 2.0)):
        single = shift(with_settings(game, [Setting("alice.prestige", prestige)]), "open:8@1")
        verdict = single.metric("n_release")
        np.testing.assert_allclose(
            dataset["extent"].sel(metric="n_release").values[k, 0], np.array(verdict.before), atol=1e-9
        )
        np.testing.assert_allclose(
            dataset["extent"].sel(metric="n_release").values[k, 1], np.array(verdict.after), atol=1e-9
        )
        complete = (dataset["flags"].values[k] & CellFlag.COMPLETE) > 0
        assert complete.tolist() == [single.before.complete, single.after.complete]


def test_a_game_without_labs_is_swept_alone_by_its_payoffs(tmp_path: Path) -> None:
    dataset = sweep(load("scaling"), Grid((read_axis("p=0.0071,0.01"),)), out=tmp_path / "s").dataset()
    assert dataset.sizes["side"] == 1
    # K = 49 and 50 tie at p = 0.01.
    assert dataset["n_equilibria"].values.ravel().tolist() == [1, 2]


def test_the_dataset_says_what_its_numbers_mean_and_where_they_come_from(tmp_path: Path) -> None:
    dataset = sweep(small_game(), small_grid(2), QUESTION, out=tmp_path / "s").dataset()
    units = dict(zip(dataset["metric"].values, dataset["metric"].attrs["metric_units"], strict=True))
    assert units["first_release"] == "periods"
    assert dataset["extent"].dims == ("alice.prestige", "alice.frontier_penalty", "metric", "side", "bound")
    assert dataset["extent"].sel(metric="first_release", side="after", bound="least").shape == (2, 2)
    meanings = dataset["direction"].attrs
    assert dict(zip(meanings["flag_meanings"].split(), meanings["flag_values"], strict=True))["ambiguous"] == 3
    provenance = dataset.attrs["provenance"]
    assert provenance["intervention"] == QUESTION
    assert provenance["design"]["axes"][0]["path"] == "alice.prestige"
    assert "prestige" in provenance["game"]
    assert json.loads((tmp_path / "s" / "zarr.json").read_text())["attributes"]["provenance"]["kernels"]


@pytest.mark.parametrize(
    ("intervention", "vary", "unit"),
    [
        ("open:7@1", "intervention.capability=7,8", "capability"),
        ("open:7@1", "intervention.date=1,2", "periods"),
        ("set:alice.prestige=3", "intervention.alice.prestige=0,3", "currency per period of being best"),
        ("set:calendar.slots=4", "intervention.calendar.slots=3,4", "release dates"),
        ("fix:bob@1", "intervention.date=1,2", "periods"),
        ("subsidy:bob=1", "intervention.amount=1,2", "currency"),
        ("regulate:0.1", "intervention.hazard=0.1,0.2", "per period"),
        ("open:7@1", "*.start=4,5", "capability"),
    ],
)
def test_a_dataset_gives_the_unit_of_every_number_that_varies(intervention: str, vary: str, unit: str) -> None:
    path = vary.partition("=")[0]
    dataset = sweep(small_game(), Grid((read_axis(vary),)), intervention).dataset()
    assert dataset[path].attrs["units"] == unit
    assert dataset.attrs["provenance"]["units"] == {path: unit}


@pytest.mark.parametrize("sampler", [Sobol(7), LatinHypercube(7)])
def test_a_sample_follows_its_priors_and_comes_out_the_same_again(tmp_path: Path, sampler: Sobol) -> None:
    beliefs = tuple(read_belief(t) for t in ("alice.prestige=normal:2:0.4", "bob.prestige=log:0.5:2"))
    design = Sample(beliefs, 24, sampler)
    dataset = sweep(small_game(), design, QUESTION, out=tmp_path / "s", metrics=("n_release",)).dataset()
    np.testing.assert_array_equal(dataset["alice.prestige"].values, Sample(beliefs, 24, sampler).values[:, 0])
    drawn = dataset["bob.prestige"].values
    assert ((drawn >= 0.5) & (drawn <= 2)).all()
    assert abs(np.median(drawn) - 1.0) < 0.1
    game = with_settings(
        small_game(),
        [Setting(p, float(dataset[p].values[5])) for p in ("alice.prestige", "bob.prestige")],
    )
    assert_cell_is_the_shift(dataset, {"sample": 5}, game, QUESTION)


def test_fast_ways_are_taken_only_where_they_agree_bit_by_bit() -> None:
    question = Question(small_game())
    paths = ("alice.prestige", "alice.start", "calendar.slots", "calendar.horizon")
    ways = cells_of_plans(question, paths, np.array([0.0, 1, 2, 5]), np.array([4.0, 3, 5, 9]))[0].ways
    assert ways == (Way.WEIGHT, Way.ARRAY, Way.REBUILT, Way.REBUILT)


def test_where_one_path_differs_in_a_bit_it_alone_is_rebuilt() -> None:
    # An arrival rate of 0 means that nobody comes; as one of many rates it is a rare arrival.
    question = Question(small_game())
    paths = ("open.arrival_rate", "bob.prestige", "alice.start")
    (builder,) = cells_of_plans(question, paths, np.array([0.0, 0, 4]), np.array([1.0, 3, 6]))
    assert builder.ways == (Way.REBUILT, Way.WEIGHT, Way.ARRAY)
    point = np.array([[0.0, 2.0, 5.0]])
    ((_, batch),) = builder.build(point)
    single = with_settings(small_game(), [Setting(p, v) for p, v in zip(paths, point[0].tolist(), strict=True)])
    np.testing.assert_array_equal(batch.payoffs[0], single.normal_form().payoffs)


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ("alice.prestig=0:1:3", "alice.prestige"),
        ("calendar.discount_rate=-1:1:3", "discount_rate"),
        ("calendar.slots=2:40:3", "slots"),
    ],
)
def test_wrong_axes_are_refused_before_anything_is_written(tmp_path: Path, axis: str, said: str) -> None:
    with pytest.raises(OpenraceError, match=said):
        sweep(small_game(), Grid((read_axis(axis),)), QUESTION, out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("text", ["alice.prestige", "alice.prestige=1:0:3", "a=1:2", "a=0:1:0", "a=3,2", "a=nan:1:2"])
def test_a_malformed_axis_is_refused(text: str) -> None:
    with pytest.raises(OpenraceError, match="axis"):
        read_axis(text)


def test_an_unknown_metric_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(OpenraceError, match="frontier_area"):
        sweep(small_game(), small_grid(2), QUESTION, out=tmp_path / "s", metrics=("frontier_aera",))


def test_the_game_is_left_as_it_was() -> None:
    game: Game = small_game()
    Question(game).at([Setting("alice.prestige", 3.0)])
    assert game == small_game()
