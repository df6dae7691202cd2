"""Results of a sweep on disk: a zarr v3 group, larger than memory, resumable, the same bytes whoever wrote it.

One array per quantity (see ``openrace.sweeps.layout``), its dimensions named, cut into chunks that are the design's
blocks. A worker owns a block: it writes the block's chunk of every array and then the chunk of ``done``, whose
presence says that the rest is there. So a crash loses the blocks in flight and nothing else, and a reader that masks
by ``done`` never sees half a block.

Where the numbers come from is in the group's attributes: game as TOML, design, intervention, version, hash of the
kernels. No times or host names: equal sweeps, equal bytes.
"""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openrace.sweeps.cell_summary import CellSummary
from openrace.sweeps.layout import DONE, Layout
from openrace.sweeps.zarr_files import (
    NODE,
    PARTIAL,
    ZarrArray,
    chunk_file,
    read_array,
    write_array,
    write_chunk,
    write_group,
    write_labels,
    write_whole,
)
from solver.game.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr

UNFINISHED = "unfinished"
"""Directory in which a store is made before it is moved into place."""
_PARTIAL = re.compile(rf"\.[0-9a-f]{{32}}\{PARTIAL}$")


class Store:
    """A sweep's directory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether there is a store."""
        return (self.path / NODE).exists()

    def create(self, layout: Layout) -> None:
        """Makes the group and its empty arrays; the group's own attributes last, so that it is whole or absent.

        Raises:
            OpenraceError: the place cannot be written.
        """
        making = self.path / UNFINISHED
        with clear_failures(self.path):
            self._clear_unfinished(layout)
            for array in (*[quantity.array for quantity in layout.quantities], layout.done):
                write_array(making, array)
            for at in layout.design.coordinates():
                write_whole(making, at.path, at.values, layout.axis_attributes(at.path), at.dimension)
            for name, labels in layout.labels:
                write_labels(making, name, labels)
            provenance = dict(layout.provenance)
            write_group(making, {"Conventions": "CF-1.11", "title": "openrace sweep", "provenance": provenance})
            # Moved into place one by one, the group's own file last: a crash before that leaves no store.
            for child in sorted(making.iterdir(), key=lambda p: p.name == NODE):
                child.replace(self.path / child.name)
            making.rmdir()

    def strange(self, layout: Layout) -> list[str]:
        """What the directory holds that no making of this store, finished or killed, would have left there."""
        names = [p.name for p in self.path.iterdir()] if self.path.is_dir() else []
        own = {UNFINISHED, *layout.names} if UNFINISHED in names else set()
        return sorted(name for name in names if name not in own and not name.startswith("."))

    def _clear_unfinished(self, layout: Layout) -> None:
        """Removes what a making that was killed left behind, in its own directory or moved out of it."""
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
                f"{self.path} holds no sweep ({type(error).__name__})",
                "a directory made by openrace sweep",
                "check --out",
            ) from error
        return dict(found)

    def write(self, layout: Layout, k: int, summaries: Sequence[CellSummary]) -> None:
        """Writes block ``k``, one summary per concept: data first, then its done mark.

        Raises:
            OpenraceError: the disk is full or the store cannot be written; what was stored stays.
        """
        size = tuple(s.stop - s.start for s in layout.blocks.windows[k])
        index = layout.blocks.index(k)

        def put(array: ZarrArray, values: NDArray[Any]) -> None:
            # Sides, players and the like are never cut.
            tail = array.chunk[len(index) :]
            write_chunk(self.path, array, (*index, *(0,) * len(tail)), values.reshape(*size, *tail))

        with clear_failures(self.path):
            for quantity in layout.quantities:
                own = [quantity.of(summary) for summary in summaries]
                put(quantity.array, own[0] if len(own) == 1 else np.stack(own, axis=1))
            put(layout.done, np.ones(size))

    def read(self, layout: Layout, name: str) -> NDArray[Any]:
        """All values of one quantity; what is not done yet has the fill value."""
        (array,) = [quantity.array for quantity in layout.quantities if quantity.array.name == name]
        return read_array(self.path, array)

    def is_done(self, layout: Layout, k: int) -> bool:
        """Whether block ``k`` is finished."""
        return chunk_file(self.path, DONE, layout.blocks.index(k)).exists()

    def sweep_up(self) -> None:
        """Removes what writers that were killed left behind; only for whoever holds the store alone."""
        with clear_failures(self.path):
            for lock in self.path.glob(".writing-*"):
                lock.unlink(missing_ok=True)
            for left in self.path.rglob(f"*{PARTIAL}"):
                if _PARTIAL.search(left.name):
                    left.unlink(missing_ok=True)

    def open(self) -> xr.Dataset:
        """The store as a dataset; values are read when they are looked at.

        Raises:
            OpenraceError: there is no store.
        """
        import xarray as xr

        self.provenance()
        dataset = xr.open_zarr(self.path, chunks=None, consolidated=False, mask_and_scale=False)
        held = dataset.attrs["provenance"]
        labelled: xr.Dataset = dataset.assign_coords({name: dataset[name] for name in held["paths"]})
        return labelled


@contextmanager
def clear_failures(path: Path) -> Iterator[None]:
    """Turns what a full disk or a locked directory raises into one clear message."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what, hint = (
                f"the disk that holds {path} is full",
                "free some space, then give the same command with --resume",
            )
        elif error.errno == errno.EFBIG:
            what = f"a block of {path} is larger than this system lets a file be (ulimit -f)"
            hint = "raise that limit, then give the same command with --resume"
        elif error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            what, hint = f"{path} cannot be written", "choose another --out, or change its permissions"
        else:
            what, hint = f"{path} could not be written: {error}", "check the path, then go on with --resume"
        raise OpenraceError(what, "a directory that can be written", f"{hint}; finished blocks are kept") from error
