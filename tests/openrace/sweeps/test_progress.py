"""Estimates of long work, held with a clock that is moved by hand."""

from __future__ import annotations

import time

import pytest

from openrace.sweeps.progress import Work, timed
from solver.common.errors import TooLargeError


class Clock:
    """Processor time as told."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def work_of(total: int, budget: float | None, clock: Clock) -> Work:
    return Work(total, "cells", budget, None, clock)


def test_the_rate_is_that_of_this_process_after_the_first_part() -> None:
    clock = Clock()
    bar = work_of(10, None, clock)
    clock.now += 7.0
    bar.advance()
    assert bar.seconds_left == float("inf")
    clock.now += 2.0
    bar.advance()
    assert bar.seconds_left == pytest.approx(16.0)


def test_time_in_which_the_processor_did_other_work_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    bar = work_of(10, 100.0, clock)
    for _ in range(9):
        # The machine is busy: an hour of wall time for each second of ours.
        monkeypatch.setattr(time, "monotonic", lambda: 3600.0 * clock.now)
        clock.now += 1.0
        bar.advance()
    assert bar.seconds_left == pytest.approx(1.0)


def test_work_that_takes_longer_than_its_budget_is_refused_with_the_estimate() -> None:
    clock = Clock()
    bar = work_of(101, 50.0, clock)
    clock.now += 1.0
    bar.advance()
    clock.now += 1.0
    with pytest.raises(TooLargeError, match="101 cells take about 2 min; expected at most 50 s"):
        bar.advance()


def test_work_of_others_counts_by_what_they_say_it_took() -> None:
    clock = Clock()
    bar = work_of(9, None, clock)
    bar.advance(1, took=9.0)
    # Two workers share: two units of 4 seconds each take 4 seconds; what this process did meanwhile is part of it.
    clock.now += 100.0
    bar.advance(2, took=2 * 4.0 / 2)
    assert bar.seconds_left == pytest.approx(12.0)


def test_units_done_before_count_for_no_rate() -> None:
    clock = Clock()
    bar = work_of(12, None, clock)
    bar.skip(8)
    clock.now += 1.0
    bar.advance()
    clock.now += 3.0
    bar.advance()
    assert bar.seconds_left == pytest.approx(6.0)


def test_a_task_takes_the_processor_time_of_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(time, "thread_time", clock)

    def task(seconds: float) -> str:
        clock.now += seconds
        return "done"

    assert timed(task, 3.0) == ("done", 3.0)


def test_work_whose_first_part_took_the_whole_budget_is_refused_before_the_second() -> None:
    clock = Clock()
    bar = work_of(10, 5.0, clock)
    clock.now += 7.0
    with pytest.raises(TooLargeError, match="10 cells take more than 7 s; expected at most 5 s"):
        bar.advance()


def test_units_that_turn_out_to_be_needed_are_refused_before_any_of_them_is_done() -> None:
    clock = Clock()
    bar = work_of(3, 20.0, clock)
    for _ in range(2):
        clock.now += 1.0
        bar.advance()
    with pytest.raises(TooLargeError, match="103 cells take about 2 min; expected at most 20 s"):
        bar.extend(100)
    alone = work_of(1, 0.5, clock)
    clock.now += 7.0
    # What is done cannot be refused any more.
    alone.advance()
