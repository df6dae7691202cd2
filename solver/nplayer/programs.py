"""Who solves the linear programs of the tree: compiled kernels, or HiGHS.

Both ask the same of a node (``solver.nplayer.bound``), start from the parent's basis, add rows as they are broken, and
return a proof that the node is empty or the action to branch on. HiGHS needs no compiling, takes some five times as
long and is the twin the kernels are tested against. Small games are left to it where the kernels have not been
compiled yet: nobody shall wait half a minute for an answer that takes a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from solver.nplayer.duality import IntegerGame
from solver.nplayer.log import Dropped
from solver.nplayer.node import Node

SMALL = 150
"""Profiles of a game that is left to HiGHS rather than compile for it."""


@dataclass(frozen=True, eq=False)
class Step:
    """What the program of a node told.

    Attributes:
        proof: that the node holds no equilibrium, or ``None``.
        pick: ``(player, action)`` to branch on; ``None`` if nothing is open or the program was not solved.
        frame: for the children to start from.
    """

    proof: Dropped | None = None
    pick: tuple[int, int] | None = None
    frame: object = None


class Programs(Protocol):
    """Solves the programs of one game's nodes."""

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""

    def expand(self, node: Node) -> Step:
        """Judge a node."""


def programs_for(game: IntegerGame) -> Programs:
    """Kernels, unless the game is small and they would have to be compiled first."""
    from solver.kernels.loader import JOINT, is_compiled

    if game.payoffs[0].size > SMALL or is_compiled(JOINT):
        from solver.nplayer.compiled import CompiledPrograms

        return CompiledPrograms(game)
    from solver.nplayer.by_highs import HighsPrograms

    return HighsPrograms(game)
