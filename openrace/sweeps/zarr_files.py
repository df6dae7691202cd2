"""Arrays of zarr v3 as files, written by hand: a directory per array, ``zarr.json`` and one file per chunk.

The format is small where nothing is optional: a regular grid of chunks, little-endian values, zstd. Written so, a chunk
costs its compression and one file; zarr itself takes some five milliseconds for each, on its event loop and in its
pool of threads, which for blocks of a second's work is a fifth of it. Names of chunks have points, not slashes: a
directory for every index costs more than the chunk. What zarr writes with the same settings is written here byte for
byte (tests hold the two together), and zarr reads it. It may also be read here, which spares whoever wants one array
the import of zarr and xarray.

Every file comes into being under another name and is renamed, so that a reader or a crash meets a whole file or none.
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

NODE = "zarr.json"
"""File that makes a directory an array or a group."""
PARTIAL = ".partial"
"""How names of unfinished files end, after the 32 digits that are theirs alone."""
LONGEST_CHUNK = 1 << 20
"""Values in a chunk of an array that is written whole."""


@dataclass(frozen=True, eq=False)
class ZarrArray:
    """An array that is filled chunk by chunk.

    Attributes:
        name: its directory within the group.
        shape: its whole size.
        chunk: size of a chunk; the last ones of each dimension reach beyond ``shape``.
        dtype: a numpy type of fixed size, or ``"string"``.
        fill: value of what was never written.
        dimensions: a name per dimension.
        attributes: JSON that says what the values mean.
    """

    name: str
    shape: tuple[int, ...]
    chunk: tuple[int, ...]
    dtype: str
    fill: float | str
    dimensions: tuple[str, ...]
    attributes: Mapping[str, Any]


def write_array(root: Path, array: ZarrArray) -> None:
    """Makes an empty array."""
    named = [_named("regular", chunk_shape=array.chunk), _named("default", separator=".")]
    about = {
        "shape": array.shape,
        "data_type": "string" if array.dtype == "string" else np.dtype(array.dtype).name,
        "chunk_grid": named[0],
        "chunk_key_encoding": named[1],
        "fill_value": "NaN" if isinstance(array.fill, float) and math.isnan(array.fill) else array.fill,
        "codecs": [_serializer(array), _named("zstd", level=_LEVEL, checksum=False)],
        "attributes": dict(array.attributes),
        "dimension_names": array.dimensions,
        "zarr_format": 3,
        "node_type": "array",
        "storage_transformers": [],
    }
    _put(root / array.name / NODE, json.dumps(about, indent=2).encode())


def write_group(root: Path, attributes: Mapping[str, Any]) -> None:
    """Makes a directory a group."""
    about = {"attributes": dict(attributes), "zarr_format": 3, "node_type": "group"}
    _put(root / NODE, json.dumps(about, indent=2).encode())


def write_chunk(root: Path, array: ZarrArray, index: Sequence[int], values: NDArray[Any]) -> None:
    """Writes one chunk.

    Args:
        root: directory of the group.
        array: where it belongs.
        index: its place in the grid of chunks.
        values: the size of a chunk, or what of it is within the array.
    """
    whole = np.asarray(values, dtype=np.dtype(array.dtype).newbyteorder("<"))
    if whole.shape != array.chunk:
        whole = np.full(array.chunk, array.fill, dtype=whole.dtype)
        whole[tuple(slice(n) for n in values.shape)] = values
    _put(chunk_file(root, array.name, index), _compressed(np.ascontiguousarray(whole)))


def read_array(root: Path, array: ZarrArray) -> NDArray[Any]:
    """All values of an array that was made from the same description."""
    out = np.full(array.shape, array.fill, dtype=array.dtype)
    for corner in product(*[range(0, n, step) for n, step in zip(array.shape, array.chunk, strict=True)]):
        file = chunk_file(root, array.name, [at // step for at, step in zip(corner, array.chunk, strict=True)])
        if file.exists():
            values = np.frombuffer(_codec().decode(file.read_bytes()), dtype=np.dtype(array.dtype).newbyteorder("<"))
            place = out[tuple(slice(at, at + step) for at, step in zip(corner, array.chunk, strict=True))]
            place[...] = values.reshape(array.chunk)[tuple(slice(n) for n in place.shape)]
    return out


def write_whole(root: Path, name: str, values: NDArray[np.float64], attributes: Mapping[str, Any], along: str) -> None:
    """Makes an array of numbers ``(n,)`` along a dimension."""
    step = min(len(values), LONGEST_CHUNK)
    array = ZarrArray(name, values.shape, (step,), "f8", 0.0, (along,), attributes)
    write_array(root, array)
    for k in range(-(-len(values) // step)):
        write_chunk(root, array, (k,), values[k * step : (k + 1) * step])


def write_labels(root: Path, name: str, labels: Sequence[str]) -> None:
    """Makes an array of texts, named as its dimension."""
    array = ZarrArray(name, (len(labels),), (len(labels),), "string", "", (name,), {})
    write_array(root, array)
    texts = [label.encode() for label in labels]
    packed = struct.pack("<I", len(texts)) + b"".join(struct.pack("<I", len(t)) + t for t in texts)
    _put(chunk_file(root, name, (0,)), _compressed(packed))


def chunk_file(root: Path, name: str, index: Sequence[int]) -> Path:
    """Where a chunk is, or would be."""
    return root / name / ".".join(("c", *map(str, index)))


_LEVEL = 0
"""Of zstd: its default."""


def _serializer(array: ZarrArray) -> dict[str, Any]:
    if array.dtype == "string":
        return _named("vlen-utf8")
    # A byte has no order, and zarr leaves it out.
    return {"name": "bytes"} if np.dtype(array.dtype).itemsize == 1 else _named("bytes", endian="little")


def _named(name: str, **configuration: Any) -> dict[str, Any]:
    return {"name": name, "configuration": configuration}


def _compressed(values: Any) -> bytes:
    return bytes(_codec().encode(values))


@lru_cache(maxsize=1)
def _codec() -> Any:
    from numcodecs.zstd import Zstd

    return Zstd(level=_LEVEL)


def _put(path: Path, content: bytes) -> None:
    """A whole file or none.

    Raises:
        OSError: the disk is full, or the place cannot be written.
    """
    partial = path.with_name(f"{path.name}.{uuid4().hex}{PARTIAL}")
    try:
        try:
            partial.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(content)
        os.replace(partial, path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
