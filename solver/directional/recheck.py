"""A solution of a directional game checked by a second program: every gain, and every state by another method.

Soundness is checked by one-shot deviations (``deviation``), which know nothing of the search. For completeness every
state is solved again by cutting boxes of efforts with interval Newton steps (``boxes``), where the search follows the
monotone replies of two players (``pairs``): both must end with the same equilibria. With three and more players boxes
are the search's own method; there, gains alone are checked again, and it is said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.common.tabular import Rows, Tabular
from solver.directional.boxes import solve_boxes
from solver.directional.search import search
from solver.directional.solution import DirectionalSolution
from solver.game.solution import UNFINISHED, Certificate

SOUND = 1e-6
"""Largest gain from a deviation of an equilibrium, as a share of the largest value."""
SAME = 1e-6
"""Efforts that differ by less than this share of the largest are the same."""
TWO = 2


@dataclass(frozen=True, eq=False)
class Recheck(Tabular):
    """What the second program found.

    Attributes:
        certificate: what it establishes by itself; its reason says what is missing where something is.
        claimed_complete: whether the solution says that no equilibrium is missing.
        equilibria: how many are listed.
        sound: whether every one that is listed is an equilibrium.
        checked_by: how, in words.
    """

    certificate: Certificate
    claimed_complete: bool
    equilibria: int
    sound: bool
    checked_by: str

    @property
    def complete(self) -> bool:
        """Whether the check shows that no equilibrium is missing."""
        return self.certificate.complete

    @property
    def confirmed(self) -> bool:
        """Whether the check establishes everything that the solution claims."""
        return self.sound and (self.complete or not self.claimed_complete)

    @property
    def contradicted(self) -> bool:
        """Whether the check denies what the solution claims, rather than stopping short of proving it."""
        return not self.sound or (not self.confirmed and UNFINISHED not in self.certificate.reason)

    def table(self) -> Rows:
        """One row per claim: what the solution says, and what the check finds."""
        words = {True: "proven", False: "not proven"}
        return Rows(
            f"the race: checked independently, {'confirmed' if self.confirmed else 'not confirmed'}",
            ("claim", "solution", "check"),
            (
                ("every point listed is an equilibrium", "yes", "yes" if self.sound else "no"),
                ("no equilibrium is missing", words[self.claimed_complete], words[self.complete]),
                ("largest gain from a deviation", "", f"{self.certificate.max_regret:.2g}"),
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``openrace verify`` (without the fields that name the game)."""
        return {
            "confirmed": self.confirmed,
            "contradicted": self.contradicted,
            "sound": self.sound,
            "complete": self.complete,
            "claimed_complete": self.claimed_complete,
            "max_regret": self.certificate.max_regret,
            "equilibria": self.equilibria,
            "components": self.equilibria,
            "checked_by": self.checked_by,
            "reason": self.certificate.reason,
        }

    def __repr__(self) -> str:
        return (
            f"Recheck({'confirmed' if self.confirmed else 'not confirmed'}: "
            f"{'sound' if self.sound else 'not sound'}, {'complete' if self.complete else 'not proven complete'})"
        )


def recheck(solution: DirectionalSolution, number: int = 0) -> Recheck:
    """Check the equilibria of one game of a batch; a batch of one game is solved again as a whole."""
    found = solution.of(number)
    worst = max((e.gain for e in found), default=0.0)
    size = max((float(np.abs(e.play.values).max()) for e in found), default=0.0) or 1.0
    sound, claimed = worst <= SOUND * size, bool(solution.complete[number])
    gains = "gains from another effort, option or exit in every state"
    if solution.game.n_players > TWO or solution.game.n_games > 1:
        why = f"{UNFINISHED}: with three and more players the search's own method is the only one that proves this"
        return Recheck(Certificate(worst, False, why), claimed, len(found), sound, gains)
    branches, proven, whole = search(solution.game, solve=solve_boxes)
    missing, extra = _unmatched(solution.efforts, branches.efforts.mid)
    complete = bool(proven[0] and whole[0]) and not missing and not extra
    if complete:
        reason = f"the second method finds the same {len(found)} in {solution.game.n_states} states"
    elif missing or extra:
        reason = f"the second method lacks {extra} that are listed and finds {missing} that are not"
    else:
        reason = f"{UNFINISHED}: the second method leaves a box open"
    checked = f"{gains}; every state solved again by cutting boxes of efforts"
    return Recheck(Certificate(worst, complete, reason), claimed, len(found), sound, checked)


def _unmatched(listed: np.ndarray, again: np.ndarray) -> tuple[int, int]:
    """How many of the second method's equilibria are not listed, and how many listed ones it lacks."""
    scale = max(float(np.abs(listed).max(initial=0.0)), float(np.abs(again).max(initial=0.0)), 1e-12)
    apart = np.abs(again[:, None] - listed[None]).max(axis=(2, 3)) > SAME * scale
    return int(apart.all(axis=1).sum()), int(apart.all(axis=0).sum())
