"""Actions as sequences of acts in slots: which action may follow which, and when.

Every action has a slot, that of its last act, and may extend another action by that act; an action that extends none
is a single act. ``NEVER`` stands for having done nothing, and for the slot of the action that means so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

NEVER = -1
"""The slot of the action "never", and the action of a player that has not acted."""


@dataclass(frozen=True)
class OrderedActs:
    """The actions of one player.

    Attributes:
        slots: ``(A,)`` slot of each action's last act; ``NEVER`` for the one that means never acting.
        extends: ``(A,)`` the action that each extends, ``NEVER`` for none.
    """

    slots: tuple[int, ...]
    extends: tuple[int, ...]

    @cached_property
    def never(self) -> int | None:
        """The action that means never acting; ``None`` if there is none."""
        return self.slots.index(NEVER) if NEVER in self.slots else None

    @cached_property
    def _next(self) -> dict[int, dict[int, tuple[int, ...]]]:
        """By action and slot, the actions that extend it in that slot."""
        found: dict[int, dict[int, tuple[int, ...]]] = {}
        for action, (slot, before) in enumerate(zip(self.slots, self.extends, strict=True)):
            if slot != NEVER:
                own = found.setdefault(before, {})
                own[slot] = (*own.get(slot, ()), action)
        return found

    @cached_property
    def _slots(self) -> dict[int, tuple[int, ...]]:
        return {before: tuple(sorted(own)) for before, own in self._next.items()}

    def at(self, slot: int, so_far: int) -> tuple[int, ...]:
        """Actions that a player may have played after acting in a slot."""
        return self._next.get(so_far, {}).get(slot, ())

    def first(self, slot: int, so_far: int) -> int:
        """The first slot from ``slot`` on in which a player may act again, ``NEVER`` if there is none."""
        return next((t for t in self._slots.get(so_far, ()) if t >= slot), NEVER)

    def last(self, so_far: int) -> int:
        """The last slot in which a player may act again, ``NEVER`` if there is none."""
        return self._slots.get(so_far, (NEVER,))[-1]

    def may_follow(self, so_far: int) -> bool:
        """Whether a player has not done all that it may do, whenever."""
        return so_far == NEVER or so_far in self._next

    def may_stop(self, so_far: int) -> bool:
        """Whether what a player has played is an action of its own."""
        return so_far != NEVER or self.never is not None

    def all_from(self, slot: int, so_far: int) -> tuple[int, ...]:
        """Actions that a player may end with who acts in a slot or later, or not any more."""
        return tuple(a for a in range(len(self.slots)) if self._is_open(a, slot, so_far))

    def _is_open(self, action: int, slot: int, so_far: int) -> bool:
        if action == so_far or (so_far == NEVER and action == self.never):
            return True
        while self.extends[action] != so_far:
            if self.extends[action] == NEVER:
                return False
            action = self.extends[action]
        return self.slots[action] >= slot


def ordered_acts(slots: Sequence[tuple[int, ...]], extends: Sequence[tuple[int, ...]] = ()) -> tuple[OrderedActs, ...]:
    """The actions of every player; where nothing is said of what they extend, nobody acts twice."""
    before = extends or [(NEVER,) * len(own) for own in slots]
    return tuple(OrderedActs(tuple(own), tuple(more)) for own, more in zip(slots, before, strict=True))
