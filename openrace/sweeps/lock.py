"""One writer at a time: a lock on a store that a crash releases.

The lock is the operating system's on an open file, so it vanishes with the process that held it; the file's text says
who holds it. Shards of one sweep share the store: each holds its own place, and all of them together keep out a writer
of the whole.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from openrace.sweeps.store import clear_failures
from solver.game.errors import OpenraceError

LOGGER = logging.getLogger("openrace.sweeps.store")


class HeldError(OpenraceError):
    """Somebody else writes to the store."""


@dataclass(frozen=True)
class Shard:
    """Part ``index`` (from 0) of ``of`` parts of a sweep."""

    index: int = 0
    of: int = 1

    def owns(self, k: int) -> bool:
        """Whether block ``k`` is in this part."""
        return k % self.of == self.index

    @property
    def is_whole(self) -> bool:
        """Whether it is all there is."""
        return self.of == 1


WHOLE = Shard()
"""All of a sweep."""


@contextmanager
def writing(path: Path, shard: Shard) -> Iterator[None]:
    """Holds the store, or a shard's part of it, while the block runs.

    Raises:
        OpenraceError: somebody else writes to the same part.
    """
    with ExitStack() as stack:
        stack.enter_context(_locked(path / ".writing", path, shared=not shard.is_whole))
        if not shard.is_whole:
            stack.enter_context(_locked(path / f".writing-{shard.index + 1}-of-{shard.of}", path, shared=False))
        yield


@contextmanager
def creating(path: Path) -> Iterator[None]:
    """Holds the making of a store while the block runs; shards that start together wait for each other.

    Raises:
        OpenraceError: the place cannot be written, or another process has been making it for too long.
    """
    with clear_failures(path):
        path.mkdir(parents=True, exist_ok=True)
    with _locked(path / ".creating", path, shared=False, patience=60.0):
        yield


@contextmanager
def _locked(place: Path, store: Path, *, shared: bool, patience: float = 0.0) -> Iterator[None]:
    until = time.monotonic() + patience
    while True:
        try:
            with clear_failures(store):
                handle = _open_locked(place, store, shared=shared)
            break
        except HeldError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.05)
    try:
        yield
    finally:
        # Gone before it is released; a shared one is left to the last, who alone can turn it into an exclusive one.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            place.unlink(missing_ok=True)
        except OSError:
            LOGGER.debug("%s is still held by another shard", place)
        os.close(handle)


def _open_locked(place: Path, store: Path, *, shared: bool) -> int:
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 100).decode(errors="replace").strip()
            os.close(handle)
            raise HeldError(
                f"{store} is being written by {holder or 'another process'}",
                "one writer per store, or shards of one sweep",
                "wait for it, end it, or choose another --out",
            ) from None
        try:
            # The last holder may have removed the file between our opening and locking it.
            if os.stat(place).st_ino == os.fstat(handle).st_ino:
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"process {os.getpid()}\n".encode(), 0)
                return handle
        except FileNotFoundError:
            LOGGER.debug("%s was removed while it was opened", place)
        os.close(handle)
