"""Exact determinants and inverses agree with floats and with their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.common.errors import SolverError
from solver.common.linear import determinant, inverse

SMALL = st.integers(-20, 20)
MATRICES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(SMALL, min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(MATRICES)
def test_determinants_are_those_of_floats(matrix: list[list[int]]) -> None:
    assert determinant(matrix) == round(float(np.linalg.det(np.array(matrix, dtype=float))))


@given(MATRICES)
def test_a_matrix_times_its_inverse_is_one_and_a_singular_one_has_none(matrix: list[list[int]]) -> None:
    size = len(matrix)
    if determinant(matrix) == 0:
        with pytest.raises(SolverError, match="has no inverse"):
            inverse(matrix)
    else:
        found = np.array(matrix, dtype=object) @ np.array(inverse(matrix), dtype=object)
        assert found.tolist() == np.eye(size, dtype=int).tolist()
