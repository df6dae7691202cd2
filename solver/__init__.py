"""Mathematics of finite games: payoff tensors in, certified equilibria out; no lab in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solver.answer.solving import METHODS, method_named, solve
from solver.game.dominance import IteratedDominance, Reduction
from solver.game.errors import GameError, OpenraceError, SolverError, TooLargeError
from solver.game.nfg import read_nfg, write_nfg
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution, StatusCode

if TYPE_CHECKING:
    from solver.two_player.batch.solving import solve_batch

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
        from solver.two_player.batch.solving import solve_batch

        return solve_batch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
