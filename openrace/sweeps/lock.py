"""One writer at a time: locks in the store's directory, which the system releases when a process dies.

A writer of the whole holds ``.writing``; a shard holds ``.writing-i-of-n``. Each of the two then looks whether the
other kind is held: shards work side by side, a writer of the whole works alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openrace.sweeps.blocks import Shard
from openrace.sweeps.store import clear_failures
from solver.common.errors import OpenraceError
from solver.common.extras import extra

MAKING = 60.0
"""Seconds to wait while another process makes the store."""
GLANCE = 2.0
"""Seconds to wait for a lock that another shard may hold for a moment, to see whether it is free."""


@contextmanager
def creating(path: Path) -> Iterator[None]:
    """Holds the making of a store while the block runs; shards that start together wait for each other.

    Raises:
        OpenraceError: the place cannot be written, or another process has been making it for too long.
    """
    with clear_failures(path):
        path.mkdir(parents=True, exist_ok=True)
    with _held(path, ".creating", MAKING):
        yield


@contextmanager
def writing(path: Path, shard: Shard) -> Iterator[None]:
    """Holds the store, or a shard's part of it, while the block runs.

    Raises:
        OpenraceError: another process writes to the same part.
    """
    own = ".writing" if shard.is_whole else f".writing-{shard.index + 1}-of-{shard.of}"
    with _held(path, own):
        others = [p.name for p in path.glob(".writing-*")] if shard.is_whole else [".writing"]
        for other in others:
            with _held(path, other, 0.0 if shard.is_whole else GLANCE):
                pass
        yield


@contextmanager
def _held(path: Path, name: str, patience: float = 0.0) -> Iterator[None]:
    with extra("sweep"):
        from filelock import FileLock, Timeout
    place = path / name
    lock = FileLock(place)
    with clear_failures(path):
        try:
            lock.acquire(timeout=patience, poll_interval=0.02)
        except Timeout:
            raise OpenraceError(
                f"{path} is being written by another process",
                "one writer per store, or shards of one sweep",
                "wait for it, end it, or choose another --out",
            ) from None
    try:
        yield
    finally:
        if sys.platform != "win32":
            # Removed while it is held: a process that opened it meanwhile finds it removed and makes another.
            place.unlink(missing_ok=True)
        lock.release()
