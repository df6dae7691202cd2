"""What Python calls of the kernels."""

from __future__ import annotations

from solver.kernels.expectation import pair_expectations
from solver.kernels.layout import TOTAL_F, TOTAL_I, measure
from solver.kernels.many import solve_range
from solver.kernels.simd_two import SHAPE_WIDTH
from solver.kernels.small import BLOCK, MAX_PAIRS, PAIR_WIDTH, solve_small
from solver.kernels.stream import count_stream, decode_stream
from solver.kernels.supports import support_pairs
from solver.kernels.two_by_two import BAD, FILL, UNSURE, classify
from solver.kernels.two_by_two_row import (
    FILLED,
    FLAG,
    GAMES,
    KNOWN,
    LISTS,
    POINTS,
    REASON,
    REFUSED,
    SPARE_PAIRS,
    STATE,
    STEP,
    STOPPED,
    SUMS,
    TABLE_WIDTH,
    TICKET,
    TOTALS_WIDTH,
    UNEVEN,
    UNKNOWN,
    WORK_WIDTH,
    X_COUNT,
    Y_COUNT,
    solve,
)
from solver.kernels.validate import first_bad

__all__ = [
    "BAD",
    "BLOCK",
    "FILL",
    "FILLED",
    "FLAG",
    "GAMES",
    "KNOWN",
    "LISTS",
    "MAX_PAIRS",
    "PAIR_WIDTH",
    "POINTS",
    "REASON",
    "REFUSED",
    "SHAPE_WIDTH",
    "SPARE_PAIRS",
    "STATE",
    "STEP",
    "STOPPED",
    "SUMS",
    "TABLE_WIDTH",
    "TICKET",
    "TOTALS_WIDTH",
    "TOTAL_F",
    "TOTAL_I",
    "UNEVEN",
    "UNKNOWN",
    "UNSURE",
    "WORK_WIDTH",
    "X_COUNT",
    "Y_COUNT",
    "classify",
    "count_stream",
    "decode_stream",
    "first_bad",
    "measure",
    "pair_expectations",
    "solve",
    "solve_range",
    "solve_small",
    "support_pairs",
]
