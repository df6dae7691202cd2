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
from typing import TextIO

OUT, ERR = 1, 2

_KEPT: ContextVar[io.StringIO | None] = ContextVar("kept", default=None)


def open_streams() -> None:
    """Gives a program that was started without a stdout or a stderr one that goes nowhere; odd letters never fail."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


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
