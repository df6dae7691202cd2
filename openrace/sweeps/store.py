"""Results of a sweep on disk: a zarr v3 group, larger than memory, resumable, the same bytes from any writer.

One array per kind of number (see ``openrace.sweeps.layout``), its dimensions named, cut into chunks that are the
design's blocks. A worker owns a block: it writes the block's chunk of every array and then the chunk of ``done``, whose
presence says that the rest is there. zarr writes every file under another name and renames it. So a crash loses the
blocks in flight and nothing else, and a reader that masks by ``done`` never sees half a block.

Where the numbers come from is in the group's attributes: game as TOML, design, intervention, version, hash of the
kernels. No times or host names: equal sweeps, equal bytes.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openrace.sweeps.cells.summary import CellSummary
from openrace.sweeps.interrupts import put_off
from openrace.sweeps.layout import DONE, FINISHED, Coordinate, Layout, Quantity
from solver.common.errors import OpenraceError
from solver.common.extras import extra
from solver.common.files import check_name

if TYPE_CHECKING:
    import xarray as xr
    import zarr

NODE = "zarr.json"
"""File that makes a directory an array or a group."""
UNFINISHED = "unfinished"
"""Directory in which a store is made before it is moved into place."""
PARTIAL = ".partial"
"""How zarr ends the names of files that it has not finished."""
LONGEST_CHUNK = 1 << 20
"""Values in a chunk of an axis."""


class Store:
    """A sweep's directory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether there is a store."""
        return (self.path / NODE).exists()

    def create(self, layout: Layout) -> None:
        """Makes the group and its empty arrays; the group's own file last, so that it is whole or absent.

        Raises:
            OpenraceError: the place cannot be written.
        """
        with extra("sweep"):
            import zarr
        making = self.path / UNFINISHED
        with put_off(), clear_failures(self.path):
            self._clear_unfinished(layout)
            group = zarr.create_group(making, attributes=layout.attributes)
            for quantity in (*layout.quantities, FINISHED):
                _make(group, layout, quantity)
            for along in layout.coordinates:
                _fill(group, along)
            # Moved into place one by one, the group's own file last: a crash before that leaves no store.
            for child in sorted(making.iterdir(), key=lambda p: p.name == NODE):
                child.replace(self.path / child.name)
            making.rmdir()

    def strange(self, layout: Layout) -> list[str]:
        """What the directory holds that does not belong to this store, finished or half made."""
        names = [p.name for p in self.path.iterdir()] if self.path.is_dir() else []
        own = {UNFINISHED, *layout.names} if UNFINISHED in names else set()
        return sorted(name for name in names if name not in own and not name.startswith("."))

    def _clear_unfinished(self, layout: Layout) -> None:
        """Removes what a process that was killed while it made the store left behind, moved into place or not."""
        if (self.path / UNFINISHED).exists():
            for name in (*layout.names, UNFINISHED):
                if (self.path / name).exists():
                    shutil.rmtree(self.path / name)

    def provenance(self) -> dict[str, Any]:
        """What the store was made from.

        Raises:
            OpenraceError: the directory holds something else.
        """
        try:
            found = json.loads((self.path / NODE).read_text())["attributes"]["provenance"]
        except (OSError, ValueError, KeyError) as error:
            raise OpenraceError(
                f"{self.path} holds no sweep",
                "a directory made by openrace sweep",
                "check --out",
            ) from error
        return dict(found)

    def write(self, layout: Layout, k: int, summaries: tuple[CellSummary, ...]) -> None:
        """Writes block ``k``, one summary per concept: data first, then its done mark.

        Raises:
            OpenraceError: the disk is full or the store cannot be written; what was stored stays.
        """
        window = layout.blocks.windows[k]
        with put_off(), clear_failures(self.path):
            for quantity in (*layout.quantities, FINISHED):
                self._array(layout, quantity.name)[window] = layout.values(k, quantity, summaries)

    def read(self, layout: Layout, name: str) -> NDArray[Any]:
        """All values of one quantity; what is not done yet has the fill value."""
        return np.asarray(self._array(layout, name)[...])

    def is_done(self, layout: Layout, k: int) -> bool:
        """Whether block ``k`` is finished."""
        # The file itself: reading the mark of every cell would take as long as a small sweep.
        return (self.path / DONE / ".".join(("c", *map(str, layout.blocks.index(k))))).exists()

    def remove_leftovers(self) -> None:
        """Removes what writers that were killed left behind; only for a process that holds the store alone."""
        with clear_failures(self.path):
            for left in self.path.rglob(f"*{PARTIAL}"):
                left.unlink(missing_ok=True)

    def open(self) -> xr.Dataset:
        """The store as a dataset; values are read when they are looked at.

        Raises:
            OpenraceError: there is no store.
        """
        self.provenance()
        with extra("sweep"):
            import xarray as xr
        dataset = xr.open_zarr(self.path, chunks=None, consolidated=False, mask_and_scale=False)
        held = dataset.attrs["provenance"]
        labelled: xr.Dataset = dataset.set_coords(held["paths"])
        return labelled

    def _array(self, layout: Layout, name: str) -> zarr.Array[Any]:
        return _opened(self.path / name, layout.key)


_STORED: Mapping[str, Any] = {
    # Points, not slashes, in the names of chunks: a directory for every index costs more than the chunk.
    "chunk_key_encoding": {"name": "default", "separator": "."},
    # To see whether a chunk is empty takes longer than to write it.
    "config": {"write_empty_chunks": True},
}


def _make(group: zarr.Group, layout: Layout, quantity: Quantity) -> None:
    """Makes an empty array whose chunks are the blocks."""
    sizes = tuple(n for _, n in quantity.tail)
    group.create_array(
        quantity.name,
        shape=(*layout.blocks.shape, *sizes),
        chunks=(*layout.blocks.block, *sizes),
        dtype=quantity.dtype,
        fill_value=quantity.fill,
        dimension_names=layout.dimensions(quantity.tail),
        attributes=dict(quantity.attributes),
        **_STORED,
    )


def _fill(group: zarr.Group, along: Coordinate) -> None:
    """Makes a full array ``(n,)`` along a dimension."""
    array = group.create_array(
        along.name,
        shape=along.values.shape,
        chunks=(min(len(along.values), LONGEST_CHUNK),),
        dtype="string" if along.values.dtype == object else "f8",
        dimension_names=(along.dimension,),
        attributes=dict(along.attributes),
        **_STORED,
    )
    array[:] = along.values


@lru_cache(maxsize=64)
def _opened(place: Path, key: str) -> zarr.Array[Any]:  # noqa: ARG001 - another sweep at the same place, another array
    """An array of a store; opening it takes as long as writing a chunk."""
    with extra("sweep"):
        import zarr
    return zarr.open_array(place, mode="r+", config=_STORED["config"])


@contextmanager
def clear_failures(path: Path) -> Iterator[None]:
    """Turns what a full disk or a locked directory raises into one clear message.

    Raises:
        OpenraceError: what the system said, and what to do.
    """
    check_name(path)
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"the disk that holds {path} is full"
            hint = "free some space, then give the same command with --resume"
        elif error.errno == errno.EFBIG:
            what = f"a block of {path} is larger than this system lets a file be (ulimit -f)"
            hint = "raise that limit, then give the same command with --resume"
        elif error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            what, hint = f"{path} cannot be written", "choose another --out, or change its permissions"
        else:
            what, hint = f"{path} could not be written: {error}", "check the path, then continue with --resume"
        raise OpenraceError(what, "a directory that can be written", f"{hint}; finished blocks are kept") from error
