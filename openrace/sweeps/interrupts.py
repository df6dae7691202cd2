"""What Ctrl-C does meanwhile: to processes that are started, and to files that are written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def left_to_parent() -> Iterator[None]:
    """Processes started meanwhile ignore Ctrl-C, for what is ignored is inherited; this one, afterwards, does not."""
    with _handled_by(signal.SIG_IGN):
        yield


@contextmanager
def put_off() -> Iterator[None]:
    """Ctrl-C takes effect afterwards: zarr writes in a thread, and reports tasks of its own that are cut short."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the contract
        came.append(number)

    try:
        with _handled_by(note):
            yield
    finally:
        if came:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    """Ctrl-C goes to a handler while the block runs, where this thread may say so."""
    before = signal.getsignal(signal.SIGINT)
    # The main thread alone receives signals and may set their handlers, of Python's own.
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
