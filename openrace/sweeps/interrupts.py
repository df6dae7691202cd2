"""What Ctrl-C does meanwhile: to processes that are started, and to files that are written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def left_to_parent() -> Iterator[None]:
    """Processes started meanwhile ignore Ctrl-C, for what is ignored is inherited; this one, afterwards, does not."""
    if not _receives_signals():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def put_off() -> Iterator[None]:
    """Ctrl-C takes effect afterwards: zarr writes in a thread, and reports tasks of its own that are cut short."""
    if not _receives_signals():
        yield
        return
    came = False

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the contract
        nonlocal came
        came = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _receives_signals() -> bool:
    """Whether this is the main thread, which alone receives signals and may set their handlers, of Python's own."""
    return threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is not None
