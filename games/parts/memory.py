"""What was computed once is remembered: several terms, metrics and labs ask a history for the same array."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import numpy as np

A = TypeVar("A", bound=np.ndarray)
M = TypeVar("M", bound="Memory")
T = TypeVar("T")


class Memory:
    """An immutable object that keeps what was computed from it, as long as it lives."""

    def once(self, owner: object, make: Callable[[], T]) -> T:
        """What ``owner`` computes from this object: computed at the first call, remembered for the later ones."""
        known: dict[int, tuple[object, T]] = self.__dict__.setdefault("_once", {})
        # The owner is kept beside what it made: as long as it lives, no other object has its id.
        if id(owner) not in known:
            known[id(owner)] = owner, make()
        return known[id(owner)][1]


def remembered(method: Callable[[M, int], A]) -> Callable[[M, int], A]:
    """Computes a method's array once for every lab."""
    key = f"_{method.__name__}"

    @wraps(method)
    def look_up(memory: M, lab: int) -> A:
        known: dict[int, A] = memory.__dict__.setdefault(key, {})
        if lab not in known:
            known[lab] = method(memory, lab)
        return known[lab]

    return look_up
