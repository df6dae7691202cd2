"""How the cells of a sweep are cut into blocks, and blocks shared out among jobs.

A block is a rectangle of cells. Blocks are numbered in the order of the box; job ``i`` of ``n`` computes every n-th.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from solver.common.errors import OpenraceError

LARGEST_BLOCK = 16_384
"""Cells in a block at most."""
LEAST_WORK, MOST_WORK = 2_000_000, 10_000_000
"""Profiles of all games in a block: about a fifth of a second of work, and a second, for games solved in batches."""
BLOCKS_WANTED = 64
"""Blocks a sweep is cut into in between: enough to keep workers busy and to lose little in a crash."""
MOST_DIGITS = 9
"""Digits of a number of jobs or workers at most."""


@dataclass(frozen=True)
class Blocks:
    """A box cut into rectangles.

    Attributes:
        shape: cells along each dimension of the box.
        block: cells along each dimension of a block; the last block of a row may be shorter.
    """

    shape: tuple[int, ...]
    block: tuple[int, ...]

    @cached_property
    def windows(self) -> tuple[tuple[slice, ...], ...]:
        """Every block's place, in order."""
        steps = [range(0, n, b) for n, b in zip(self.shape, self.block, strict=True)]
        return tuple(
            tuple(slice(a, min(a + b, n)) for a, b, n in zip(at, self.block, self.shape, strict=True))
            for at in product(*steps)
        )

    def cells(self, k: int) -> int:
        """Cells in block ``k``."""
        return math.prod(s.stop - s.start for s in self.windows[k])

    def index(self, k: int) -> tuple[int, ...]:
        """Position of block ``k`` in the grid of blocks, as in the store's file names."""
        counts = [-(-n // b) for n, b in zip(self.shape, self.block, strict=True)]
        return tuple(int(i) for i in np.unravel_index(k, counts))


def default_block(n_cells: int, n_profiles: int) -> int:
    """Cells in a block for a sweep of that size over such games; depends on nothing else, so that reruns agree."""
    least, most = (max(1, min(work // n_profiles, LARGEST_BLOCK)) for work in (LEAST_WORK, MOST_WORK))
    return min(max(n_cells // BLOCKS_WANTED, least), most)


def blocks(shape: tuple[int, ...], target: int) -> Blocks:
    """Blocks of about ``target`` cells, long in the last dimensions."""
    block: list[int] = []
    for n in reversed(shape):
        step = max(1, min(n, target))
        block.append(step)
        target = max(1, target // step)
    return Blocks(shape, tuple(reversed(block)))


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


def read_shard(text: str) -> Shard:
    """Reads ``i/n``, parts counted from 1.

    Raises:
        OpenraceError: it is something else.
    """
    parts = [whole_number(part) for part in text.split("/")] if isinstance(text, str) else []
    if len(parts) == 2 and parts[0] is not None and parts[1] is not None and 1 <= parts[0] <= parts[1]:
        return Shard(parts[0] - 1, parts[1])
    raise OpenraceError(f"the shard is {text!r}", "i/n with i from 1 to n", "write for example --shard 3/16")


def whole_number(text: str) -> int | None:
    """The number that ASCII digits spell; ``None`` for other text, such as ``²`` or thousands of digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
