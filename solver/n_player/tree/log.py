"""What a search did, item by item, with its reasons: enough to check it again and to go on from where it stopped.

A log is a sequence of records in the order in which the items of the stack were looked at, so a reader with another
stack knows which item each record is about. Reasons are multipliers of rows (checked in integers whatever
they are, ``solver.n_player.relaxation.duality``) and guesses of roots (proven anew in exact arithmetic);
``solver.n_player.tree.replay`` follows a log and trusts nothing else in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray

Rows = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Dropped:
    """A node or cell without equilibria: rows (``relaxation.rows``) and their multipliers prove it."""

    rows: Rows
    multipliers: tuple[float, ...]

    @classmethod
    def of(cls, rows: NDArray[np.integer[Any]], multipliers: FloatArray) -> Dropped:
        """Only what is used."""
        used = multipliers > 0
        return cls(
            tuple((int(i), int(k), int(a), int(b)) for i, k, a, b in rows[used]), tuple(multipliers[used].tolist())
        )


@dataclass(frozen=True)
class Split:
    """A node whose children say that ``action`` of ``player`` is out, or in; the former is looked at first."""

    player: int
    action: int


@dataclass(frozen=True)
class Handed:
    """A node that lies in the game left when the others play ``(player, action)``: the two-player solver has it all."""

    others: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Leaf:
    """A node at which every action is in or out; a cell follows."""


class End(StrEnum):
    """How a leaf cell ended."""

    DROPPED = "dropped"
    OUTSIDE = "outside"
    """Linear algebra: the roots of the cell lie outside the simplex."""
    BOXED = "boxed"
    """Linear algebra: all roots of the cell lie where one is known to be alone."""
    HALVED = "halved"
    SOLVED = "solved"
    """All equilibria of its support are known from exact algebra (``solver.n_player.roots.one_parameter``)."""
    UNRESOLVED = "unresolved"


@dataclass(frozen=True)
class CellNote:
    """A leaf cell.

    Attributes:
        end: how it ended.
        dropped: the proof, for ``DROPPED``.
        pair: the two players whose simplices need not be small, if there are such, for ``OUTSIDE`` and ``BOXED``.
        root: a guess of the root ``(n,)`` it was closed with.
        halved: the player whose simplex was halved.
    """

    end: End
    dropped: Dropped | None = None
    pair: tuple[int, int] | None = None
    root: tuple[float, ...] | None = None
    halved: int | None = None


Record = Dropped | Split | Handed | Leaf | CellNote
