"""What a command is doing and for how long, on stderr where that is a terminal; silent elsewhere."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PATIENCE = 1.0
"""Seconds before a line appears, and between two of its versions."""
COUNTED = ("sweep", "map", "sensitivity", "multiverse", "rules")
"""Commands that report how far they are themselves."""


class Clock(logging.Handler):
    """One line that is rewritten every second until it is stopped, and then wiped; searches log what they do."""

    def __init__(self, doing: str) -> None:
        super().__init__(logging.INFO)
        self._doing, self._started = doing, time.monotonic()
        self._over = threading.Event()
        self._logger = logging.getLogger("openrace.progress")
        self._logger.addHandler(self)
        self._logger.setLevel(logging.INFO)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the line; further calls do nothing."""
        self._over.set()
        self._thread.join()
        self._logger.removeHandler(self)
        self._logger.setLevel(logging.NOTSET)

    def emit(self, record: logging.LogRecord) -> None:
        """Takes what a search reports of itself."""
        self._doing = record.getMessage()

    def _run(self) -> None:
        shown = False
        while not self._over.wait(PATIENCE):
            spent = time.monotonic() - self._started
            sys.stderr.write(f"\r{self._doing}: {spent:.0f} s (Ctrl-C stops)\x1b[K")
            sys.stderr.flush()
            shown = True
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


_CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextmanager
def clock(command: str) -> Iterator[None]:
    """Shows the time a command takes, where a terminal shows it, until :func:`stop` or the end."""
    if not sys.stderr.isatty() or command in COUNTED:
        yield
        return
    token = _CLOCK.set(Clock(f"openrace {command}"))
    try:
        yield
    finally:
        stop()
        _CLOCK.reset(token)


def stop() -> None:
    """Wipes the line before an answer is printed."""
    shown = _CLOCK.get()
    if shown is not None:
        shown.stop()
