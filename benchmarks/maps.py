"""Maps of Alice and Bob, 13 plans each, prestige by frontier penalty, timed at several sizes.

The clock runs from the call to the finished store. What a process does once, whatever it sweeps (importing, loading
compiled kernels), is told apart: it is what a first map of sixteen cells takes longer than a second one.
"""

from __future__ import annotations

import shutil
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from openrace.design import Axis, Grid
from openrace.question import Question
from openrace.sweep import sweep

METRICS = ("first_release", "frontier_area", "frontier_end", "training_spend", "n_release")
PATHS = ("alice.prestige", "alice.frontier_penalty")
SMALLER = ((10_000, 5), (100_000, 1))
"""Cells of the maps beside a large one, and how often each is made before it and again after it."""


@dataclass(frozen=True)
class Made:
    """A map that was made.

    Attributes:
        cells: how many.
        seconds: from the call to the finished store.
        processor: seconds of processor time that this process spent meanwhile.
        stored: bytes of the store.
    """

    cells: int
    seconds: float
    processor: float
    stored: int


def box(cells: int, low: float = 0.0, high: float = 4.0) -> Grid:
    """A square of about that many cells, asked in their middles.

    So maps of any size ask the same mixture of games. At the very edge of the box, where an assumption counts for next
    to nothing, games cost four times as much, and a small map would have more of them.
    """
    n = round(cells**0.5)
    middles = low + (high - low) * (np.arange(n) + 0.5) / n
    return Grid(tuple(Axis(path, middles) for path in PATHS))


def make(
    question: Question, grid: Grid, place: Path, executor: str = "1", *, kept: bool = False, shown: bool = False
) -> Made:
    """Sweeps a grid into the directory ``place``, which is removed afterwards unless it is kept."""
    started, used = time.perf_counter(), time.process_time()
    sweep(question.game, grid, question.intervention, out=place, metrics=METRICS, executor=executor, progress=shown)
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    stored = sum(p.stat().st_size for p in place.rglob("*") if p.is_file())
    if not kept:
        shutil.rmtree(place)
    n, m = grid.shape
    return Made(n * m, seconds, processor, stored)


def start(question: Question, place: Path) -> float:
    """Seconds that the first map of this process takes longer than the second."""
    tiny = box(16, 1.0, 2.0)
    first, second = (make(question, tiny, place).seconds for _ in range(2))
    return first - second


def smaller(question: Question, place: Path, than: int) -> tuple[Made, ...]:
    """The maps beside one of so many cells."""
    return tuple(make(question, box(cells), place) for cells, times in SMALLER if cells < than for _ in range(times))


def microseconds_per_cell(maps: tuple[Made, ...]) -> dict[str, float]:
    """Medians of processor time by number of cells, smallest first: what other processes do disturbs it least."""
    sizes = sorted({made.cells for made in maps})
    return {
        str(cells): statistics.median(1e6 * made.processor / cells for made in maps if made.cells == cells)
        for cells in sizes
    }
