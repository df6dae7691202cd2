"""What Python calls of the kernels."""

from __future__ import annotations

from solver.kernels.extent import pair_expectations
from solver.kernels.layout import TOTAL_F, TOTAL_I, measure
from solver.kernels.many import COUNTS, solve_range
from solver.kernels.small import BLOCK, MAX_PAIRS, PAIR_WIDTH, solve_small
from solver.kernels.stream import count_stream, decode_stream
from solver.kernels.supports import support_pairs
from solver.kernels.validate import first_bad

__all__ = [
    "BLOCK",
    "COUNTS",
    "MAX_PAIRS",
    "PAIR_WIDTH",
    "TOTAL_F",
    "TOTAL_I",
    "count_stream",
    "decode_stream",
    "first_bad",
    "measure",
    "solve_range",
    "solve_small",
    "support_pairs",
]
