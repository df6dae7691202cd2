"""Standard output belongs to the user: what a compiled library prints goes to standard error.

HiGHS 1.16 prints a banner when its first object is made, before any option can forbid it, and prints it through the
buffer of the C library, which is written when the process ends. A redirection of ``sys.stdout`` does not see either.
So file descriptor 1 points to where 2 points while a library may print, and the C buffers are flushed at both ends.

The redirection holds for the whole process: what another thread prints meanwhile goes to standard error too. Blocks
are therefore as short as possible, and blocks of several threads that overlap are one redirection.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_STDOUT, _STDERR = 1, 2
_C_LIBRARY = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


class _Redirection:
    """One redirection for all threads: it begins with the first block that opens and ends with the last that closes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._saved: int | None = None

    def open(self) -> None:
        with self._lock:
            self._blocks += 1
            if self._blocks > 1:
                return
            _flush()
            try:
                self._saved = os.dup(_STDOUT)
            except OSError:
                # The process has no standard output, so nothing can reach it.
                self._saved = None
                return
            try:
                os.dup2(_STDERR, _STDOUT)
            except OSError:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, _STDOUT)
                os.close(nowhere)

    def close(self) -> None:
        with self._lock:
            self._blocks -= 1
            if self._blocks or self._saved is None:
                return
            _flush()
            os.dup2(self._saved, _STDOUT)
            os.close(self._saved)
            self._saved = None


_redirection = _Redirection()


@contextmanager
def library_output_on_stderr() -> Iterator[None]:
    """Inside the block, file descriptor 1 is standard error."""
    _redirection.open()
    try:
        yield
    finally:
        _redirection.close()


def _flush() -> None:
    """Writes out what Python and the C library hold back for standard output."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()
    _C_LIBRARY.fflush(None)
