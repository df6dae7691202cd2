"""What is written by hand is what zarr would write, and zarr reads it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from openrace.sweeps.zarr_files import (
    ZarrArray,
    read_array,
    write_array,
    write_chunk,
    write_group,
    write_labels,
    write_whole,
)
from tests.openrace.sweeps.sweeps import contents

DIMENSIONS = ("day", "place")


def by_zarr(root: Path, array: ZarrArray) -> "zarr.Array[Any]":
    group = zarr.open_group(root, mode="a")
    return group.create_array(
        array.name,
        shape=array.shape,
        chunks=array.chunk,
        dtype=array.dtype,
        fill_value=array.fill,
        dimension_names=array.dimensions,
        attributes=dict(array.attributes),
        chunk_key_encoding={"name": "default", "separator": "."},
        config={"write_empty_chunks": True},
    )


@pytest.mark.parametrize(("dtype", "fill"), [("f8", np.nan), ("i4", 0), ("u8", 0), ("i1", 6), ("u1", 0)])
@given(data=st.data(), shape=st.tuples(st.integers(1, 7), st.integers(1, 7)), chunk=st.integers(1, 4))
@settings(deadline=None, max_examples=8)
def test_every_file_is_the_one_that_zarr_writes(
    tmp_path_factory: pytest.TempPathFactory,
    dtype: str,
    fill: float,
    data: st.DataObject,
    shape: tuple[int, int],
    chunk: int,
) -> None:
    place = tmp_path_factory.mktemp("both")
    values = data.draw(arrays.arrays(dtype, shape, elements=st.integers(0, 3)))
    array = ZarrArray("a", shape, (chunk, shape[1]), dtype, fill, DIMENSIONS, {"units": "1", "flag_values": [1, 2]})
    write_group(place / "ours", {})
    write_array(place / "ours", array)
    theirs = by_zarr(place / "theirs", array)
    for k in range(-(-shape[0] // chunk)):
        rows = slice(k * chunk, (k + 1) * chunk)
        write_chunk(place / "ours", array, (k, 0), values[rows])
        theirs[rows] = values[rows]
    assert contents(place / "ours") == contents(place / "theirs")
    np.testing.assert_array_equal(zarr.open_array(place / "ours" / "a")[:], values)
    np.testing.assert_array_equal(read_array(place / "ours", array), values)


def test_what_was_never_written_is_the_fill_value(tmp_path: Path) -> None:
    array = ZarrArray("a", (5, 2), (2, 2), "f8", np.nan, DIMENSIONS, {})
    write_array(tmp_path, array)
    write_chunk(tmp_path, array, (1, 0), np.ones((2, 2)))
    for read in (zarr.open_array(tmp_path / "a")[:], read_array(tmp_path, array)):
        np.testing.assert_array_equal(np.isnan(read).all(axis=1), [True, True, False, False, True])


def test_long_arrays_are_cut_and_labels_keep_their_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openrace.sweeps.zarr_files.LONGEST_CHUNK", 4)
    write_group(tmp_path, {"title": "t"})
    write_whole(tmp_path, "day", np.arange(10.0), {"units": "days"}, "time")
    write_labels(tmp_path, "who", ("Zoë", "", "b"))
    group = zarr.open_group(tmp_path, mode="r")
    assert dict(group.attrs) == {"title": "t"}
    day, who = group["day"], group["who"]
    assert isinstance(day, zarr.Array)
    assert isinstance(who, zarr.Array)
    np.testing.assert_array_equal(day[:], np.arange(10.0))
    assert (day.chunks, day.attrs["units"]) == ((4,), "days")
    assert np.asarray(who[:]).tolist() == ["Zoë", "", "b"]
