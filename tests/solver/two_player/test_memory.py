"""Memory of results that is used again: never while somebody holds them."""

from __future__ import annotations

import numpy as np
import pytest

from solver.two_player.batch import memory
from solver.two_player.batch.solving import solve_batch

LENGTH = 300_000


@pytest.fixture(autouse=True)
def no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_blocks", [])


def address(values: np.ndarray) -> int:
    return int(values.__array_interface__["data"][0])


def test_memory_is_used_again_when_it_is_dropped_and_not_before() -> None:
    first = memory.empty(LENGTH, np.float64)
    second = memory.empty(LENGTH, np.float64)
    assert not np.shares_memory(first, second)
    place = address(first)
    view = first.reshape(-1, 2)[10:20].T
    del first
    # The view is still held.
    assert address(memory.empty(LENGTH, np.float64)) != place
    del view
    assert address(memory.empty(LENGTH, np.float64)) == place


def test_a_smaller_array_of_another_type_fits_but_no_tiny_one() -> None:
    place = address(memory.empty(LENGTH, np.float64))
    assert address(memory.empty(LENGTH, np.int32)) == place
    assert address(memory.empty(LENGTH // 2, np.uint8)) != place
    assert len(memory.empty(0, np.float64)) == 0


def test_no_more_is_kept_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 3 * 2**21)
    held = [memory.empty(2**21, np.uint8) for _ in range(5)]
    assert len({address(values) for values in held}) == 5
    assert sum(block.nbytes for block in memory._blocks) == 3 * 2**21
    del held
    memory.empty(2 * 2**21, np.uint8)
    assert sum(block.nbytes for block in memory._blocks) <= 3 * 2**21


def test_results_that_are_held_are_not_overwritten_by_later_batches() -> None:
    games = np.random.default_rng(0).normal(size=(2, 90_000, 2, 2, 2))
    held = solve_batch(games[0])
    x, regret = held.x.copy(), held.regret.copy()
    solve_batch(games[1])
    solve_batch(games[1], workers=2)
    np.testing.assert_array_equal(held.x, x)
    np.testing.assert_array_equal(held.regret, regret)


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.uint8])
def test_memory_of_one_thread_shares_no_line_with_another_s(dtype: type) -> None:
    line = memory._LINE
    owned: dict[int, int] = {}
    held = [memory.apart(length, dtype) for length in (5, 5, 1, 130, 1000) for _ in range(4)]
    for number, values in enumerate(held):
        assert values.dtype == dtype
        assert not values.any()
        lines = range(address(values) // line, (address(values) + values.nbytes - 1) // line + 1)
        assert all(owned.setdefault(k, number) == number for k in lines)
