"""Combinations of values are found once each, and the index leads back to every place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.markets import distinct as module
from games.markets.distinct import distinct
from games.parts.part import FloatArray

shapes = st.sampled_from([((3, 1), (1, 4)), ((1,), (5,)), ((), (2, 3)), ((2, 1, 3), (4, 1)), ((), ())])


@given(shapes, st.integers(0, 10_000), st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_index_leads_back_to_every_value_and_no_combination_occurs_twice(
    shape: tuple[tuple[int, ...], tuple[int, ...]], seed: int, sort: bool
) -> None:
    rng = np.random.default_rng(seed)
    arrays = [rng.integers(-1, 3, size=s).astype(float) for s in shape]
    arrays[0][arrays[0] == -1] = -np.inf
    with pytest.MonkeyPatch.context() as patch:
        if sort:
            patch.setattr(module, "_LISTED", 0)
            patch.setattr(module, "_MOST_CODES", 2)
        columns, index = distinct(arrays)
    for array, column in zip(arrays, columns, strict=True):
        np.testing.assert_array_equal(column[index], np.broadcast_to(array, index.shape))
    rows = set(zip(*columns, strict=True))
    assert len(rows) == len(columns[0])
    assert sorted(np.unique(index)) == list(range(len(rows)))


def test_numbers_that_differ_by_the_last_bit_are_not_the_same() -> None:
    close: FloatArray = np.array([1.0, np.nextafter(1.0, 2.0), 1.0])
    assert len(distinct([close])[0][0]) == 2
