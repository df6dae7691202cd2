"""What Python calls of the kernels for two players."""

from __future__ import annotations

from solver.kernels.classes import MOST, UNSURE, WIDTH, write_classes
from solver.kernels.emit import LISTS
from solver.kernels.expectation import pair_expectations
from solver.kernels.games import solve_games
from solver.kernels.layout import HEADER, TOTAL_F, TOTAL_I, measure
from solver.kernels.regrets import pair_regrets
from solver.kernels.supports import solve_by_supports

__all__ = [
    "HEADER",
    "LISTS",
    "MOST",
    "TOTAL_F",
    "TOTAL_I",
    "UNSURE",
    "WIDTH",
    "measure",
    "pair_expectations",
    "pair_regrets",
    "solve_by_supports",
    "solve_games",
    "write_classes",
]
