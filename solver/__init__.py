"""Mathematics of finite games: payoff tensors in, certified equilibria out; no lab in sight.

>>> import solver
>>> game = solver.NormalForm.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], title="prisoners")
>>> solver.solve(game)
Solution(1 equilibrium in 1 component, complete, max regret 0)

Names are imported when they are first used. Everything that ``__all__`` does not list is private.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.answer.solving import METHODS, solve
    from solver.answer.verifying import Verification, verify
    from solver.common.errors import GameError, OpenraceError, SolverError, TooLargeError
    from solver.game.best_response import BestReplies, BetterReplies, ResponseGraph, dynamics, response_graph
    from solver.game.dominance import IteratedDominance, Reduction
    from solver.game.given import regret
    from solver.game.nfg import write_nfg
    from solver.game.normal_form import NormalForm
    from solver.game.solution import Certificate, Component, Equilibrium, Solution, StatusCode
    from solver.n_player.all_equilibria import AllIsolated
    from solver.n_player.any_size import ReduceThenSearch
    from solver.n_player.conditional_supports import ConditionalSupports
    from solver.n_player.one_equilibrium import QuickestOne
    from solver.n_player.pure import PureEquilibria
    from solver.n_player.quantal import LogitEquilibrium, logit_equilibrium
    from solver.two_player.all_equilibria import AllEquilibria, BestActions
    from solver.two_player.batch.solving import solve_batch
    from solver.two_player.nashpy_methods import LemkeHowson, SupportEnumeration, VertexEnumeration

__all__ = [
    "METHODS",
    "AllEquilibria",
    "AllIsolated",
    "BestActions",
    "BestReplies",
    "BetterReplies",
    "Certificate",
    "Component",
    "ConditionalSupports",
    "Equilibrium",
    "GameError",
    "IteratedDominance",
    "LemkeHowson",
    "LogitEquilibrium",
    "NormalForm",
    "OpenraceError",
    "PureEquilibria",
    "QuickestOne",
    "ReduceThenSearch",
    "Reduction",
    "ResponseGraph",
    "Solution",
    "SolverError",
    "StatusCode",
    "SupportEnumeration",
    "TooLargeError",
    "Verification",
    "VertexEnumeration",
    "dynamics",
    "logit_equilibrium",
    "regret",
    "response_graph",
    "solve",
    "solve_batch",
    "verify",
    "write_nfg",
]

_HOME = {
    "answer.solving": ("METHODS", "solve"),
    "answer.verifying": ("Verification", "verify"),
    "game.best_response": ("BestReplies", "BetterReplies", "ResponseGraph", "dynamics", "response_graph"),
    "game.dominance": ("IteratedDominance", "Reduction"),
    "common.errors": ("GameError", "OpenraceError", "SolverError", "TooLargeError"),
    "game.given": ("regret",),
    "game.nfg": ("write_nfg",),
    "game.normal_form": ("NormalForm",),
    "game.solution": ("Certificate", "Component", "Equilibrium", "Solution", "StatusCode"),
    "n_player.all_equilibria": ("AllIsolated",),
    "n_player.any_size": ("ReduceThenSearch",),
    "n_player.conditional_supports": ("ConditionalSupports",),
    "n_player.one_equilibrium": ("QuickestOne",),
    "n_player.pure": ("PureEquilibria",),
    "n_player.quantal": ("LogitEquilibrium", "logit_equilibrium"),
    "two_player.all_equilibria": ("AllEquilibria", "BestActions"),
    "two_player.batch.solving": ("solve_batch",),
    "two_player.nashpy_methods": ("LemkeHowson", "SupportEnumeration", "VertexEnumeration"),
}
"""Modules and what is published of them; a test holds this table, ``__all__`` and the imports above together."""


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            value = getattr(import_module(f"solver.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'solver' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
