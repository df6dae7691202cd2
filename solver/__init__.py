"""Mathematics of finite games: payoff tensors in, certified equilibria out; no lab in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solver.dominance import IteratedDominance, Reduction
from solver.errors import GameError, OpenraceError, SolverError, TooLargeError
from solver.nfg import read_nfg, write_nfg
from solver.normal_form import NormalForm
from solver.profile import regret
from solver.solution import Solution, StatusCode
from solver.solve import METHODS, method_named, solve

if TYPE_CHECKING:
    from solver.batch import solve_batch

__all__ = [
    "METHODS",
    "GameError",
    "IteratedDominance",
    "NormalForm",
    "OpenraceError",
    "Reduction",
    "Solution",
    "SolverError",
    "StatusCode",
    "TooLargeError",
    "method_named",
    "read_nfg",
    "regret",
    "solve",
    "solve_batch",
    "write_nfg",
]


def __getattr__(name: str) -> Any:
    # Batches are solved by compiled code, whose compiler takes longer to load than a small game to solve.
    if name == "solve_batch":
        from solver.batch import solve_batch

        return solve_batch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
