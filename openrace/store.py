"""Results of a sweep on disk: a zarr v3 group, larger than memory, resumable, the same bytes whoever wrote it.

One array per quantity, its dimensions named, cut into chunks that are the design's blocks. A worker owns a block: it
writes the block's chunk of every array and then the chunk of ``done``, whose presence says that the rest is there. So a
crash loses the blocks in flight and nothing else, and a reader that masks by ``done`` never sees half a block. zarr
writes each chunk to a temporary file and renames it.

What the numbers mean is in the attributes: units, long names, flag meanings in the CF convention, and the provenance
(game as TOML, design, intervention, version, hash of the kernels). No times or host names: equal sweeps, equal bytes.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from openrace.cell_summary import CellSummary, Code
from openrace.design import Blocks, Design
from openrace.grid_solver import CellFlag
from solver.errors import OpenraceError

if TYPE_CHECKING:
    import xarray as xr
    import zarr

DONE = "done"
SIDES, BOUNDS, CONCEPTS = "side", "bound", "concept"
_PARTIAL = re.compile(r"\.[0-9a-f]{32}\.partial$")


@dataclass(frozen=True)
class MetricColumn:
    """A metric as it is stored: one variable of extents, and one of directions if there are two sides."""

    name: str
    unit: str
    sense: str

    @property
    def direction(self) -> str:
        """Name of the variable that holds its direction."""
        return f"{self.name}.direction"


@dataclass(frozen=True, eq=False)
class Layout:
    """What a store holds.

    Attributes:
        design: where cells are.
        blocks: how they are cut.
        sides: names of the games solved per cell.
        concepts: under which each of them is solved; more than one make a dimension.
        players: names of the players.
        metrics: the ``K`` metrics kept.
        n_words: words per support mask.
        provenance: everything on which the numbers depend, as JSON.
    """

    design: Design
    blocks: Blocks
    sides: tuple[str, ...]
    concepts: tuple[str, ...]
    players: tuple[str, ...]
    metrics: tuple[MetricColumn, ...]
    n_words: int
    provenance: Mapping[str, Any]


class Store:
    """A sweep's directory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether there is a store."""
        return (self.path / "zarr.json").exists()

    def create(self, layout: Layout) -> None:
        """Makes the group and its empty arrays; the group's own attributes last, so that it is whole or absent.

        Raises:
            OpenraceError: the place cannot be written.
        """
        import zarr

        with clear_failures(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            group = zarr.create_group(zarr.storage.LocalStore(self.path / "unfinished"), overwrite=True)
            self._create_arrays(group, layout)
            group.attrs.update(
                {"Conventions": "CF-1.11", "title": "openrace sweep", "provenance": dict(layout.provenance)}
            )
            # Moved into place file by file, the group's own file last: a crash before that leaves no store.
            for child in sorted((self.path / "unfinished").iterdir(), key=lambda p: p.name == "zarr.json"):
                child.replace(self.path / child.name)
            (self.path / "unfinished").rmdir()

    def _create_arrays(self, group: zarr.Group, layout: Layout) -> None:
        cells, chunk = layout.blocks.shape, layout.blocks.block
        dims = layout.design.dimensions

        def array(
            name: str, tail: tuple[tuple[str, int], ...], dtype: str, fill: Any, attributes: dict[str, Any]
        ) -> None:
            group.create_array(
                name,
                shape=(*cells, *[n for _, n in tail]),
                chunks=(*chunk, *[n for _, n in tail]),
                dtype=dtype,
                fill_value=fill,
                dimension_names=(*dims, *[d for d, _ in tail]),
                attributes=attributes,
            )

        many = () if len(layout.concepts) == 1 else ((CONCEPTS, len(layout.concepts)),)
        side = (*many, (SIDES, len(layout.sides)))
        for column in layout.metrics:
            array(
                column.name,
                (*side, (BOUNDS, 2)),
                "f8",
                np.nan,
                {"units": column.unit, "long_name": f"least and greatest {column.name} over all equilibria"},
            )
            if len(layout.sides) == 2:
                array(column.direction, many, "i1", int(Code.UNKNOWN), _direction_attributes(column))
        counts = {"units": "1", "long_name": "number of extreme equilibria, or of points found"}
        array("n_equilibria", side, "i4", 0, counts)
        components = {"units": "1", "long_name": "connected sets of equilibria; 0 where nobody looked for them"}
        array("n_components", side, "i4", 0, components)
        array(
            "support",
            (*side, ("player", len(layout.players)), ("word", layout.n_words)),
            "u8",
            0,
            {"long_name": "plans played in some equilibrium: bit a % 64 of word a // 64 is plan a", "units": "1"},
        )
        array("flags", side, "u1", 0, _flag_attributes())
        array(DONE, (), "u1", 0, {"long_name": "whether the cell's block is finished", "units": "1"})
        self._create_labels(group, layout)

    def _create_labels(self, group: zarr.Group, layout: Layout) -> None:
        for at in layout.design.coordinates():
            made = group.create_array(
                at.path,
                shape=at.values.shape,
                dtype="f8",
                dimension_names=(at.dimension,),
                attributes=_axis(layout, at.path),
            )
            made[:] = at.values
        named = [(SIDES, layout.sides), (BOUNDS, ("least", "greatest")), ("player", layout.players)]
        for name, labels in [*named, *([(CONCEPTS, layout.concepts)] if len(layout.concepts) > 1 else [])]:
            made = group.create_array(name, shape=(len(labels),), dtype="string", dimension_names=(name,))
            made[:] = np.array(labels, dtype=np.dtypes.StringDType())

    def provenance(self) -> dict[str, Any]:
        """What the store was made from.

        Raises:
            OpenraceError: the directory holds something else.
        """
        try:
            found = json.loads((self.path / "zarr.json").read_text())["attributes"]["provenance"]
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
        window = layout.blocks.windows[k]
        shape = tuple(s.stop - s.start for s in window)
        with clear_failures(self.path):
            made = (self.path / "zarr.json").stat()
            store = (self.path, made.st_ino, made.st_mtime_ns)

            def put(name: str, values: np.ndarray[Any, Any]) -> None:
                _array(store, name)[window] = values.reshape(*shape, *values.shape[1:])

            def put_all(name: str, own: Sequence[np.ndarray[Any, Any]]) -> None:
                put(name, own[0] if len(own) == 1 else np.stack(own, axis=1))

            for at, column in enumerate(layout.metrics):
                put_all(column.name, [s.values[:, at] for s in summaries])
                if len(layout.sides) == 2:
                    put_all(column.direction, [s.direction[:, at] for s in summaries])
            put_all("n_equilibria", [s.n_equilibria for s in summaries])
            put_all("n_components", [s.n_components for s in summaries])
            put_all("support", [s.support for s in summaries])
            put_all("flags", [s.flags for s in summaries])
            put(DONE, np.ones(len(summaries[0].flags), dtype=np.uint8))

    def is_done(self, layout: Layout, k: int) -> bool:
        """Whether block ``k`` is finished."""
        return (self.path / DONE / "c").joinpath(*[str(i) for i in layout.blocks.index(k)]).exists()

    def sweep_up(self) -> None:
        """Removes what writers that were killed left behind; only for whoever holds the store alone."""
        with clear_failures(self.path):
            for lock in self.path.glob(".writing-*"):
                lock.unlink(missing_ok=True)
            for left in self.path.rglob("*.partial"):
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


@lru_cache(maxsize=256)
def _array(store: tuple[Path, int, int], name: str) -> zarr.Array[Any]:
    """An array of a store; opening it takes as long as writing a block of it, so it is done once a process.

    ``store`` is its path, and number and date of the group's own file: another one at the same place is opened anew.
    """
    import zarr

    return zarr.open_array(store[0] / name, mode="r+")


def _axis(layout: Layout, path: str) -> dict[str, Any]:
    units = layout.provenance["units"]
    return {"units": units.get(path, "") or "1", "long_name": path}


def _direction_attributes(column: MetricColumn) -> dict[str, Any]:
    return {
        "long_name": f"direction of racing by {column.name}, after against before, over all equilibria",
        "flag_values": [int(c) for c in Code],
        "flag_meanings": " ".join(c.word for c in Code),
    }


def _flag_attributes() -> dict[str, Any]:
    return {
        "long_name": "what is known of the set of equilibria",
        "flag_masks": [int(f) for f in CellFlag],
        "flag_meanings": " ".join(str(f.name).lower() for f in CellFlag),
    }


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
