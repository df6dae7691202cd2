"""Threads that write the results of 2x2 games in a row: each block where the blocks before it end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from solver.kernels.loader import load
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.solving import solve_batch
from solver.two_player.batch.two_by_two import _Results

FloatArray = NDArray[np.float64]
Result = TypeVar("Result")

UNSURE = [[[1.0, 0.0], [1.0 + 1e-13, 2.0]], [[2.0, 1.0], [0.0, 3.0]]]
"""A game that floats cannot classify."""


def games_of(kind: str, count: int) -> FloatArray:
    rng = np.random.default_rng(7)
    if kind == "generic":
        return rng.normal(size=(count, 2, 2, 2))
    return rng.integers(0, 3, size=(count, 2, 2, 2)).astype(float)


def assert_same(one: BatchSolution, other: BatchSolution) -> None:
    for name in ("x_offsets", "x", "y_offsets", "y", "offsets", "equilibria", "regret", "flags"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@pytest.mark.parametrize("kind", ["generic", "tied"])
@pytest.mark.parametrize("count", [1, 7, 8, 4_095, 4_097, 4_099, 8_200])
def test_blocks_and_what_is_left_of_them_are_written_as_the_tree_writes_them(kind: str, count: int) -> None:
    games = games_of(kind, count)
    solved = solve_batch(games)
    tree = solve_batch(games, chunk=64)
    for name in ("x_offsets", "y_offsets", "offsets", "flags"):
        assert np.array_equal(getattr(solved, name), getattr(tree, name)), name
    ends = slice(max(0, int(solved.offsets[count - 1])), int(solved.offsets[count]))
    assert len(solved.regret[ends]) == solved.counts[-1]
    assert solved.regret.max() < 1e-14
    assert len(solved.x) == solved.x_offsets[-1]
    np.testing.assert_allclose(solved.x.sum(axis=1), 1.0, atol=1e-15)


@pytest.mark.parametrize("kind", ["generic", "tied"])
@pytest.mark.parametrize("workers", [2, 5, 9])
def test_more_threads_than_processors_write_the_same(kind: str, workers: int) -> None:
    games = games_of(kind, 150_000)
    games[[0, 4_095, 4_096, 70_000, 70_001, 149_999]] = UNSURE
    assert_same(solve_batch(games), solve_batch(games, workers=workers))


def one(work: Callable[[int], Result], /) -> list[Result]:
    return [work(0)]


def room_for(games: FloatArray, rows: int) -> _Results:
    results = _Results(games, one)
    results._make_room([0, 0, 0], np.full(3, rows))
    return results


def run_from(results: _Results, block: int) -> int:
    """One thread's part from a block on: somebody took the blocks before, and does not go on."""
    entry = load()

    def together(work: Callable[[int], Result], /) -> list[Result]:
        results._row[entry.TICKET] = block
        return [work(0)]

    results._together = together
    return results._run(0)


def test_who_waits_for_a_thread_that_stands_still_counts_its_games() -> None:
    entry = load()
    games = games_of("generic", 5 * entry.GAMES + 3)
    games[:8] = UNSURE
    whole, part = room_for(games, 3 * len(games)), room_for(games, 3 * len(games))
    assert run_from(whole, 0) == run_from(part, 2) == entry.FILLED
    np.testing.assert_array_equal(part._sums, whole._sums)
    rows = slice(2 * int(whole._sums[2, 0]), 2 * int(whole._sums[-1, 0]))
    np.testing.assert_array_equal(part.x[rows], whole.x[rows])
    of_games = slice(2 * entry.GAMES + 1, None)
    np.testing.assert_array_equal(part.offsets[0][of_games], whole.offsets[0][of_games])
    assert (whole.unsure, part.unsure) == (8, 0)


@pytest.mark.parametrize("stop", ["ROOM", "LISTS", "REFUSED"])
def test_all_threads_stop_before_the_same_block_whoever_finds_out(stop: str) -> None:
    entry = load()
    from solver.kernels import two_by_two_row

    games = games_of("generic", 5 * entry.GAMES)
    if stop == "LISTS":
        games[entry.GAMES + 5] = 0.0
    if stop == "REFUSED":
        games[entry.GAMES + 5, 1, 0, 1] = np.nan
    for first in (0, 2):
        results = room_for(games, int(1.7 * entry.GAMES) if stop == "ROOM" else 3 * len(games))
        assert run_from(results, first) == getattr(two_by_two_row, stop)
        assert results._row[entry.STOPPED] == 1


@pytest.mark.parametrize("unsure", [0, 8, 15])
def test_nothing_is_written_behind_a_block(unsure: int) -> None:
    entry = load()
    games = games_of("generic", entry.GAMES)
    games[len(games) - unsure :] = UNSURE
    results = room_for(games, 3 * len(games))
    lists: tuple[NDArray[Any], ...] = (results.x, results.y, results.pairs, results.regret)
    for values in lists:
        values[:] = 7
    assert run_from(results, 0) == entry.FILLED
    for values, width, column in zip(lists, (2, 2, 2, 1), (0, 1, 2, 2), strict=True):
        written = width * int(results._sums[-1, column])
        assert (values[:written] != 7).all()
        assert (values[written:] == 7).all()
