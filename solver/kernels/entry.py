"""What Python calls of the kernels."""

from __future__ import annotations

from solver.kernels.extent import pair_expectations
from solver.kernels.layout import TOTAL_F, TOTAL_I, measure
from solver.kernels.many import solve_range
from solver.kernels.simd_two import SHAPE_WIDTH
from solver.kernels.small import BLOCK, MAX_PAIRS, PAIR_WIDTH, solve_small
from solver.kernels.stream import count_stream, decode_stream
from solver.kernels.supports import support_pairs
from solver.kernels.two_by_two import (
    BAD,
    CLASSES,
    FILLED,
    FLAG,
    LISTS,
    MARGIN,
    POINTS,
    TABLE_WIDTH,
    UNEVEN,
    UNSURE,
    WORK_WIDTH,
    X_COUNT,
    Y_COUNT,
    classify,
    count,
    solve,
)
from solver.kernels.validate import first_bad

__all__ = [
    "BAD",
    "BLOCK",
    "CLASSES",
    "FILLED",
    "FLAG",
    "LISTS",
    "MARGIN",
    "MAX_PAIRS",
    "PAIR_WIDTH",
    "POINTS",
    "SHAPE_WIDTH",
    "TABLE_WIDTH",
    "TOTAL_F",
    "TOTAL_I",
    "UNEVEN",
    "UNSURE",
    "WORK_WIDTH",
    "X_COUNT",
    "Y_COUNT",
    "classify",
    "count",
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
