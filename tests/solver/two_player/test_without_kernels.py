"""Kernels are optional: without them games are solved exactly, and nobody waits for a compiler without need."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from solver.kernels import loader
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.solving import solve_batch
from tests.solver.two_player.batch_twin import same


def some_games(k: int) -> np.ndarray:
    rng = np.random.default_rng(k)
    return np.concatenate([rng.integers(0, 3, size=(20, 2, k, k)).astype(float), rng.normal(size=(20, 2, k, k))])


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_games_solved_without_kernels_have_the_same_equilibria_and_are_proven(
    k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.load()
    games = some_games(k)
    compiled = solve_batch(games)
    monkeypatch.setattr(loader, "ready", lambda: None)
    exact = solve_batch(games)
    assert exact.proven.all()
    assert exact.complete.all()
    assert not compiled.proven.all()
    assert all(same(one, other, 1e-9) for one, other in zip(compiled, exact, strict=True))
    np.testing.assert_array_equal(compiled.degenerate, exact.degenerate)
    np.testing.assert_array_equal(compiled.n_components, exact.n_components)


def test_kernels_that_become_ready_during_a_batch_are_used_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = loader.load()
    looks: list[ModuleType | None] = [None, None, kernels]
    monkeypatch.setattr(loader, "ready", lambda: looks.pop(0))
    games = some_games(3)
    batch = solve_batch(games)
    assert not looks
    assert batch.proven[:32].all()
    assert not batch.proven[32:].any()
    whole: BatchSolution = solve_batch_compiled(games, monkeypatch)
    assert all(same(one, other, 1e-9) for one, other in zip(batch, whole, strict=True))


def solve_batch_compiled(games: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> BatchSolution:
    monkeypatch.undo()
    return solve_batch(games)


class Started:
    """Stands in for processes, and notes what was started."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []

    def __call__(self, command: list[str], **_options: Any) -> None:
        self.commands.append(command)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Started:
    """A process without kernels and with an empty cache."""
    out = Started()
    monkeypatch.setenv(loader.CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(loader, "_loaded", [])
    loader._announce.cache_clear()
    monkeypatch.setattr(loader, "_without", [0])
    monkeypatch.setattr("subprocess.Popen", out)
    return out


def test_little_work_starts_no_compiler_and_much_work_starts_one(
    started: Started, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        loader.prepare(loader.ENOUGH - 1)
        assert started.commands == []
        assert caplog.text == ""
        assert loader.ready() is None
        for _ in range(3):
            loader.prepare(loader.ENOUGH)
    assert len(started.commands) == 1
    assert "loader.load()" in started.commands[0][-1]
    assert caplog.text.count("compiling kernels") == 1


def test_many_small_batches_are_much_work(started: Started) -> None:
    games = np.zeros((500, 2, 1, 1))
    for _ in range(3):
        solve_batch(games)
    assert started.commands == []
    solve_batch(games)
    assert len(started.commands) == 1


def test_a_compiler_that_died_is_started_again(started: Started, tmp_path: Path) -> None:
    loader.prepare(loader.ENOUGH)
    (mark,) = tmp_path.rglob("compiling-*")
    os.utime(mark, (0, 0))
    loader.prepare(loader.ENOUGH)
    assert len(started.commands) == 2


def test_without_numba_much_work_names_the_extra_and_goes_on(
    started: Started, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loader, "is_installed", lambda: False)
    assert loader.ready() is None
    with caplog.at_level(logging.WARNING):
        loader.prepare(10_000)
    assert started.commands == []
    assert "openrace[fast]" in caplog.text
    assert solve_batch([[[[1, 0], [0, 1]], [[1, 0], [0, 1]]]]).counts.tolist() == [3]


NO_NUMBA = """
import json, sys
sys.modules["numba"] = None
sys.modules["llvmlite"] = None
from solver.kernels import loader
assert not loader.is_installed()
from openrace.concepts.many import solve_many
from openrace.concepts.expectations import expectations
import numpy as np
games = np.random.default_rng(0).integers(0, 3, size=(6, 2, 3, 3)).astype(float)
found = solve_many(games)
values = np.arange(9.0).reshape(1, 1, 3, 3)
print(json.dumps([found.n_components.tolist(), expectations(found, values).shape[0]]))
"""


def test_a_grid_of_games_is_solved_where_numba_is_not_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_NUMBA],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, loader.CACHE_VARIABLE: str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    components, points = json.loads(done.stdout)
    assert len(components) == 6
    assert points >= sum(components)
