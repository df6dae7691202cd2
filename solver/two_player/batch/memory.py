"""Memory for results, used again once nobody holds what was in it; and memory that threads do not share.

Fresh memory is handed out by the system in pages of zeros. For a batch of small games that takes about as long as
solving them, so the memory of a batch whose results are dropped is kept for the next, up to ``KEPT`` bytes in all.
"""

from __future__ import annotations

from mmap import PAGESIZE
from sys import getrefcount
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from solver.game.arrays import ByteArray
from solver.two_player.batch.crew import Crew

KEPT = 2**28
"""Bytes of blocks that are known here, in use or not."""
_LARGE = 2**20
"""Bytes of an array that is worth it."""
_GRAIN = 2**21
"""Blocks are multiples of this, the size of a large page, so that batches alike find each other's."""
_IN_LIST = 2
"""References to a block that only the list holds: the list's own and the one that asks."""

_SHARE = 2**24
"""Bytes of new pages that a thread asks for."""
_LINE = 128
"""Bytes that a processor fetches at once: two that write to the same ones wait for each other."""

_blocks: list[ByteArray] = []
_lock = Lock()


def empty(length: int, dtype: DTypeLike, together: Crew | None = None) -> NDArray[Any]:
    """An array ``(length,)`` of numbers that are not set.

    Threads that will write to it ``together`` have the system hand out its pages beforehand, a share each: two that
    write to a new page at once would both wait until it is filled with zeros, twice.
    """
    size = length * np.dtype(dtype).itemsize
    if size < _LARGE:
        return np.empty(length, dtype)
    with _lock:
        block, new = _block(size)
    if new and together is not None:
        # Threads share the iterator: each takes what comes next.
        starts = iter(range(0, size, _SHARE))

        def touch(_: int) -> None:
            for start in starts:
                block[start : min(start + _SHARE, size) : PAGESIZE] = 0

        together(touch)
    return block[:size].view(dtype)


def apart(length: int, dtype: DTypeLike) -> NDArray[Any]:
    """Zeros ``(length,)`` for one thread: no other's numbers are fetched together with them."""
    size = length * np.dtype(dtype).itemsize
    block = np.zeros(size + 2 * _LINE, dtype=np.uint8)
    start = -block.ctypes.data % _LINE
    return block[start : start + size].view(dtype)


def _block(size: int) -> tuple[ByteArray, bool]:
    """A block of at least so many bytes, and whether it is new."""
    fitting = [k for k in _free() if size <= _blocks[k].nbytes <= 2 * size + _GRAIN]
    if fitting:
        return _blocks[min(fitting, key=lambda k: _blocks[k].nbytes)], False
    block = np.empty(-(-size // _GRAIN) * _GRAIN, dtype=np.uint8)
    while sum(b.nbytes for b in _blocks) + block.nbytes > KEPT and (free := _free()):
        del _blocks[free[0]]
    if sum(b.nbytes for b in _blocks) + block.nbytes <= KEPT:
        _blocks.append(block)
    return block, True


def _free() -> list[int]:
    """Where blocks are that nothing is kept in: every array that lies in a block refers to it."""
    return [k for k in range(len(_blocks)) if getrefcount(_blocks[k]) <= _IN_LIST]
