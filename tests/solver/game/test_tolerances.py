"""The relations between limits that ``solver/common/tolerances.py`` states."""

from __future__ import annotations

import numpy as np

from solver.common import tolerances as t


def test_a_tie_up_to_rounding_is_a_tie_for_every_solver() -> None:
    rounding = float(np.finfo(float).eps)
    assert 16 * rounding < t.ROUNDING_OF_SUMS < t.SAME_PAYOFF < t.STAGE_RESOLUTION < t.RESOLUTION


def test_what_the_exact_solver_rounds_away_is_never_left_to_the_kernels() -> None:
    assert 10 * t.RESOLUTION < t.UNCLEAR_PAYOFF < t.COARSEST_RESOLUTION


def test_an_unequal_payoff_stays_positive_when_its_column_is_scaled() -> None:
    assert t.ZERO < t.POSITIVE < t.UNCLEAR_WEIGHT == t.UNCLEAR_PAYOFF / t.NARROWEST_COLUMN


def test_a_point_that_is_reported_passes_the_independent_check() -> None:
    assert t.ZERO_PROBABILITY < t.CERTIFIED_REGRET < t.CHECKED_REGRET
    assert t.SAME_POINT < t.SAME_LISTED < t.SAME_CORNER
    assert t.SMALLEST_CELL < t.TOUCHING
