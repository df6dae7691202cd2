"""What a sweep returns: the same numbers in memory and in a store, as dataset, table and text."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path

import numpy as np
import pytest

import openrace as orc
from games.parts.direction import Code
from games.parts.paths import Setting, with_settings
from openrace.questions.shift import shift
from openrace.sweeps.axis import Axis
from openrace.sweeps.blocks import Shard, read_shard
from openrace.sweeps.results import Sweep
from openrace.sweeps.sweep import sweep
from solver.answer.solving import solve as solve_form
from solver.common.errors import OpenraceError, TooLargeError
from tests.openrace.sweeps.sweeps import QUESTION, grid, small_game, small_grid

METRICS = ("first_release", "n_release")


@pytest.fixture(scope="module")
def held() -> Sweep:
    return sweep(small_game(), small_grid(4), QUESTION, metrics=METRICS, block_cells=5)


def test_results_in_memory_are_those_of_a_store(held: Sweep, tmp_path: Path) -> None:
    stored = sweep(small_game(), small_grid(4), QUESTION, metrics=METRICS, block_cells=5, out=tmp_path / "s")
    ours, theirs = held.dataset(), stored.dataset()
    assert set(ours.variables) == set(theirs.variables) - {"done"}
    for name in ours.variables:
        assert ours[name].dims == theirs[name].dims
        assert ours[name].attrs == theirs[name].attrs
        np.testing.assert_array_equal(ours[name].values, theirs[name].values)
    assert ours.attrs == theirs.attrs
    assert held.to_dict() == stored.to_dict() | {"out": None}


def test_processes_return_the_same_results(held: Sweep) -> None:
    spread = sweep(small_game(), small_grid(4), QUESTION, metrics=METRICS, block_cells=5, executor="processes:2")
    np.testing.assert_array_equal(spread.extents("n_release"), held.extents("n_release"))


def test_a_row_of_the_frame_is_the_shift_at_its_point(held: Sweep) -> None:
    frame = held.to_frame()
    assert len(frame) == 16
    row = frame.iloc[6]
    paths = held.layout.design.paths
    game = with_settings(small_game(), [Setting(p, float(row[p])) for p in paths])
    verdict = shift(game, QUESTION).metric("first_release")
    assert row["first_release direction"] == Code.of(verdict.direction).word
    assert verdict.before is not None
    assert row["first_release before, least"] == pytest.approx(verdict.before[0])
    assert row["concept"] == "precommitment"


def test_the_cells_of_a_sweep_and_the_equilibria_of_a_solver_are_written_as_tables(held: Sweep, tmp_path: Path) -> None:
    solution = solve_form(small_game().normal_form())
    for table, name in ((held.table(), "cells"), (solution.table(), "equilibria")):
        table.write(tmp_path / f"{name}.csv")
        lines = list(csv.reader((tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        assert lines[0] == list(table.header)
        assert len(lines) == 1 + len(table.rows)


def test_results_are_pickled_and_described_in_one_line(held: Sweep) -> None:
    again = pickle.loads(pickle.dumps(held))
    np.testing.assert_array_equal(again.directions("n_release"), held.directions("n_release"))
    assert repr(again) == "Sweep(alice-bob: 16 of 16 cells over alice.prestige, alice.frontier_penalty, in memory)"
    assert "16 of 16 cells in memory" in str(again)


def test_a_sweep_of_two_axes_draws_its_map_and_another_says_why_not(held: Sweep) -> None:
    axes = held.plot()
    assert axes.get_xlabel()
    line = sweep(small_game(), grid("alice.prestige=0:4:4"), QUESTION, metrics=METRICS)
    with pytest.raises(OpenraceError, match="two axes"):
        line.plot()


def test_a_design_is_written_as_python_users_write_it(held: Sweep) -> None:
    axes = ("alice.prestige=0:4:4", Axis("alice.frontier_penalty", [0, 1, 2, 3]))
    again = orc.sweep(small_game(), QUESTION, vary=axes, metrics=METRICS)
    np.testing.assert_array_equal(again.extents("n_release"), held.extents("n_release"))
    line = orc.sweep(small_game(), QUESTION, vary=Axis("alice.prestige", 0, 4, 4), metrics=METRICS)
    np.testing.assert_array_equal(line.directions("n_release"), held.directions("n_release")[:, 0])


@pytest.mark.parametrize(
    "wrong",
    [
        (), ([],), ("",), ("p", []), ("p", [1, 1]), ("p", [2, 1]), ("p", ["a"]), ("p", [[1, 2]]), ("p", None),
        ("p", 0, 1), ("p", 0, 1, 0), ("p", 0, 1, 1), ("p", 0, 1, 2.5), ("p", 1, 0, 3), ("p", 0, float("nan"), 3),
        ("p", 0, 1, 10**9), (["p"], 0, 1, 3), ("p", {"a": 1}), ("p", -1.7e308, 1.7e308, 3),
    ],
)  # fmt: skip
def test_a_wrong_axis_gives_one_sentence(wrong: tuple[object, ...]) -> None:
    with pytest.raises((OpenraceError, TypeError)) as caught:
        Axis(*wrong)  # type: ignore[call-overload]  # wrong on purpose
    if wrong:
        assert isinstance(caught.value, OpenraceError)
        assert "the axis is" in caught.value.what


@pytest.mark.parametrize("text", ["1/²", "0/3", "4/3", "1", "1/2/3", "-1/2", "", "1/" + "9" * 5000, "١/٢"])
def test_a_malformed_shard_gives_one_sentence(text: str) -> None:
    with pytest.raises(OpenraceError, match="i/n"):
        read_shard(text)
    assert read_shard("2/3") == Shard(1, 3)


def test_results_too_large_for_memory_are_refused_before_they_are_made() -> None:
    axes = grid(Axis("alice.prestige", 0, 4, 20_000), Axis("alice.slowness", 0, 20, 20_000))
    with pytest.raises(TooLargeError, match="GiB"):
        sweep(small_game(), axes, QUESTION)


def test_work_longer_than_its_budget_is_refused_with_an_estimate() -> None:
    axes = grid(Axis("alice.prestige", 0, 4, 3000), Axis("alice.slowness", 0, 20, 3000))
    with pytest.raises(TooLargeError, match="9,000,000 cells take about"):
        sweep(small_game(), axes, QUESTION, metrics=("n_release",), budget=1.0)


def test_a_resumed_sweep_without_a_store_is_refused() -> None:
    with pytest.raises(OpenraceError, match="out="):
        sweep(small_game(), small_grid(2), QUESTION, resume=True)
