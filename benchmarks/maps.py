"""Maps of Alice and Bob, 13 plans each, prestige by frontier penalty, timed at several sizes.

The clock runs from the call to the finished store. What a process does once, whatever it sweeps (importing, loading
compiled kernels), is told apart: it is what a first map of sixteen cells takes longer than a second one.

Smaller maps are made between the blocks of a large one, while its clock stands still: a machine that is faster now and
slower then, or shared with others, treats all sizes alike.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from openrace.questions.question import Question
from openrace.sweeps.axis import Axis
from openrace.sweeps.cells.games import CellGames
from openrace.sweeps.cells.making import cells_of
from openrace.sweeps.design import Grid
from openrace.sweeps.executors import Inline, Workers
from openrace.sweeps.sweep import sweep

METRICS = ("first_release", "frontier_area", "frontier_end", "training_spend", "n_release")
PATHS = ("alice.prestige", "alice.frontier_penalty")
SMALLER = ((10_000, 4), (100_000, 20))
"""Cells of the maps beside a large one, and after how many of its blocks each is made."""


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


def box(cells: int, low: float = 0.01, high: float = 4.0) -> Grid:
    """A square of about that many cells, asked in their middles.

    So maps of any size ask the same mixture of games. At the very edge of the box, where an assumption counts for next
    to nothing, games cost four times as much, and a small map would have more of them. Nearer to 0 still, plans nearly
    tie, floats cannot tell, and exact arithmetic takes a thousand times as long; the box ends before that.
    """
    n = round(cells**0.5)
    middles = low + (high - low) * (np.arange(n) + 0.5) / n
    return Grid(tuple(Axis(path, middles) for path in PATHS))


def builders_of(question: Question, grid: Grid) -> tuple[CellGames, ...]:
    """What builds the games of each side of a question on such a square."""
    return tuple(own for own in cells_of(question, grid.paths, *grid.ends()) if isinstance(own, CellGames))


@dataclass(eq=False)
class Between(Inline):
    """Computes blocks in the caller's thread, and makes smaller maps between them.

    Attributes:
        question: what maps ask.
        place: where the smaller ones are made.
        than: cells of the large one.
        aside: what is done while they are made.
        made: the smaller ones, so far.
        seconds: how long they took, with all that surrounds them.
        processor: the same, in processor time.
    """

    question: Question
    place: Path
    than: int
    aside: Callable[[], AbstractContextManager[None]]
    made: list[Made] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0
    _blocks: int = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A finished future."""
        future = super().submit(fn, *args, **kwargs)
        self._blocks += 1
        started, used = time.perf_counter(), time.process_time()
        with self.aside():
            for cells, blocks in SMALLER:
                if cells < self.than and self._blocks % blocks == 0:
                    self.made.append(make(self.question, box(cells), self.place))
        self.seconds += time.perf_counter() - started
        self.processor += time.process_time() - used
        return future


def make(question: Question, grid: Grid, place: Path, executor: Workers = "1", *, kept: bool = False) -> Made:
    """Sweeps a grid into the directory ``place``, which is removed afterwards unless it is kept."""
    started, used = time.perf_counter(), time.process_time()
    sweep(question.game, grid, question.intervention, out=place, metrics=METRICS, executor=executor)
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    if isinstance(executor, Between):
        seconds, processor = seconds - executor.seconds, processor - executor.processor
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


def microseconds_per_cell(maps: Sequence[Made]) -> dict[str, float]:
    """Processor time by number of cells, smallest first: what other processes do disturbs it least."""
    sizes = sorted({made.cells for made in maps})
    found = {}
    for cells in sizes:
        same = [made.processor for made in maps if made.cells == cells]
        found[str(cells)] = 1e6 * sum(same) / (len(same) * cells)
    return found
