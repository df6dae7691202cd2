"""The time a search may take, and a line of progress every second meanwhile.

A search looks at its clock between steps and stops when the time is spent or the user presses Ctrl-C; what it has found
by then is returned with a status that says so. Lines of progress go to the logger :data:`PROGRESS` at level INFO: who
wants to see them adds a handler.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf, isinf

from solver.common.errors import GameError
from solver.common.words import shown

PROGRESS = logging.getLogger("openrace.progress")
"""One line per second from each search that runs longer than that."""

DEFAULT_BUDGET = 30.0
"""Seconds that a search takes before it returns what it knows: about as long as one waits for an answer at a screen."""

_BETWEEN_LINES = 1.0


class TimeIsUp(Exception):  # noqa: N818  # it ends a step and is no error
    """Raised inside a step of a search whose time is spent; the search catches it and keeps the step for later."""


def positive_seconds(seconds: float) -> float:
    """A budget of time.

    Raises:
        GameError: it is no positive number.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        raise GameError(
            f"a budget of {shown(seconds)}", "a positive number of seconds", "leave it out for the method's default"
        )
    return float(min(seconds, 1e300)) if seconds < inf else inf


class Clock:
    """Counts from when it is made, and anew from ``start``.

    Attributes:
        seconds: the time to spend; infinite for no limit.
        keep_when_interrupted: whether Ctrl-C ends a search as if its time were spent, instead of raising.
        interrupted: whether it did.
    """

    def __init__(self, seconds: float = inf, keep_when_interrupted: bool = False) -> None:
        self.start(seconds, keep_when_interrupted)

    def start(self, seconds: float, keep_when_interrupted: bool = False) -> None:
        """Begin to count.

        Raises:
            GameError: a budget that is no positive number of seconds.
        """
        self.seconds, self.keep_when_interrupted, self.interrupted = (
            positive_seconds(seconds),
            keep_when_interrupted,
            False,
        )
        self._started = self._line_at = time.monotonic()

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def is_over(self) -> bool:
        """Whether the time is spent, or the user has interrupted."""
        return self.interrupted or self.spent >= self.seconds

    @property
    def ending(self) -> str:
        """In words why the time is over."""
        return (
            f"interrupted after {self.spent:.1f} s"
            if self.interrupted
            else f"the budget of {self.seconds:g} s is spent"
        )

    def check(self) -> None:
        """Between the parts of a long step.

        Raises:
            TimeIsUp: the time is over.
        """
        if self.is_over:
            raise TimeIsUp

    def tick(self, text: Callable[[], str]) -> None:
        """Report progress if a second has passed since the last line."""
        now = time.monotonic()
        if now - self._line_at >= _BETWEEN_LINES:
            self._line_at = now
            budget = "" if isinf(self.seconds) else f" of {self.seconds:g}"
            PROGRESS.info("%s; %.0f%s s", text(), self.spent, budget)

    @contextmanager
    def limiting(self) -> Iterator[None]:
        """A search that ends here when the time is over; what it has not finished it must still know to be open."""
        try:
            yield
        except TimeIsUp:
            pass
        except KeyboardInterrupt:
            if not self.keep_when_interrupted:
                raise
            self.interrupted = True
