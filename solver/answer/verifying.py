"""Checking an answer by a program that shares nothing with the search but the payoffs.

Regrets are computed again for every number of players. Completeness: for one player all actions are compared; for two a
proof log is found and followed in exact arithmetic (``solver.two_player.certify``); for more a proof log of the branch
and bound is replayed (``solver.n_player.certify``), and every equilibrium that it establishes must be listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.answer.solving import solve
from solver.common.clock import DEFAULT_BUDGET
from solver.common.tabular import Rows, Tabular
from solver.common.tolerances import CHECKED_REGRET
from solver.game.given import GameLike
from solver.game.normal_form import Payoffs
from solver.game.profile import regret
from solver.game.solution import UNFINISHED, Certificate, Solution
from solver.game.ties import best_replies


@dataclass(frozen=True, eq=False)
class Verification(Tabular):
    """What the independent check of a solution found.

    Attributes:
        solution: what was checked.
        certificate: what the check establishes by itself; its reason says what is missing where something is.
        checked_by: how completeness was checked, in words.
    """

    solution: Solution
    certificate: Certificate
    checked_by: str

    @property
    def sound(self) -> bool:
        """Whether every point listed is an equilibrium."""
        return self.certificate.max_regret <= CHECKED_REGRET * self.solution.game.payoff_range

    @property
    def complete(self) -> bool:
        """Whether the check proves that no equilibrium is missing."""
        return self.certificate.complete

    @property
    def claimed_complete(self) -> bool:
        """Whether the solution says of itself that no equilibrium is missing."""
        return self.solution.complete

    @property
    def confirmed(self) -> bool:
        """Whether the check establishes everything that the solution claims of itself."""
        return self.sound and (self.complete or not self.solution.complete)

    @property
    def contradicted(self) -> bool:
        """Whether the check denies what the solution claims, rather than stopping short of proving it."""
        return not self.sound or (not self.confirmed and UNFINISHED not in self.certificate.reason)

    def table(self) -> Rows:
        """One row per claim: what the solution says, and what the check finds."""
        return Rows(
            f"{self.solution.game.title or 'the game'}: checked independently, "
            + ("confirmed" if self.confirmed else "not confirmed"),
            ("claim", "solution", "check"),
            (
                ("every point listed is an equilibrium", "yes", "yes" if self.sound else "no"),
                (
                    "no equilibrium is missing",
                    "proven" if self.solution.complete else "not proven",
                    "proven" if self.complete else "not proven",
                ),
                (
                    "largest regret",
                    f"{self.solution.certificate.max_regret:.2g}",
                    f"{self.certificate.max_regret:.2g}",
                ),
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace verify`` (without the fields that name the game)."""
        return {
            "confirmed": self.confirmed,
            "contradicted": self.contradicted,
            "sound": self.sound,
            "complete": self.complete,
            "claimed_complete": self.solution.complete,
            "max_regret": self.certificate.max_regret,
            "equilibria": len(self.solution.equilibria),
            "components": len(self.solution.components),
            "checked_by": self.checked_by,
            "reason": self.certificate.reason,
        }

    def __repr__(self) -> str:
        return (
            f"Verification({'confirmed' if self.confirmed else 'not confirmed'}: "
            f"{'sound' if self.sound else 'not sound'}, {'complete' if self.complete else 'not proven complete'})"
        )

    def __str__(self) -> str:
        return f"{self.table().text()}\n{self.checked_by}: {self.certificate.reason}"


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
        return Verification(found, _one_player(found), "all actions compared")
    if found.game.n_players == 2 and found.vertices is not None:
        from solver.two_player.certify import certify

        return Verification(found, certify(found, budget=budget), "a proof log followed in exact arithmetic")
    from solver.n_player.certify import certify_log, proof_of

    log = proof_of(found.game, budget=budget).log
    return Verification(found, certify_log(found, log), "the log of a branch and bound replayed")


def _one_player(found: Solution) -> Certificate:
    """Every best action must be listed, and each listed strategy must be best."""
    best = best_replies(found.game)[0]
    worst = max((regret(found.game.payoffs, e.strategies) for e in found.equilibria), default=0.0)
    listed = {int(np.argmax(e.strategies[0])) for e in found.equilibria if e.is_pure}
    missing = sorted({int(a) for a in np.flatnonzero(best)} - listed)
    if missing:
        return Certificate(worst, False, f"not proven: action {missing[0]} is best and is not listed")
    return Certificate(worst, True, f"all {len(best)} actions were compared")
