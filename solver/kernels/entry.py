"""What Python calls of the kernels."""

from __future__ import annotations

from solver.kernels.extent import pair_expectations
from solver.kernels.layout import TOTAL_F, TOTAL_I, measure
from solver.kernels.many import COUNTS, solve_range
from solver.kernels.small import BLOCK, MAX_PAIRS, PAIR_WIDTH, solve_small
from solver.kernels.stream import count_stream, decode_stream
from solver.kernels.supports import support_pairs
from solver.kernels.two_by_two import (
    BAD,
    PAIRS,
    SINGLE,
    SPECIAL,
    STREAM,
    TABLE_WIDTH,
    UNSURE,
    X_KINDS,
    Y_KINDS,
    classify,
    count,
    fill,
)
from solver.kernels.validate import first_bad

__all__ = [
    "BAD",
    "BLOCK",
    "COUNTS",
    "MAX_PAIRS",
    "PAIRS",
    "PAIR_WIDTH",
    "SINGLE",
    "SPECIAL",
    "STREAM",
    "TABLE_WIDTH",
    "TOTAL_F",
    "TOTAL_I",
    "UNSURE",
    "X_KINDS",
    "Y_KINDS",
    "classify",
    "count",
    "count_stream",
    "decode_stream",
    "fill",
    "first_bad",
    "measure",
    "pair_expectations",
    "solve_range",
    "solve_small",
    "support_pairs",
]
