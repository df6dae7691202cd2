"""What was computed once is remembered: several terms, metrics and labs use the same array of a history."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

A = TypeVar("A", bound=np.ndarray)
M = TypeVar("M", bound="Memory")
T = TypeVar("T")
P = ParamSpec("P")


class Memory:
    """An immutable object that keeps what was computed from it, as long as it lives."""

    def once(self, owner: object, make: Callable[[], T]) -> T:
        """What ``owner`` computes from this object: computed at the first call, remembered for the later ones."""
        known: dict[int, tuple[object, T]] = self.__dict__.setdefault("_once", {})
        # The owner is kept beside what it made: as long as it lives, no other object has its id.
        if id(owner) not in known:
            known[id(owner)] = owner, make()
        return known[id(owner)][1]


def remembered(method: Callable[Concatenate[M, P], A]) -> Callable[Concatenate[M, P], A]:
    """Computes a method's array once for every lab, or for every release of a lab."""
    key = f"_{method.__name__}"

    @wraps(method)
    def look_up(memory: M, /, *args: P.args, **kwargs: P.kwargs) -> A:
        known: dict[tuple[object, ...], A] = memory.__dict__.setdefault(key, {})
        which = (*args, *kwargs.values())
        if which not in known:
            known[which] = method(memory, *args, **kwargs)
        return known[which]

    return look_up
