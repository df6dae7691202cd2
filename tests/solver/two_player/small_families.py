"""Small families of games over weights, and their games solved one by one, for tests of what holds for all of them."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np
from hypothesis import strategies as st

from solver.common.arrays import ExactArray
from solver.two_player.exact import ExactBimatrix, solve_bimatrix
from solver.two_player.family.family import Family


def array(values: object) -> ExactArray:
    """Fractions of nested lists of integers."""
    read = np.array(values, dtype=object)
    read[...] = np.vectorize(Fraction, otypes=[object])(read)
    return read


@st.composite
def families(draw: st.DrawFn, n_weights: int | None = None) -> Family:
    """Small integers, so that actions tie and dominate, at weights and for all of them."""
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    weights = n_weights or draw(st.integers(1, 2))
    size = (1 + weights) * m * n
    read = []
    for _ in range(2):
        flat = draw(st.lists(st.integers(-2, 3), min_size=size, max_size=size))
        read.append(array(np.array(flat).reshape(1 + weights, m, n).tolist()))
    return Family((read[0][0], read[1][0]), (read[0][1:], read[1][1:]))


def whole(payoffs: ExactArray) -> list[list[int]]:
    scale = lcm(*(v.denominator for v in payoffs.ravel()))
    return [[int(v * scale) for v in row] for row in payoffs]


def solved(family: Family, point: tuple[Fraction, ...]) -> ExactBimatrix:
    return solve_bimatrix(whole(family.at(0, point)), whole(family.at(1, point)))


def worth(found: ExactBimatrix, values: ExactArray) -> list[Fraction]:
    """The expectation at every extreme equilibrium."""
    out = []
    for i, j in found.extremes:
        x, y = np.array(found.x_vertices[i], dtype=object), np.array(found.y_vertices[j], dtype=object)
        out.append(Fraction(x @ values @ y))
    return out
