"""With ``--json`` stdout belongs to the one object: whatever else is printed goes to stderr.

A library may print from Python or from C, at once or from a buffer at exit. So the file descriptor itself is pointed at
stderr while a command runs, buffers are emptied before it is pointed back, and the answer is written after that.
"""

from __future__ import annotations

import ctypes
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TextIO

OUT, ERR = 1, 2


class _Watched:
    """A stream that remembers whether it has refused what was written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.refused = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Writes to the stream."""
        with self._watching():
            return self._stream.write(text)

    def flush(self) -> None:
        """Empties the stream's buffer."""
        with self._watching():
            self._stream.flush()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.refused = True
            raise


_KEPT: ContextVar[io.StringIO | None] = ContextVar("kept", default=None)


def open_streams() -> None:
    """Gives a program that was started without a stdout or a stderr one that goes nowhere; odd letters never fail."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            setattr(sys, name, _Watched(stream))


def close_refused_streams() -> bool:
    """Whether stdout or stderr has not taken what was written to it; then the rest goes nowhere, at exit too."""
    closed = False
    for number, stream in ((OUT, sys.stdout), (ERR, sys.stderr)):
        if isinstance(stream, _Watched) and stream.refused:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            stream.flush()
            stream.refused = False
            closed = True
    return closed


def answers() -> TextIO:
    """Where the answer of a command is written: stdout, or what will be written there after the command."""
    return _KEPT.get() or sys.stdout


@contextmanager
def stdout_for_answers_only() -> Iterator[None]:
    """While it lasts, what anything else prints to stdout comes out on stderr; answers are written at the end.

    If the command raises, its answer is dropped: an error is then the only object.
    """
    answer = io.StringIO()
    token = _KEPT.set(answer)
    try:
        with _stdout_on_stderr():
            yield
    finally:
        _KEPT.reset(token)
    sys.stdout.write(answer.getvalue())


@contextmanager
def _stdout_on_stderr() -> Iterator[None]:
    ours = sys.stdout
    ours.flush()
    kept = None
    # A program may have been started without a stdout or a stderr; then there is nothing to keep clean.
    with suppress(OSError):
        kept = os.dup(OUT)
        os.dup2(ERR, OUT)
    sys.stdout = sys.stderr
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stdout = ours
        _flush_c()
        if kept is not None:
            os.dup2(kept, OUT)
            os.close(kept)


def _flush_c() -> None:
    """Empties the buffers of C's own output, which would else reach the restored descriptor at exit."""
    library = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
    library.fflush(None)
