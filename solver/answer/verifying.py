"""Checking an answer from the payoffs by a second program, which does not trust the search.

Regrets are computed again for every number of players. Completeness: for one player all actions are compared; for two a
proof log is found and followed in exact arithmetic (``solver.two_player.certify``); for more a proof log of the branch
and bound is replayed (``solver.n_player.certify``), and every equilibrium that it establishes must be listed. What
either of these shares with the search is said at the top of its file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.answer.solving import solve
from solver.common.clock import DEFAULT_BUDGET
from solver.common.tolerances import CHECKED_REGRET
from solver.game.check import Check
from solver.game.given import GameLike
from solver.game.normal_form import Payoffs
from solver.game.profile import regret
from solver.game.solution import Certificate, Solution
from solver.game.ties import best_replies


@dataclass(frozen=True, eq=False, repr=False)
class Verification(Check):
    """What the independent check of a solution found.

    Attributes:
        solution: what was checked.
    """

    solution: Solution


def verify(
    solution: Solution | GameLike, column: Payoffs | None = None, budget: float = DEFAULT_BUDGET
) -> Verification:
    """Check a solution independently of how it was found.

    Args:
        solution: a solution, or anything that :func:`solver.solve` takes as a game, which is then solved first.
        column: the second player's payoffs, if ``solution`` is the first player's payoff matrix.
        budget: seconds for the search of a proof; what it leaves out is not confirmed, and said to be so.

    Raises:
        GameError: neither a solution nor a game.

    Example:
        >>> import solver
        >>> found = solver.solve([[3, 0], [5, 1]], [[3, 5], [0, 1]])
        >>> solver.verify(found)
        Verification(confirmed: sound, complete)
    """
    found = solution if isinstance(solution, Solution) else solve(solution, column)
    if found.game.n_players == 1:
        certificate, checked_by = _one_player(found), "all actions compared"
    elif found.game.n_players == 2 and found.vertices is not None:
        from solver.two_player.certify import certify

        certificate, checked_by = certify(found, budget=budget), "a proof log followed in exact arithmetic"
    else:
        from solver.n_player.certify import certify_log, proof_of

        log = proof_of(found.game, budget=budget)
        certificate, checked_by = certify_log(found, log), "the log of a branch and bound replayed"
    return Verification(
        certificate=certificate,
        checked_by=checked_by,
        subject=found.game.title or "the game",
        sound=certificate.max_regret <= CHECKED_REGRET * found.game.payoff_range,
        claimed_complete=found.complete,
        equilibria=len(found.equilibria),
        components=len(found.components),
        gain=("largest regret", f"{found.certificate.max_regret:.2g}"),
        solution=found,
    )


def _one_player(found: Solution) -> Certificate:
    """Every best action must be listed, and each listed strategy must be best."""
    best = best_replies(found.game)[0]
    worst = max((regret(found.game.payoffs, e.strategies) for e in found.equilibria), default=0.0)
    listed = {int(np.argmax(e.strategies[0])) for e in found.equilibria if e.is_pure}
    missing = sorted({int(a) for a in np.flatnonzero(best)} - listed)
    if missing:
        return Certificate(worst, False, f"not proven: action {missing[0]} is best and is not listed")
    return Certificate(worst, True, f"all {len(best)} actions were compared")
