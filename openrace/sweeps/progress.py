"""How far a long computation is, on stderr, where a terminal shows it."""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Progress:
    """A line that is rewritten: share done, rate and time left; silent where stderr is no terminal."""

    def __init__(self, total: int, noun: str, *, shown: bool | None = None) -> None:
        self.total, self.noun = total, noun
        self.done, self.fresh = 0, 0
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._started = self._printed = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            self._write()
            sys.stderr.write("\n")

    def skip(self, n: int) -> None:
        """``n`` units were done before; they do not count for the rate."""
        self.done += n

    def advance(self, n: int) -> None:
        """``n`` more units are done."""
        self.done += n
        self.fresh += n
        now = time.monotonic()
        if self._shown and (now - self._printed > 0.1 or self.done >= self.total):
            self._printed = now
            self._write()

    def line(self) -> str:
        """Share, rate and time left, in words."""
        spent = max(time.monotonic() - self._started, 1e-9)
        rate = self.fresh / spent
        left = (self.total - self.done) / rate if rate else float("inf")
        return (
            f"{100 * self.done / max(self.total, 1):5.1f} %  {self.done:,} of {self.total:,} {self.noun}  "
            f"{rate:,.0f}/s  {_duration(left)} left"
        )

    def _write(self) -> None:
        sys.stderr.write("\r" + self.line() + "\x1b[K")
        sys.stderr.flush()


def _duration(seconds: float) -> str:
    if seconds == float("inf"):
        return "?"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
