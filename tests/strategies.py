"""Games for property tests: small integers, so that payoffs tie as often as they do in models."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from solver.game.normal_form import NormalForm

Matrix = list[list[int]]
Bimatrix = tuple[Matrix, Matrix]

PAYOFF_RANGES = ((0, 1), (0, 2), (-3, 3))
"""From massively degenerate to mostly generic."""


@st.composite
def bimatrices(draw: st.DrawFn, min_actions: int = 2, max_actions: int = 4) -> Bimatrix:
    """Both players' payoff matrices, ``(m, n)`` integers."""
    n_rows = draw(st.integers(min_actions, max_actions))
    n_columns = draw(st.integers(min_actions, max_actions))
    low, high = draw(st.sampled_from(PAYOFF_RANGES))
    line = st.lists(st.integers(low, high), min_size=n_columns, max_size=n_columns)
    matrix = st.lists(line, min_size=n_rows, max_size=n_rows)
    return draw(matrix), draw(matrix)


@st.composite
def games(draw: st.DrawFn, n_players: int = 2, min_actions: int = 1, max_actions: int = 3) -> NormalForm:
    """A game of ``n_players`` with small-integer payoffs."""
    shape = tuple(draw(st.integers(min_actions, max_actions)) for _ in range(n_players))
    low, high = draw(st.sampled_from(PAYOFF_RANGES))
    size = n_players * int(np.prod(shape))
    values = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
    return NormalForm.from_payoffs(np.array(values, dtype=float).reshape(n_players, *shape))
