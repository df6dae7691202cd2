"""A node of the search: what it says of every action, and where its linear program starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.n_player.relaxation.bound import Frame

OPEN, IN, OUT = 0, 1, 2
"""What a node says of an action: undecided, no regret, not played."""


@dataclass(frozen=True, eq=False)
class Node:
    """One node of the tree.

    Attributes:
        fates: per player one byte for each action: ``OPEN``, ``IN`` (no regret) or ``OUT`` (not played).
        frame: the program to start from, as it was left at the parent; ``None`` at the root.
    """

    fates: tuple[bytes, ...]
    frame: Frame | None = None

    @classmethod
    def root(cls, n_actions: Sequence[int]) -> Node:
        """The node at which nothing is decided."""
        return cls(tuple(bytes([OPEN]) * n for n in n_actions))

    def alive(self, player: int) -> list[int]:
        """Actions of ``player`` that are not out."""
        return [a for a, fate in enumerate(self.fates[player]) if fate != OUT]

    def settled(self, player: int) -> list[int]:
        """Actions of ``player`` that have no regret."""
        return [a for a, fate in enumerate(self.fates[player]) if fate == IN]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open."""
        return not self.open_actions()

    def open_actions(self) -> list[tuple[int, int]]:
        """Undecided ``(player, action)`` pairs; a player's last action left counts as decided."""
        return [
            (i, a)
            for i, own in enumerate(self.fates)
            if len(self.alive(i)) > 1
            for a, fate in enumerate(own)
            if fate == OPEN
        ]

    def support(self) -> tuple[tuple[int, ...], ...]:
        """At a leaf: the actions of each player that have no regret."""
        return tuple(tuple(self.alive(i)) for i in range(len(self.fates)))

    def decided(self, player: int, action: int, fate: int, frame: Frame | None) -> Node:
        """The child in which ``action`` is in or out."""
        own = bytearray(self.fates[player])
        own[action] = fate
        return Node((*self.fates[:player], bytes(own), *self.fates[player + 1 :]), frame)
