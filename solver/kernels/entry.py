"""What Python calls of the kernels."""

from __future__ import annotations

from solver.kernels.extent import pair_expectations
from solver.kernels.layout import TOTAL_F, TOTAL_I, measure
from solver.kernels.many import COUNTS, solve_range
from solver.kernels.stream import count_stream, decode_stream
from solver.kernels.validate import first_bad

__all__ = [
    "COUNTS",
    "TOTAL_F",
    "TOTAL_I",
    "count_stream",
    "decode_stream",
    "first_bad",
    "measure",
    "pair_expectations",
    "solve_range",
]
