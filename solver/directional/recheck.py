"""A solution of a directional game checked by a second program: every gain, and every state by another method.

Soundness is checked by one-shot deviations (``deviation``), which know nothing of the search. For completeness every
state is solved again by cutting boxes of efforts with interval Newton steps (``boxes``), where the search follows the
monotone replies of two players (``pairs``): both must end with the same equilibria. With three and more players boxes
are the search's own method; there, gains alone are checked again, and it is said so.
"""

from __future__ import annotations

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.common.words import count
from solver.directional.boxes import solve_boxes
from solver.directional.search import search
from solver.directional.solution import DirectionalSolution
from solver.game.check import Check
from solver.game.solution import UNFINISHED, Certificate

SOUND = 1e-6
"""Largest gain from a deviation of an equilibrium, as a share of the largest value."""
SAME = 1e-6
"""Efforts that differ by less than this share of the largest are the same."""


def recheck(solution: DirectionalSolution) -> Check:
    """Check the equilibria of one game.

    Raises:
        GameError: the solution is that of several games.
    """
    if solution.game.n_games != 1:
        raise GameError(f"the solution of {solution.game.n_games} games", "that of one", "solve each game by itself")
    found = solution.of(0)
    worst = max((e.gain for e in found), default=0.0)
    size = max((float(np.abs(e.play.values).max()) for e in found), default=0.0) or 1.0
    complete, reason, again = _solved_again(solution)
    return Check(
        certificate=Certificate(worst, complete, reason),
        checked_by=f"gains from another effort, option or exit in every state{again}",
        subject="the race",
        sound=worst <= SOUND * size,
        claimed_complete=bool(solution.complete[0]),
        equilibria=len(found),
        components=len(found),
        gain=("largest gain from a deviation", ""),
    )


def _solved_again(solution: DirectionalSolution) -> tuple[bool, str, str]:
    """Whether a second method shows that none is missing, why or why not, and what it did."""
    if solution.game.n_players > 2:
        why = "with three and more players the search's own method is the only one that proves this"
        return False, f"{UNFINISHED}: {why}", ""
    branches, proven, whole = search(solution.game, solve=solve_boxes)
    missing, extra = _unmatched(solution.efforts, branches.efforts.mid)
    again = "; every state solved again by cutting boxes of efforts"
    if missing or extra:
        return False, f"the second method lacks {extra} that are listed and finds {missing} that are not", again
    if not (proven[0] and whole[0]):
        return False, f"{UNFINISHED}: the second method leaves a box open", again
    number = len(solution.efforts)
    same = "the same equilibrium" if number == 1 else f"the same {number} equilibria" if number else "none either"
    return True, f"the second method finds {same} over {count(solution.game.n_states, 'state')}", again


def _unmatched(listed: FloatArray, again: FloatArray) -> tuple[int, int]:
    """How many of the second method's equilibria are not listed, and how many listed ones it lacks."""
    scale = max(float(np.abs(listed).max(initial=0.0)), float(np.abs(again).max(initial=0.0)), 1e-12)
    apart = np.abs(again[:, None] - listed[None]).max(axis=(2, 3)) > SAME * scale
    return int(apart.all(axis=1).sum()), int(apart.all(axis=0).sum())
