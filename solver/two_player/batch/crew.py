"""Threads that do the same kind of work at once, the calling one among them.

Kernels run without the interpreter lock, so threads suffice; whoever calls works too instead of waiting, since to sleep
and to be woken takes longer than many a piece of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Crew(Protocol):
    """Calls a function with 0, 1, ..., one number for each worker, all at once; returns the results in this order."""

    def __call__(self, work: Callable[[int], Result], /) -> list[Result]:
        """An error in one of them is raised when all are done."""
        ...


@contextmanager
def crew(workers: int) -> Iterator[Crew]:
    """So many workers, until the block ends."""
    if workers == 1:
        yield _alone
        return
    with ThreadPoolExecutor(workers - 1) as pool:

        def together(work: Callable[[int], Result], /) -> list[Result]:
            others = [pool.submit(work, k) for k in range(1, workers)]
            return [work(0), *(other.result() for other in others)]

        yield together


def shares(count: int, workers: int) -> list[int]:
    """Where the workers' equal shares of so many things begin, and where the last one ends."""
    return [count * k // workers for k in range(workers + 1)]


def _alone(work: Callable[[int], Result], /) -> list[Result]:
    return [work(0)]


class Pieces:
    """Ranges of ``count`` games, from the front for one worker and from the back for others, until they meet.

    A piece is a fixed share of what is left, so that the last ones are small and workers are done at the same time.
    """

    def __init__(self, count: int, workers: int, smallest: int, largest: int) -> None:
        self._first, self._last = 0, count
        self._parts, self._smallest, self._largest = 4 * workers, smallest, largest
        self._lock = Lock()

    def front(self) -> Iterator[tuple[int, int]]:
        """Ranges in rising order."""
        while piece := self._take(front=True):
            yield piece

    def back(self) -> Iterator[tuple[int, int]]:
        """Ranges in falling order."""
        while piece := self._take(front=False):
            yield piece

    def stop(self) -> None:
        """Give out no more."""
        with self._lock:
            self._first = self._last

    def _take(self, *, front: bool) -> tuple[int, int] | None:
        with self._lock:
            first, last = self._first, self._last
            left = last - first
            if left == 0:
                return None
            size = min(max(left // self._parts, self._smallest), self._largest, left)
            if front:
                self._first = last = first + size
            else:
                self._last = first = last - size
            return first, last
