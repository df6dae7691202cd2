"""Who solves the linear programs of the tree: compiled kernels, or HiGHS.

Both ask the same of a node (``solver.n_player.relaxation.bound``), start from the parent's basis, add rows as they
are broken, and return a proof that the node is empty or the action to branch on. HiGHS needs no compiling and is the
twin the kernels are tested against. Up to a dozen dates per lab it takes three to ten times as long; with two dozen,
where five hundred rows bind, its sparse factors beat the kernels' explicit inverse three times over, so large games
are left to it (and changing from one to the other on the way down loses more than it gains). So are the first small
games of a process, and all where the kernels have not been compiled: nobody shall wait for them longer than the
answer takes without.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Protocol

from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.relaxation.node import Node
from solver.n_player.tree.log import Dropped

SMALL, LARGE = 300, 2_200
"""Games of up to so many profiles are left to HiGHS rather than compile for them; games of more in any case."""

PATIENCE = 16
"""So many small games of a process are left to HiGHS rather than load kernels for them."""


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


_small_games = count(1)


def kernels_pay(n_profiles: int) -> bool:
    """Whether kernels are to be used for a game of this size: they need a second to load and much longer to compile.

    So the first times that a process asks for a small game, and they are counted, the answer is no.
    """
    from solver.kernels.loader import JOINT, is_compiled, is_loaded

    if n_profiles > SMALL or is_loaded(JOINT):
        return n_profiles <= LARGE
    return next(_small_games) > PATIENCE and is_compiled(JOINT)


def programs_for(game: IntegerGame) -> Programs:
    """Kernels where they pay, else HiGHS."""
    if kernels_pay(game.payoffs[0].size):
        from solver.n_player.relaxation.compiled import CompiledPrograms

        return CompiledPrograms(game)
    from solver.n_player.relaxation.by_highs import HighsPrograms

    return HighsPrograms(game)
