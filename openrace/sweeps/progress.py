"""How far a long computation is: a bar on stderr where a terminal shows it, one line where none does.

Work of known size is estimated from its first parts, in processor time: on a machine that is busy with other work an
estimate is not longer. What would take longer than its budget is refused with the estimate, before the user has waited
for it.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from solver.common.errors import TooLargeError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

P = ParamSpec("P")
T = TypeVar("T")

LOGGER = logging.getLogger("openrace")
LONG = 20.0
"""Work that is estimated to take more seconds than this is announced where no bar is shown."""
PROBED = 0.5
"""Seconds after which the rate counts as known, from the end of the first part, which also loads libraries."""


def timed(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    """What a task returns, and the seconds of processor time that it took; runs in a worker."""
    started = time.thread_time()
    return task(*args, **kwargs), time.thread_time() - started


class Work:
    """A computation of known size, reported as it proceeds."""

    def __init__(
        self,
        total: int,
        noun: str,
        budget: float | None,
        bar: tuple[Progress, TaskID] | None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        clock = clock or time.process_time
        self.total, self.noun, self.budget = total, noun, budget
        self.done = 0
        self._bar = bar
        self._announced = bar is not None
        self._clock, self._seen, self._spent = clock, clock(), 0.0
        self._first: tuple[float, int] | None = None

    @property
    def seconds_left(self) -> float:
        """Seconds that the rest takes, at the rate since the first part; infinite before the second is done."""
        if self._first is None or self.done <= self._first[1]:
            return float("inf")
        since, done = self._first
        return (self._spent - since) / (self.done - done) * (self.total - self.done)

    def skip(self, n: int) -> None:
        """``n`` units were done before; they do not count for the rate."""
        self.done += n
        self._show()

    def extend(self, n: int) -> None:
        """``n`` more units turned out to be needed.

        Raises:
            TooLargeError: as for :meth:`advance`, before any of them is done.
        """
        self.total += n
        self._show()
        self._refuse_too_long()

    def advance(self, n: int = 1, took: float | None = None) -> None:
        """``n`` more units are done.

        Args:
            n: units.
            took: seconds of processor time that they took, divided by the number of workers that share the work; left
                out, what this process has spent since the last units.

        Raises:
            TooLargeError: at the rate so far the whole takes longer than the budget.
        """
        self.done += n
        self.total = max(self.total, self.done)
        self._show()
        now = self._clock()
        self._spent += now - self._seen if took is None else took
        self._seen = now
        if self._first is None:
            self._first = self._spent, self.done
        whole = self._refuse_too_long()
        if not self._announced and whole > LONG:
            self._announced = True
            LOGGER.warning("openrace: %s %s, about %s", f"{self.total:,}", self.noun, duration(whole))

    def _refuse_too_long(self) -> float:
        """Refuse the rest if it is known to take too long; the seconds that the whole takes, as far as is known."""
        known = self._first is not None and self._spent - self._first[0] >= PROBED and self.done > self._first[1]
        # What was spent is the least that the whole takes, whether the rate is known or not.
        whole = self._spent + (self.seconds_left if known else 0.0)
        if self.budget is not None and whole > self.budget and self.done < self.total:
            raise TooLargeError(
                f"{self.total:,} {self.noun} take {'about' if known else 'more than'} {duration(whole)}",
                f"at most {duration(self.budget)}",
                f"take fewer {self.noun} or a smaller game, or allow more time with --budget SECONDS",
            )
        return whole if known else 0.0

    def _show(self) -> None:
        if self._bar is not None:
            progress, task = self._bar
            progress.update(task, completed=self.done, total=self.total)


@contextmanager
def work(total: int, noun: str, *, budget: float | None = None) -> Iterator[Work]:
    """Reports a computation of ``total`` units while the block runs, with a bar if stderr is a terminal.

    Args:
        total: units of work.
        noun: what they are, in the plural.
        budget: seconds that the whole may take; ``None`` for no limit.
    """
    if not sys.stderr.isatty():
        yield Work(total, noun, budget, None)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        *(TaskProgressColumn(), BarColumn(), MofNCompleteColumn(), TextColumn(noun)),
        *(TimeRemainingColumn(), TextColumn("left")),
    )
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False) as bar:
        yield Work(total, noun, budget, (bar, bar.add_task(noun, total=total)))


def duration(seconds: float) -> str:
    """``8 s``, ``3 min``, ``2 h 05 min``."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    if whole < 6000:
        return f"{round(whole / 60)} min"
    return f"{whole // 3600:,} h {whole % 3600 // 60:02d} min"
